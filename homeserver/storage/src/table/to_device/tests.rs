use hs_core::nid::StreamPosition;

use super::{
    super::device_key::tests::{ALICE, add_devices},
    ToDeviceRow,
};
use crate::{Store, WriteBatch, testing::on_each_database};

async fn send(store: &Store, device_id: &str, event: &str) -> StreamPosition {
    let (device_id, event) = (device_id.into(), event.to_owned());
    let mut batch = WriteBatch::default();
    batch.to_device.send.push(ToDeviceRow { user: ALICE, device_id, position: StreamPosition(0), event });
    store.commit(batch).await.unwrap().position
}

async fn waiting(store: &Store, after: StreamPosition) -> Vec<String> {
    let range = (after, StreamPosition(i64::MAX));
    store.to_device(ALICE, "A".into(), range, 100).await.unwrap().into_iter().map(|row| row.event).collect()
}

#[tokio::test]
async fn messages_wait_in_order_until_they_have_arrived() {
    on_each_database(async |store| {
        add_devices(&store, &["A"]).await;
        send(&store, "ABSENT", "lost").await;
        let first = send(&store, "A", "1").await;
        for event in ["2", "3", "4", "5"] {
            send(&store, "A", event).await;
        }
        assert_eq!(waiting(&store, StreamPosition(0)).await, ["1", "2", "3", "4", "5"]);
        assert_eq!(waiting(&store, first).await, ["2", "3", "4", "5"]);
        let mut batch = WriteBatch::default();
        batch.to_device.acknowledge.push((ALICE, "A".into(), first));
        store.commit(batch).await.unwrap();
        assert_eq!(waiting(&store, StreamPosition(0)).await, ["2", "3", "4", "5"]);
        let mut batch = WriteBatch::default();
        batch.to_device.shorten.push((ALICE, "A".into(), 3));
        store.commit(batch).await.unwrap();
        assert_eq!(waiting(&store, StreamPosition(0)).await, ["5"]);
        let counts = store.to_device_counts(&[ALICE]).await.unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [((ALICE, "A".into()), 1)]);
    })
    .await;
}
