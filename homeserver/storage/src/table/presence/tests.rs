use hs_core::nid::{StreamPosition, UserNid};
use ruma::presence::PresenceState;

use super::PresenceRow;
use crate::{WriteBatch, testing::on_each_database};

fn online(user: i64, seen_ts: i64) -> PresenceRow {
    PresenceRow {
        user: UserNid(user),
        is_local: true,
        state: PresenceState::Online,
        status_msg: Some("here".to_owned()),
        last_active_ts: seen_ts,
        currently_active: true,
        seen_ts,
        position: StreamPosition(0),
    }
}

#[tokio::test]
async fn who_is_there_is_told_and_who_stays_is_not() {
    on_each_database(async |store| {
        let before = store.position();
        let mut wakes = store.wake().subscribe();
        let mut batch = WriteBatch::default();
        batch.presence.rows = vec![online(1, 1_000), PresenceRow { is_local: false, ..online(2, 1_000) }];
        let position = store.commit(batch).await.unwrap().position;
        let wake = wakes.recv().await.unwrap();
        assert_eq!((&*wake.presence, &*wake.users), (&[UserNid(1), UserNid(2)][..], &[UserNid(1)][..]));
        assert_eq!(store.presence_after(before).await.unwrap().len(), 2);
        let local = store.local_presence_after(before).await.unwrap();
        assert_eq!(local, [PresenceRow { position, ..online(1, 1_000) }]);

        let mut batch = WriteBatch::default();
        batch.presence.seen.push((UserNid(1), 9_000));
        assert_eq!(store.commit(batch).await.unwrap().position, position, "nobody is woken");
        assert!(store.presence_lost(9_000).await.unwrap().is_empty(), "a remote user is not ours to give up");
        assert_eq!(store.presence_lost(9_001).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_are_there_are_present() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.presence.rows = vec![online(1, 1), PresenceRow { state: PresenceState::Offline, ..online(2, 1) }];
        store.commit(batch).await.unwrap();
        let users = [UserNid(1), UserNid(2), UserNid(3)];
        assert_eq!(store.presence(&users).await.unwrap().len(), 2);
        let present = store.present(&users).await.unwrap();
        assert_eq!(present.iter().map(|row| row.user).collect::<Vec<_>>(), [UserNid(1)]);
    })
    .await;
}
