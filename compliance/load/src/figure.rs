//! What is measured, and how.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Whether more of something is better or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Better {
    More,
    Less,
}

/// One measured number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    pub(crate) better: Better,
}

impl Figure {
    /// How many a second.
    pub(crate) fn rate(name: &str, count: usize, time: Duration) -> Self {
        let value = number(count) / time.as_secs_f64();
        Self { name: name.to_owned(), value, unit: "/s".to_owned(), better: Better::More }
    }

    /// How long, in milliseconds.
    pub(crate) fn time(name: &str, time: Duration) -> Self {
        Self { name: name.to_owned(), value: time.as_secs_f64() * 1e3, unit: "ms".to_owned(), better: Better::Less }
    }

    /// Something of which less is better, in a unit.
    pub(crate) fn cost(name: &str, value: f64, unit: &str) -> Self {
        Self { name: name.to_owned(), value, unit: unit.to_owned(), better: Better::Less }
    }
}

/// Times of the same thing done often.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, since: Instant) {
        self.0.push(since.elapsed());
    }

    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time below which `percent` of a hundred were done.
    pub(crate) fn percentile(&mut self, percent: usize) -> Duration {
        self.0.sort_unstable();
        let index = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// A count as a number to calculate with.
pub(crate) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
