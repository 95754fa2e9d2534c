//! The tokens that clients hold on to: a place in the server's stream, or in one room's timeline.

use std::{fmt, str::FromStr};

use crate::nid::{RoomOrder, StreamPosition};

/// A token that we did not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a token of this server")]
pub struct TokenError;

/// The place up to which a client has seen what the server has for it: `s<position>`.
///
/// A response has room for so many to-device messages only. Where some had to wait, the token says how far they have
/// been given out: `s<position>_<to_device>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncToken {
    /// Everything up to here is known to the client, to-device messages aside.
    pub position: StreamPosition,
    /// To-device messages up to here are known to it; never beyond `position`.
    pub to_device: StreamPosition,
}

impl SyncToken {
    /// The token of a client that knows everything up to a position.
    pub fn at(position: StreamPosition) -> Self {
        Self { position, to_device: position }
    }
}

impl fmt::Display for SyncToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, to_device } = self;
        if to_device == position { write!(f, "s{position}") } else { write!(f, "s{position}_{to_device}") }
    }
}

impl FromStr for SyncToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let text = text.strip_prefix('s').ok_or(TokenError)?;
        let (position, to_device) = text.split_once('_').unwrap_or((text, text));
        let position = position.parse().map_err(|_| TokenError)?;
        let to_device = to_device.parse().map_err(|_| TokenError)?;
        if !(0..=position).contains(&to_device) {
            return Err(TokenError);
        }
        Ok(Self { position: StreamPosition(position), to_device: StreamPosition(to_device) })
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
            Self::After(position) => SyncToken::at(*position).fmt(f),
        }
    }
}

impl FromStr for TimelineToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        match number(text, 't') {
            Some(order) => Ok(Self::Gap(RoomOrder(order))),
            None => text.parse().map(|SyncToken { position, .. }| Self::After(position)),
        }
    }
}

fn number(text: &str, prefix: char) -> Option<i64> {
    text.strip_prefix(prefix)?.parse().ok()
}

#[cfg(test)]
mod tests;
