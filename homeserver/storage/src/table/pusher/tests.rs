use hs_core::nid::{StreamPosition, UserNid};

use super::{PusherKey, PusherRow};
use crate::{DeviceRow, StoreError, WriteBatch, testing::on_each_database};

fn device(user: i64) -> DeviceRow {
    DeviceRow {
        user: UserNid(user),
        device_id: "PHONE".into(),
        display_name: None,
        created_ts: 1,
        last_seen_ts: None,
        last_seen_ip: None,
        user_agent: None,
    }
}

fn pusher(user: i64) -> PusherRow {
    PusherRow {
        key: PusherKey { user: UserNid(user), app_id: "app".into(), pushkey: "key".into() },
        device_id: "PHONE".into(),
        definition: "{}".into(),
        created_ts: 1,
        position: StreamPosition(5),
        badge: 0,
        claimed_ts: 0,
        failing_ts: None,
    }
}

#[tokio::test]
async fn an_app_has_one_user_and_one_who_works_on_it() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.device.add = vec![device(1), device(2)];
        batch.pusher.set.push(pusher(1));
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.pusher.remove_others.push(pusher(2).key);
        batch.pusher.set.push(pusher(2));
        store.commit(batch).await.unwrap();
        assert!(store.pushers(UserNid(1)).await.unwrap().is_empty());
        assert_eq!(store.users_with_pushers().await.unwrap(), [UserNid(2)]);

        let claim = |now| {
            let mut batch = WriteBatch::default();
            batch.pusher.claim.push((pusher(2).key, now, now + 100));
            batch
        };
        store.commit(claim(10)).await.unwrap();
        assert!(matches!(store.commit(claim(50)).await, Err(StoreError::Conflict)));
        store.commit(claim(110)).await.unwrap();
        let done = PusherRow { position: StreamPosition(9), badge: 2, failing_ts: Some(110), ..pusher(2) };
        let mut batch = WriteBatch::default();
        batch.pusher.progress = vec![done.clone(), pusher(1)];
        store.commit(batch).await.unwrap();
        assert_eq!(store.pushers(UserNid(2)).await.unwrap(), [done]);
        assert_eq!(store.users_to_push(StreamPosition(10), 200).await.unwrap(), [UserNid(2)]);
        assert!(store.users_to_push(StreamPosition(9), 200).await.unwrap().is_empty());

        let mut batch = WriteBatch::default();
        batch.device.remove.push((UserNid(2), "PHONE".into()));
        store.commit(batch).await.unwrap();
        assert!(store.pushers(UserNid(2)).await.unwrap().is_empty(), "it goes with its device");
    })
    .await;
}
