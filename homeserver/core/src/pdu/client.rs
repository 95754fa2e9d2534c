//! An event as clients see it.
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-event-format>.

use ruma::{OwnedEventId, OwnedTransactionId, OwnedUserId, events::room::member::MembershipState, serde::Raw};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::value::{RawValue, to_raw_value};

use super::Pdu;

/// What the server adds to an event for a reader. Absent fields are left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Unsigned {
    /// Milliseconds since the event was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u64>,
    /// The reader's membership in the room at the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<MembershipState>,
    /// The content that this state event replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev_content: Option<Box<RawValue>>,
    /// Who had sent the state event that this one replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev_sender: Option<OwnedUserId>,
    /// The state event that this one replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces_state: Option<OwnedEventId>,
    /// The transaction id, for the device that sent the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<OwnedTransactionId>,
    /// Its name while it waited to be sent, for its sender: MSC4140.
    #[serde(rename = "org.matrix.msc4140.delay_id", skip_serializing_if = "Option::is_none")]
    pub delay_id: Option<String>,
    /// The id of the event that took this one back: no longer in the specification, but clients have read it for long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted_by: Option<OwnedEventId>,
    /// The event that took this one back, in client format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted_because: Option<Box<RawValue>>,
    /// What other events say about this one, by relation type.
    #[serde(rename = "m.relations", skip_serializing_if = "Option::is_none")]
    pub relations: Option<Box<RawValue>>,
}

impl Unsigned {
    fn is_empty(&self) -> bool {
        self.age.is_none()
            && self.membership.is_none()
            && self.prev_content.is_none()
            && self.prev_sender.is_none()
            && self.replaces_state.is_none()
            && self.transaction_id.is_none()
            && self.delay_id.is_none()
            && self.redacted_by.is_none()
            && self.redacted_because.is_none()
            && self.relations.is_none()
    }
}

/// An event together with what its reader may know of it; serialises to the client format.
#[derive(Clone, Copy, Debug)]
pub struct ClientFormat<'a> {
    /// The event.
    pub pdu: &'a Pdu,
    /// What the server adds.
    pub unsigned: &'a Unsigned,
    /// Whether to name the room: `/sync` leaves it out, since the response says it once.
    pub with_room_id: bool,
}

/// The `redacts` in the content of a redaction, where room version 11 and later have it.
#[derive(serde::Deserialize)]
struct Redacts {
    redacts: Option<OwnedEventId>,
}

impl Serialize for ClientFormat<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pdu = self.pdu;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &pdu.kind)?;
        if let Some(state_key) = &pdu.state_key {
            map.serialize_entry("state_key", state_key)?;
        }
        if *pdu.kind() == ruma::events::TimelineEventType::RoomRedaction {
            // Clients of either age find it where they look: at the top and in the content.
            let inside = pdu.content_as::<Redacts>().and_then(|content| content.redacts);
            match (&pdu.redacts, inside) {
                (Some(redacts), None) => {
                    map.serialize_entry("redacts", redacts)?;
                    map.serialize_entry("content", &with_redacts(&pdu.content, redacts))?;
                }
                (redacts, inside) => {
                    if let Some(redacts) = redacts.as_ref().or(inside.as_ref()) {
                        map.serialize_entry("redacts", redacts)?;
                    }
                    map.serialize_entry("content", &pdu.content)?;
                }
            }
        } else {
            map.serialize_entry("content", &pdu.content)?;
        }
        map.serialize_entry("sender", &pdu.sender)?;
        map.serialize_entry("event_id", &pdu.event_id)?;
        map.serialize_entry("origin_server_ts", &pdu.origin_server_ts)?;
        if self.with_room_id {
            map.serialize_entry("room_id", &pdu.room_id)?;
        }
        if !self.unsigned.is_empty() {
            map.serialize_entry("unsigned", self.unsigned)?;
        }
        map.end()
    }
}

fn with_redacts(content: &RawValue, redacts: &OwnedEventId) -> serde_json::Map<String, serde_json::Value> {
    let mut map: serde_json::Map<_, _> = serde_json::from_str(content.get()).unwrap_or_default();
    map.insert("redacts".to_owned(), redacts.as_str().into());
    map
}

impl ClientFormat<'_> {
    /// The JSON, typed as the response asks for it.
    pub fn to_raw<T>(self) -> Result<Raw<T>, serde_json::Error> {
        Ok(Raw::from_json(to_raw_value(&self)?))
    }
}

impl Pdu {
    /// The event as servers exchange it, with its id and what the server adds for a reader.
    /// See `event_format` in <https://spec.matrix.org/v1.19/client-server-api/#filtering>.
    pub fn to_federation<T>(&self, unsigned: &Unsigned) -> Result<Raw<T>, serde_json::Error> {
        let mut event: serde_json::Map<String, serde_json::Value> = serde_json::from_str(self.json.get())?;
        event.insert("event_id".to_owned(), self.event_id.as_str().into());
        event.insert("room_id".to_owned(), self.room_id.as_str().into());
        event.insert("unsigned".to_owned(), serde_json::to_value(unsigned)?);
        Ok(Raw::from_json(to_raw_value(&event)?))
    }

    /// The stripped form that invited and knocking users see of a room's state.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#stripped-state>.
    pub fn to_stripped<T>(&self) -> Result<Raw<T>, serde_json::Error> {
        #[derive(Serialize)]
        struct Stripped<'a> {
            #[serde(rename = "type")]
            kind: &'a ruma::events::TimelineEventType,
            state_key: &'a str,
            content: &'a RawValue,
            sender: &'a OwnedUserId,
        }
        let state_key = self.state_key.as_deref().unwrap_or_default();
        let stripped = Stripped { kind: &self.kind, state_key, content: &self.content, sender: &self.sender };
        Ok(Raw::from_json(to_raw_value(&stripped)?))
    }
}
