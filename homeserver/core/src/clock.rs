//! What time it is, as an argument: services are given a [`Clock`] instead of asking the operating system, so that a
//! test can let a week pass in a line.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A source of time, cheap to clone. All clones of a manual clock show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    /// The wall clock, and so many milliseconds.
    Ahead(i64),
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The wall clock of the machine.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// The wall clock of the machine after some time: what a program that is being tested is to believe.
    pub fn ahead(by: Duration) -> Self {
        Self(Source::Ahead(milliseconds(by)))
    }

    /// A clock that stands still at `start_ts` until [`Clock::advance`] moves it.
    pub fn manual(start_ts: i64) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start_ts))))
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Source::System => wall_ms(),
            Source::Ahead(by) => wall_ms().saturating_add(*by),
            Source::Manual(now) => now.load(Ordering::Acquire),
        }
    }

    /// Moves a manual clock forward. The wall clock cannot be moved and is left alone.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(now) = &self.0 {
            now.fetch_add(milliseconds(by), Ordering::AcqRel);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
fn wall_ms() -> i64 {
    // A machine whose clock stands before 1970 has no useful time; zero keeps it harmless.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, milliseconds)
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
