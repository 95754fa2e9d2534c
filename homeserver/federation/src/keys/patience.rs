//! How often a server is asked for its keys. Anybody can make us ask: a request with a made-up origin suffices.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use hs_core::backoff::Backoff;
use quick_cache::sync::Cache;
use ruma::{OwnedServerName, ServerName};

/// Of how many servers it is remembered when they were asked.
const CACHE_SIZE: usize = 20_000;
/// How often a server is asked within a window, and how long that is, in milliseconds.
const MOST: u32 = 12;
const WINDOW: i64 = 60_000;

/// When which server was asked.
pub(super) struct Patience {
    asked: Cache<OwnedServerName, Arc<Mutex<Asked>>>,
}

#[derive(Debug, Default)]
struct Asked {
    failures: u32,
    again_ts: i64,
    window_ts: i64,
    count: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { asked: Cache::new(CACHE_SIZE) }
    }
}

impl Patience {
    /// Whether the server may be asked now. If so, that counts as having been done.
    pub(super) fn may_ask(&self, server: &ServerName, now: i64) -> bool {
        self.with(server, |asked| {
            if now < asked.again_ts {
                return false;
            }
            if now >= asked.window_ts.saturating_add(WINDOW) {
                (asked.window_ts, asked.count) = (now, 0);
            }
            asked.count += 1;
            asked.count <= MOST
        })
    }

    /// The server answered.
    pub(super) fn answered(&self, server: &ServerName) {
        self.with(server, |asked| (asked.failures, asked.again_ts) = (0, 0));
    }

    /// The server did not answer.
    pub(super) fn failed(&self, server: &ServerName, now: i64) {
        self.with(server, |asked| {
            asked.failures = asked.failures.saturating_add(1);
            let pause = Backoff::KEYS.pause(asked.failures, 0);
            asked.again_ts = now.saturating_add(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
        });
    }

    fn with<T>(&self, server: &ServerName, change: impl FnOnce(&mut Asked) -> T) -> T {
        let asked = match self.asked.get_or_insert_with(server, || Ok::<_, Infallible>(Arc::default())) {
            Ok(asked) => asked,
            Err(never) => match never {},
        };
        change(&mut asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests;
