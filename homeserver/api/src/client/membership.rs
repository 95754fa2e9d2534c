//! Coming and going.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-membership>.

use hs_core::error::MatrixError;
use hs_federation::AddressInvite;
use hs_rooms::Invitation;
use ruma::{
    CanonicalJsonObject, RoomAliasId,
    api::client::{
        knock::knock_room,
        membership::{
            Invite3pid, ThirdPartySigned, ban_user, forget_room, invite_user, join_room_by_id,
            join_room_by_id_or_alias, joined_rooms, kick_user, leave_room, unban_user,
        },
    },
};

use super::alias::ask_services;
use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    // Other servers may take their time to say what a large room is.
    routes.add(join_room_by_id).speaks().guests().rate(Rate::Room).long_poll();
    routes.add(join_room_by_id_or_alias).speaks().guests().rate(Rate::Room).long_poll();
    routes.add(knock_room).speaks().rate(Rate::Room).long_poll();
    routes.add(invite_user).speaks().rate(Rate::Room);
    routes.add(leave_room).guests();
    routes.add(kick_user).speaks();
    routes.add(ban_user).speaks();
    routes.add(unban_user).speaks();
    routes.add(forget_room).guests();
    routes.add(joined_rooms).guests();
}

/// `POST /_matrix/client/v3/rooms/{roomId}/join`
async fn join_room_by_id(
    api: Api,
    call: Authed<join_room_by_id::v3::Request>,
) -> Result<join_room_by_id::v3::Response> {
    let actor = call.actor();
    let join_room_by_id::v3::Request { room_id, reason, third_party_signed, .. } = call.request;
    let signed = third_party_signed.map(canonical).transpose()?;
    let room_id = api.federation.join(&actor, (&*room_id).into(), Vec::new(), reason, signed).await?;
    Ok(join_room_by_id::v3::Response::new(room_id))
}

/// `POST /_matrix/client/v3/join/{roomIdOrAlias}`
async fn join_room_by_id_or_alias(
    api: Api,
    call: Authed<join_room_by_id_or_alias::v3::Request>,
) -> Result<join_room_by_id_or_alias::v3::Response> {
    let actor = call.actor();
    let join_room_by_id_or_alias::v3::Request { room_id_or_alias, via, reason, third_party_signed, .. } = call.request;
    let signed = third_party_signed.map(canonical).transpose()?;
    if let Ok(alias) = <&RoomAliasId>::try_from(&*room_id_or_alias) {
        ask_services(&api, alias).await?;
    }
    let room_id = api.federation.join(&actor, &room_id_or_alias, via, reason, signed).await?;
    Ok(join_room_by_id_or_alias::v3::Response::new(room_id))
}

/// What an identity server has signed, as it signed it.
fn canonical(signed: ThirdPartySigned) -> Result<CanonicalJsonObject> {
    let signed = serde_json::to_value(signed).map_err(MatrixError::internal)?;
    serde_json::from_value(signed).map_err(|_| MatrixError::bad_json("`third_party_signed` is not canonical JSON"))
}

/// `POST /_matrix/client/v3/knock/{roomIdOrAlias}`
async fn knock_room(api: Api, call: Authed<knock_room::v3::Request>) -> Result<knock_room::v3::Response> {
    let actor = call.actor();
    let knock_room::v3::Request { room_id_or_alias, via, reason, .. } = call.request;
    if let Ok(alias) = <&RoomAliasId>::try_from(&*room_id_or_alias) {
        ask_services(&api, alias).await?;
    }
    let room_id = api.federation.knock(&actor, &room_id_or_alias, via, reason).await?;
    Ok(knock_room::v3::Response::new(room_id))
}

/// `POST /_matrix/client/v3/rooms/{roomId}/invite`
async fn invite_user(api: Api, call: Authed<invite_user::v3::Request>) -> Result<invite_user::v3::Response> {
    use invite_user::v3::InvitationRecipient;
    let invite_user::v3::Request { room_id, recipient } = &call.request;
    match recipient {
        InvitationRecipient::UserId(invite) => {
            let reason = invite.reason.as_deref();
            let invitation = Invitation { target: &invite.user_id, reason, is_direct: false };
            api.federation.invite(&call.actor(), room_id, &invitation).await?;
            Ok(invite_user::v3::Response::new())
        }
        InvitationRecipient::ThirdPartyId(invite) => {
            let medium = invite.medium.to_string();
            let wanted = address_invite(invite, &medium, false);
            api.federation.invite_by_address(&call.actor(), room_id, &wanted).await?;
            Ok(invite_user::v3::Response::new())
        }
    }
}

/// Whom somebody wants to invite by address.
pub(super) fn address_invite<'a>(invite: &'a Invite3pid, medium: &'a str, is_direct: bool) -> AddressInvite<'a> {
    let Invite3pid { id_server, id_access_token, address, .. } = invite;
    AddressInvite { id_server, id_access_token, medium, address, is_direct }
}

/// `POST /_matrix/client/v3/rooms/{roomId}/leave`
async fn leave_room(api: Api, call: Authed<leave_room::v3::Request>) -> Result<leave_room::v3::Response> {
    let actor = call.actor();
    let leave_room::v3::Request { room_id, reason, .. } = call.request;
    api.federation.leave(&actor, &room_id, reason).await?;
    Ok(leave_room::v3::Response::new())
}

/// `POST /_matrix/client/v3/rooms/{roomId}/kick`
async fn kick_user(api: Api, call: Authed<kick_user::v3::Request>) -> Result<kick_user::v3::Response> {
    let kick_user::v3::Request { room_id, user_id, reason } = &call.request;
    api.rooms.kick(&call.actor(), room_id, user_id, reason.as_deref()).await?;
    Ok(kick_user::v3::Response::new())
}

/// `POST /_matrix/client/v3/rooms/{roomId}/ban`
async fn ban_user(api: Api, call: Authed<ban_user::v3::Request>) -> Result<ban_user::v3::Response> {
    let ban_user::v3::Request { room_id, user_id, reason, .. } = &call.request;
    api.rooms.ban(&call.actor(), room_id, user_id, reason.as_deref()).await?;
    Ok(ban_user::v3::Response::new())
}

/// `POST /_matrix/client/v3/rooms/{roomId}/unban`
async fn unban_user(api: Api, call: Authed<unban_user::v3::Request>) -> Result<unban_user::v3::Response> {
    let unban_user::v3::Request { room_id, user_id, reason } = &call.request;
    api.rooms.unban(&call.actor(), room_id, user_id, reason.as_deref()).await?;
    Ok(unban_user::v3::Response::new())
}

/// `POST /_matrix/client/v3/rooms/{roomId}/forget`
async fn forget_room(api: Api, call: Authed<forget_room::v3::Request>) -> Result<forget_room::v3::Response> {
    api.rooms.forget(&call.actor(), &call.request.room_id).await?;
    Ok(forget_room::v3::Response::new())
}

/// `GET /_matrix/client/v3/joined_rooms`
async fn joined_rooms(api: Api, call: Authed<joined_rooms::v3::Request>) -> Result<joined_rooms::v3::Response> {
    Ok(joined_rooms::v3::Response::new(api.rooms.joined_rooms(call.session.user).await?))
}
