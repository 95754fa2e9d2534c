//! Work that several callers want at the same time, and that is done once.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use hs_core::error::MatrixError;
use tokio::sync::OnceCell;

/// Work under way, by what it is about.
pub(crate) struct Once<K, V>(Mutex<HashMap<K, Arc<OnceCell<V>>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Once<K, V> {
    /// Gives what `work` makes, to everybody who asks for the same before it is done. Should the one who does it go
    /// away, another of those who wait begins anew.
    pub(crate) async fn run(&self, key: K, work: impl Future<Output = V>) -> V {
        let cell = self.lock().entry(key.clone()).or_default().clone();
        let _leaving = Leaving { once: self, key, cell: Arc::clone(&cell) };
        cell.get_or_init(|| work).await.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, Arc<OnceCell<V>>>> {
        // The map is only ever read and written whole entries of, so a poisoned lock tells us nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes the entry when the last who waited for it leaves, or the first after it was done.
struct Leaving<'a, K: Eq + Hash + Clone, V: Clone> {
    once: &'a Once<K, V>,
    key: K,
    cell: Arc<OnceCell<V>>,
}

impl<K: Eq + Hash + Clone, V: Clone> Drop for Leaving<'_, K, V> {
    fn drop(&mut self) {
        let mut map = self.once.lock();
        // Two owners are the map and this value: nobody else waits.
        let is_over = self.cell.initialized() || Arc::strong_count(&self.cell) <= 2;
        if is_over && map.get(&self.key).is_some_and(|cell| Arc::ptr_eq(cell, &self.cell)) {
            map.remove(&self.key);
        }
    }
}

/// An error that several callers are told.
pub(crate) fn shared(error: Arc<MatrixError>) -> MatrixError {
    MatrixError::new(error.kind().clone(), error.message()).with_status(error.status()).with_source(error)
}

#[cfg(test)]
mod tests;
