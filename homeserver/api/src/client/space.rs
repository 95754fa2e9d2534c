//! Rooms from outside: one by one, and as a space shows them.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-summaries> and
//! <https://spec.matrix.org/v1.19/client-server-api/#spaces>.

use hs_core::error::MatrixError;
use hs_federation::{SpacePage, SpaceQuery};
use hs_rooms::RoomSummary;
use ruma::{
    OwnedRoomId, OwnedServerName, RoomAliasId, RoomId, RoomOrAliasId,
    api::client::{room::get_summary, space::get_hierarchy},
    events::room::member::MembershipState,
};
use serde::Serialize;

use super::alias::ask_services;
use crate::{
    extract::{Authed, MaybeAuthed},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_summary).guests().rate(Rate::Search);
    routes.add_json(get_hierarchy).guests().rate(Rate::Search);
}

/// A room from outside, and what the reader is to it.
#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    summary: RoomSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership: Option<MembershipState>,
}

/// `GET /_matrix/client/v1/room_summary/{roomIdOrAlias}`
async fn get_summary(api: Api, call: MaybeAuthed<get_summary::v1::Request>) -> Result<Summary> {
    let reader = call.actor();
    let (room_id, mut via) = room(&api, &call.request.room_id_or_alias).await?;
    via.extend(call.request.via);
    let (summary, membership) = api.federation.summary(reader.as_ref(), &room_id, &via).await?;
    Ok(Summary { summary, membership })
}

/// `GET /_matrix/client/v1/rooms/{roomId}/hierarchy`
async fn get_hierarchy(api: Api, call: Authed<get_hierarchy::v1::Request>) -> Result<SpacePage> {
    let reader = call.actor();
    let get_hierarchy::v1::Request { room_id, from, limit, max_depth, suggested_only } = call.request;
    let (limit, max_depth) = (limit.map(u64::from), max_depth.map(u64::from));
    let query = SpaceQuery { suggested_only, max_depth, limit, from };
    api.federation.hierarchy(&reader, &room_id, &query).await
}

/// The room that is meant, and servers that may know it.
async fn room(api: &Api, room: &RoomOrAliasId) -> Result<(OwnedRoomId, Vec<OwnedServerName>)> {
    if let Ok(room_id) = <&RoomId>::try_from(room) {
        return Ok((room_id.to_owned(), Vec::new()));
    }
    let alias = <&RoomAliasId>::try_from(room).map_err(|_| MatrixError::invalid_param("This is no room"))?;
    ask_services(api, alias).await?;
    api.federation.resolve_alias(alias).await
}
