//! What other servers ask of us for their users: templates of member events, and to let those events in.
//! See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms> and the sections after it.

mod invite;
mod join;
mod knock;
mod leave;

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    pdu::{
        Draft, SharedPdu,
        check::{Refusal, Unchecked, read},
    },
};
use hs_rooms::{Outcome, RoomHead, Template};
use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, EventId, RoomId, RoomVersionId, ServerName, UserId,
    events::{TimelineEventType, room::member::MembershipState},
};
use serde_json::{
    Value, json,
    value::{RawValue, to_raw_value},
};

use crate::service::Federation;

/// Where an event that was sent to us claims to belong.
pub struct Address<'a> {
    /// Who sent it.
    pub origin: &'a ServerName,
    /// The room in the path of the request.
    pub room_id: &'a RoomId,
    /// The event in the path of the request.
    pub event_id: &'a EventId,
}

impl Federation {
    /// A room that users of ours are in and that a server may have to do with.
    pub(super) async fn open_room(&self, origin: &ServerName, room_id: &RoomId) -> Result<Arc<RoomHead>, MatrixError> {
        let unknown = || MatrixError::not_found("This server is not in that room");
        if !self.rooms.is_resident(room_id).await? {
            return Err(unknown());
        }
        self.rooms.check_acl(origin, room_id).await?;
        let room = self.rooms.find(room_id).await?.ok_or_else(unknown)?;
        self.rooms.head(room).await
    }

    /// A template of a member event for a user of another server.
    async fn template(
        &self,
        room_id: &RoomId,
        user: &UserId,
        membership: &MembershipState,
        more: Option<(&str, Value)>,
    ) -> Result<Template, MatrixError> {
        let mut content = serde_json::Map::from_iter([("membership".to_owned(), json!(membership))]);
        content.extend(more.map(|(key, value)| (key.to_owned(), value)));
        let content = to_raw_value(&content).map_err(MatrixError::internal)?;
        let draft = Draft::state(user.to_owned(), TimelineEventType::RoomMember, user.as_str(), content);
        self.rooms.template(room_id, draft).await
    }

    /// Checks the signatures of an event and lets it into its room.
    async fn admit(&self, origin: &ServerName, head: &RoomHead, event: Unchecked) -> Result<SharedPdu, MatrixError> {
        let pdu = self.check_one(event, &head.rules).await?.map_err(|refusal| refused(&refusal))?;
        match self.take_in(origin, &pdu).await? {
            Outcome::Accepted => {
                self.rooms.pass_on(&pdu, origin).await?;
                Ok(pdu)
            }
            Outcome::Known => Ok(pdu),
            Outcome::SoftFailed(reason) | Outcome::Rejected(reason) => {
                Err(MatrixError::forbidden(format!("The room does not allow this: {reason}")))
            }
            Outcome::Missing { .. } => {
                Err(MatrixError::invalid_param("This event refers to others that this server does not know"))
            }
            Outcome::NotInRoom => Err(MatrixError::not_found("This server is not in that room")),
        }
    }
}

/// Reads a member event that a user of another server sends about themselves. Its signatures are not checked yet.
fn read_own_membership(
    head: &RoomHead,
    address: &Address<'_>,
    json: &RawValue,
    membership: &MembershipState,
) -> Result<Unchecked, MatrixError> {
    let event = read_sent(head, address, json)?;
    let text = |field: &str| text(event.object(), field);
    let is_right = text("type") == Some("m.room.member")
        && text("sender").is_some()
        && text("sender") == text("state_key")
        && content_text(event.object(), "membership") == Some(membership.as_str());
    if !is_right {
        return Err(MatrixError::invalid_param(format!("This is no event by which somebody says `{membership}`")));
    }
    Ok(event)
}

/// Users are spoken for by their own servers.
pub(super) fn check_speaks_for(origin: &ServerName, user: &UserId) -> Result<(), MatrixError> {
    if user.server_name() == origin {
        return Ok(());
    }
    Err(MatrixError::forbidden(format!("{user} is not a user of {origin}")))
}

/// The room's version must be one that the other server plays by.
fn check_version(head: &RoomHead, known: &[RoomVersionId]) -> Result<(), MatrixError> {
    if known.contains(&head.version) {
        return Ok(());
    }
    Err(MatrixError::incompatible_room_version(head.version.clone()))
}

/// Reads an event that was sent to a place of its own, by the server of its sender.
fn read_sent(head: &RoomHead, address: &Address<'_>, json: &RawValue) -> Result<Unchecked, MatrixError> {
    let object: CanonicalJsonObject = serde_json::from_str(json.get())
        .map_err(|error| MatrixError::bad_json(format!("This is not canonical JSON: {error}")))?;
    let signatures = object.get("signatures").and_then(CanonicalJsonValue::as_object);
    if signatures.is_none_or(|signatures| !signatures.contains_key(address.origin.as_str())) {
        return Err(MatrixError::forbidden("This event is not signed by the server that sent it"));
    }
    let event = read(json, &head.rules).map_err(|refusal| refused(&refusal))?;
    if event.room_id() != address.room_id || event.event_id() != address.event_id {
        return Err(MatrixError::invalid_param("This event is another one than the address of the request says"));
    }
    let sender = text(event.object(), "sender").and_then(|sender| <&UserId>::try_from(sender).ok());
    match sender {
        Some(sender) => check_speaks_for(address.origin, sender)?,
        None => return Err(MatrixError::invalid_param("This event has no sender")),
    }
    Ok(event)
}

/// A text field of an event.
fn text<'a>(object: &'a CanonicalJsonObject, field: &str) -> Option<&'a str> {
    object.get(field)?.as_str()
}

/// A text field of an event's content.
fn content_text<'a>(object: &'a CanonicalJsonObject, field: &str) -> Option<&'a str> {
    object.get("content")?.as_object()?.get(field)?.as_str()
}

/// What the other server hears of an event that is not what it should be.
fn refused(refusal: &Refusal) -> MatrixError {
    match refusal {
        Refusal::Format(_) => MatrixError::invalid_param(refusal.to_string()),
        Refusal::Signature(_) => MatrixError::forbidden(refusal.to_string()),
    }
}
