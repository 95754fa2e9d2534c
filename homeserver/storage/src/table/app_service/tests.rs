use hs_core::nid::{RoomNid, StreamPosition};

use super::{AppServiceRoomRow, AppServiceRow};
use crate::{WriteBatch, testing::on_each_database};

fn listed(network: &str, room: i64) -> AppServiceRoomRow {
    AppServiceRoomRow { service: "irc".to_owned(), network: network.to_owned(), room: RoomNid(room) }
}

#[tokio::test]
async fn what_is_under_way_is_kept() {
    on_each_database(async |store| {
        let mut row = AppServiceRow {
            id: "irc".to_owned(),
            position: StreamPosition(5),
            txn_number: 1,
            transaction: Some("{}".to_owned()),
            failures: 2,
            retry_ts: 1000,
        };
        for transaction in [Some("{}".to_owned()), None] {
            row.transaction = transaction;
            let mut batch = WriteBatch::default();
            batch.app_service.rows.push(row.clone());
            store.commit(batch).await.unwrap();
            assert_eq!(store.app_service("irc").await.unwrap().as_ref(), Some(&row));
        }
        assert_eq!(store.app_service("xmpp").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn rooms_are_listed_by_network() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.app_service.listed = vec![listed("freenode", 1), listed("libera", 2), listed("libera", 2)];
        store.commit(batch).await.unwrap();
        assert_eq!(store.app_service_rooms(None).await.unwrap().len(), 2);
        assert_eq!(store.app_service_rooms(Some(("irc", "libera"))).await.unwrap(), [RoomNid(2)]);
        let mut batch = WriteBatch::default();
        batch.app_service.unlisted = vec![listed("libera", 2), listed("libera", 3)];
        store.commit(batch).await.unwrap();
        assert_eq!(store.app_service_rooms(None).await.unwrap(), [RoomNid(1)]);
    })
    .await;
}
