//! How long to leave somebody alone who did not answer, as a function of how often that happened.

use std::time::Duration;

/// A schedule: each failure makes the pause longer, up to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The pause after the first failure.
    pub first: Duration,
    /// How many times longer each further pause is.
    pub factor: u32,
    /// The longest pause.
    pub longest: Duration,
}

impl Backoff {
    /// For servers to whom we have something to say: ten seconds, then twice as long each time, up to a day.
    pub const DELIVERY: Self = Self { first: Duration::from_secs(10), factor: 2, longest: Duration::from_hours(24) };
    /// For application services, which are ours to look after: a second, then twice as long each time, up to ten minutes.
    pub const APP_SERVICE: Self = Self { first: Duration::from_secs(1), factor: 2, longest: Duration::from_mins(10) };
    /// For servers whose keys we want: ten seconds, then three times as long each time, up to an hour.
    pub const KEYS: Self = Self { first: Duration::from_secs(10), factor: 3, longest: Duration::from_hours(1) };

    /// The pause after so many failures in a row. `chance` spreads it by a fifth, so that those who failed together do
    /// not come back together.
    pub fn pause(self, failures: u32, chance: u8) -> Duration {
        let Some(repeated) = failures.checked_sub(1) else { return Duration::ZERO };
        let factor = self.factor.checked_pow(repeated).unwrap_or(u32::MAX);
        let pause = self.first.saturating_mul(factor).min(self.longest);
        pause.saturating_sub(pause / 5 * u32::from(chance) / 255)
    }
}

#[cfg(test)]
mod tests;
