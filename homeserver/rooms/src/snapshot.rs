//! The state of a room at some event, loaded as its pile of layers.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, SnapshotNid, StateKeyNid},
    state::{
        delta::StateDelta,
        hash::StateHash,
        layers::{Layer, Layers},
    },
};
use hs_storage::{EventStatus, SnapshotRow, Store};
use quick_cache::{DefaultHashBuilder, Weighter, sync::Cache};

use crate::event::{StoredEvent, WhileHeld, dangling};

#[derive(Clone)]
struct ByWeight;

impl Weighter<SnapshotNid, Arc<Layers>> for ByWeight {
    fn weight(&self, _: &SnapshotNid, layers: &Arc<Layers>) -> u64 {
        128 + layers.iter().map(|layer| 24 * layer.delta.len() as u64).sum::<u64>()
    }
}

/// States that were lately used, bounded by their size in bytes.
pub(crate) struct Snapshots {
    store: Store,
    cache: Cache<SnapshotNid, Arc<Layers>, ByWeight, DefaultHashBuilder, WhileHeld>,
}

impl Snapshots {
    pub(crate) fn new(store: Store, bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 1024).unwrap_or(usize::MAX);
        Self { store, cache: Cache::with(expected, bytes, ByWeight, DefaultHashBuilder::default(), WhileHeld) }
    }

    /// The state of this name; the empty one for `None`.
    pub(crate) async fn get(&self, snapshot: Option<SnapshotNid>) -> Result<Arc<Layers>, MatrixError> {
        let Some(nid) = snapshot else { return Ok(Arc::default()) };
        if let Some(layers) = self.cache.get(&nid) {
            return Ok(layers);
        }
        let top = self.store.snapshot(nid).await?.ok_or_else(|| dangling("a state snapshot is missing"))?;
        let mut below = self.store.snapshots(&top.chain).await?;
        below.sort_by_key(|row| top.chain.iter().position(|nid| *nid == row.nid));
        let hash = StateHash::from_bytes(&top.hash).ok_or_else(|| dangling("a state hash has the wrong length"))?;
        let layers = below.into_iter().chain([top]).map(|row| layer(&row)).collect::<Result<Vec<_>, _>>()?;
        let layers = Arc::new(Layers::from_stored(layers, hash));
        self.cache.insert(nid, Arc::clone(&layers));
        Ok(layers)
    }

    /// Has states in memory, with two queries for however many.
    pub(crate) async fn load_many(&self, wanted: &[SnapshotNid]) -> Result<(), MatrixError> {
        let missing: Vec<SnapshotNid> = wanted.iter().copied().filter(|nid| self.cache.peek(nid).is_none()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let tops = self.store.snapshots(&missing).await?;
        let below: Vec<SnapshotNid> = tops.iter().flat_map(|row| row.chain.iter().copied()).collect();
        let mut decoded = HashMap::new();
        for row in self.store.snapshots(&below).await?.iter().chain(&tops) {
            decoded.insert(row.nid, layer(row)?);
        }
        for top in tops {
            let hash = StateHash::from_bytes(&top.hash).ok_or_else(|| dangling("a state hash has the wrong length"))?;
            let layers = top.chain.iter().chain([&top.nid]).filter_map(|nid| decoded.get(nid).cloned()).collect();
            self.cache.insert(top.nid, Arc::new(Layers::from_stored(layers, hash)));
        }
        Ok(())
    }

    /// Keeps a state that was just made, for as long as what is returned is held: until it is on disk.
    pub(crate) fn insert(&self, layers: &Layers) -> Arc<Layers> {
        let layers = Arc::new(layers.clone());
        if let Some(nid) = layers.top() {
            self.cache.insert(nid, Arc::clone(&layers));
        }
        layers
    }

    /// The state after an event.
    pub(crate) async fn after(&self, event: &StoredEvent) -> Result<StateAt, MatrixError> {
        let layers = self.get(event.snapshot).await?;
        // What was refused changed nothing.
        let key = event.state_key.filter(|_| event.status != EventStatus::Rejected);
        Ok(StateAt::after(layers, key.map(|key| (key, event.nid))))
    }

    /// The state of the room when an event had just come to its timeline.
    pub(crate) async fn once_there(&self, event: &StoredEvent) -> Result<StateAt, MatrixError> {
        match event.resolved {
            Some(_) => Ok(StateAt::stored(self.get(event.resolved).await?)),
            None => self.after(event).await,
        }
    }
}

