use std::sync::Arc;

use proptest::prelude::*;
use ruma::{OwnedEventId, room_id};
use serde_json::{json, value::to_raw_value};

use super::{GAP, MAX_PARENTS, after_gap, is_after_gap, parents, sort_by_references};
use crate::{
    nid::RoomOrder,
    pdu::{Pdu, SharedPdu},
};

fn event(id: usize, depth: u64, prev: &[usize]) -> SharedPdu {
    let name = |id: &usize| format!("${id}");
    let json = json!({
        "room_id": "!r:a", "sender": "@a:a", "type": "m.room.message", "content": {}, "origin_server_ts": 1,
        "depth": depth, "auth_events": [], "prev_events": prev.iter().map(name).collect::<Vec<_>>(),
    });
    let id = OwnedEventId::try_from(name(&id)).unwrap();
    Arc::new(Pdu::from_json(id, room_id!("!r:a"), to_raw_value(&json).unwrap()).unwrap())
}

fn ids(pdus: &[SharedPdu]) -> Vec<String> {
    pdus.iter().map(|pdu| pdu.event_id().to_string()).collect()
}

#[test]
fn what_refers_to_itself_in_a_circle_is_left_out() {
    let pdus = [event(1, 1, &[]), event(2, 2, &[1, 3]), event(3, 3, &[2]), event(4, 4, &[3]), event(5, 5, &[1, 99])];
    assert_eq!(ids(&sort_by_references(&pdus, Pdu::prev_events)), ["$1", "$5"]);
}

#[test]
fn ours_follow_on_the_deepest_ends_and_no_more_than_a_few() {
    let ends: Vec<(usize, u64)> = (0..30).map(|end| (end, end as u64 / 2)).collect();
    let chosen = parents(&ends);
    assert_eq!(chosen.len(), MAX_PARENTS);
    assert_eq!(chosen[..4], [28, 29, 26, 27]);
    assert_eq!(parents(&ends[..2]), [0, 1]);
}

#[test]
fn a_gap_says_so_itself_and_has_room_below() {
    let mut order = RoomOrder(7);
    for _ in 0..3 {
        let next = after_gap(order);
        assert!(is_after_gap(next) && next.get() - order.get() >= GAP / 2);
        order = RoomOrder(next.get() + 1);
        assert!(!is_after_gap(order));
    }
    assert!(![0, -1, -GAP, 1].into_iter().any(|order| is_after_gap(RoomOrder(order))));
}

proptest! {
    /// Whatever the order of the arguments, the result is one, and parents come first in it.
    #[test]
    fn sorting_does_not_depend_on_the_order(
        links in proptest::collection::vec(proptest::collection::vec(0_usize..40, 0..4), 1..40),
        shift in 0_usize..40,
    ) {
        let graph: Vec<SharedPdu> = links
            .iter()
            .enumerate()
            .map(|(id, prev)| {
                let prev: Vec<usize> = prev.iter().copied().filter(|prev| *prev < id).collect();
                event(id, (id % 5) as u64, &prev)
            })
            .collect();
        let sorted = sort_by_references(&graph, Pdu::prev_events);
        prop_assert_eq!(sorted.len(), graph.len());
        for (place, pdu) in sorted.iter().enumerate() {
            let before = ids(&sorted[..place]);
            prop_assert!(pdu.prev_events().iter().all(|prev| before.contains(&prev.to_string())));
        }
        let mut turned = graph.clone();
        turned.rotate_left(shift % graph.len());
        turned.reverse();
        prop_assert_eq!(ids(&sort_by_references(&turned, Pdu::prev_events)), ids(&sorted));
    }
}
