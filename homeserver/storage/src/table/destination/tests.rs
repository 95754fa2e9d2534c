use ruma::owned_server_name;

use super::*;
use crate::{OutgoingToDeviceRow, Store, WriteBatch, testing::on_each_database};

async fn write(store: &Store, change: impl FnOnce(&mut WriteBatch)) {
    let mut batch = WriteBatch::default();
    change(&mut batch);
    store.commit(batch).await.unwrap();
}

#[tokio::test]
async fn a_server_is_listed_until_it_answers_again() {
    on_each_database(async |store| {
        let server = owned_server_name!("down.org");
        let row = DestinationRow {
            server: server.clone(),
            failures: 2,
            failing_since_ts: 5,
            retry_ts: 99,
            owed_after: StreamPosition(7),
        };
        write(&store, |batch| batch.destination.failing.push(row.clone())).await;
        assert_eq!(store.failing_destinations().await.unwrap(), std::slice::from_ref(&row));
        write(&store, |batch| batch.destination.heard.push(server.clone())).await;
        assert_eq!(store.failing_destination(&server).await.unwrap().unwrap().retry_ts, 0);
        write(&store, |batch| batch.destination.well.push(server.clone())).await;
        assert_eq!(store.failing_destination(&server).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_has_arrived_goes_and_the_rest_stays() {
    on_each_database(async |store| {
        let server = owned_server_name!("b.org");
        let message = |id: &str| OutgoingToDeviceRow {
            destination: server.clone(),
            position: StreamPosition(0),
            message_id: id.to_owned(),
            content: "{}".to_owned(),
            created_ts: 1,
        };
        write(&store, |batch| batch.outgoing.to_device = vec![message("1"), message("2")]).await;
        let first = store.outgoing_to_device(&server, 1).await.unwrap().remove(0);
        write(&store, |batch| {
            batch.destination.arrived.push((server.clone(), vec![(first.position, first.message_id.clone())]));
        })
        .await;
        let left = store.outgoing_to_device(&server, 9).await.unwrap();
        assert_eq!(left.iter().map(|row| row.message_id.as_str()).collect::<Vec<_>>(), ["2"]);
    })
    .await;
}

#[tokio::test]
async fn positions_and_device_lists_are_remembered() {
    on_each_database(async |store| {
        assert_eq!(store.delivered_position().await.unwrap(), None);
        write(&store, |batch| batch.destination.position = Some(StreamPosition(3))).await;
        write(&store, |batch| batch.destination.position = Some(StreamPosition(5))).await;
        assert_eq!(store.delivered_position().await.unwrap(), Some(StreamPosition(5)));
        let server = owned_server_name!("b.org");
        let told =
            |stream_id| DeviceListToldRow { destination: server.clone(), user: UserNid(1), stream_id, told_ts: 1 };
        write(&store, |batch| batch.destination.told = vec![told(4), told(6)]).await;
        let found = store.device_lists_told(&server, &[UserNid(1), UserNid(2)]).await.unwrap();
        assert_eq!(found, HashMap::from([(UserNid(1), 6)]));
    })
    .await;
}
