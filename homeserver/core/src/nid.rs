//! Numbers that stand for Matrix identifiers inside the server.
//!
//! A Matrix id is some fifty bytes long; a *nid* is eight, hashes fast and makes narrow indexes. The database hands
//! them out; they never reach a client, a peer or a log.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! nids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The number itself, as the database stores it.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl From<$name> for i64 {
            fn from(nid: $name) -> Self {
                nid.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        })*
    };
}

nids! {
    /// A room.
    RoomNid,
    /// An event, accepted or not.
    EventNid,
    /// A user, ours or another server's.
    UserNid,
    /// An (event type, state key) pair.
    StateKeyNid,
    /// A state of a room at some point.
    SnapshotNid,
    /// A place in the one server-wide order of changes: what a sync token says.
    StreamPosition,
    /// A place in the order of one room's timeline: live events count up, backfilled ones down.
    RoomOrder,
}
