//! Token buckets in bounded memory.
//!
//! A bucket is kept as one number, the moment at which it will be full again (the "generic cell rate algorithm"). A
//! bucket that is full needs no memory at all, so full ones are dropped when room is needed.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How many callers are remembered at most: a few megabytes.
const CAPACITY: usize = 50_000;

/// Many buckets by key.
pub(super) struct Buckets<K> {
    full_at: Mutex<HashMap<K, i64>>,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self { full_at: Mutex::default() }
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Takes a token out of a bucket that holds `burst` and gains one `every` so often; or says how long to wait.
    pub(super) fn take(&self, key: K, now_ms: i64, burst: u32, every: Duration) -> Result<(), Duration> {
        let every = i64::try_from(every.as_millis()).unwrap_or(i64::MAX);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= CAPACITY && !full_at.contains_key(&key) {
            make_room(&mut full_at, now_ms);
        }
        let entry = full_at.entry(key).or_insert(now_ms);
        let then = (*entry).max(now_ms).saturating_add(every);
        let wait = then.saturating_sub(now_ms).saturating_sub(every.saturating_mul(i64::from(burst)));
        if wait > 0 {
            return Err(Duration::from_millis(wait.unsigned_abs()));
        }
        *entry = then;
        Ok(())
    }
}

/// Forgets full buckets. If nobody's is full, somebody floods us from very many addresses: then all start anew, which is
/// kinder to the rest than to refuse them.
fn make_room<K: Eq + Hash>(full_at: &mut HashMap<K, i64>, now_ms: i64) {
    full_at.retain(|_, full_at| *full_at > now_ms);
    if full_at.len() >= CAPACITY {
        full_at.clear();
    }
}
