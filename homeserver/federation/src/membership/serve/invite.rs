//! Invitations of our users into rooms of others.
//! See <https://spec.matrix.org/v1.19/server-server-api/#inviting-to-a-room>.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    pdu::check::{Unchecked, read},
};
use hs_rooms::{Incoming, Outside};
use ruma::{
    RoomId, RoomVersionId, UserId, api::error::ErrorKind, api::federation::membership::RawStrippedState,
    events::TimelineEventType, room_version_rules::RoomVersionRules,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Address, check_speaks_for, content_text, refused, text};
use crate::{
    membership::{invite::stripped, join::supported},
    service::Federation,
};

/// The most pieces of state that we look at.
const MAX_STATE: usize = 64;

impl Federation {
    /// Shows an invitation to the user of ours whom it is for, and signs it.
    pub async fn receive_invite(
        &self,
        address: &Address<'_>,
        version: RoomVersionId,
        json: &RawValue,
        state: &[RawStrippedState],
    ) -> Result<Box<RawValue>, MatrixError> {
        let rules = supported(&version)?;
        let Address { origin, room_id, .. } = *address;
        let event = read_invite(&rules, address, json)?;
        // First of all: a server that has no access is not told who is here.
        if self.rooms.is_resident(room_id).await? {
            self.rooms.check_acl(origin, room_id).await?;
        }
        self.check_invited(&event).await?;
        if rules.authorization.room_create_event_id_as_room_id {
            self.check_state(&rules, room_id, state).await?;
        }
        let event = self.check_one(event, &rules).await?.map_err(|refusal| invalid(&refusal.to_string()))?;
        let signed = self.rooms.countersign(&event, &rules)?;
        let json = signed.json().to_owned();
        if self.rooms.is_resident(room_id).await? {
            // It comes once more, in a transaction; whichever is first counts.
            self.rooms.receive(Incoming::new(signed)).await?;
        } else {
            let stripped = stripped(state);
            self.rooms.set_outside(&Outside { room_id: room_id.to_owned(), version, event: signed, stripped }).await?;
        }
        Ok(json)
    }

    /// The same by the first version of the endpoint, where the event is the body and the state inside of it.
    pub async fn receive_first_invite(
        &self,
        address: &Address<'_>,
        json: &RawValue,
    ) -> Result<Box<RawValue>, MatrixError> {
        #[derive(Default, Deserialize)]
        struct Event {
            #[serde(default)]
            unsigned: Unsigned,
        }
        #[derive(Default, Deserialize)]
        struct Unsigned {
            #[serde(default)]
            invite_room_state: Vec<RawStrippedState>,
        }
        let event: Event = serde_json::from_str(json.get()).unwrap_or_default();
        // It is for rooms of the first two versions, whose events look alike.
        let version = RoomVersionId::V1;
        self.receive_invite(address, version, json, &event.unsigned.invite_room_state).await
    }

    /// Whether the invited user is one of ours who can be invited.
    async fn check_invited(&self, event: &Unchecked) -> Result<(), MatrixError> {
        let target = text(event.object(), "state_key").and_then(|user| <&UserId>::try_from(user).ok());
        let target = target.filter(|user| self.is_ours(user.server_name()));
        let target = target.ok_or_else(|| invalid("it is not for a user of this server"))?;
        // Who has never signed in can be invited, as by users of ours.
        if self.accounts.user.is_closed(target).await? {
            return Err(MatrixError::not_found("There is no such user here"));
        }
        if let Some(user) = self.store.find_user(target).await?
            && self.accounts.blocking.of(user).await?.blocks_invites()
        {
            return Err(MatrixError::new(ErrorKind::InviteBlocked, format!("{target} does not want invitations")));
        }
        Ok(())
    }

    /// What is shown of the room must be of the room, and its beginning be among it.
    async fn check_state(
        &self,
        rules: &Arc<RoomVersionRules>,
        room_id: &RoomId,
        state: &[RawStrippedState],
    ) -> Result<(), MatrixError> {
        let mut events = Vec::new();
        for entry in state.iter().take(MAX_STATE) {
            let RawStrippedState::Pdu(json) = entry else { return Err(invalid("its state is not made of events")) };
            let event = read(json, rules).map_err(|refusal| invalid(&refusal.to_string()))?;
            if event.room_id() != room_id {
                return Err(invalid("its state is of another room"));
            }
            events.push(event);
        }
        let checked = self.keys.verify(events, rules).await?;
        let mut has_create = false;
        for received in checked {
            let received = received.map_err(|refusal| invalid(&refusal.to_string()))?;
            has_create |= *received.pdu.kind() == TimelineEventType::RoomCreate;
        }
        if has_create { Ok(()) } else { Err(invalid("its state lacks the event that the room began with")) }
    }
}

/// Reads an event that is nothing but an invitation by a user of the server that sent it.
fn read_invite(rules: &RoomVersionRules, address: &Address<'_>, json: &RawValue) -> Result<Unchecked, MatrixError> {
    let event = read(json, rules).map_err(|refusal| refused(&refusal))?;
    if event.room_id() != address.room_id || event.event_id() != address.event_id {
        return Err(invalid("it is another one than the address of the request says"));
    }
    let is_invite = text(event.object(), "type") == Some("m.room.member")
        && content_text(event.object(), "membership") == Some("invite");
    if !is_invite {
        return Err(invalid("it is something else"));
    }
    let sender = text(event.object(), "sender").and_then(|sender| <&UserId>::try_from(sender).ok());
    let sender = sender.ok_or_else(|| invalid("nobody sent it"))?;
    check_speaks_for(address.origin, sender).map_err(|_| invalid("its sender is a user of another server"))?;
    Ok(event)
}

fn invalid(reason: &str) -> MatrixError {
    MatrixError::invalid_param(format!("This cannot be an invitation: {reason}"))
}
