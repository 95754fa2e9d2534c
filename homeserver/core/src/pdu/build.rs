//! From a draft to an event: references, hash, signature and id, as the room's version wants them.
//! See <https://spec.matrix.org/v1.19/server-server-api/#signing-events> and the event formats of the room versions.

use std::collections::BTreeMap;

use ruma::{
    CanonicalJsonError, CanonicalJsonObject, CanonicalJsonValue, EventId, Int, OwnedEventId, OwnedRoomId, OwnedUserId,
    RoomId,
    events::TimelineEventType,
    room_version_rules::{EventIdFormatVersion, EventsReferenceFormatVersion, RoomVersionRules},
    signatures::{JsonError, reference_hash},
    state_res::check_pdu_format,
};
use serde_json::value::{RawValue, to_raw_value};
use thiserror::Error;

use super::{Pdu, PduError, SharedPdu};
use crate::signing::ServerIdentity;

/// The size that an event may have with its signatures, in bytes.
/// See <https://spec.matrix.org/v1.19/client-server-api/#size-limits>.
pub const MAX_PDU_BYTES: usize = 65_535;

/// The greatest integer that canonical JSON can hold, which is as deep as a room's graph is counted.
const MAX_DEPTH: u64 = (1 << 53) - 1;

/// What a user wants to say, before the room has a place for it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who says it.
    pub sender: OwnedUserId,
    /// Its event type.
    pub kind: TimelineEventType,
    /// Its state key, if it is to be state.
    pub state_key: Option<String>,
    /// Its content: must be an object of canonical JSON.
    pub content: Box<RawValue>,
    /// The event to take back, if this is a redaction.
    pub redacts: Option<OwnedEventId>,
    /// When it was said, in milliseconds, if that is not now.
    pub sent_ts: Option<u64>,
}

impl Draft {
    /// A draft of a message event.
    pub fn message(sender: OwnedUserId, kind: TimelineEventType, content: Box<RawValue>) -> Self {
        Self { sender, kind, state_key: None, content, redacts: None, sent_ts: None }
    }

    /// A draft of a state event.
    pub fn state(
        sender: OwnedUserId,
        kind: TimelineEventType,
        state_key: impl Into<String>,
        content: Box<RawValue>,
    ) -> Self {
        Self { sender, kind, state_key: Some(state_key.into()), content, redacts: None, sent_ts: None }
    }
}

/// Where in the room's graph an event is to stand.
#[derive(Clone, Debug)]
pub struct Parents<'a> {
    /// The ends of the graph today.
    pub prev_events: &'a [OwnedEventId],
    /// What allows the event.
    pub auth_events: &'a [SharedPdu],
    /// The greatest depth among `prev_events`; 0 without any.
    pub depth: u64,
    /// Reference hashes of `prev_events`, in order: only room versions 1 and 2 ask for them.
    pub prev_hashes: &'a [String],
}

/// Why a draft cannot become an event.
#[derive(Debug, Error)]
pub enum BuildError {
    /// The content is not an object of canonical JSON: floats, integers out of range and the like.
    #[error("the content is not canonical JSON: {0}")]
    NotCanonical(String),
    /// The event, or one of its ids, is longer than allowed.
    #[error("{0}")]
    TooLarge(String),
    /// The room's version wants something that the draft has not.
    #[error("{0}")]
    Format(String),
}

impl From<CanonicalJsonError> for BuildError {
    fn from(error: CanonicalJsonError) -> Self {
        Self::NotCanonical(error.to_string())
    }
}

impl From<JsonError> for BuildError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::PduTooLarge => Self::TooLarge(too_large()),
            error => Self::NotCanonical(error.to_string()),
        }
    }
}

impl From<PduError> for BuildError {
    fn from(error: PduError) -> Self {
        Self::Format(error.to_string())
    }
}

fn too_large() -> String {
    format!("The event is larger than {MAX_PDU_BYTES} bytes")
}

/// What is already known of the room that a draft goes to.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The room; `None` for the create event of a room whose id is that event's hash.
    pub room_id: Option<&'a RoomId>,
    /// The rules of its version.
    pub rules: &'a RoomVersionRules,
    /// Milliseconds since 1970.
    pub now_ms: u64,
    /// A random part for the ids of room versions 1 and 2.
    pub nonce: u64,
}

impl Pdu {
    /// Makes the draft an event of ours: hashed, signed and with its id.
    pub fn build(
        draft: Draft,
        place: Place<'_>,
        parents: &Parents<'_>,
        identity: &ServerIdentity,
    ) -> Result<Self, BuildError> {
        let rules = place.rules;
        let mut object = fields(draft, place, parents)?;
        if rules.event_format.require_event_id {
            let id = format!("${}-{}:{}", place.now_ms, place.nonce, identity.name());
            object.insert("event_id".to_owned(), CanonicalJsonValue::String(id));
        }
        check_ids(&object)?;
        identity.sign_event(&mut object, rules)?;
        check_pdu_format(&object, &rules.event_format).map_err(BuildError::Format)?;
        let event_id = event_id(&object, rules)?;
        let json = to_raw_value(&object).map_err(|error| BuildError::NotCanonical(error.to_string()))?;
        if json.get().len() > MAX_PDU_BYTES {
            return Err(BuildError::TooLarge(too_large()));
        }
        let room_id = match place.room_id {
            Some(room_id) => room_id.to_owned(),
            None => room_id_of_create(&event_id)?,
        };
        Ok(Self::from_json(event_id, &room_id, json)?)
    }

