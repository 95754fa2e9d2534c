//! A room to be told of, and what was found to tell.

use std::{collections::HashSet, sync::Arc};

use hs_core::{
    nid::{EventNid, RoomNid, RoomOrder, StreamPosition},
    sync::sliding::{Rules, Step},
};
use hs_rooms::Seen;
use serde::Serialize;

/// A room to be told of.
pub(super) struct Task<'a> {
    pub(super) room: RoomNid,
    pub(super) step: Step,
    pub(super) rules: &'a Arc<Rules>,
    pub(super) is_dm: bool,
    /// When something happened last that people would call so, if that was looked up.
    pub(super) bump: Option<StreamPosition>,
}

/// The events of a room that an answer shows.
pub(super) struct Excerpt {
    pub(super) events: Vec<Seen>,
    pub(super) limited: bool,
    /// The gap before the first of them.
    pub(super) before: RoomOrder,
    /// The gap after the last event that the answer covers.
    pub(super) end: RoomOrder,
    /// Whether there are events among them that the client may have.
    pub(super) is_expanded: bool,
}

/// The part of a room's state that an answer tells.
pub(super) struct Told {
    pub(super) nids: Vec<EventNid>,
    /// What is no part of it any more.
    pub(super) gone: Vec<StateStub>,
    /// What changed, by type; `None` where all of it is told.
    pub(super) changed: Option<HashSet<String>>,
}

/// A place of the state where nothing stands any more, as clients are told of it.
#[derive(Serialize)]
pub(super) struct StateStub {
    pub(super) r#type: String,
    pub(super) state_key: String,
}

impl Told {
    pub(super) fn has(&self, kind: &str) -> bool {
        self.changed.as_ref().is_none_or(|changed| changed.contains(kind))
    }
}
