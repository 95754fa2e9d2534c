//! Events in memory: what the database says of them and the event itself, parsed once.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StateKeyNid, StreamPosition, UserNid},
    pdu::{Pdu, SharedPdu},
};
use hs_storage::{EventRow, EventStatus, SentBy, Store, StoreError};
use quick_cache::{DefaultHashBuilder, Lifecycle, Weighter, sync::Cache};
use ruma::{EventId, OwnedEventId, OwnedRoomId, RoomId};
use serde_json::value::RawValue;

/// An event with its place in the room.
#[derive(Debug)]
pub struct StoredEvent {
    /// Our number for it.
    pub nid: EventNid,
    /// Its room.
    pub room: RoomNid,
    /// Its place in the timeline; `None` for an event that is not shown.
    pub order: Option<RoomOrder>,
    /// Its sender.
    pub sender: UserNid,
    /// Its place in the room's state, if it has one.
    pub state_key: Option<StateKeyNid>,
    /// The state before it; `None` is the empty state of a create event, or unknown for an outlier.
    pub snapshot: Option<SnapshotNid>,
    /// The room's state once it was there, where forks met and that is not simply the state after it, or not that of
    /// before with what it changes.
    pub resolved: Option<SnapshotNid>,
    /// Whether the room took it.
    pub status: EventStatus,
    /// The event that took it back.
    pub redacted_by: Option<EventNid>,
    /// The event itself.
    pub pdu: SharedPdu,
    position: OnceLock<StreamPosition>,
    /// Where it came from, once somebody has looked: that is committed with the event and never changes.
    origin: OnceLock<Option<Box<Origin>>>,
}

/// Where an event of a user of ours came from, as its sender may know.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// A request, whose device may see the transaction id.
    Request(SentBy),
    /// The events that are sent later: its name among them.
    Delay(String),
}

impl StoredEvent {
    /// An event that is about to be committed: it gets its position then.
    pub(crate) fn pending(row: &EventRow, pdu: SharedPdu) -> Self {
        Self {
            nid: row.nid,
            room: row.room,
            order: row.order,
            sender: row.sender,
            state_key: row.state_key,
            snapshot: row.snapshot,
            resolved: row.resolved,
            status: row.status,
            redacted_by: row.redacted_by,
            pdu,
            position: row.position.map_or_else(OnceLock::new, OnceLock::from),
            origin: OnceLock::new(),
        }
    }

    /// The position at which it became news; `None` for history that was fetched later, and while it is not yet
    /// committed.
    pub fn position(&self) -> Option<StreamPosition> {
        self.position.get().copied()
    }

    /// Says at which position the event was committed. Only the first word counts.
    pub(crate) fn committed_at(&self, position: StreamPosition) {
        let _first_word_counts = self.position.set(position);
    }

    /// Where it came from, as far as anybody has looked and it is known.
    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.origin.get()?.as_deref()
    }

    /// Whether nobody has looked yet where it came from.
    pub(crate) fn is_origin_unknown(&self) -> bool {
        self.origin.get().is_none()
    }

    /// Says where it came from. Only the first word counts.
    pub(crate) fn came_from(&self, origin: Option<Origin>) {
        let _first_word_counts = self.origin.set(origin.map(Box::new));
    }

    /// The same event after a redaction.
    pub(crate) fn redacted(&self, by: EventNid, pdu: SharedPdu) -> Self {
        Self {
            redacted_by: Some(by),
            pdu,
            position: self.position.clone(),
            origin: self.origin.clone(),
            nid: self.nid,
            room: self.room,
            order: self.order,
            sender: self.sender,
            state_key: self.state_key,
            snapshot: self.snapshot,
            resolved: self.resolved,
            status: self.status,
        }
    }

    /// Whether the state before it is known, as it is not for an outlier.
    pub(crate) fn has_state(&self) -> bool {
        self.snapshot.is_some() || (self.pdu.prev_events().is_empty() && self.pdu.auth_events().is_empty())
    }

    pub(crate) fn from_row(row: &EventRow, room_id: &RoomId) -> Result<Self, MatrixError> {
        let json = RawValue::from_string(row.json.clone()).map_err(MatrixError::internal)?;
        let pdu = Pdu::from_json(row.event_id.clone(), room_id, json).map_err(MatrixError::internal)?;
        let pdu = if row.status == EventStatus::Rejected { pdu.rejected() } else { pdu };
        Ok(Self::pending(row, Arc::new(pdu)))
    }
}

/// What somebody holds stays in a cache: to let it go would free nothing, and an event that is on its way to the disk
/// could not be read back.
#[derive(Clone, Debug)]
pub(crate) struct WhileHeld;

impl<K, V> Lifecycle<K, Arc<V>> for WhileHeld {
    type RequestState = ();

