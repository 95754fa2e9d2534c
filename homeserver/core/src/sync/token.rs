//! The tokens that clients hold on to: a place in the server's stream, or in one room's timeline.

use std::{fmt, str::FromStr};

use crate::nid::{RoomOrder, StreamPosition};

/// A token that we did not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a token of this server")]
pub struct TokenError;

/// The place up to which a client has seen what the server has for it: `s<position>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SyncToken(pub StreamPosition);

impl fmt::Display for SyncToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s{}", self.0)
    }
}

impl FromStr for SyncToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        number(text, 's')
            .filter(|position| *position >= 0)
            .map(|position| Self(StreamPosition(position)))
            .ok_or(TokenError)
    }
}

/// A place between two events of a room: `t<order>` is the gap just after the event of that order, and a [`SyncToken`]
/// is just after all that the sync had returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineToken {
    /// The gap after the event of this order, whether there is such an event or not.
    Gap(RoomOrder),
    /// After the events up to this position.
    After(StreamPosition),
}

impl fmt::Display for TimelineToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap(order) => write!(f, "t{order}"),
            Self::After(position) => SyncToken(*position).fmt(f),
        }
    }
}

impl FromStr for TimelineToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        match number(text, 't') {
            Some(order) => Ok(Self::Gap(RoomOrder(order))),
            None => text.parse().map(|SyncToken(position)| Self::After(position)),
        }
    }
}

fn number(text: &str, prefix: char) -> Option<i64> {
    text.strip_prefix(prefix)?.parse().ok()
}

#[cfg(test)]
mod tests;
