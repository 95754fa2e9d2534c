//! A number that equal states share, kept up to date in constant time per change.

use sha2::{Digest as _, Sha256};

use crate::nid::{EventNid, StateKeyNid};

/// The sum of the hashes of a state's entries: the order of changes does not matter, and an entry can be taken out
/// again. It finds candidates; who shares a row must still compare the states, since sums can be made to collide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateHash([u64; 2]);

impl StateHash {
    /// The hash after a place changed from one event (or none) to another (or none).
    #[must_use]
    pub fn change(self, key: StateKeyNid, from: Option<EventNid>, to: Option<EventNid>) -> Self {
        let Self([mut high, mut low]) = self;
        if let Some(event) = from {
            let [h, l] = entry(key, event);
            (high, low) = (high.wrapping_sub(h), low.wrapping_sub(l));
        }
        if let Some(event) = to {
            let [h, l] = entry(key, event);
            (high, low) = (high.wrapping_add(h), low.wrapping_add(l));
        }
        Self([high, low])
    }

    /// The bytes to store.
    pub fn to_bytes(self) -> [u8; 16] {
        let [high, low] = self.0;
        ((u128::from(high) << 64) | u128::from(low)).to_be_bytes()
    }

    /// The hash that [`StateHash::to_bytes`] stored; `None` if these are not 16 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let number = u128::from_be_bytes(bytes.try_into().ok()?);
        #[expect(clippy::cast_possible_truncation, reason = "the two halves are what is wanted")]
        let halves = [(number >> 64) as u64, number as u64];
        Some(Self(halves))
    }
}

fn entry(key: StateKeyNid, event: EventNid) -> [u64; 2] {
    let digest = Sha256::new().chain_update(key.get().to_be_bytes()).chain_update(event.get().to_be_bytes()).finalize();
    let mut words = digest.chunks_exact(8).map(|word| word.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)));
    [words.next().unwrap_or_default(), words.next().unwrap_or_default()]
}

#[cfg(test)]
mod tests;
