//! Which rooms something was said in last, for room lists: known without loading a single room.

use std::collections::HashMap;

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
};
use quick_cache::sync::Cache;

use crate::service::Rooms;

/// Of how many rooms it is remembered, for each that is in memory as a whole.
const PER_ROOM: usize = 16;
/// Among how many of a room's newest events one that matters to people is looked for.
const DEPTH: u64 = 1_000;

/// What people call something happening in a room. See MSC4186 on `bump_stamp`.
pub const BUMPING: [&str; 12] = [
    "m.room.create",
    "m.room.message",
    "m.room.encrypted",
    "m.sticker",
    "m.call.invite",
    "m.call.notify",
    "m.rtc.notification",
    "m.poll.start",
    "m.beacon_info",
    "org.matrix.msc3381.poll.start",
    "org.matrix.msc3672.beacon_info",
    "org.matrix.msc4075.rtc.notification",
];

/// The positions of the last events of rooms that are not in memory.
pub(crate) struct Recency(Cache<RoomNid, StreamPosition>);

impl Recency {
    pub(crate) fn new(rooms: usize) -> Self {
        Self(Cache::new(rooms * PER_ROOM))
    }

    /// Something happened in a room.
    pub(crate) fn forget(&self, room: RoomNid) {
        self.0.remove(&room);
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.0.clear();
    }
}

impl Rooms {
    /// At which position something was last said in each of these rooms. One query for all that are not at hand.
    pub async fn last_positions(
        &self,
        rooms: impl IntoIterator<Item = RoomNid>,
    ) -> Result<HashMap<RoomNid, StreamPosition>, MatrixError> {
        let (mut positions, mut unknown) = (HashMap::new(), Vec::new());
        for room in rooms {
            let known = match self.cache.at_hand(room) {
                Some(entry) => Some(entry.head().last_position),
                None => self.recency.0.get(&room),
            };
            match known {
                Some(position) => drop(positions.insert(room, position)),
                None => unknown.push(room),
            }
        }
        if unknown.is_empty() {
            return Ok(positions);
        }
        let before = self.changes.applied();
        for (room, position) in self.store.rooms_changed_since(&unknown, StreamPosition(-1)).await? {
            self.recency.0.insert(room, position);
            positions.insert(room, position);
        }
        // What was written while we read may be newer than what we read.
        match self.changes.rooms_since(before) {
            Some(changed) => unknown.iter().filter(|room| changed.contains(room)).for_each(|room| {
                self.recency.forget(*room);
            }),
            None => self.recency.clear(),
        }
        Ok(positions)
    }

    /// The position of the newest event in each of these rooms by which people would say that something happened
    /// there; rooms where it is long ago are left out.
    pub async fn bump_stamps(&self, rooms: &[RoomNid]) -> Result<HashMap<RoomNid, StreamPosition>, MatrixError> {
        if rooms.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.store.newest_of_types(rooms, &BUMPING, DEPTH).await?)
    }
}
