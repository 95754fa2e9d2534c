use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{events::receipt::ReceiptType, owned_event_id};

use super::ReceiptRow;
use crate::{WriteBatch, testing::on_each_database};

fn receipt(room: i64, user: i64, kind: ReceiptType, thread: &str) -> ReceiptRow {
    ReceiptRow {
        room: RoomNid(room),
        user: UserNid(user),
        kind,
        thread: thread.to_owned(),
        event: EventNid(1),
        event_id: owned_event_id!("$read"),
        order: RoomOrder(1),
        ts: 1,
        position: StreamPosition(0),
    }
}

#[tokio::test]
async fn receipts_are_kept_per_kind_and_thread_and_found_after_a_position() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.receipt.rows = vec![
            receipt(1, 1, ReceiptType::Read, ""),
            receipt(1, 1, ReceiptType::Read, "main"),
            receipt(1, 1, ReceiptType::ReadPrivate, ""),
            receipt(2, 2, ReceiptType::Read, ""),
        ];
        let first = store.commit(batch).await.unwrap().position;
        let further = ReceiptRow { event: EventNid(2), order: RoomOrder(2), ..receipt(1, 1, ReceiptType::Read, "") };
        let mut batch = WriteBatch::default();
        batch.receipt.rows.push(further.clone());
        let second = store.commit(batch).await.unwrap().position;

        let rooms = [RoomNid(1), RoomNid(2)];
        assert_eq!(store.receipts_after(&rooms, StreamPosition(0)).await.unwrap().len(), 4);
        let news = store.receipts_after(&rooms, first).await.unwrap();
        assert_eq!(news, [ReceiptRow { position: second, ..further }]);
        assert_eq!(store.receipts_of_user(UserNid(1), &rooms).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_private_receipt_wakes_nobody_else() {
    on_each_database(async |store| {
        let mut wakes = store.wake().subscribe();
        let mut batch = WriteBatch::default();
        batch.receipt.rows = vec![receipt(1, 1, ReceiptType::ReadPrivate, ""), receipt(2, 2, ReceiptType::Read, "")];
        store.commit(batch).await.unwrap();
        let wake = wakes.recv().await.unwrap();
        assert_eq!((wake.rooms.as_slice(), wake.users.as_slice()), ([RoomNid(2)].as_slice(), [UserNid(1)].as_slice()));
    })
    .await;
}
