//! Names of rooms.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-aliases>.

use ruma::api::client::alias::{create_alias, delete_alias, get_alias};

use crate::{
    extract::{Authed, Public},
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(create_alias).speaks();
    routes.add(delete_alias);
    routes.add(get_alias);
}

/// `PUT /_matrix/client/v3/directory/room/{roomAlias}`
async fn create_alias(api: Api, call: Authed<create_alias::v3::Request>) -> Result<create_alias::v3::Response> {
    let create_alias::v3::Request { room_alias, room_id } = &call.request;
    api.rooms.create_alias(&call.actor(), room_alias, room_id).await?;
    Ok(create_alias::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/directory/room/{roomAlias}`
async fn delete_alias(api: Api, call: Authed<delete_alias::v3::Request>) -> Result<delete_alias::v3::Response> {
    api.rooms.delete_alias(&call.actor(), &call.request.room_alias).await?;
    Ok(delete_alias::v3::Response::new())
}

/// `GET /_matrix/client/v3/directory/room/{roomAlias}`
async fn get_alias(api: Api, call: Public<get_alias::v3::Request>) -> Result<get_alias::v3::Response> {
    let (room_id, servers) = api.federation.resolve_alias(&call.request.room_alias).await?;
    Ok(get_alias::v3::Response::new(room_id, servers))
}
