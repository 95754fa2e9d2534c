//! From the states of several forks to one state, by the room version's algorithm.
//! See <https://spec.matrix.org/v1.19/rooms/v2/#state-resolution>, and version 12 for what it changed.
//!
//! Nothing here needs a whole state. Where all forks agree the result is what they agree on, so the arguments name
//! only the places where they differ, and what else of the state decides about the events that stand there.

mod v1;

use std::collections::{HashMap, HashSet};

use ruma::{EventId, OwnedEventId, events::StateEventType, room_version_rules::RoomVersionRules, state_res};
use thiserror::Error;

use crate::pdu::{Pdu, SharedPdu};

/// A place in the state, in words.
pub type Spot = (StateEventType, String);

/// The forks of a room, as far as they differ, with all events that decide between them.
#[derive(Debug, Default)]
pub struct Forks {
    /// For each fork what stands at the places where not all have the same.
    pub differing: Vec<HashMap<Spot, OwnedEventId>>,
    /// What all forks have at the other places that matter: see [`Forks::spots_that_matter`].
    pub agreed: HashMap<Spot, OwnedEventId>,
    /// The events that are in the auth chain of some forks and not of others.
    pub auth_difference: HashSet<OwnedEventId>,
    /// All events named above, and their auth chains.
    pub events: HashMap<OwnedEventId, SharedPdu>,
}

/// Why forks could not be resolved: an event is missing that [`Forks`] should have had.
#[derive(Debug, Error)]
#[error("the states of a room cannot be resolved: {0}")]
pub struct ResolveError(String);

impl Forks {
    fn event(&self, id: &EventId) -> Option<SharedPdu> {
        self.events.get(id).cloned()
    }

    /// The events that stand at the places where the forks differ.
    pub fn conflicted(&self) -> HashSet<OwnedEventId> {
        self.differing.iter().flat_map(HashMap::values).cloned().collect()
    }

    /// The events between which the algorithm has to choose, and those by which it does.
    fn full_conflicted_set(&self, rules: &RoomVersionRules) -> HashSet<OwnedEventId> {
        let mut full = self.conflicted();
        if considers_subgraph(rules) {
            full.extend(self.conflicted_subgraph(&full));
        }
        full.extend(self.auth_difference.iter().cloned());
        full
    }

    /// The places of the agreed state that decide about an event in question, so that the caller can look them up.
    pub fn spots_that_matter(&self, rules: &RoomVersionRules) -> HashSet<Spot> {
        let mut spots: HashSet<Spot> =
            [(StateEventType::RoomCreate, String::new()), (StateEventType::RoomPowerLevels, String::new())].into();
        for pdu in self.full_conflicted_set(rules).iter().filter_map(|id| self.event(id)) {
            let types = state_res::auth_types_for_event(
                pdu.kind(),
                pdu.sender(),
                pdu.state_key(),
                pdu.content(),
                &rules.authorization,
            );
            spots.extend(types.unwrap_or_default());
        }
        spots.retain(|spot| !self.differing.iter().any(|fork| fork.contains_key(spot)));
        spots
    }

    /// The conflicted events, and those on any way from one of them to another through auth events.
    /// See <https://spec.matrix.org/v1.19/rooms/v12/#state-resolution>.
    fn conflicted_subgraph(&self, conflicted: &HashSet<OwnedEventId>) -> HashSet<OwnedEventId> {
        // An event is on such a way if it can be reached from a conflicted event, as all in the chains can, and
        // reaches one. Visited in an order in which auth events come first, one look at each is enough.
        let chain: Vec<_> = self.chain_of(conflicted).into_iter().filter_map(|id| self.events.get(&id)).collect();
        let mut subgraph = conflicted.clone();
        for pdu in crate::dag::sort_by_references(chain, Pdu::auth_events) {
            if pdu.auth_events().iter().any(|id| subgraph.contains(id)) {
                subgraph.insert(pdu.event_id().clone());
            }
        }
        subgraph
    }

    /// Events and their auth chains.
    fn chain_of(&self, ids: &HashSet<OwnedEventId>) -> HashSet<OwnedEventId> {
        let mut chain = ids.clone();
        let mut waiting: Vec<OwnedEventId> = ids.iter().cloned().collect();
        while let Some(pdu) = waiting.pop().and_then(|id| self.events.get(&id)) {
            for id in pdu.auth_events() {
                if self.events.contains_key(id) && chain.insert(id.clone()) {
                    waiting.push(id.clone());
                }
            }
        }
        chain
    }

    /// What the room's state is at the places where the forks differ; a place that is not in the answer is empty.
    pub fn resolve(&self, rules: &RoomVersionRules) -> Result<HashMap<Spot, OwnedEventId>, ResolveError> {
        let Some(v2) = rules.state_res.v2_rules() else { return Ok(v1::resolve(self, rules)) };
        let whole = |fork: &HashMap<Spot, OwnedEventId>| -> HashMap<Spot, OwnedEventId> {
            fork.iter().chain(&self.agreed).map(|(spot, id)| (spot.clone(), id.clone())).collect()
        };
        let states: Vec<_> = self.differing.iter().map(whole).collect();
        // The algorithm takes what is not in all chains: exactly what is in the first and not in the second of these.
        let chains = vec![self.auth_difference.iter().cloned().collect(), Vec::new().into_iter().collect()];
        let subgraph = |_: &state_res::StateMap<Vec<OwnedEventId>>| {
            Some(self.conflicted_subgraph(&self.conflicted()).into_iter().collect())
        };
        let resolved =
            state_res::resolve(&rules.authorization, v2, &states, chains, |id: &EventId| self.event(id), subgraph)
                .map_err(|error| ResolveError(error.to_string()))?;
        Ok(resolved.into_iter().filter(|(spot, _)| !self.agreed.contains_key(spot)).collect())
    }
}

fn considers_subgraph(rules: &RoomVersionRules) -> bool {
    rules.state_res.v2_rules().is_some_and(|rules| rules.consider_conflicted_state_subgraph)
}

#[cfg(test)]
mod tests;
