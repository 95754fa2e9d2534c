use std::time::Duration;

use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use hs_storage::Wake;
use tokio::time::timeout;

use super::{Changes, REMEMBERED};

const ALICE: UserNid = UserNid(1);
const BOB: UserNid = UserNid(2);

fn wake(position: i64) -> Wake {
    Wake { head: StreamPosition(position), ..Wake::default() }
}

#[test]
fn says_what_changed_and_for_whom() {
    let changes = Changes::new(StreamPosition(10));
    changes.record(&Wake { rooms: vec![RoomNid(1)], users: vec![ALICE], device_lists: vec![BOB], ..wake(11) });
    changes.record(&Wake { rooms: vec![RoomNid(2)], members: vec![(RoomNid(2), BOB)], ..wake(12) });
    let all = changes.since(ALICE, StreamPosition(10)).unwrap();
    assert_eq!(all.rooms.len(), 2);
    assert!(all.private && all.device_lists.contains(&BOB));
    let later = changes.since(BOB, StreamPosition(11)).unwrap();
    assert!(later.device_lists.is_empty() && later.members.contains(&(RoomNid(2), BOB)));
    assert_eq!((later.rooms.into_iter().collect::<Vec<_>>(), later.private), (vec![RoomNid(2)], false));
    assert_eq!(changes.since(ALICE, StreamPosition(9)), None, "before the log began");
    assert_eq!(changes.applied(), StreamPosition(12));
}

#[test]
fn forgets_what_is_old_and_says_so() {
    let changes = Changes::new(StreamPosition(0));
    for position in 1..=(i64::try_from(REMEMBERED).unwrap() + 10) {
        changes.record(&Wake { rooms: vec![RoomNid(1)], ..wake(position) });
    }
    assert_eq!(changes.since(ALICE, StreamPosition(9)), None);
    assert!(changes.since(ALICE, StreamPosition(10)).is_some());
}

#[tokio::test]
async fn a_wake_between_registering_and_waiting_is_not_lost() {
    let changes = Changes::new(StreamPosition(0));
    let alice = changes.wait(ALICE);
    let bob = changes.wait(BOB);
    changes.wake([ALICE]);
    timeout(Duration::from_secs(5), alice.notified()).await.unwrap();
    assert!(timeout(Duration::from_millis(10), bob.notified()).await.is_err());
    drop(bob);
    assert_eq!(changes.waiting_users(), [ALICE]);
}
