//! Inviting users of other servers. See <https://spec.matrix.org/v1.19/server-server-api/#inviting-to-a-room>.

mod first;

use std::borrow::Cow;

use hs_core::{error::MatrixError, pdu::SharedPdu};
use hs_outbound::{Bounds, OutboundError};
use hs_rooms::{Actor, Incoming, Invitation, NewRoom, Outcome, RoomHead};
use ruma::{
    CanonicalJsonValue, OwnedRoomId, RoomId, RoomVersionId, UserId,
    api::federation::membership::{RawStrippedState, create_invite::v2},
    events::AnyStrippedStateEvent,
    exports::http::StatusCode,
    serde::Raw,
};
use serde::Deserialize;
use serde_json::{
    Map, Value, json,
    value::{RawValue, to_raw_value},
};

use self::first::FirstInvite;
use super::{check::nonsense, via::relayed};
use crate::service::Federation;

/// The most pieces of a room's state that are shown to whom it invites.
const MAX_STRIPPED: usize = 64;

/// What the first version of the endpoint answers with.
#[derive(Deserialize)]
struct Answer {
    event: Box<RawValue>,
}

impl Federation {
    /// Makes a room, and invites those of other servers once it is there. Who cannot be reached then is not invited:
    /// the room is made all the same.
    pub async fn create(&self, actor: &Actor, wanted: &NewRoom) -> Result<OwnedRoomId, MatrixError> {
        let room_id = self.rooms.create(actor, wanted).await?;
        for target in wanted.invite.iter().filter(|user| !self.is_ours(user.server_name())) {
            let invitation = Invitation { target, reason: None, is_direct: wanted.is_direct };
            if let Err(error) = self.invite(actor, &room_id, &invitation).await {
                tracing::warn!(%target, %error, "somebody was not invited into a new room");
            }
        }
        Ok(room_id)
    }

    /// Invites a user, of whatever server.
    pub async fn invite(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        invitation: &Invitation<'_>,
    ) -> Result<(), MatrixError> {
        if self.is_ours(invitation.target.server_name()) {
            return self.rooms.invite(actor, room_id, invitation).await;
        }
        let (head, event) = self.rooms.prepare_invite(actor, room_id, invitation).await?;
        let signed = self.have_signed(&head, &event, invitation.target).await?;
        self.enter(&signed).await
    }

    /// Has an invitation enter its room, with all the signatures that it needs.
    pub(super) async fn enter(&self, signed: &SharedPdu) -> Result<(), MatrixError> {
        match self.rooms.receive(Incoming::new(SharedPdu::clone(signed))).await? {
            Outcome::Accepted | Outcome::Known => Ok(()),
            Outcome::SoftFailed(reason) | Outcome::Rejected(reason) => {
                Err(MatrixError::forbidden(format!("The room does not allow this any more: {reason}")))
            }
            Outcome::Missing { .. } | Outcome::NotInRoom => {
                Err(MatrixError::forbidden("You are not in this room any more"))
            }
        }
    }

    /// Shows an invitation to the server of whom it is for, which agrees by signing it.
    pub(super) async fn have_signed(
        &self,
        head: &RoomHead,
        event: &SharedPdu,
        target: &UserId,
    ) -> Result<SharedPdu, MatrixError> {
        let state = self.rooms.invite_state(head, event.sender()).await?;
        let request = v2::Request::new(
            head.room_id.clone(),
            event.event_id().clone(),
            head.version.clone(),
            event.json().to_owned(),
            state.iter().map(|pdu| RawStrippedState::Pdu(pdu.json().to_owned())).collect(),
        );
        let server = target.server_name();
        let signed = match self.client.request_within(server, request, Bounds::USUAL).await {
            Ok(answer) => answer.event,
            Err(OutboundError::Remote { status: StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND, .. })
                if matches!(head.version, RoomVersionId::V1 | RoomVersionId::V2) =>
            {
                let request = first_version(event, &state)?;
                let answer = self.client.request(server, request).await.map_err(relayed)?;
                // Ruma takes the object around the event for the event.
                let Answer { event } =
                    serde_json::from_str(answer.event.get()).map_err(|error| nonsense(&error.to_string()))?;
                event
            }
            Err(error) => return Err(relayed(error)),
        };
        if let Err(error) = serde_json::from_str::<CanonicalJsonValue>(signed.get()) {
            return Err(MatrixError::bad_json(format!("{server} answered with what cannot be an event: {error}")));
        }
        if !is_signed_by(&signed, server.as_str()) {
            return Err(nonsense("an invitation that it has not signed"));
        }
        self.check_signed(&signed, event, &head.rules).await
    }
}

/// The same invitation for servers that know only the first version of the endpoint, whose body is the event.
fn first_version(event: &SharedPdu, state: &[SharedPdu]) -> Result<FirstInvite, MatrixError> {
    let state = state.iter().map(|pdu| pdu.to_stripped::<AnyStrippedStateEvent>().map(Raw::into_json));
    let state = state.collect::<Result<Vec<_>, _>>().map_err(MatrixError::internal)?;
    let mut object: Map<String, Value> = serde_json::from_str(event.json().get()).map_err(MatrixError::internal)?;
    object.insert("unsigned".to_owned(), json!({ "invite_room_state": state }));
    let json = to_raw_value(&object).map_err(MatrixError::internal)?;
    Ok(FirstInvite { room_id: event.room_id().clone(), event_id: event.event_id().clone(), event: json })
}

/// Whether a server has put a signature on an event at all; whether it is right is checked with all others.
fn is_signed_by(event: &RawValue, server: &str) -> bool {
    #[derive(Deserialize)]
    struct Signed {
        signatures: Map<String, Value>,
    }
    serde_json::from_str::<Signed>(event.get()).is_ok_and(|event| event.signatures.contains_key(server))
}

/// What a server shows of a room to whom it invites, as clients see it. Whole events become stripped ones.
pub(super) fn stripped(state: &[RawStrippedState]) -> Vec<Box<RawValue>> {
    #[derive(Deserialize)]
    struct Event<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(borrow)]
        state_key: Cow<'a, str>,
        #[serde(borrow)]
        sender: Cow<'a, str>,
        #[serde(borrow)]
        content: &'a RawValue,
    }
    let strip = |json: &RawValue| {
        let Event { kind, state_key, sender, content } = serde_json::from_str(json.get()).ok()?;
        let event = json!({ "type": kind, "state_key": state_key, "sender": sender, "content": content });
        to_raw_value(&event).ok()
    };
    #[expect(deprecated, reason = "servers of before version 1.16 of the specification send stripped events")]
    let json = |event: &RawStrippedState| match event {
        RawStrippedState::Stripped(raw) => strip(raw.json()),
        RawStrippedState::Pdu(json) => strip(json),
    };
    state.iter().take(MAX_STRIPPED).filter_map(json).collect()
}
