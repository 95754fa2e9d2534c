use ruma::owned_server_name;

use super::*;
use crate::{WriteBatch, testing::on_each_database};

fn message(id: &str) -> OutgoingToDeviceRow {
    OutgoingToDeviceRow {
        destination: owned_server_name!("b.org"),
        position: StreamPosition(0),
        message_id: id.to_owned(),
        content: "{}".to_owned(),
        created_ts: 1,
    }
}

fn device(id: &str) -> OutgoingDeviceRow {
    OutgoingDeviceRow { user: UserNid(1), device_id: id.to_owned(), position: StreamPosition(0), changed_ts: 1 }
}

#[tokio::test]
async fn what_is_put_out_is_found_by_its_position() {
    on_each_database(async |store| {
        let start = store.position();
        let mut wakes = store.wake().subscribe();
        let mut batch = WriteBatch::default();
        batch.outgoing.events = vec![OutgoingEventRow {
            position: StreamPosition(0),
            event: EventNid(7),
            room: RoomNid(3),
            origin: Some(owned_server_name!("c.org")),
            created_ts: 1,
        }];
        batch.outgoing.to_device = vec![message("1"), message("2")];
        batch.outgoing.devices = vec![device("A"), device("B")];
        let first = store.commit(batch).await.unwrap().position;
        assert!(wakes.recv().await.unwrap().outgoing, "whoever sends it is woken");
        let mut batch = WriteBatch::default();
        batch.outgoing.devices = vec![device("A")];
        let second = store.commit(batch).await.unwrap().position;

        let events = store.outgoing_events((start, second), 10).await.unwrap();
        assert_eq!((events[0].event, events[0].position), (EventNid(7), first));
        assert_eq!(events[0].origin, Some(owned_server_name!("c.org")));
        assert_eq!(store.outgoing_events((first, second), 10).await.unwrap(), []);
        assert_eq!(store.oldest_outgoing_event().await.unwrap(), Some(first));
        let waiting = store.outgoing_to_device(&owned_server_name!("b.org"), 10).await.unwrap();
        assert_eq!(waiting.iter().map(|row| row.message_id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(store.to_device_destinations(start).await.unwrap().len(), 1);
        assert!(store.to_device_destinations(first).await.unwrap().is_empty());
        let changed = store.outgoing_devices((start, second)).await.unwrap();
        let changed: Vec<_> = changed.iter().map(|row| (row.device_id.as_str(), row.position)).collect();
        assert_eq!(changed, [("B", first), ("A", second)]);
    })
    .await;
}
