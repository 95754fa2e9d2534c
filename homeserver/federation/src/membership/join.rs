//! Joining rooms of others. See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms>.

mod first;

use std::sync::Arc;

use hs_core::{error::MatrixError, pdu::SharedPdu, room_version};
use hs_outbound::{Bounds, OutboundError};
use hs_rooms::{Actor, Completion, Import};
use ruma::{
    CanonicalJsonObject, OwnedRoomId, OwnedServerName, OwnedUserId, RoomId, RoomOrAliasId, RoomVersionId, ServerName,
    api::{
        error::ErrorKind,
        federation::membership::{
            create_join_event::v2::{Request as SendJoin, RoomState},
            prepare_join_event::v1::Request as MakeJoin,
        },
    },
    assign,
    events::{TimelineEventType, room::member::MembershipState},
    room_version_rules::RoomVersionRules,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use self::first::FirstJoin;
use super::via::{Refusals, relayed};
use crate::service::Federation;

impl Federation {
    /// Joins a room: by ourselves where we may, else with the help of a server that is in it. Who is in already stays
    /// so. What has been begun is finished even if nobody waits for it any more. `signed` is the word of an identity
    /// server that the user is whom the room has invited by their address.
    pub async fn join(
        &self,
        actor: &Actor,
        room: &RoomOrAliasId,
        via: Vec<OwnedServerName>,
        reason: Option<String>,
        signed: Option<CanonicalJsonObject>,
    ) -> Result<OwnedRoomId, MatrixError> {
        let (room_id, via) = self.find_room(room, via).await?;
        if let Some(signed) = signed {
            self.take_up(actor, &room_id, signed).await?;
        }
        if self.join_here(actor, &room_id, reason.as_deref()).await? {
            return Ok(room_id);
        }
        let (federation, actor) = (self.clone(), actor.clone());
        let task = async move {
            let room_id = federation.join_elsewhere(&actor, room_id, via, reason.as_deref()).await?;
            federation.follow_upgrade(&actor, &room_id).await;
            Ok(room_id)
        };
        self.tasks.spawn(task).await.map_err(MatrixError::internal)?
    }

    /// If the room has taken the place of another, what we keep about that one goes along.
    async fn follow_upgrade(&self, actor: &Actor, room_id: &RoomId) {
        if let Err(error) = self.rooms.follow_upgrade(actor, room_id).await {
            tracing::warn!(%room_id, %error, "what is kept about a room did not follow it to the new one");
        }
    }

    /// Joins a room that users of ours are in; `false` where others have to let the user in.
    async fn join_here(&self, actor: &Actor, room_id: &RoomId, reason: Option<&str>) -> Result<bool, MatrixError> {
        if !self.rooms.is_resident(room_id).await? {
            return Ok(false);
        }
        match self.rooms.join(actor, room_id, reason).await {
            Ok(()) => {
                self.follow_upgrade(actor, room_id).await;
                Ok(true)
            }
            // We cannot tell, or none of us may; others may know more, and may do more.
            Err(error) if is_up_to_others(&error) && self.has_others(room_id).await? => Ok(false),
            // To a user it is all the same why nobody lets them in.
            Err(error) if is_up_to_others(&error) => Err(MatrixError::forbidden(error.message())),
            Err(error) => Err(error),
        }
    }

    async fn join_elsewhere(
        &self,
        actor: &Actor,
        room_id: OwnedRoomId,
        via: Vec<OwnedServerName>,
        reason: Option<&str>,
    ) -> Result<OwnedRoomId, MatrixError> {
        let turn = self.joins.of(&room_id);
        let _turn = turn.lock().await;
        // Somebody else may have brought the room here while we waited.
        if self.join_here(actor, &room_id, reason).await? {
            return Ok(room_id);
        }
        let servers = self.candidates(actor, &room_id, via).await?;
        if actor.is_guest {
            self.check_guest_access(actor, &room_id, &servers).await?;
        }
        let mut refusals = Refusals::default();
        for server in servers {
            match self.join_by(actor, &room_id, &server, reason).await {
                Ok(()) if actor.is_guest => return self.stay_as_guest(actor, room_id).await,
                Ok(()) => return Ok(room_id),
                Err(error) => refusals.add(&server, error),
            }
        }
        Err(refusals.into_error())
    }

    /// Joins with the help of one server.
    async fn join_by(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        server: &ServerName,
        reason: Option<&str>,
    ) -> Result<(), MatrixError> {
        let ver = room_version::SUPPORTED.to_vec();
        let request = assign!(MakeJoin::new(room_id.to_owned(), actor.user_id.clone()), { ver });
        let made = self.client.request(server, request).await.map_err(relayed)?;
        let version = made.room_version.unwrap_or(RoomVersionId::V1);
        let rules = supported(&version)?;
        let authorised_by = authorised_by(&made.event);
        let content = self.rooms.member_content(&actor.user_id, MembershipState::Join, reason, authorised_by).await?;
        let completion = Completion { room_id, user: &actor.user_id, content: &content };
        let event = self.rooms.complete(&made.event, &version, completion)?;
        let sent = self.send(room_id, server, &event).await.map_err(relayed)?;
        self.take_in_room(room_id, version, &rules, event, sent).await
    }

    /// Hands our join to a server that lets us in with it.
    async fn send(&self, room_id: &RoomId, server: &ServerName, event: &SharedPdu) -> Result<RoomState, OutboundError> {
        let (room_id, event_id, event) = (room_id.to_owned(), event.event_id().clone(), event.json().to_owned());
        let request = SendJoin::new(room_id.clone(), event_id.clone(), event.clone());
        match self.client.request_within(server, request, Bounds::JOIN).await {
            Ok(answer) => Ok(answer.room_state),
            Err(error) if error.is_unrecognized() => {
                let request = FirstJoin { room_id, event_id, event };
                Ok(self.client.request_within(server, request, Bounds::JOIN).await?.0)
            }
            Err(error) => Err(error),
        }
    }

    /// Checks what a server says a room is, and makes it a room of ours.
    async fn take_in_room(
        &self,
        room_id: &RoomId,
        version: RoomVersionId,
        rules: &Arc<RoomVersionRules>,
        event: SharedPdu,
        answer: RoomState,
    ) -> Result<(), MatrixError> {
        let event = match answer.event {
            // With the signature of the server that vouches for us, where the room asks for one.
            Some(signed) => self.check_signed(&signed, &event, rules).await?,
            None => event,
        };
        let (state, auth_chain) = self.check_room(room_id, rules, answer.state, answer.auth_chain).await?;
        check_create(&state, &version)?;
        let import = Import { room_id: room_id.to_owned(), version, state, auth_chain, event };
        self.rooms.import(&import).await
    }

    /// Guests may come where the room says so. Where they were invited, and nobody will tell, they are put out again if
    /// it turns out that they may not.
    async fn check_guest_access(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        servers: &[OwnedServerName],
    ) -> Result<(), MatrixError> {
        let may_come = if let Some(view) = self.ask_about(room_id, servers, false).await {
            view.room.summary.guest_can_join
        } else {
            let outside = self.rooms.outside(actor.user, room_id).await?;
            outside.is_some_and(|outside| outside.membership == MembershipState::Invite)
        };
        if may_come { Ok(()) } else { Err(no_guests()) }
    }

    /// Now that the room is here, it says for itself whether it lets guests in.
    async fn stay_as_guest(&self, actor: &Actor, room_id: OwnedRoomId) -> Result<OwnedRoomId, MatrixError> {
        let head = self.head_of(&room_id).await?;
        self.rooms.put_guests_out(head.nid).await?;
        if self.head_of(&room_id).await?.is_joined(actor.user) { Ok(room_id) } else { Err(no_guests()) }
    }

    /// Whether servers other than this one are in a room.
    async fn has_others(&self, room_id: &RoomId) -> Result<bool, MatrixError> {
        let Some(room) = self.rooms.find(room_id).await? else { return Ok(false) };
        let head = self.rooms.head(room).await?;
        Ok(self.rooms.servers_in(&head).await?.iter().any(|server| !self.is_ours(server)))
    }
}

fn no_guests() -> MatrixError {
    MatrixError::guest_access_forbidden("This room does not let guests in")
}

/// The rules of a version, if we play by it.
pub(super) fn supported(version: &RoomVersionId) -> Result<Arc<RoomVersionRules>, MatrixError> {
    room_version::rules(version).map(Arc::new).ok_or_else(|| MatrixError::incompatible_room_version(version.clone()))
}

/// Whether another server may let in whom we may not.
fn is_up_to_others(error: &MatrixError) -> bool {
    matches!(error.kind(), ErrorKind::UnableToAuthorizeJoin | ErrorKind::UnableToGrantJoin)
}

/// The user in whose name a server lets us into a restricted room.
fn authorised_by(template: &RawValue) -> Option<OwnedUserId> {
    #[derive(Deserialize)]
    struct Template {
        content: Content,
    }
    #[derive(Deserialize)]
    struct Content {
        join_authorised_via_users_server: Option<OwnedUserId>,
    }
    serde_json::from_str::<Template>(template.get()).ok()?.content.join_authorised_via_users_server
}

/// A room begins with an event that says which version it has, and that must be the one that we were told.
fn check_create(state: &[SharedPdu], version: &RoomVersionId) -> Result<(), MatrixError> {
    #[derive(Deserialize)]
    struct Create {
        #[serde(default = "first")]
        room_version: RoomVersionId,
    }
    fn first() -> RoomVersionId {
        RoomVersionId::V1
    }
    let create = state.iter().find(|pdu| *pdu.kind() == TimelineEventType::RoomCreate);
    let create = create.filter(|pdu| pdu.state_key() == Some("")).and_then(|pdu| pdu.content_as::<Create>());
    match create {
        Some(create) if create.room_version == *version => Ok(()),
        _ => Err(super::check::nonsense("a room without a beginning, or of another version than it said")),
    }
}
