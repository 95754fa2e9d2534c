//! Letting users of other servers into rooms of ours.
//! See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms>.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    pdu::{
        SharedPdu,
        check::{Unchecked, read},
    },
};
use hs_rooms::{RoomHead, StateFor};
use ruma::{
    EventId, OwnedEventId, RoomId, RoomVersionId, ServerName, UserId,
    api::federation::membership::{create_join_event::v2::RoomState, prepare_join_event::v1::Response},
    assign,
    events::{TimelineEventType, room::member::MembershipState},
};
use serde_json::{
    json,
    value::{RawValue, to_raw_value},
};

use super::{Address, check_speaks_for, check_version, content_text, read_own_membership, refused, text};
use crate::service::Federation;

/// How many members name a room that has no name.
const HEROES: usize = 5;
const AUTHORISED: &str = "join_authorised_via_users_server";

impl Federation {
    /// A template for the join of another server's user.
    pub async fn make_join(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        user: &UserId,
        versions: &[RoomVersionId],
    ) -> Result<Response, MatrixError> {
        check_speaks_for(origin, user)?;
        let head = self.open_room(origin, room_id).await?;
        check_version(&head, versions)?;
        let by = self.rooms.authorising_user_for(&head, user).await?;
        let by = by.map(|by| (AUTHORISED, json!(by)));
        let template = self.template(room_id, user, &MembershipState::Join, by).await?;
        Ok(assign!(Response::new(template.event), { room_version: Some(template.version) }))
    }

    /// Lets a user of another server in, and tells that server what the room is.
    pub async fn send_join(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        event_id: &EventId,
        json: &RawValue,
        omit_members: bool,
    ) -> Result<RoomState, MatrixError> {
        let head = self.open_room(origin, room_id).await?;
        let address = Address { origin, room_id, event_id };
        let event = read_own_membership(&head, &address, json, &MembershipState::Join)?;
        let (event, is_ours_too) = self.vouch(&head, event).await?;
        let servers = self.rooms.servers_in(&head).await?;
        let joined = self.admit(origin, &head, event).await?;
        let (_, state) = self.rooms.state_for_join(room_id, joined.event_id()).await?;
        let mut answer = if omit_members { without_members(&joined, &state) } else { whole(&state) };
        answer.event = is_ours_too.then(|| joined.json().to_owned());
        answer.servers_in_room = answer.members_omitted.then(|| servers.iter().map(ToString::to_string).collect());
        Ok(answer)
    }

    /// Signs a join that a user of ours is to vouch for, if its conditions are really met.
    async fn vouch(&self, head: &Arc<RoomHead>, event: Unchecked) -> Result<(Unchecked, bool), MatrixError> {
        let by = content_text(event.object(), AUTHORISED).and_then(|by| <&UserId>::try_from(by).ok());
        if !by.is_some_and(|by| self.is_ours(by.server_name())) {
            return Ok((event, false));
        }
        let user = text(event.object(), "sender").and_then(|user| <&UserId>::try_from(user).ok());
        let user = user.ok_or_else(|| MatrixError::invalid_param("This event has no sender"))?;
        // Refuses those who do not meet the conditions.
        self.rooms.authorising_user_for(head, user).await?;
        let mut object = event.object().clone();
        self.identity.sign_event(&mut object, &head.rules).map_err(MatrixError::internal)?;
        let signed = to_raw_value(&object).map_err(MatrixError::internal)?;
        let signed = read(&signed, &head.rules).map_err(|refusal| refused(&refusal))?;
        if signed.event_id() == event.event_id() {
            Ok((signed, true))
        } else {
            Err(MatrixError::forbidden("The hash of this event is wrong"))
        }
    }
}

fn whole(state: &StateFor) -> RoomState {
    assign!(RoomState::new(), { state: jsons(&state.state), auth_chain: jsons(&state.auth_chain) })
}

fn jsons(pdus: &[SharedPdu]) -> Vec<Box<RawValue>> {
    pdus.iter().map(|pdu| pdu.json().to_owned()).collect()
}

/// The state with only those members that are needed to name the room, and what the rest of it and the join rest on.
fn without_members(joined: &SharedPdu, state: &StateFor) -> RoomState {
    let is_member = |pdu: &&SharedPdu| *pdu.kind() == TimelineEventType::RoomMember;
    let named = ["m.room.name", "m.room.canonical_alias"];
    let is_named = state.state.iter().any(|pdu| named.contains(&pdu.kind().to_string().as_str()));
    let mut kept: Vec<SharedPdu> = state.state.iter().filter(|pdu| !is_member(pdu)).cloned().collect();
    if !is_named {
        let present = |pdu: &&SharedPdu| {
            let content = pdu.content_as::<ruma::events::room::member::RoomMemberEventContent>();
            content.is_some_and(|content| {
                matches!(content.membership, MembershipState::Join | MembershipState::Invite)
                    && pdu.state_key() != joined.state_key()
            })
        };
        kept.extend(state.state.iter().filter(is_member).filter(present).take(HEROES).cloned());
    }
    let known: HashMap<&EventId, &SharedPdu> =
        state.state.iter().chain(&state.auth_chain).map(|pdu| (&**pdu.event_id(), pdu)).collect();
    let mut chain = Vec::new();
    let mut seen: HashSet<OwnedEventId> = kept.iter().map(|pdu| pdu.event_id().clone()).collect();
    let mut ahead: Vec<OwnedEventId> = joined.auth_events().to_vec();
    ahead.extend(kept.iter().flat_map(|pdu| pdu.auth_events().iter().cloned()));
    while let Some(id) = ahead.pop() {
        let Some(pdu) = known.get(&*id).filter(|_| seen.insert(id.clone())) else { continue };
        ahead.extend(pdu.auth_events().iter().cloned());
        chain.push(SharedPdu::clone(pdu));
    }
    assign!(RoomState::new(), { members_omitted: true, state: jsons(&kept), auth_chain: jsons(&chain) })
}
