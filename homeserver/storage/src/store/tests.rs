use hs_core::nid::{EventNid, RoomNid};
use ruma::server_name;

use crate::{
    DatabaseOptions, Store, StoreError, WriteBatch,
    testing::{event, on_each_database},
};

#[tokio::test]
async fn a_database_belongs_to_one_server_name() {
    on_each_database(async |store| {
        store.claim_server_name(server_name!("example.org")).await.unwrap();
        store.claim_server_name(server_name!("example.org")).await.unwrap();
        let refused = store.claim_server_name(server_name!("example.com")).await;
        assert!(
            matches!(&refused, Err(StoreError::OtherServer { stored, configured })
                if stored == "example.org" && configured == "example.com"),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn numbers_are_handed_out_once_across_blocks() {
    on_each_database(async |store| {
        let mut events = Vec::new();
        for count in [1, 1000, 100, 5000, 0, 1] {
            let next = store.next_event_nids(count).await.unwrap();
            assert_eq!(next.len(), count);
            events.extend(next);
        }
        assert!(events.is_sorted() && events.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(events[0], EventNid(1));
        assert_eq!(store.next_room_nids(2).await.unwrap(), [RoomNid(1), RoomNid(2)]);
        assert_eq!(store.next_snapshot_nids(1).await.unwrap(), [1.into()]);
    })
    .await;
}

#[tokio::test]
async fn a_store_that_is_opened_again_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let options = DatabaseOptions::new(format!("sqlite://{}/test.db", folder.path().display()));
    let store = Store::open(&options).await.unwrap();
    let first = store.next_event_nids(1).await.unwrap()[0];
    let mut batch = WriteBatch::default();
    batch.event.live.push(event(first.get(), RoomNid(1), 1));
    let position = store.commit(batch).await.unwrap().position;
    store.close().await.unwrap();

    let store = Store::open(&options).await.unwrap();
    assert_eq!(store.position(), position);
    assert!(store.next_event_nids(1).await.unwrap()[0] > first);
    assert_eq!(store.events(&[first]).await.unwrap().len(), 1);
    store.close().await.unwrap();
}
