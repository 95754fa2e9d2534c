//! Receipts of several threads.

use hs_core::nid::{EventNid, RoomOrder};
use ruma::{events::receipt::ReceiptType, owned_event_id, owned_room_id, owned_user_id};

use super::*;

#[test]
fn a_user_may_have_read_several_threads_of_a_room() {
    let rooms = HashMap::from([(RoomNid(1), owned_room_id!("!r:a.org"))]);
    let users = HashMap::from([(UserNid(1), owned_user_id!("@a:a.org"))]);
    let row = |thread: &str| ReceiptRow {
        room: RoomNid(1),
        user: UserNid(1),
        kind: ReceiptType::Read,
        thread: thread.to_owned(),
        event: EventNid(1),
        event_id: owned_event_id!("$e"),
        order: RoomOrder(1),
        ts: 5,
        position: StreamPosition(1),
    };
    let contents = receipt_contents([row(""), row("main")].into_iter(), &rooms, &users);
    let receipt =
        |data: Value| json!({ "!r:a.org": { "m.read": { "@a:a.org": { "data": data, "event_ids": ["$e"] } } } });
    assert_eq!(contents, [receipt(json!({ "ts": 5 })), receipt(json!({ "ts": 5, "thread_id": "main" }))]);
}
