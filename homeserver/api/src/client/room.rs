//! Making rooms.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#creation>.

use hs_rooms::NewRoom;
use ruma::{
    RoomAliasId,
    api::client::room::{Visibility, aliases, create_room},
};

use super::membership::address_invite;
use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

/// How many people can be invited by address into a new room: each is asked for elsewhere.
const MAX_BY_ADDRESS: usize = 20;

pub(super) fn routes(routes: &mut Routes) {
    routes.add(create_room).speaks().rate(Rate::Room);
    routes.add(aliases);
}

/// `POST /_matrix/client/v3/createRoom`
async fn create_room(api: Api, call: Authed<create_room::v3::Request>) -> Result<create_room::v3::Response> {
    let actor = call.actor();
    let request = call.request;
    // Better no room than one without those for whom it was meant.
    for invite in &request.invite_3pid {
        api.federation.check_identity_server(&invite.id_server)?;
    }
    if let Some(localpart) = &request.room_alias_name
        && let Ok(alias) = RoomAliasId::parse(format!("#{localpart}:{}", api.config.server_name))
    {
        api.accounts.app_service.check_alias(&alias, call.session.app_service.as_deref())?;
    }
    let wanted = NewRoom {
        version: request.room_version,
        creation_content: request.creation_content.map(ruma::serde::Raw::into_json),
        preset: request.preset,
        is_public: request.visibility == Visibility::Public,
        alias_localpart: request.room_alias_name,
        name: request.name,
        topic: request.topic,
        initial_state: request.initial_state.into_iter().map(ruma::serde::Raw::into_json).collect(),
        invite: request.invite,
        is_direct: request.is_direct,
        power_levels: request.power_level_content_override.map(ruma::serde::Raw::into_json),
    };
    let room_id = api.federation.create(&actor, &wanted).await?;
    for invite in request.invite_3pid.iter().take(MAX_BY_ADDRESS) {
        let medium = invite.medium.to_string();
        let by_address = address_invite(invite, &medium, request.is_direct);
        if let Err(error) = api.federation.invite_by_address(&actor, &room_id, &by_address).await {
            tracing::warn!(%error, "somebody was not invited into a new room");
        }
    }
    Ok(create_room::v3::Response::new(room_id))
}

/// `GET /_matrix/client/v3/rooms/{roomId}/aliases`
async fn aliases(api: Api, call: Authed<aliases::v3::Request>) -> Result<aliases::v3::Response> {
    Ok(aliases::v3::Response::new(api.rooms.aliases(&call.actor(), &call.request.room_id).await?))
}
