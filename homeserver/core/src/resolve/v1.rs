//! How rooms of version 1 choose between forks. See <https://spec.matrix.org/v1.19/rooms/v1/#state-resolution>.

use std::collections::{BTreeMap, HashMap};

use ruma::{
    OwnedEventId,
    events::StateEventType,
    room_version_rules::RoomVersionRules,
    state_res::{auth_types_for_event, check_state_dependent_auth_rules},
};
use sha1::{Digest as _, Sha1};

use super::{Forks, Spot};
use crate::pdu::SharedPdu;

/// The types that are decided before all others, each by what was decided of those before it.
const DECIDED_FIRST: [StateEventType; 3] =
    [StateEventType::RoomPowerLevels, StateEventType::RoomJoinRules, StateEventType::RoomMember];

/// What the room's state is at the places where the forks differ.
pub(super) fn resolve(forks: &Forks, rules: &RoomVersionRules) -> HashMap<Spot, OwnedEventId> {
    let mut candidates: BTreeMap<&Spot, Vec<SharedPdu>> = BTreeMap::new();
    for (spot, id) in forks.differing.iter().flatten() {
        let Some(pdu) = forks.event(id) else { continue };
        let list = candidates.entry(spot).or_default();
        if !list.iter().any(|known| known.event_id() == id) {
            list.push(pdu);
        }
    }
    let mut state: HashMap<Spot, SharedPdu> =
        forks.agreed.iter().filter_map(|(spot, id)| Some((spot.clone(), forks.event(id)?))).collect();
    // Where only some forks have anything, there is no conflict in this version.
    let (alone, conflicting): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|(_, list)| list.len() == 1);
    let mut resolved: HashMap<Spot, SharedPdu> =
        alone.into_iter().filter_map(|(spot, mut list)| Some((spot.clone(), list.pop()?))).collect();
    state.extend(resolved.clone());
    let mut undecided = conflicting;
    for kind in DECIDED_FIRST {
        let (now, later): (Vec<_>, Vec<_>) = undecided.into_iter().partition(|((of, _), _)| *of == kind);
        let chosen: Vec<_> = now
            .into_iter()
            .filter_map(|(spot, list)| Some((spot.clone(), last_allowed(list, &state, rules)?)))
            .collect();
        state.extend(chosen.iter().cloned());
        resolved.extend(chosen);
        undecided = later;
    }
    for (spot, list) in undecided {
        resolved.extend(newest_allowed(list, &state, rules).map(|pdu| (spot.clone(), pdu)));
    }
    resolved.into_iter().map(|(spot, pdu)| (spot, pdu.event_id().clone())).collect()
}

/// From the oldest on, each event that those before it allow takes their place, up to the first that is not allowed.
fn last_allowed(list: Vec<SharedPdu>, state: &HashMap<Spot, SharedPdu>, rules: &RoomVersionRules) -> Option<SharedPdu> {
    let mut known: HashMap<Spot, SharedPdu> = HashMap::new();
    for pdu in &list {
        let types =
            auth_types_for_event(pdu.kind(), pdu.sender(), pdu.state_key(), pdu.content(), &rules.authorization);
        for spot in types.unwrap_or_default() {
            if let Some(pdu) = state.get(&spot) {
                known.insert(spot, SharedPdu::clone(pdu));
            }
        }
    }
    let mut oldest_first = newest_first(list).into_iter().rev();
    let mut chosen = oldest_first.next()?;
    for pdu in oldest_first {
        known.extend(chosen.state_pair().map(|(kind, key)| ((kind, key.to_owned()), SharedPdu::clone(&chosen))));
        if !is_allowed(&pdu, &known, rules) {
            break;
        }
        chosen = pdu;
    }
    Some(chosen)
}

/// The newest event that the state allows; the oldest if it allows none.
fn newest_allowed(
    list: Vec<SharedPdu>,
    state: &HashMap<Spot, SharedPdu>,
    rules: &RoomVersionRules,
) -> Option<SharedPdu> {
    let list = newest_first(list);
    list.iter().find(|pdu| is_allowed(pdu, state, rules)).or(list.last()).cloned()
}

fn is_allowed(pdu: &SharedPdu, state: &HashMap<Spot, SharedPdu>, rules: &RoomVersionRules) -> bool {
    let at = |kind: &StateEventType, key: &str| state.get(&(kind.clone(), key.to_owned())).cloned();
    check_state_dependent_auth_rules(&rules.authorization, pdu, at).is_ok()
}

/// The deepest first; of those that are equally deep the one first whose id has the smaller hash.
fn newest_first(mut list: Vec<SharedPdu>) -> Vec<SharedPdu> {
    list.sort_by_cached_key(|pdu| {
        let hash: [u8; 20] = Sha1::digest(pdu.event_id().as_bytes()).into();
        (std::cmp::Reverse(pdu.depth()), hash)
    });
    list
}
