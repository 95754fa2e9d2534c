use hs_core::nid::{EventNid, RoomNid, UserNid};

use super::SentMembers;

#[test]
fn a_member_is_sent_once_to_each_device() {
    let sent = SentMembers::default();
    let (user, room) = (UserNid(1), RoomNid(1));
    let (phone, desk) = ("PHONE".into(), "DESK".into());
    let ask = |device, events: &[i64]| {
        let mut events: Vec<_> = events.iter().copied().map(EventNid).collect();
        sent.retain_unsent(user, device, room, &mut events);
        events
    };
    assert_eq!(ask(&phone, &[1, 2]), [EventNid(1), EventNid(2)]);
    assert_eq!(ask(&phone, &[2, 3]), [EventNid(3)]);
    assert_eq!(ask(&desk, &[1]), [EventNid(1)]);
    sent.forget(user, &phone, room);
    assert_eq!(ask(&phone, &[1]), [EventNid(1)]);
}
