//! How the states of a room share their storage: each is a pile of differences, the largest at the bottom.
//!
//! A new difference is folded into the one below it as long as that is less than twice its size. Each layer is thus
//! at least twice as large as the one above: piles stay low, and an entry is written again only when the pile has
//! doubled since, which makes a change cost a logarithm of the room's state and not the whole of it.

use std::sync::Arc;

use super::{StateMap, delta::StateDelta, hash::StateHash};
use crate::nid::{EventNid, SnapshotNid, StateKeyNid};

/// No pile is higher than this, so that one query can name all its parts.
pub const MAX_LAYERS: usize = 8;

/// One stored difference.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The snapshot whose row holds it.
    pub nid: SnapshotNid,
    /// What it changes from the layers below.
    pub delta: Arc<StateDelta>,
}

/// A state as its pile of layers, bottom first. Empty is the state before the create event.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    layers: Vec<Layer>,
    hash: StateHash,
}

impl Layers {
    /// A pile as it was stored.
    pub fn from_stored(layers: Vec<Layer>, hash: StateHash) -> Self {
        Self { layers, hash }
    }

    /// The snapshot on top, which names this state; `None` for the empty state.
    pub fn top(&self) -> Option<SnapshotNid> {
        self.layers.last().map(|layer| layer.nid)
    }

    /// The hash of this state.
    pub fn hash(&self) -> StateHash {
        self.hash
    }

    /// The layers, bottom first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Layer> {
        self.layers.iter()
    }

    /// What stands at a place.
    pub fn get(&self, key: StateKeyNid) -> Option<EventNid> {
        self.layers.iter().rev().find_map(|layer| layer.delta.get(key)).flatten()
    }

    /// The whole state.
    pub fn to_map(&self) -> StateMap {
        let mut state = StateMap::default();
        for layer in &self.layers {
            layer.delta.apply(&mut state);
        }
        state
    }

    /// The state after a change, named `nid`: the layers to keep and, on top, the one to store.
    #[must_use]
    pub fn push(&self, nid: SnapshotNid, mut delta: StateDelta) -> Self {
        let hash = delta.iter().fold(self.hash, |hash, (key, to)| hash.change(key, self.get(key), to));
        let mut layers = self.layers.clone();
        while let Some(below) = layers.last() {
            if below.delta.len() >= 2 * delta.len() && layers.len() < MAX_LAYERS {
                break;
            }
            delta = below.delta.then(&delta);
            layers.pop();
        }
        if layers.is_empty() {
            delta = delta.without_removals();
        }
        layers.push(Layer { nid, delta: Arc::new(delta) });
        Self { layers, hash }
    }
}

#[cfg(test)]
mod tests;