    /// The hash by which room versions 1 and 2 refer to this event, in unpadded base64.
    pub fn reference_hash(&self, rules: &RoomVersionRules) -> Result<String, BuildError> {
        let object: CanonicalJsonObject =
            serde_json::from_str(self.json.get()).map_err(|error| BuildError::NotCanonical(error.to_string()))?;
        Ok(reference_hash(&object, rules)?)
    }
}

/// The id of a finished event: its own field in room versions 1 and 2, its hash later.
pub fn event_id(object: &CanonicalJsonObject, rules: &RoomVersionRules) -> Result<OwnedEventId, BuildError> {
    let id = match rules.event_id_format {
        EventIdFormatVersion::V1 => {
            object.get("event_id").and_then(CanonicalJsonValue::as_str).unwrap_or_default().to_owned()
        }
        _ => format!("${}", reference_hash(object, rules)?),
    };
    OwnedEventId::try_from(id).map_err(|error| BuildError::Format(format!("no event id: {error}")))
}

/// In room version 12 a room is named after its create event.
pub(super) fn room_id_of_create(event_id: &EventId) -> Result<OwnedRoomId, BuildError> {
    let id = format!("!{}", event_id.as_str().trim_start_matches('$'));
    OwnedRoomId::try_from(id).map_err(|error| BuildError::Format(format!("no room id: {error}")))
}

fn fields(draft: Draft, place: Place<'_>, parents: &Parents<'_>) -> Result<CanonicalJsonObject, BuildError> {
    let mut content: CanonicalJsonObject =
        serde_json::from_str(draft.content.get()).map_err(|error| BuildError::NotCanonical(error.to_string()))?;
    let mut object = BTreeMap::new();
    if let Some(redacts) = draft.redacts {
        let redacts = CanonicalJsonValue::String(redacts.to_string());
        if place.rules.redaction.content_field_redacts {
            content.insert("redacts".to_owned(), redacts);
        } else {
            object.insert("redacts".to_owned(), redacts);
        }
    }
    if let Some(room_id) = place.room_id {
        object.insert("room_id".to_owned(), CanonicalJsonValue::String(room_id.to_string()));
    }
    if let Some(state_key) = draft.state_key {
        object.insert("state_key".to_owned(), CanonicalJsonValue::String(state_key));
    }
    let auth_hashes = match place.rules.events_reference_format {
        EventsReferenceFormatVersion::V1 => {
            parents.auth_events.iter().map(|pdu| pdu.reference_hash(place.rules)).collect::<Result<Vec<_>, _>>()?
        }
        EventsReferenceFormatVersion::V2 => Vec::new(),
    };
    let auth_ids: Vec<_> = parents.auth_events.iter().map(|pdu| pdu.event_id.clone()).collect();
    let depth = if parents.prev_events.is_empty() { 1 } else { (parents.depth + 1).min(MAX_DEPTH) };
    object.extend([
        ("auth_events".to_owned(), references(&auth_ids, &auth_hashes)),
        ("content".to_owned(), CanonicalJsonValue::Object(content)),
        ("depth".to_owned(), integer(depth)?),
        ("origin_server_ts".to_owned(), integer(draft.sent_ts.unwrap_or(place.now_ms))?),
        ("prev_events".to_owned(), references(parents.prev_events, parents.prev_hashes)),
        ("sender".to_owned(), CanonicalJsonValue::String(draft.sender.to_string())),
        ("type".to_owned(), CanonicalJsonValue::String(draft.kind.to_string())),
    ]);
    Ok(object)
}

/// Ids alone, or, where there are hashes, pairs of id and hash.
fn references(ids: &[OwnedEventId], hashes: &[String]) -> CanonicalJsonValue {
    let mut hashes = hashes.iter();
    let list = ids.iter().map(|id| {
        let id = CanonicalJsonValue::String(id.to_string());
        match hashes.next() {
            None => id,
            Some(hash) => {
                let hash = CanonicalJsonValue::String(hash.clone());
                CanonicalJsonValue::Array(vec![
                    id,
                    CanonicalJsonValue::Object(BTreeMap::from([("sha256".to_owned(), hash)])),
                ])
            }
        }
    });
    CanonicalJsonValue::Array(list.collect())
}

fn integer(number: u64) -> Result<CanonicalJsonValue, BuildError> {
    let number = Int::try_from(number).map_err(|error| BuildError::NotCanonical(error.to_string()))?;
    Ok(CanonicalJsonValue::Integer(number))
}

/// The ids and types in an event may have 255 bytes, and no NUL: PostgreSQL keeps no text with one.
pub(super) fn check_ids(object: &CanonicalJsonObject) -> Result<(), BuildError> {
    for field in ["sender", "room_id", "state_key", "type", "event_id"] {
        let text = object.get(field).and_then(CanonicalJsonValue::as_str).unwrap_or_default();
        if text.len() > 255 {
            return Err(BuildError::TooLarge(format!("`{field}` is longer than 255 bytes")));
        }
        if text.contains('\0') {
            return Err(BuildError::Format(format!("`{field}` contains a NUL character")));
        }
    }
    Ok(())
}
