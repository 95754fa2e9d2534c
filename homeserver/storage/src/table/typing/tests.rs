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
