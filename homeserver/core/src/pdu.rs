//! An event of a room as servers exchange it (a *PDU*): its fields ready to use, and its JSON as it was signed.
//! See <https://spec.matrix.org/v1.19/server-server-api/#pdus> and the room versions' event formats.

mod build;
pub mod check;
mod client;
mod redact;

use std::sync::Arc;

use ruma::{
    MilliSecondsSinceUnixEpoch, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId, UserId,
    events::{StateEventType, TimelineEventType},
};
use serde::Deserialize;
use serde_json::value::RawValue;

pub use self::{
    build::{BuildError, Draft, MAX_PDU_BYTES, Parents, Place, event_id},
    client::{ClientFormat, Unsigned},
    redact::{is_redacted_by, redact, redacts_of},
};

/// One event. Immutable: a redaction makes another one with the same id.
#[derive(Clone, Debug)]
pub struct Pdu {
    event_id: OwnedEventId,
    room_id: OwnedRoomId,
    sender: OwnedUserId,
    kind: TimelineEventType,
    state_key: Option<String>,
    origin_server_ts: MilliSecondsSinceUnixEpoch,
    depth: u64,
    prev_events: Vec<OwnedEventId>,
    auth_events: Vec<OwnedEventId>,
    redacts: Option<OwnedEventId>,
    content: Box<RawValue>,
    json: Box<RawValue>,
    is_rejected: bool,
    /// Whether the JSON names the room: create events of room version 12 and later do not.
    names_room: bool,
}

/// The JSON that does not become a [`Pdu`].
#[derive(Debug, thiserror::Error)]
#[error("not an event: {0}")]
pub struct PduError(#[from] serde_json::Error);

/// How event references look: a list of ids since room version 3, pairs of id and hash before.
#[derive(Deserialize)]
#[serde(untagged)]
enum Reference {
    Id(OwnedEventId),
    Pair(OwnedEventId, serde::de::IgnoredAny),
}

impl From<Reference> for OwnedEventId {
    fn from(reference: Reference) -> Self {
        match reference {
            Reference::Id(id) | Reference::Pair(id, _) => id,
        }
    }
}

/// The fields of the JSON that the server works with.
#[derive(Deserialize)]
struct Fields {
    room_id: Option<OwnedRoomId>,
    sender: OwnedUserId,
    #[serde(rename = "type")]
    kind: TimelineEventType,
    state_key: Option<String>,
    origin_server_ts: MilliSecondsSinceUnixEpoch,
    #[serde(default)]
    depth: u64,
    #[serde(default)]
    prev_events: Vec<Reference>,
    #[serde(default)]
    auth_events: Vec<Reference>,
    redacts: Option<OwnedEventId>,
    content: Box<RawValue>,
}

impl Pdu {
    /// Reads an event whose id is known: ours, or one that was checked when it came.
    ///
    /// `room_id` counts only where the JSON has none, which is in the create events of room version 12 and later.
    pub fn from_json(event_id: OwnedEventId, room_id: &RoomId, json: Box<RawValue>) -> Result<Self, PduError> {
        let fields: Fields = serde_json::from_str(json.get())?;
        Ok(Self {
            event_id,
            names_room: fields.room_id.is_some(),
            room_id: fields.room_id.unwrap_or_else(|| room_id.to_owned()),
            sender: fields.sender,
            kind: fields.kind,
            state_key: fields.state_key,
            origin_server_ts: fields.origin_server_ts,
            depth: fields.depth,
            prev_events: fields.prev_events.into_iter().map(Into::into).collect(),
            auth_events: fields.auth_events.into_iter().map(Into::into).collect(),
            redacts: fields.redacts,
            content: fields.content,
            json,
            is_rejected: false,
        })
    }

    /// The same event, marked as one that failed its checks: it authorises nothing.
    #[must_use]
    pub fn rejected(mut self) -> Self {
        self.is_rejected = true;
        self
    }

    /// The event's id.
    pub fn event_id(&self) -> &OwnedEventId {
        &self.event_id
    }

    /// The room it belongs to.
    pub fn room_id(&self) -> &OwnedRoomId {
        &self.room_id
    }

    /// Who sent it.
    pub fn sender(&self) -> &OwnedUserId {
        &self.sender
    }

    /// Its `type`.
    pub fn kind(&self) -> &TimelineEventType {
        &self.kind
    }

    /// Its state key, if it is a state event.
    pub fn state_key(&self) -> Option<&str> {
        self.state_key.as_deref()
    }

    /// Its place in the room's state, if it has one: type and state key.
    pub fn state_pair(&self) -> Option<(StateEventType, &str)> {
        Some((StateEventType::from(self.kind.to_string()), self.state_key.as_deref()?))
    }

    /// When its server made it, by that server's clock.
    pub fn origin_server_ts(&self) -> MilliSecondsSinceUnixEpoch {
        self.origin_server_ts
    }

    /// One more than the greatest depth of its parents.
    pub fn depth(&self) -> u64 {
        self.depth
    }

    /// Its parents in the room's graph.
    pub fn prev_events(&self) -> &[OwnedEventId] {
        &self.prev_events
    }

    /// The events that allow it.
    pub fn auth_events(&self) -> &[OwnedEventId] {
        &self.auth_events
    }

    /// Its content, unparsed.
    pub fn content(&self) -> &RawValue {
        &self.content
    }

    /// One or more fields of its content; `None` where they are missing or of another type.
    pub fn content_as<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        serde_json::from_str(self.content.get()).ok()
    }

    /// The whole event as it goes to other servers.
    pub fn json(&self) -> &RawValue {
        &self.json
    }

    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        size_of::<Self>() + self.json.get().len() + self.content.get().len() + 64 * self.auth_events.len() + 256
    }
}

impl ruma::state_res::Event for Pdu {
    type Id = OwnedEventId;

    fn event_id(&self) -> &Self::Id {
        &self.event_id
    }

    fn room_id(&self) -> Option<&RoomId> {
        self.names_room.then_some(&*self.room_id)
    }

    fn sender(&self) -> &UserId {
        &self.sender
    }

    fn origin_server_ts(&self) -> MilliSecondsSinceUnixEpoch {
        self.origin_server_ts
    }

    fn event_type(&self) -> &TimelineEventType {
        &self.kind
    }

    fn content(&self) -> &RawValue {
        &self.content
    }

    fn state_key(&self) -> Option<&str> {
        self.state_key.as_deref()
    }

    fn prev_events(&self) -> Box<dyn DoubleEndedIterator<Item = &Self::Id> + '_> {
        Box::new(self.prev_events.iter())
    }

    fn auth_events(&self) -> Box<dyn DoubleEndedIterator<Item = &Self::Id> + '_> {
        Box::new(self.auth_events.iter())
    }

    fn redacts(&self) -> Option<&Self::Id> {
        self.redacts.as_ref()
    }

    fn rejected(&self) -> bool {
        self.is_rejected
    }
}

/// An event as everything above the database hands it around.
pub type SharedPdu = Arc<Pdu>;
