//! What a connection has been told of which rooms: all that has to be known to tell it only what is new.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::Rules;
use crate::nid::{RoomNid, StreamPosition};

/// The extensions whose content a client has from every room it was told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enabled {
    /// Account data.
    pub account_data: bool,
    /// Receipts.
    pub receipts: bool,
    /// Typing.
    pub typing: bool,
}

/// What a connection was told of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Up to where; `None` for a room of which every answer told what was new.
    pub until: Option<StreamPosition>,
    /// By which rules.
    pub rules: Arc<Rules>,
    /// Whether it was called a conversation with one person.
    pub is_dm: bool,
}

/// What a connection has been told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// Of which rooms what.
    pub rooms: BTreeMap<RoomNid, Sent>,
    /// Which extensions were on.
    pub enabled: Enabled,
}

/// What has to be done about a room that the client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is told of for the first time.
    Whole,
    /// What is new since a position is told, and what the client did not ask for before.
    Since {
        /// The position.
        since: StreamPosition,
        /// Whether more of the timeline is asked for than before.
        more_timeline: bool,
        /// Whether more of the state is asked for than before.
        more_state: bool,
    },
}

impl Connection {
    /// What has to be done about a room, for a client that has everything up to `position`.
    pub fn step(&self, room: RoomNid, rules: &Rules, position: Option<StreamPosition>) -> Step {
        let (Some(sent), Some(position)) = (self.rooms.get(&room), position) else { return Step::Whole };
        Step::Since {
            since: sent.until.unwrap_or(position),
            more_timeline: rules.timeline_limit > sent.rules.timeline_limit,
            more_state: rules.required_state.exceeds(&sent.rules.required_state),
        }
    }

    /// Notes that a room was told of by these rules. `has_gap` is whether something before the timeline was left out.
    pub fn tell(&mut self, room: RoomNid, rules: &Arc<Rules>, is_dm: bool, has_gap: bool) {
        let mut rules = Arc::clone(rules);
        // Without a gap the client still has as much of the timeline as it ever was given.
        let given = self.rooms.get(&room).map_or(0, |sent| sent.rules.timeline_limit);
        if !has_gap && given > rules.timeline_limit {
            rules = Arc::new(Rules { timeline_limit: given, ..Rules::clone(&rules) });
        }
        self.rooms.insert(room, Sent { until: None, rules, is_dm });
    }

    /// Notes of the rooms that the client does not ask for any more up to where it was told of them.
    pub fn leave_behind(&mut self, is_asked_for: impl Fn(RoomNid) -> bool, position: StreamPosition) {
        for (room, sent) in &mut self.rooms {
            if sent.until.is_none() && !is_asked_for(*room) {
                sent.until = Some(position);
            }
        }
    }

    /// Notes that a room is told of again from now on.
    pub fn follow(&mut self, room: RoomNid) {
        if let Some(sent) = self.rooms.get_mut(&room) {
            sent.until = None;
        }
    }

    /// As text, to be kept.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut rules: Vec<&Arc<Rules>> = Vec::new();
        let mut rooms = Vec::with_capacity(self.rooms.len());
        for (room, sent) in &self.rooms {
            // A client has a handful of different rules, however many rooms it is told of.
            let number = rules.iter().position(|known| **known == sent.rules).unwrap_or_else(|| {
                rules.push(&sent.rules);
                rules.len() - 1
            });
            rooms.push((room.get(), sent.until.map_or(LIVE, StreamPosition::get), number, u8::from(sent.is_dm)));
        }
        serde_json::to_string(&(rules, rooms, self.enabled))
    }

    /// What was kept.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        let (rules, kept, enabled): (Vec<Arc<Rules>>, Vec<Kept>, Enabled) = serde_json::from_str(text)?;
        let mut rooms = BTreeMap::new();
        for (room, until, number, is_dm) in kept {
            let until = (until != LIVE).then_some(StreamPosition(until));
            // Rules that are missing are none: the client is told everything that it asks for.
            let rules = rules.get(number).cloned().unwrap_or_default();
            rooms.insert(RoomNid(room), Sent { until, rules, is_dm: is_dm != 0 });
        }
        Ok(Self { rooms, enabled })
    }
}

/// A room as it is kept: its number, up to where, which of the rules, and whether it is a conversation with one person.
type Kept = (i64, i64, usize, u8);

/// Stands for no position.
const LIVE: i64 = -1;
