use ruma::{owned_event_id, owned_room_id, owned_server_name, room_id, server_name};

use super::{InboundRow, InboundTransactionRow};
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn staged_events_wait_until_they_are_done() {
    on_each_database(async |store| {
        let row = |event_id, received_ts| InboundRow {
            room_id: owned_room_id!("!r:a"),
            event_id,
            origin: owned_server_name!("a"),
            json: "{}".to_owned(),
            received_ts,
            tries: 0,
        };
        let (first, second) = (row(owned_event_id!("$1"), 1), row(owned_event_id!("$2"), 2));
        let mut batch = WriteBatch::default();
        batch.inbound.staged = vec![second.clone(), first.clone(), first.clone()];
        store.commit(batch).await.unwrap();
        assert_eq!(store.inbound_rooms().await.unwrap(), [(owned_room_id!("!r:a"), owned_server_name!("a"))]);
        assert_eq!(store.inbound(room_id!("!r:a"), false, 9).await.unwrap(), [first.clone(), second.clone()]);

        let mut batch = WriteBatch::default();
        batch.inbound.done = vec![(first.room_id.clone(), first.event_id.clone())];
        batch.inbound.tried = vec![(second.room_id.clone(), second.event_id.clone())];
        store.commit(batch).await.unwrap();
        assert!(store.inbound(room_id!("!r:a"), false, 9).await.unwrap().is_empty());
        let left = store.inbound(room_id!("!r:a"), true, 9).await.unwrap();
        assert_eq!(left, [InboundRow { tries: 1, ..second }]);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_is_answered_once() {
    on_each_database(async |store| {
        let row = |response: &str| InboundTransactionRow {
            origin: owned_server_name!("a"),
            txn_id: "t".to_owned(),
            response: response.to_owned(),
            created_ts: 1,
        };
        let mut batch = WriteBatch::default();
        batch.inbound.transactions = vec![row("first"), row("second")];
        store.commit(batch).await.unwrap();
        let find = async |origin| store.inbound_transaction(origin, "t".into()).await.unwrap();
        assert_eq!(find(server_name!("a")).await.as_deref(), Some("first"));
        assert_eq!(find(server_name!("b")).await, None);
    })
    .await;
}
