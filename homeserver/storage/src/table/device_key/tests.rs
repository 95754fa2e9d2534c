use hs_core::nid::UserNid;

use super::DeviceKeyRow;
use crate::{DeviceRow, OneTimeKeyRow, Store, StoreError, ToDeviceRow, WriteBatch, testing::on_each_database};

pub(crate) const ALICE: UserNid = UserNid(1);

/// Adds devices of Alice.
pub(crate) async fn add_devices(store: &Store, device_ids: &[&str]) {
    let mut batch = WriteBatch::default();
    batch.device.add.extend(device_ids.iter().map(|device_id| DeviceRow {
        user: ALICE,
        device_id: (*device_id).into(),
        display_name: None,
        created_ts: 1,
        last_seen_ts: None,
        last_seen_ip: None,
        user_agent: None,
    }));
    store.commit(batch).await.unwrap();
}

fn keys(device_id: &str, keys: &str) -> DeviceKeyRow {
    DeviceKeyRow { user: ALICE, device_id: device_id.into(), keys: keys.to_owned() }
}

#[tokio::test]
async fn keys_are_replaced_and_need_a_device() {
    on_each_database(async |store| {
        add_devices(&store, &["A"]).await;
        for text in ["{}", "{\"a\":1}"] {
            let mut batch = WriteBatch::default();
            batch.device_key.set.push(keys("A", text));
            store.commit(batch).await.unwrap();
            assert_eq!(store.device_key(ALICE, "A".into()).await.unwrap(), Some(keys("A", text)));
        }
        let mut batch = WriteBatch::default();
        batch.device_key.set.push(keys("B", "{}"));
        assert!(matches!(store.commit(batch).await, Err(StoreError::Conflict)));
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_a_device_goes_with_it() {
    on_each_database(async |store| {
        add_devices(&store, &["A", "B"]).await;
        let mut batch = WriteBatch::default();
        for device_id in ["A", "B"] {
            batch.device_key.set.push(keys(device_id, "{}"));
            batch.one_time_key.add.push(OneTimeKeyRow {
                user: ALICE,
                device_id: device_id.into(),
                algorithm: "signed_curve25519".to_owned(),
                key_id: "1".to_owned(),
                key: "{}".to_owned(),
                created_ts: 1,
            });
            batch.to_device.send.push(ToDeviceRow {
                user: ALICE,
                device_id: device_id.into(),
                position: hs_core::nid::StreamPosition(0),
                event: "{}".to_owned(),
            });
        }
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.device.remove_all.push((ALICE, Some("B".into())));
        store.commit(batch).await.unwrap();
        assert_eq!(store.device_keys(&[ALICE]).await.unwrap(), [keys("B", "{}")]);
        assert!(store.one_time_key_counts(ALICE, "A".into()).await.unwrap().is_empty());
        let waiting = store.to_device_counts(&[ALICE]).await.unwrap();
        assert_eq!(waiting.into_iter().collect::<Vec<_>>(), [((ALICE, "B".into()), 1)]);
    })
    .await;
}
