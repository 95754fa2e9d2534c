//! Many rooms at once: what an answer about all of them would else ask the database for room by room.

use std::collections::HashMap;

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomNid, StreamPosition},
};
use ruma::OwnedRoomId;

use crate::service::Rooms;

/// Of how many events of each timeline at most.
const MOST_EVENTS: usize = 50;

/// Of which events of a room's state.
#[derive(Clone, Copy, Debug)]
pub enum StateEvents<'a> {
    /// Of all.
    All,
    /// Of these, by type and state key.
    Of(&'a [(&'a str, &'a str)]),
}

impl Rooms {
    /// Has rooms in memory, with the newest events of their timelines and with events of their state, in a handful of
    /// queries. It changes what an answer costs and nothing else: what is forgotten again is read when it is needed.
    pub async fn prefetch(
        &self,
        rooms: &[RoomNid],
        timeline: usize,
        state: StateEvents<'_>,
    ) -> Result<(), MatrixError> {
        if rooms.len() < 2 {
            return Ok(());
        }
        self.cache.load_many(rooms, &self.snapshots).await?;
        let entries: Vec<_> = rooms.iter().filter_map(|room| self.cache.at_hand(*room)).collect();
        let limit = timeline.clamp(1, MOST_EVENTS);
        let blank: Vec<_> = entries.iter().filter(|entry| entry.knows_no_events()).collect();
        if blank.len() > 1 {
            let places: Vec<_> = blank.iter().map(|entry| (entry.head().nid, StreamPosition(0))).collect();
            // One more than is shown tells whether there are more.
            let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
            let mut slices = self.store.timelines_after(&places, most).await?;
            let mut before = Vec::new();
            for entry in blank {
                let head = entry.head();
                let Some(slice) = slices.remove(&head.nid) else { continue };
                let events = self.events.adopt(slice.events, &head.room_id)?;
                entry.learn(&head, &events, slice.limited);
                before.extend(events.iter().filter_map(|event| event.snapshot));
            }
            // By the state before an event it is decided who may see it.
            before.sort_unstable();
            before.dedup();
            self.snapshots.load_many(&before).await?;
        }
        let keys = match state {
            StateEvents::All => None,
            StateEvents::Of(spots) => Some(self.store.find_state_keys(spots).await?),
        };
        let mut wanted: HashMap<EventNid, OwnedRoomId> = HashMap::new();
        for entry in &entries {
            let head = entry.head();
            match &keys {
                Some(keys) => wanted.extend(
                    keys.values().filter_map(|key| head.state_event(*key)).map(|nid| (nid, head.room_id.clone())),
                ),
                None => wanted.extend(head.layers.to_map().into_iter().map(|(_, nid)| (nid, head.room_id.clone()))),
            }
        }
        self.events.load_many(wanted).await
    }
}
