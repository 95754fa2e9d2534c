//! Which members a device has been told of: members are sent when they first speak and not again.
//!
//! The memory is bounded and of this process alone. Forgetting costs a repetition, which the specification allows.

use std::collections::HashSet;

use hs_core::nid::{EventNid, RoomNid, UserNid};
use quick_cache::sync::Cache;
use ruma::OwnedDeviceId;

/// How many (device, room) pairs to remember.
const REMEMBERED: usize = 20_000;
/// How many member events to remember of a pair.
const MEMBERS: usize = 512;

type Key = (UserNid, OwnedDeviceId, RoomNid);

/// The member events that were sent to devices.
pub(crate) struct SentMembers(Cache<Key, HashSet<EventNid>>);

impl Default for SentMembers {
    fn default() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

impl SentMembers {
    /// Forgets what a device was told of a room: it starts anew.
    pub(crate) fn forget(&self, user: UserNid, device: &OwnedDeviceId, room: RoomNid) {
        self.0.remove(&(user, device.clone(), room));
    }

    /// Keeps those of the member events that the device was not told of, and remembers that it is now.
    pub(crate) fn retain_unsent(
        &self,
        user: UserNid,
        device: &OwnedDeviceId,
        room: RoomNid,
        events: &mut Vec<EventNid>,
    ) {
        let key = (user, device.clone(), room);
        let mut sent = self.0.get(&key).unwrap_or_default();
        events.retain(|event| !sent.contains(event));
        if !events.is_empty() {
            if sent.len() + events.len() > MEMBERS {
                sent.clear();
            }
            sent.extend(events.iter().copied());
            self.0.insert(key, sent);
        }
    }
}

#[cfg(test)]
mod tests;
