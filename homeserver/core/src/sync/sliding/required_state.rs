//! Which state and how much of the timeline a client wants of a room.

use std::collections::BTreeSet;

use ruma::UserId;
use serde::{Deserialize, Serialize};

const MEMBER: &str = "m.room.member";
const ANY: &str = "*";
const LAZY: &str = "$LAZY";
const ME: &str = "$ME";
/// The most events of a timeline.
const LONGEST_TIMELINE: u64 = 100;

/// Which state events are wanted: pairs of type and state key, where `*` stands for any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RequiredState {
    pairs: BTreeSet<(String, String)>,
    /// Whether members are told of when they speak. Then no wildcard for types means members.
    lazy: bool,
}

impl RequiredState {
    /// Reads `required_state` as `me` means it.
    pub fn new(required: &[(String, String)], me: &UserId) -> Self {
        let mut state = Self::default();
        for (kind, key) in required {
            match key.as_str() {
                LAZY if kind == MEMBER => state.lazy = true,
                ME => drop(state.pairs.insert((kind.clone(), me.to_string()))),
                _ => drop(state.pairs.insert((kind.clone(), key.clone()))),
            }
        }
        state
    }

    /// Whether members are told of when they speak.
    pub fn is_lazy(&self) -> bool {
        self.lazy && !self.has(MEMBER, ANY)
    }

    /// Whether nothing is wanted for certain.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether a state event is wanted.
    pub fn wants(&self, kind: &str, key: &str) -> bool {
        let by_type = self.has(kind, key) || self.has(kind, ANY);
        by_type || (!(self.lazy && kind == MEMBER) && (self.has(ANY, key) || self.has(ANY, ANY)))
    }

    /// The pairs without wildcards.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(kind, key)| (kind.as_str(), key.as_str())).filter(|(kind, key)| is_exact(kind, key))
    }

    /// The pairs, if there are no wildcards: then each can be looked up.
    pub fn exact(&self) -> Option<Vec<(&str, &str)>> {
        self.pairs.iter().all(|(kind, key)| is_exact(kind, key)).then(|| self.named().collect())
    }

    /// What either of the two wants.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let is_lazy = (self.lazy || other.lazy) && !self.wants_all_members() && !other.wants_all_members();
        Self { pairs: self.pairs.union(&other.pairs).cloned().collect(), lazy: is_lazy }
    }

    /// Whether this wants something that `other` does not.
    pub fn exceeds(&self, other: &Self) -> bool {
        let is_covered = |(kind, key): &(String, String)| {
            other.pairs.contains(&(kind.clone(), key.clone())) || (kind != ANY && key != ANY && other.wants(kind, key))
        };
        !self.pairs.iter().all(is_covered) || (other.lazy && self.wants_all_members() && !other.wants_all_members())
    }

    fn wants_all_members(&self) -> bool {
        self.has(MEMBER, ANY) || (!self.lazy && self.has(ANY, ANY))
    }

    fn has(&self, kind: &str, key: &str) -> bool {
        // The set is small, and a look-up by borrowed parts of a pair is not to be had.
        self.pairs.iter().any(|(own_kind, own_key)| own_kind == kind && own_key == key)
    }
}

fn is_exact(kind: &str, key: &str) -> bool {
    kind != ANY && key != ANY
}

/// What a client wants of a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rules {
    /// How many events of the timeline at most.
    pub timeline_limit: u64,
    /// Which state.
    pub required_state: RequiredState,
}

impl Rules {
    /// Reads what a list or a subscription says.
    pub(super) fn new(timeline_limit: u64, required_state: &[(String, String)], me: &UserId) -> Self {
        let required_state = RequiredState::new(required_state, me);
        Self { timeline_limit: timeline_limit.min(LONGEST_TIMELINE), required_state }
    }

    /// What a room gets that several lists and a subscription apply to.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            timeline_limit: self.timeline_limit.max(other.timeline_limit),
            required_state: self.required_state.and(&other.required_state),
        }
    }
}
