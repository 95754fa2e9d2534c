use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use ruma::serde::Raw;
use serde_json::value::to_raw_value;

use super::AccountDataRow;
use crate::{WriteBatch, testing::on_each_database};

fn piece(user: i64, room: Option<i64>, data_type: &str, n: i64) -> AccountDataRow {
    AccountDataRow {
        user: UserNid(user),
        room: room.map(RoomNid),
        data_type: data_type.to_owned(),
        content: Raw::from_json(to_raw_value(&serde_json::json!({ "n": n })).unwrap()),
        position: StreamPosition(0),
    }
}

#[tokio::test]
async fn account_data_is_kept_globally_and_per_room() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.account_data.rows = vec![
            piece(1, None, "m.direct", 1),
            piece(1, Some(5), "m.direct", 2),
            piece(1, Some(5), "m.tag", 3),
            piece(2, None, "m.direct", 4),
        ];
        let first = store.commit(batch).await.unwrap().position;
        let mut batch = WriteBatch::default();
        batch.account_data.rows = vec![piece(1, None, "m.direct", 5), piece(1, None, "m.direct", 6)];
        store.commit(batch).await.unwrap();

        let global = store.account_data(UserNid(1), None, "m.direct").await.unwrap().unwrap();
        assert_eq!(global.content.json().get(), r#"{"n":6}"#);
        let in_room = store.account_data(UserNid(1), Some(RoomNid(5)), "m.direct").await.unwrap().unwrap();
        assert_eq!((in_room.content.json().get(), in_room.room), (r#"{"n":2}"#, Some(RoomNid(5))));
        assert!(store.account_data(UserNid(1), None, "m.tag").await.unwrap().is_none());

        assert_eq!(store.account_data_after(UserNid(1), StreamPosition(0)).await.unwrap().len(), 3);
        let news = store.account_data_after(UserNid(1), first).await.unwrap();
        assert_eq!(news.len(), 1);
        assert_eq!((news[0].room, news[0].data_type.as_str()), (None, "m.direct"));
    })
    .await;
}
