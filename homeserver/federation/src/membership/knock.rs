//! Asking to be let into rooms of others. See <https://spec.matrix.org/v1.19/server-server-api/#knocking-rooms>.

use hs_core::{error::MatrixError, room_version};
use hs_rooms::{Actor, Completion, Outside};
use ruma::{
    OwnedRoomId, OwnedServerName, RoomId, RoomOrAliasId, ServerName,
    api::federation::membership::{
        create_knock_event::v1::Request as SendKnock, prepare_knock_event::v1::Request as MakeKnock,
    },
    assign,
    events::room::member::MembershipState,
};

use super::{
    invite::stripped,
    join::supported,
    via::{Refusals, relayed},
};
use crate::service::Federation;

impl Federation {
    /// Asks the members of a room to be let in.
    pub async fn knock(
        &self,
        actor: &Actor,
        room: &RoomOrAliasId,
        via: Vec<OwnedServerName>,
        reason: Option<String>,
    ) -> Result<OwnedRoomId, MatrixError> {
        let (room_id, via) = self.find_room(room, via).await?;
        if self.rooms.is_resident(&room_id).await? {
            self.rooms.knock(actor, &room_id, reason.as_deref()).await?;
            return Ok(room_id);
        }
        let (federation, actor) = (self.clone(), actor.clone());
        let task = async move { federation.knock_elsewhere(&actor, room_id, via, reason.as_deref()).await };
        self.tasks.spawn(task).await.map_err(MatrixError::internal)?
    }

    async fn knock_elsewhere(
        &self,
        actor: &Actor,
        room_id: OwnedRoomId,
        via: Vec<OwnedServerName>,
        reason: Option<&str>,
    ) -> Result<OwnedRoomId, MatrixError> {
        let mut refusals = Refusals::default();
        for server in self.candidates(actor, &room_id, via).await? {
            match self.knock_by(actor, &room_id, &server, reason).await {
                Ok(()) => return Ok(room_id),
                Err(error) => refusals.add(&server, error),
            }
        }
        Err(refusals.into_error())
    }

    /// Knocks with the help of one server.
    async fn knock_by(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        server: &ServerName,
        reason: Option<&str>,
    ) -> Result<(), MatrixError> {
        let ver = room_version::SUPPORTED.to_vec();
        let request = assign!(MakeKnock::new(room_id.to_owned(), actor.user_id.clone()), { ver });
        let made = self.client.request(server, request).await.map_err(relayed)?;
        supported(&made.room_version)?;
        let content = self.rooms.member_content(&actor.user_id, MembershipState::Knock, reason, None).await?;
        let completion = Completion { room_id, user: &actor.user_id, content: &content };
        let event = self.rooms.complete(&made.event, &made.room_version, completion)?;
        let request = SendKnock::new(room_id.to_owned(), event.event_id().clone(), event.json().to_owned());
        let sent = self.client.request(server, request).await.map_err(relayed)?;
        let stripped = stripped(&sent.knock_room_state);
        let outside = Outside { room_id: room_id.to_owned(), version: made.room_version, event, stripped };
        self.rooms.set_outside(&outside).await
    }
}
