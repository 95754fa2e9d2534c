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

/// A place in a connection of sliding sync: `p<position>_<serial>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionToken {
    /// Everything that the client asks for is known to it up to here.
    pub position: StreamPosition,
    /// Which record of what the connection was told is meant. No two are called the same.
    pub serial: i64,
}

impl fmt::Display for ConnectionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}_{}", self.position, self.serial)
    }
}

impl FromStr for ConnectionToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let (position, serial) = text.strip_prefix('p').and_then(|text| text.split_once('_')).ok_or(TokenError)?;
        let position: i64 = position.parse().map_err(|_| TokenError)?;
        let serial = serial.parse().map_err(|_| TokenError)?;
        if position < 0 {
            return Err(TokenError);
        }
        Ok(Self { position: StreamPosition(position), serial })
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
            None if text.starts_with('p') => text.parse().map(|ConnectionToken { position, .. }| Self::After(position)),
            None => text.parse().map(|SyncToken { position, .. }| Self::After(position)),
        }
    }
}

fn number(text: &str, prefix: char) -> Option<i64> {
    text.strip_prefix(prefix)?.parse().ok()
}

#[cfg(test)]
mod tests;
