//! A bounded cache of what the database says about users.
//!
//! Two things can make an entry wrong. A change in this process makes it stale: [`Remembered::forget`]. The delicate case
//! is a read that began before the change and ends after it. So changes are counted, a read notes the count at which it
//! began, and what began before the last change of its user is not believed. A change in another process is noticed when
//! that process' wake arrives ([`Accounts::forget`](crate::Accounts::forget)) and at the latest when the entry is older
//! than [`TRUST_MS`] and read again, or [`LONG_TRUST_MS`] where a wait for a lost wake does no harm.

use std::{
    hash::Hash,
    sync::atomic::{AtomicU64, Ordering},
};

use hs_core::{clock::Clock, nid::UserNid};
use quick_cache::sync::Cache;

/// How long an entry is believed, in milliseconds.
pub(crate) const TRUST_MS: i64 = 30_000;
/// How long an entry is believed that is asked for all the time and harmless when it is old, in milliseconds.
const LONG_TRUST_MS: i64 = 60 * 60 * 1000;
/// Users are counted in so many classes. Two of one class only cost each other a read.
const CLASSES: usize = 1024;

pub(crate) struct Remembered<K, V> {
    entries: Cache<K, Entry<V>>,
    /// How many changes there were.
    changes: AtomicU64,
    /// The number of the last change, by class of user.
    last_change: Vec<AtomicU64>,
    /// The number of the last change that could have been about anybody.
    last_change_of_all: AtomicU64,
    trust_ms: i64,
    clock: Clock,
}

#[derive(Clone)]
struct Entry<V> {
    value: V,
    user: UserNid,
    read_ts: i64,
    /// How many changes there were when the read began.
    read_after: u64,
}

impl<K: Clone + Eq + Hash, V: Clone> Remembered<K, V> {
    pub(crate) fn new(capacity: usize, clock: Clock) -> Self {
        let last_change = (0..CLASSES).map(|_| AtomicU64::new(0)).collect();
        Self {
            entries: Cache::new(capacity),
            changes: AtomicU64::new(0),
            last_change,
            last_change_of_all: AtomicU64::new(0),
            trust_ms: TRUST_MS,
            clock,
        }
    }

    /// One whose entries are believed for longer.
    pub(crate) fn lasting(capacity: usize, clock: Clock) -> Self {
        Self { trust_ms: LONG_TRUST_MS, ..Self::new(capacity, clock) }
    }

    /// The value of `key`: remembered, or loaded with the user whom it is about and, if there is one, remembered.
    pub(crate) async fn get_or_load<E>(
        &self,
        key: K,
        load: impl AsyncFnOnce() -> Result<Option<(UserNid, V)>, E>,
    ) -> Result<Option<V>, E> {
        let now = self.clock.now_ms();
        if let Some(entry) = self.entries.get(&key)
            && self.is_believed(&entry, now)
        {
            return Ok(Some(entry.value));
        }
        let read_after = self.changes.load(Ordering::SeqCst);
        let Some((user, value)) = load().await? else {
            self.entries.remove(&key);
            return Ok(None);
        };
        self.entries.insert(key, Entry { value: value.clone(), user, read_ts: now, read_after });
        Ok(Some(value))
    }

    /// The value of `key` as it was last read, however old.
    pub(crate) fn peek(&self, key: &K) -> Option<V> {
        self.entries.peek(key).map(|entry| entry.value)
    }

    /// Makes everything about a user be read again. To be called after the change is committed.
    pub(crate) fn forget(&self, user: UserNid) {
        let change = self.changes.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(last) = self.last_change(user) {
            last.fetch_max(change, Ordering::SeqCst);
        }
    }

    /// Makes everything be read again.
    pub(crate) fn forget_all(&self) {
        let change = self.changes.fetch_add(1, Ordering::SeqCst) + 1;
        self.last_change_of_all.fetch_max(change, Ordering::SeqCst);
    }

    fn is_believed(&self, entry: &Entry<V>, now: i64) -> bool {
        let last_change = self.last_change(entry.user).map_or(u64::MAX, |last| last.load(Ordering::SeqCst));
        let last_change = last_change.max(self.last_change_of_all.load(Ordering::SeqCst));
        entry.read_after >= last_change && now.saturating_sub(entry.read_ts) < self.trust_ms
    }

    fn last_change(&self, user: UserNid) -> Option<&AtomicU64> {
        self.last_change.get(usize::try_from(user.get()).unwrap_or_default() % CLASSES)
    }
}

#[cfg(test)]
mod tests;
