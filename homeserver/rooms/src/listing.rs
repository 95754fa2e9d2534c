//! What lists of rooms are sorted out by: kind, name, encryption. Known without loading whole rooms.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomNid, StateKeyNid, StreamPosition},
};
use quick_cache::sync::Cache;
use ruma::RoomId;
use serde::Deserialize;

use crate::service::{Actor, Rooms};

/// How many are remembered, for each room that is in memory as a whole.
const PER_ROOM: usize = 8;

/// A room as lists know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Whether it is encrypted.
    pub is_encrypted: bool,
    /// What it is for; `None` for a room to talk in.
    pub room_type: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// What is known of rooms, and since which of their changes.
pub(crate) struct Listings(Cache<RoomNid, (StreamPosition, Arc<Listing>)>);

impl Listings {
    pub(crate) fn new(rooms: usize) -> Self {
        Self(Cache::new(rooms * PER_ROOM))
    }
}

/// The parts of an event that matter here.
#[derive(Deserialize)]
struct Event {
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default, rename = "type")]
    room_type: Option<serde_json::Value>,
    #[serde(default)]
    name: Option<serde_json::Value>,
}

impl Rooms {
    /// What lists say of these rooms, as they were at the positions of their last events. Three queries for all that
    /// are not remembered.
    pub async fn listings(
        &self,
        positions: &HashMap<RoomNid, StreamPosition>,
    ) -> Result<HashMap<RoomNid, Arc<Listing>>, MatrixError> {
        let (mut listings, mut unknown) = (HashMap::with_capacity(positions.len()), Vec::new());
        for (room, position) in positions {
            match self.listings.0.get(room) {
                Some((at, listing)) if at == *position => drop(listings.insert(*room, listing)),
                _ => unknown.push(*room),
            }
        }
        if unknown.is_empty() {
            return Ok(listings);
        }
        for (room, listing) in self.load_listings(&unknown).await? {
            let listing = Arc::new(listing);
            if let Some(position) = positions.get(&room) {
                self.listings.0.insert(room, (*position, Arc::clone(&listing)));
            }
            listings.insert(room, listing);
        }
        Ok(listings)
    }

    async fn load_listings(&self, rooms: &[RoomNid]) -> Result<HashMap<RoomNid, Listing>, MatrixError> {
        let spots = [("m.room.create", ""), ("m.room.name", ""), ("m.room.encryption", "")];
        let found = self.store.find_state_keys(&spots).await?;
        let key_of = |kind: &str| found.iter().find(|(key, _)| &*key.event_type == kind).map(|(_, nid)| *nid);
        let (name, encryption) = (key_of("m.room.name"), key_of("m.room.encryption"));
        let keys: Vec<StateKeyNid> = found.values().copied().collect();
        let mut listings: HashMap<RoomNid, Listing> = rooms.iter().map(|room| (*room, Listing::default())).collect();
        let mut telling: HashMap<EventNid, (RoomNid, StateKeyNid)> = HashMap::new();
        for (room, key, event) in self.store.current_state_of(rooms, &keys).await? {
            if Some(key) == encryption {
                listings.entry(room).or_default().is_encrypted = true;
            } else {
                telling.insert(event, (room, key));
            }
        }
        let events: Vec<EventNid> = telling.keys().copied().collect();
        for row in self.store.events(&events).await? {
            let Some((room, key)) = telling.get(&row.nid) else { continue };
            let Ok(Event { content }) = serde_json::from_str(&row.json) else { continue };
            let listing = listings.entry(*room).or_default();
            let text = |value: Option<serde_json::Value>| value.and_then(|value| value.as_str().map(str::to_owned));
            if Some(*key) == name {
                listing.name = text(content.name);
            } else {
                listing.room_type = text(content.room_type);
            }
        }
        Ok(listings)
    }

    /// The rooms in a space, if the reader is in that space.
    pub async fn rooms_of_space(&self, reader: &Actor, space: &RoomId) -> Result<Vec<RoomNid>, MatrixError> {
        let Some(nid) = self.find(space).await? else { return Ok(Vec::new()) };
        let is_member = self.rooms_of(reader.user).await?.joined().any(|room| room == nid);
        if !is_member {
            return Ok(Vec::new());
        }
        let children = self.children(nid, space, false).await?;
        let ids: Vec<&RoomId> = children.iter().map(|child| &*child.state_key).collect();
        Ok(self.store.room_nids(&ids).await?.into_values().collect())
    }
}
