use hs_core::nid::UserNid;

use super::{DeviceRow, DeviceSeen};
use crate::{
    WriteBatch,
    testing::{on_each_database, write},
};

fn device(user: i64, device_id: &str) -> DeviceRow {
    DeviceRow {
        user: UserNid(user),
        device_id: device_id.into(),
        display_name: Some("Phone".to_owned()),
        created_ts: 1,
        last_seen_ts: None,
        last_seen_ip: None,
        user_agent: None,
    }
}

#[tokio::test]
async fn a_device_that_is_there_stays_as_it_is() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.device.add = vec![device(1, "A"), device(1, "B"), device(2, "A")];
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.device.add.push(DeviceRow { display_name: None, created_ts: 9, ..device(1, "A") });
        batch.device.rename.push((UserNid(1), "B".into(), None));
        store.commit(batch).await.unwrap();
        let unnamed = DeviceRow { display_name: None, ..device(1, "B") };
        assert_eq!(store.devices(UserNid(1)).await.unwrap(), [device(1, "A"), unnamed]);
        assert_eq!(store.device(UserNid(2), "A".into()).await.unwrap(), Some(device(2, "A")));
    })
    .await;
}

#[tokio::test]
async fn signs_of_life_are_kept_and_removed_devices_do_not_come_back_by_them() {
    on_each_database(async |store| {
        write(&store, |batch| batch.device.add = vec![device(1, "A"), device(1, "B"), device(1, "C")]).await;
        write(&store, |batch| batch.device.remove.push((UserNid(1), "B".into()))).await;
        let seen = |device_id: &str, seen_ts, ip: Option<&str>| DeviceSeen {
            user: UserNid(1),
            device_id: device_id.into(),
            seen_ts,
            ip: ip.map(ToOwned::to_owned),
            user_agent: None,
        };
        for signs in [vec![seen("A", 5, Some("192.0.2.1")), seen("B", 5, None)], vec![seen("A", 6, None)]] {
            let mut batch = WriteBatch::default();
            batch.device.seen = signs;
            store.commit(batch).await.unwrap();
        }
        let active = DeviceRow { last_seen_ts: Some(6), last_seen_ip: Some("192.0.2.1".to_owned()), ..device(1, "A") };
        assert_eq!(store.devices(UserNid(1)).await.unwrap(), [active.clone(), device(1, "C")]);
        let mut batch = WriteBatch::default();
        batch.device.remove_all.push((UserNid(1), Some("A".into())));
        store.commit(batch).await.unwrap();
        assert_eq!(store.devices(UserNid(1)).await.unwrap(), [active]);
    })
    .await;
}
