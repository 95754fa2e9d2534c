use hs_core::nid::{RoomNid, StreamPosition, UserNid};

use super::TypingRow;
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn the_last_word_on_who_types_counts() {
    on_each_database(async |store| {
        let typing = |users: &[i64]| TypingRow {
            room: RoomNid(1),
            users: users.iter().map(|user| (UserNid(*user), 1_000)).collect(),
            position: StreamPosition(0),
        };
        let mut batch = WriteBatch::default();
        batch.typing.rows = vec![typing(&[1]), typing(&[1, 2])];
        let position = store.commit(batch).await.unwrap().position;
        let found = store.typing(&[RoomNid(1), RoomNid(2)]).await.unwrap();
        assert_eq!(found, [TypingRow { position, ..typing(&[1, 2]) }]);
    })
    .await;
}

#[tokio::test]
async fn going_on_typing_is_kept_and_told_to_nobody() {
    on_each_database(async |store| {
        let typing =
            |until: i64| TypingRow { room: RoomNid(1), users: vec![(UserNid(1), until)], position: StreamPosition(0) };
        let mut batch = WriteBatch::default();
        batch.typing.rows.push(typing(1_000));
        let position = store.commit(batch).await.unwrap().position;
        let mut wakes = store.wake().subscribe();
        let mut batch = WriteBatch::default();
        batch.typing.extended.push(typing(2_000));
        store.commit(batch).await.unwrap();
        assert_eq!(store.typing(&[RoomNid(1)]).await.unwrap(), [TypingRow { position, ..typing(2_000) }]);
        let mut batch = WriteBatch::default();
        batch.touch_room(RoomNid(7));
        store.commit(batch).await.unwrap();
        assert_eq!(wakes.recv().await.unwrap().rooms, [RoomNid(7)], "the first wake is that of the other room");
    })
    .await;
}
