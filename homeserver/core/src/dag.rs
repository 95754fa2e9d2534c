//! The graph of a room's events: its ends, the order in which events can be taken in, and where history has a gap.
//! See <https://spec.matrix.org/v1.19/server-server-api/#pdus>.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, HashSet},
};

use ruma::{EventId, OwnedEventId};

use crate::{
    nid::RoomOrder,
    pdu::{Pdu, SharedPdu},
};

/// The most events that one of ours names as its parents. More would let whoever forks a room make our events large.
pub const MAX_PARENTS: usize = 10;

/// How much room is left in the timeline before an event whose parents we lack: what is fetched later counts down
/// from the event into it.
pub const GAP: i64 = 1 << 32;

/// The place of an event before which history is missing. It says so itself: only such events have a multiple of
/// [`GAP`].
pub fn after_gap(last: RoomOrder) -> RoomOrder {
    RoomOrder(last.get().div_euclid(GAP).saturating_add(1).saturating_mul(GAP))
}

/// Whether history was missing before the event at a place when it came.
pub fn is_after_gap(order: RoomOrder) -> bool {
    order.get() > 0 && order.get().rem_euclid(GAP) == 0
}

/// Which of a graph's ends a new event of ours should name as its parents: the deepest, which is where the
/// conversation goes on. Each end comes with its depth.
pub fn parents<T: Clone + Ord>(ends: &[(T, u64)]) -> Vec<T> {
    let mut ends: Vec<_> = ends.iter().collect();
    ends.sort_by(|(a, deep_a), (b, deep_b)| deep_b.cmp(deep_a).then_with(|| a.cmp(b)));
    ends.into_iter().take(MAX_PARENTS).map(|(end, _)| end.clone()).collect()
}

/// Sorts events so that each comes after those among them that it refers to; among events that are free to come in
/// any order, the shallower and then the one with the smaller id comes first, so that the result does not depend on
/// the order of the arguments. Events that refer to each other in a circle, which only a forger can make, and those
/// that build on them are left out.
pub fn sort_by_references<'a>(
    pdus: impl IntoIterator<Item = &'a SharedPdu>,
    references: impl Fn(&'a Pdu) -> &'a [OwnedEventId],
) -> Vec<SharedPdu> {
    let nodes: HashMap<&'a EventId, &'a SharedPdu> = pdus.into_iter().map(|pdu| (&**pdu.event_id(), pdu)).collect();
    let mut missing: HashMap<&'a EventId, usize> = HashMap::with_capacity(nodes.len());
    let mut children: HashMap<&'a EventId, Vec<&'a EventId>> = HashMap::new();
    let mut ready = BinaryHeap::new();
    for (id, pdu) in &nodes {
        let parents: HashSet<&'a EventId> =
            references(pdu).iter().map(|parent| &**parent).filter(|parent| nodes.contains_key(parent)).collect();
        for parent in &parents {
            children.entry(*parent).or_default().push(id);
        }
        if parents.is_empty() {
            ready.push(Reverse((pdu.depth(), *id)));
        }
        missing.insert(id, parents.len());
    }
    let mut sorted = Vec::with_capacity(nodes.len());
    while let Some(Reverse((_, id))) = ready.pop() {
        sorted.extend(nodes.get(id).map(|pdu| SharedPdu::clone(pdu)));
        for child in children.get(id).into_iter().flatten() {
            let (Some(left), Some(pdu)) = (missing.get_mut(child), nodes.get(child)) else { continue };
            *left -= 1;
            if *left == 0 {
                ready.push(Reverse((pdu.depth(), *child)));
            }
        }
    }
    sorted
}

#[cfg(test)]
mod tests;
