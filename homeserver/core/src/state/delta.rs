//! The difference between two states, and how it is packed into a few bytes.

use crate::nid::{EventNid, StateKeyNid};

use super::StateMap;

/// What changed from one state to another: places in ascending order, each with the event that stands there now, or
/// `None` where nothing does any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateDelta(Vec<(StateKeyNid, Option<EventNid>)>);

/// Bytes that are not a packed difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a packed state difference")]
pub struct DeltaError;

impl StateDelta {
    /// A difference of one place.
    pub fn of(key: StateKeyNid, event: EventNid) -> Self {
        Self(vec![(key, Some(event))])
    }

    /// A whole state, as a difference from the empty one.
    pub fn full(state: &StateMap) -> Self {
        let mut entries: Vec<_> = state.iter().map(|(key, event)| (*key, Some(*event))).collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        Self(entries)
    }

    /// How many places differ.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What this difference says of a place: `None` if nothing.
    pub fn get(&self, key: StateKeyNid) -> Option<Option<EventNid>> {
        let at = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        self.0.get(at).map(|(_, event)| *event)
    }

    /// All places that differ, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (StateKeyNid, Option<EventNid>)> + '_ {
        self.0.iter().copied()
    }

    /// This difference and then `later`, as one.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        let mut merged = Vec::with_capacity(self.0.len() + later.0.len());
        let (mut old, mut new) = (self.0.iter().peekable(), later.0.iter().peekable());
        loop {
            let next = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some(_), None) => old.next(),
                (Some((before, _)), Some((after, _))) if before < after => old.next(),
                (Some((before, _)), Some((after, _))) if before == after => {
                    old.next();
                    new.next()
                }
                (_, Some(_)) => new.next(),
            };
            merged.extend(next.copied());
        }
        Self(merged)
    }

    /// The difference from the empty state: there is nothing to remove there.
    #[must_use]
    pub fn without_removals(mut self) -> Self {
        self.0.retain(|(_, event)| event.is_some());
        self
    }

    /// Applies the difference to a state.
    pub fn apply(&self, state: &mut StateMap) {
        for (key, event) in &self.0 {
            match event {
                Some(event) => state.insert(*key, *event),
                None => state.remove(key),
            };
        }
    }

    /// Packs it: for each place the distance from the one before and the event, as variable-length integers.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 6);
        let mut last = 0;
        for (key, event) in &self.0 {
            put(&mut bytes, key.get().wrapping_sub(last).cast_unsigned());
            put(&mut bytes, event.map_or(0, |event| event.get().cast_unsigned()));
            last = key.get();
        }
        bytes
    }

    /// Unpacks what [`StateDelta::encode`] made.
    pub fn decode(mut bytes: &[u8]) -> Result<Self, DeltaError> {
        let mut entries = Vec::with_capacity(bytes.len() / 4);
        let mut last = 0_i64;
        while !bytes.is_empty() {
            let key = last.checked_add(take(&mut bytes)?.cast_signed()).ok_or(DeltaError)?;
            let event = take(&mut bytes)?.cast_signed();
            entries.push((StateKeyNid(key), (event != 0).then_some(EventNid(event))));
            last = key;
        }
        Ok(Self(entries))
    }
}

impl FromIterator<(StateKeyNid, Option<EventNid>)> for StateDelta {
    /// Collects places in any order; of several entries for one place the last counts.
    fn from_iter<I: IntoIterator<Item = (StateKeyNid, Option<EventNid>)>>(entries: I) -> Self {
        let ordered: std::collections::BTreeMap<_, _> = entries.into_iter().collect();
        Self(ordered.into_iter().collect())
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        #[expect(clippy::cast_possible_truncation, reason = "the seven lowest bits are what is wanted")]
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "less than 0x80")]
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Result<u64, DeltaError> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(DeltaError)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(DeltaError)
}

#[cfg(test)]
mod tests;