fn layer(row: &SnapshotRow) -> Result<Layer, MatrixError> {
    let delta = StateDelta::decode(&row.delta).map_err(MatrixError::internal)?;
    Ok(Layer { nid: row.nid, delta: Arc::new(delta) })
}

/// The row that stores the top of a pile.
pub(crate) fn to_row(layers: &Layers, room: hs_core::nid::RoomNid) -> Option<SnapshotRow> {
    let (top, below) = layers.iter().rev().enumerate().fold((None, Vec::new()), |(top, mut below), (n, layer)| {
        if n == 0 {
            return (Some(layer), below);
        }
        below.push(layer.nid);
        (top, below)
    });
    let top = top?;
    Some(SnapshotRow {
        nid: top.nid,
        room,
        chain: below.into_iter().rev().collect(),
        hash: layers.hash().to_bytes().to_vec(),
        delta: top.delta.encode(),
    })
}

/// A stored state and, possibly, one event on top of it.
#[derive(Clone, Debug)]
pub struct StateAt {
    layers: Arc<Layers>,
    then: Option<(StateKeyNid, EventNid)>,
}

impl StateAt {
    /// A state as it was stored.
    pub(crate) fn stored(layers: Arc<Layers>) -> Self {
        Self { layers, then: None }
    }

    /// A stored state, with one change on top.
    pub(crate) fn after(layers: Arc<Layers>, then: Option<(StateKeyNid, EventNid)>) -> Self {
        let then = then.filter(|(key, event)| layers.get(*key) != Some(*event));
        Self { layers, then }
    }

    /// The stored state below, and the change on top.
    pub(crate) fn parts(&self) -> (&Arc<Layers>, Option<(StateKeyNid, EventNid)>) {
        (&self.layers, self.then)
    }

    /// What stands at a place.
    pub fn get(&self, key: StateKeyNid) -> Option<EventNid> {
        self.then.filter(|(changed, _)| *changed == key).map(|(_, event)| event).or_else(|| self.layers.get(key))
    }

    /// The whole state.
    pub fn entries(&self) -> Vec<(StateKeyNid, EventNid)> {
        let mut map = self.layers.to_map();
        if let Some((key, event)) = self.then {
            map.insert(key, event);
        }
        let mut entries: Vec<_> = map.into_iter().collect();
        entries.sort_unstable();
        entries
    }

    /// What stands here and did not stand there: costs what differs where the two share layers.
    pub fn changes_since(&self, older: &Self) -> Vec<(StateKeyNid, EventNid)> {
        self.differences(older).into_iter().filter_map(|(key, event)| Some((key, event?))).collect()
    }

    /// The places where this state is another than `older`, with what stands here now.
    pub fn differences(&self, older: &Self) -> Vec<(StateKeyNid, Option<EventNid>)> {
        let shared = self.layers.iter().zip(older.layers.iter()).take_while(|(a, b)| a.nid == b.nid).count();
        let mut keys: Vec<StateKeyNid> = self
            .layers
            .iter()
            .skip(shared)
            .chain(older.layers.iter().skip(shared))
            .flat_map(|layer| layer.delta.iter().map(|(key, _)| key))
            .chain(self.then.map(|(key, _)| key))
            .chain(older.then.map(|(key, _)| key))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().map(|key| (key, self.get(key))).filter(|(key, event)| older.get(*key) != *event).collect()
    }
}
