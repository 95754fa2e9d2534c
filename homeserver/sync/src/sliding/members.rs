//! Which members a connection has been told of because they spoke. Of this process alone: forgetting costs a
//! repetition, which is allowed.

use std::collections::HashMap;

use hs_core::nid::{EventNid, RoomNid, UserNid};
use quick_cache::sync::Cache;
use ruma::OwnedDeviceId;

use super::Round;

/// How many (connection, room) pairs to remember.
const REMEMBERED: usize = 20_000;
/// How many members of a pair.
const MEMBERS: usize = 512;

type Key = (UserNid, OwnedDeviceId, String, RoomNid);
/// The position and the serial that the client will name once the answer has arrived, as far as they are known when
/// the answer is put together: the ones that it named when it asked.
type Asked = (i64, i64);

/// The member events that were told, and with the answer to which request.
pub(crate) struct ToldMembers(Cache<Key, HashMap<EventNid, Asked>>);

impl Default for ToldMembers {
    fn default() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

impl ToldMembers {
    /// Keeps those of the members that the client has not been told of with an answer that has arrived: one to another
    /// request than this, which is asked again when an answer is lost.
    pub(super) fn retain_unsent(&self, round: &Round<'_>, room: RoomNid, events: &mut Vec<EventNid>) {
        let Some(device) = round.actor.device() else { return };
        let conn_id = round.request.body.conn_id.clone().unwrap_or_default();
        let key = (round.actor.user, device.to_owned(), conn_id, room);
        let Some(pos) = round.request.pos.filter(|_| round.told.rooms.contains_key(&room)) else {
            let asked = round.request.pos.map_or((-1, -1), |pos| (pos.position.get(), pos.serial));
            self.0.insert(key, events.iter().take(MEMBERS).map(|event| (*event, asked)).collect());
            return;
        };
        let asked = (pos.position.get(), pos.serial);
        let mut told = self.0.get(&key).unwrap_or_default();
        // An earlier answer to this very request has not arrived.
        told.retain(|_, answer| *answer != asked);
        events.retain(|event| !told.contains_key(event));
        if !events.is_empty() {
            if told.len() + events.len() > MEMBERS {
                told.clear();
            }
            told.extend(events.iter().map(|event| (*event, asked)));
            self.0.insert(key, told);
        }
    }
}
