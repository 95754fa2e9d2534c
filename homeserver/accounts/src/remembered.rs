//! A bounded cache of what the database says about users.
//!
//! Two things can make an entry wrong. A change in this process drops it: [`Remembered::forget`]. The delicate case is a
//! read that began before the change and would remember the old value after it; the generation tells. A change in
//! another process is noticed when that process' wake arrives ([`Accounts::forget`](crate::Accounts::forget)) and at the
//! latest when the entry is older than [`TRUST_MS`] and read again.

use std::{
    hash::Hash,
    sync::atomic::{AtomicU64, Ordering},
};

use hs_core::clock::Clock;
use quick_cache::sync::Cache;

/// How long an entry is believed, in milliseconds.
pub(crate) const TRUST_MS: i64 = 30_000;

pub(crate) struct Remembered<K, V> {
    entries: Cache<K, Entry<V>>,
    generation: AtomicU64,
    clock: Clock,
}

#[derive(Clone)]
struct Entry<V> {
    value: V,
    read_ts: i64,
}

impl<K: Clone + Eq + Hash, V: Clone> Remembered<K, V> {
    pub(crate) fn new(capacity: usize, clock: Clock) -> Self {
        Self { entries: Cache::new(capacity), generation: AtomicU64::new(0), clock }
    }

    /// The value of `key`: remembered, or loaded and, if there is one, remembered.
    pub(crate) async fn get_or_load<E>(
        &self,
        key: K,
        load: impl AsyncFnOnce() -> Result<Option<V>, E>,
    ) -> Result<Option<V>, E> {
        let now = self.clock.now_ms();
        if let Some(entry) = self.entries.get(&key)
            && now.saturating_sub(entry.read_ts) < TRUST_MS
        {
            return Ok(Some(entry.value));
        }
        let generation = self.generation.load(Ordering::SeqCst);
        let Some(value) = load().await? else {
            self.entries.remove(&key);
            return Ok(None);
        };
        self.entries.insert(key.clone(), Entry { value: value.clone(), read_ts: now });
        if self.generation.load(Ordering::SeqCst) != generation {
            // Something changed while we read, perhaps this. Whoever changed it may have looked before we inserted.
            self.entries.remove(&key);
        }
        Ok(Some(value))
    }

    /// The value of `key` as it was last read, however old.
    pub(crate) fn peek(&self, key: &K) -> Option<V> {
        self.entries.peek(key).map(|entry| entry.value)
    }

    /// Drops the value of `key`. To be called after the change is committed.
    pub(crate) fn forget(&self, key: &K) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.entries.remove(key);
    }

    /// Drops every value that `is_stale` picks. To be called after the change is committed.
    pub(crate) fn forget_where(&self, is_stale: impl Fn(&V) -> bool) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.entries.retain(|_, entry| !is_stale(&entry.value));
    }
}

#[cfg(test)]
mod tests;
