//! What bounds a request before anything is done for it: how deep its JSON may nest, and how often one may ask.

mod bucket;

use std::{net::IpAddr, time::Duration};

use hs_accounts::Session;
use hs_core::{clock::Clock, error::MatrixError};
use ruma::OwnedUserId;

use self::bucket::Buckets;
use crate::extract::Caller;

/// How deep JSON may nest. `serde_json` stops at 128; what is stored is later wrapped in a few levels more.
pub(crate) const MAX_NESTING: usize = 100;

/// Whether JSON text nests deeper than `limit`, found without recursion. The text need not be valid.
pub(crate) fn is_nested_deeper_than(text: &[u8], limit: usize) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return true;
        }
    }
    false
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rate {
    /// Attempts to sign in, by address.
    Login,
    /// New accounts, by address.
    Register,
    /// Events sent, by user.
    Send,
    /// Rooms made, joined and invited to, by user.
    Room,
    /// Whatever is expensive for us and cheap for the caller, by user.
    Search,
}

/// How many at once, and how long until one more.
struct Allowance {
    burst: u32,
    every: Duration,
}

impl Rate {
    /// Generous: a person in a hurry stays below, a program that guesses passwords does not.
    const fn allowance(self) -> Allowance {
        match self {
            Self::Login => Allowance { burst: 20, every: Duration::from_secs(3) },
            Self::Register => Allowance { burst: 10, every: Duration::from_secs(20) },
            Self::Send => Allowance { burst: 100, every: Duration::from_millis(50) },
            Self::Room => Allowance { burst: 50, every: Duration::from_secs(1) },
            Self::Search => Allowance { burst: 30, every: Duration::from_millis(500) },
        }
    }

    /// Before there is a user, it is the address that counts.
    fn key(self, caller: &Caller) -> Key {
        match (&caller.session, self) {
            (Some(session), Self::Send | Self::Room | Self::Search) => Key::User(session.user_id.clone()),
            _ => Key::Address(network(caller.client.ip)),
        }
    }
}

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    User(OwnedUserId),
    Address(IpAddr),
}

/// The address, or for IPv6 its /64: one household has that many addresses to choose from.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(address) => IpAddr::from((address.to_bits() & (u128::MAX << 64)).to_be_bytes()),
    }
}

/// Who asked how often. Its memory is bounded; it is this process's own.
pub struct Limiter {
    buckets: Option<Buckets<(Rate, Key)>>,
    clock: Clock,
}

impl Limiter {
    /// With `is_enabled` false nobody is ever refused.
    pub fn new(is_enabled: bool, clock: Clock) -> Self {
        Self { buckets: is_enabled.then(Buckets::default), clock }
    }

    /// Counts a call, and refuses it with `M_LIMIT_EXCEEDED` if there were too many.
    pub(crate) fn check(&self, rate: Rate, caller: &Caller) -> Result<(), MatrixError> {
        let Some(buckets) = &self.buckets else {
            return Ok(());
        };
        let unlimited =
            |session: &Session| session.app_service.as_ref().is_some_and(|service| !service.limits(&session.user_id));
        if caller.session.as_deref().is_some_and(unlimited) {
            return Ok(());
        }
        let Allowance { burst, every } = rate.allowance();
        let taken = buckets.take((rate, rate.key(caller)), self.clock.now_ms(), burst, every);
        taken.map_err(|wait| {
            metrics::counter!("heliograph_api_rate_limited_total", "rate" => format!("{rate:?}")).increment(1);
            MatrixError::limit_exceeded(wait)
        })
    }
}

#[cfg(test)]
mod tests;
