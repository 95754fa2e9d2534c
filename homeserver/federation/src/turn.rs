//! One at a time: what several want to bring here at the same moment. Who comes second finds it here.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::Mutex as FairMutex;

/// The things that somebody is bringing here.
pub(crate) struct Turns<K>(Mutex<HashMap<K, Weak<FairMutex<()>>>>);

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash> Turns<K> {
    /// The lock of a thing, which is there for as long as somebody holds it or waits for it.
    pub(crate) fn of(&self, key: &K) -> Arc<FairMutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(key.clone(), Arc::downgrade(&turn));
        turn
    }
}