    fn is_pinned(&self, _: &K, value: &Arc<V>) -> bool {
        Arc::strong_count(value) > 1
    }
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<EventNid, Arc<StoredEvent>> for ByWeight {
    fn weight(&self, _: &EventNid, event: &Arc<StoredEvent>) -> u64 {
        event.pdu.weight() as u64
    }
}

/// The events that were lately written or read, bounded by their size in bytes.
pub(crate) struct Events {
    store: Store,
    cache: Cache<EventNid, Arc<StoredEvent>, ByWeight, DefaultHashBuilder, WhileHeld>,
    /// The numbers of events that are on disk.
    nids: Cache<OwnedEventId, EventNid>,
}

impl Events {
    pub(crate) fn new(store: Store, bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 2048).unwrap_or(usize::MAX);
        let cache = Cache::with(expected, bytes, ByWeight, DefaultHashBuilder::default(), WhileHeld);
        Self { store, cache, nids: Cache::new(expected) }
    }

    /// Keeps an event that is on disk.
    pub(crate) fn insert(&self, event: &Arc<StoredEvent>) {
        self.nids.insert(event.pdu.event_id().clone(), event.nid);
        self.cache.insert(event.nid, Arc::clone(event));
    }

    /// Keeps an event that is on its way to the disk, for as long as somebody holds it. It is found by its number only,
    /// which nobody else can have.
    pub(crate) fn insert_new(&self, event: &Arc<StoredEvent>) {
        if self.cache.get(&event.nid).is_none() {
            self.cache.insert(event.nid, Arc::clone(event));
        }
    }

    /// The number of an event.
    pub(crate) async fn nid_of(&self, event_id: &EventId) -> Result<Option<EventNid>, MatrixError> {
        Ok(self.nids_of(&[event_id]).await?.remove(event_id))
    }

    /// The numbers of those of the events that we have.
    pub(crate) async fn nids_of(&self, ids: &[&EventId]) -> Result<HashMap<OwnedEventId, EventNid>, MatrixError> {
        let mut found = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for id in ids {
            match self.nids.get(*id) {
                Some(nid) => drop(found.insert((*id).to_owned(), nid)),
                None => missing.push(*id),
            }
        }
        if !missing.is_empty() {
            for (id, nid) in self.store.event_nids(&missing).await? {
                self.nids.insert(id.clone(), nid);
                found.insert(id, nid);
            }
        }
        Ok(found)
    }

    /// Those of the events that we have in this room, whatever their status, in no particular order.
    pub(crate) async fn by_ids(
        &self,
        ids: &[&EventId],
        room: RoomNid,
        room_id: &RoomId,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let nids: Vec<_> = self.nids_of(ids).await?.into_values().collect();
        let mut events = self.get(&nids, room_id).await?;
        events.retain(|event| event.room == room);
        Ok(events)
    }

    /// Events by number, in the order asked for; what does not exist is left out. One query for all that are not at
    /// hand.
    pub(crate) async fn get(&self, nids: &[EventNid], room_id: &RoomId) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let mut found: HashMap<EventNid, Arc<StoredEvent>> = HashMap::with_capacity(nids.len());
        let mut missing = Vec::new();
        for nid in nids {
            match self.cache.get(nid) {
                Some(event) => drop(found.insert(*nid, event)),
                None => missing.push(*nid),
            }
        }
        if !missing.is_empty() {
            for event in self.adopt(self.store.events(&missing).await?, room_id)? {
                found.insert(event.nid, event);
            }
        }
        Ok(nids.iter().filter_map(|nid| found.get(nid).cloned()).collect())
    }

    /// Has events of many rooms in memory, with one query.
    pub(crate) async fn load_many(&self, mut wanted: HashMap<EventNid, OwnedRoomId>) -> Result<(), MatrixError> {
        wanted.retain(|nid, _| self.cache.peek(nid).is_none());
        if wanted.is_empty() {
            return Ok(());
        }
        let nids: Vec<EventNid> = wanted.keys().copied().collect();
        for row in self.store.events(&nids).await? {
            let Some(room_id) = wanted.get(&row.nid) else { continue };
            self.insert(&Arc::new(StoredEvent::from_row(&row, room_id)?));
        }
        Ok(())
    }

    /// One event by number.
    pub(crate) async fn one(&self, nid: EventNid, room_id: &RoomId) -> Result<Option<Arc<StoredEvent>>, MatrixError> {
        match self.cache.get(&nid) {
            Some(event) => Ok(Some(event)),
            None => Ok(self.get(&[nid], room_id).await?.pop()),
        }
    }

    /// One event of a room by id.
    pub(crate) async fn by_id(
        &self,
        event_id: &EventId,
        room: RoomNid,
        room_id: &RoomId,
    ) -> Result<Option<Arc<StoredEvent>>, MatrixError> {
        let Some(nid) = self.nid_of(event_id).await? else { return Ok(None) };
        Ok(self.one(nid, room_id).await?.filter(|event| event.room == room))
    }

    /// Rows that a query brought, as events; those that were at hand already are not parsed again.
    pub(crate) fn adopt(&self, rows: Vec<EventRow>, room_id: &RoomId) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        rows.into_iter()
            .map(|row| {
                if let Some(event) = self.cache.get(&row.nid) {
                    return Ok(event);
                }
                let event = Arc::new(StoredEvent::from_row(&row, room_id)?);
                self.insert(&event);
                Ok(event)
            })
            .collect()
    }
}

/// A broken reference inside our own database.
pub(crate) fn dangling(what: &str) -> MatrixError {
    MatrixError::internal(StoreError::Corrupt(what.to_owned()))
}
