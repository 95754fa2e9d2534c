use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{OwnedEventId, events::receipt::ReceiptType};

use super::{NotificationRow, ReadUpTo, UnreadInThread};
use crate::{ReceiptRow, Store, UnreadRow, WriteBatch, testing::on_each_database};

const ROOM: RoomNid = RoomNid(1);
const READER: UserNid = UserNid(7);
const SENDER: UserNid = UserNid(8);

fn notification(order: i64, thread: &str, user: Option<UserNid>, (notify, highlight): (i64, i64)) -> NotificationRow {
    let (thread, order) = (thread.to_owned(), RoomOrder(order));
    NotificationRow { room: ROOM, user, order, thread, sender: SENDER, notify, highlight }
}

fn receipt(thread: &str, order: i64) -> ReceiptRow {
    ReceiptRow {
        room: ROOM,
        user: READER,
        kind: ReceiptType::Read,
        thread: thread.to_owned(),
        event: EventNid(order),
        event_id: OwnedEventId::try_from(format!("$event{order}")).unwrap(),
        order: RoomOrder(order),
        ts: 0,
        position: StreamPosition(0),
    }
}

fn unread(thread: &str, counts: (i64, i64), oldest: i64) -> UnreadInThread {
    let (notify, highlight) = counts;
    UnreadInThread { room: ROOM, thread: thread.to_owned(), notify, highlight, oldest: RoomOrder(oldest) }
}

async fn counts(store: &Store, reading: Option<ReadUpTo<'_>>) -> Vec<UnreadInThread> {
    let mut found = store.unread_by_thread(READER, &[ROOM, RoomNid(2)], reading).await.unwrap();
    found.sort_by(|a, b| a.thread.cmp(&b.thread));
    found
}

#[tokio::test]
async fn what_is_unread_is_counted_by_thread() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        let floor = RoomOrder(1);
        batch.unread.rows.push(UnreadRow { room: ROOM, user: READER, base: 0, highlight: 0, floor });
        batch.notification.rows = vec![
            notification(1, "main", None, (1, 0)),
            notification(2, "main", None, (1, 0)),
            notification(3, "$root", None, (1, 0)),
            // It stands out for the reader, and for somebody else, which is no matter.
            notification(4, "$root", None, (1, 0)),
            notification(4, "$root", Some(READER), (0, 1)),
            notification(4, "$root", Some(SENDER), (0, 1)),
            // Everybody is notified but the reader; and nobody but the reader.
            notification(5, "main", None, (1, 0)),
            notification(5, "main", Some(READER), (-1, 0)),
            notification(6, "main", Some(READER), (1, 1)),
            NotificationRow { sender: READER, ..notification(7, "main", None, (1, 0)) },
        ];
        store.commit(batch).await.unwrap();
        assert_eq!(counts(&store, None).await, [unread("$root", (2, 1), 3), unread("main", (2, 1), 2)]);
        assert_eq!(store.unread_threads(READER, &[ROOM]).await.unwrap(), [unread("$root", (2, 1), 3)]);

        let reading = |thread, order| Some(ReadUpTo { thread, order: RoomOrder(order) });
        assert_eq!(counts(&store, reading("", 3)).await, [unread("$root", (1, 1), 4), unread("main", (1, 1), 5)]);
        assert_eq!(counts(&store, reading("main", 9)).await, [unread("$root", (2, 1), 3)]);

        let mut batch = WriteBatch::default();
        batch.receipt.rows = vec![receipt("main", 2), receipt("$root", 3)];
        batch.notification.removed.push((ROOM, RoomOrder(6)));
        store.commit(batch).await.unwrap();
        assert_eq!(counts(&store, None).await, [unread("$root", (1, 1), 4)]);
        assert_eq!(store.notifications_at(ROOM, RoomOrder(6)).await.unwrap(), []);
        assert_eq!(store.notifications_at(ROOM, RoomOrder(4)).await.unwrap().len(), 3);
        assert_eq!(store.readers_of(ROOM, RoomOrder(3), "$root").await.unwrap().len(), 1);
        assert_eq!(store.readers_of(ROOM, RoomOrder(4), "$root").await.unwrap().len(), 0);
    })
    .await;
}
