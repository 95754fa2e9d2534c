//! What is left of a long outage.

use hs_core::nid::EventNid;

use super::*;

fn waiting(position: i64, room: i64) -> Waiting {
    Waiting { position: StreamPosition(position), room: RoomNid(room), event: EventNid(position) }
}

#[test]
fn a_short_outage_costs_no_event() {
    let owed: Vec<Waiting> = (0..50).map(|position| waiting(position, position % 3)).collect();
    assert_eq!(latest_of_each_room(owed.clone()), owed);
}

#[test]
fn a_long_outage_leaves_the_latest_event_of_each_room() {
    let owed: Vec<Waiting> = (0..1_000).map(|position| waiting(position, position % 3)).collect();
    assert_eq!(latest_of_each_room(owed), [waiting(997, 1), waiting(998, 2), waiting(999, 0)]);
}
