//! Leaving: rooms of ours, and turning down invitations into rooms of others, which succeeds even if nobody there
//! listens. See <https://spec.matrix.org/v1.19/server-server-api/#leaving-rooms-rejecting-invites>.

use hs_core::{error::MatrixError, pdu::SharedPdu};
use hs_outbound::Bounds;
use hs_rooms::{Actor, Completion, Outside, OutsideMembership};
use ruma::{
    OwnedRoomId, RoomId, RoomVersionId, ServerName, UInt,
    api::federation::membership::{
        create_leave_event::v2::Request as SendLeave, prepare_leave_event::v1::Request as MakeLeave,
    },
    events::room::member::MembershipState,
};
use serde_json::{
    json,
    value::{RawValue, to_raw_value},
};

use super::via::relayed;
use crate::service::Federation;

/// How many servers are told. One is enough.
const MAX_ASKED: usize = 3;
/// How many auth events an event may name.
const MAX_AUTH_EVENTS: usize = 10;

impl Federation {
    /// Leaves a room, turns an invitation down or takes a knock back.
    pub async fn leave(&self, actor: &Actor, room_id: &RoomId, reason: Option<String>) -> Result<(), MatrixError> {
        if self.rooms.is_resident(room_id).await? {
            return self.rooms.leave(actor, room_id, reason.as_deref()).await;
        }
        let outside = self.rooms.outside(actor.user, room_id).await?;
        match outside.filter(|outside| matches!(outside.membership, MembershipState::Invite | MembershipState::Knock)) {
            Some(outside) => {
                let (federation, actor, room_id) = (self.clone(), actor.clone(), room_id.to_owned());
                let task = async move { federation.leave_elsewhere(&actor, room_id, outside, reason.as_deref()).await };
                self.tasks.spawn(task).await.map_err(MatrixError::internal)?
            }
            // Whoever has nothing to do with the room is told so, and who has left already has what they want.
            None => self.rooms.leave(actor, room_id, reason.as_deref()).await,
        }
    }

    /// Takes a user out of all rooms, and turns all their invitations down: their account is being closed.
    pub async fn leave_all(&self, actor: &Actor) -> Result<(), MatrixError> {
        self.rooms.leave_all(actor).await?;
        for room_id in self.rooms.outside_rooms(actor.user).await? {
            if let Err(error) = self.leave(actor, &room_id, None).await {
                tracing::warn!(%error, "a closed account was not taken out of a room of others");
            }
        }
        Ok(())
    }

    async fn leave_elsewhere(
        &self,
        actor: &Actor,
        room_id: OwnedRoomId,
        outside: OutsideMembership,
        reason: Option<&str>,
    ) -> Result<(), MatrixError> {
        let servers = self.candidates(actor, &room_id, Vec::new()).await?;
        let mut left = None;
        for server in servers.iter().take(MAX_ASKED) {
            match self.leave_by(actor, &room_id, server, &outside.version, reason).await {
                Ok(event) => {
                    left = Some(event);
                    break;
                }
                Err(error) => tracing::info!(%server, %error, "a server does not hear that an invitation is declined"),
            }
        }
        let event = match left {
            Some(event) => event,
            None => self.leave_alone(actor, &room_id, &outside, reason).await?,
        };
        self.rooms.set_outside(&Outside { room_id, version: outside.version, event, stripped: outside.stripped }).await
    }

    /// Leaves with the help of one server.
    async fn leave_by(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        server: &ServerName,
        version: &RoomVersionId,
        reason: Option<&str>,
    ) -> Result<SharedPdu, MatrixError> {
        let request = MakeLeave::new(room_id.to_owned(), actor.user_id.clone());
        let made = self.client.request_within(server, request, Bounds::QUICK).await.map_err(relayed)?;
        let version = made.room_version.as_ref().unwrap_or(version);
        let event = self.complete_leave(actor, room_id, &made.event, version, reason).await?;
        let request = SendLeave::new(room_id.to_owned(), event.event_id().clone(), event.json().to_owned());
        self.client.request_within(server, request, Bounds::QUICK).await.map_err(relayed)?;
        Ok(event)
    }

    /// A leave that nobody but us knows of: it follows right on the event that it takes back.
    async fn leave_alone(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        outside: &OutsideMembership,
        reason: Option<&str>,
    ) -> Result<SharedPdu, MatrixError> {
        let before = &outside.event;
        // However much the invitation refers to, and however deep it says to be, it can be turned down.
        let mut auth_events: Vec<_> = before.auth_events().iter().take(MAX_AUTH_EVENTS - 1).cloned().collect();
        auth_events.push(before.event_id().clone());
        let template = json!({
            "type": "m.room.member",
            "room_id": room_id,
            "sender": actor.user_id,
            "state_key": actor.user_id,
            "content": { "membership": "leave" },
            "depth": before.depth().saturating_add(1).min(UInt::MAX.into()),
            "prev_events": [before.event_id()],
            "auth_events": auth_events,
        });
        let template = to_raw_value(&template).map_err(MatrixError::internal)?;
        self.complete_leave(actor, room_id, &template, &outside.version, reason).await
    }

    async fn complete_leave(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        template: &RawValue,
        version: &RoomVersionId,
        reason: Option<&str>,
    ) -> Result<SharedPdu, MatrixError> {
        let content = self.rooms.member_content(&actor.user_id, MembershipState::Leave, reason, None).await?;
        let completion = Completion { room_id, user: &actor.user_id, content: &content };
        self.rooms.complete(template, version, completion)
    }
}
