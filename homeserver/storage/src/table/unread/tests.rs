use hs_core::nid::{RoomNid, RoomOrder, UserNid};

use super::{UnreadChange, UnreadRow};
use crate::{WriteBatch, testing::on_each_database};

fn row(room: i64, user: i64, base: i64, highlight: i64) -> UnreadRow {
    UnreadRow { room: RoomNid(room), user: UserNid(user), base, highlight, floor: RoomOrder(0) }
}

fn change(room: i64, user: i64, base: i64, highlight: i64) -> UnreadChange {
    UnreadChange { room: RoomNid(room), user: UserNid(user), base, highlight, floor: RoomOrder(0) }
}

#[tokio::test]
async fn counts_are_set_and_changed() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.unread.rows = vec![row(1, 1, 5, 0), row(1, 2, 7, 0), row(2, 1, 0, 0)];
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.unread.changes = vec![change(1, 1, 0, 1), change(1, 1, 1, 2), change(1, 2, 1, 0), change(1, 3, 1, 1)];
        store.commit(batch).await.unwrap();

        let mut room = store.unread_of_room(RoomNid(1)).await.unwrap();
        room.sort_unstable_by_key(|row| row.user);
        assert_eq!(room, [row(1, 1, 6, 3), row(1, 2, 8, 0)], "no row was made for user 3");
        let rooms = [RoomNid(1), RoomNid(2), RoomNid(3)];
        assert_eq!(store.unread_of_user(UserNid(1), &rooms).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn within_a_group_sets_and_changes_count_in_their_order() {
    on_each_database(async |store| {
        let mut seed = WriteBatch::default();
        seed.unread.rows.push(row(1, 1, 0, 0));
        store.commit(seed).await.unwrap();

        let mut mentioned = WriteBatch::default();
        mentioned.unread.changes.push(change(1, 1, 0, 1));
        let mut read = WriteBatch::default();
        read.unread.rows.push(row(1, 1, 10, 0));
        let mut mentioned_again = WriteBatch::default();
        mentioned_again.unread.changes.push(change(1, 1, 0, 1));
        let pending = [mentioned, read, mentioned_again].map(|batch| store.enqueue(batch));
        for pending in pending {
            pending.await.unwrap();
        }
        assert_eq!(store.unread_of_room(RoomNid(1)).await.unwrap(), [row(1, 1, 10, 1)]);
    })
    .await;
}
