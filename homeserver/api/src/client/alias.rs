//! Names of rooms.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-aliases>.

use ruma::{
    RoomAliasId,
    api::client::alias::{create_alias, delete_alias, get_alias},
};

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
    let service = call.session.app_service.as_deref();
    api.accounts.app_service.check_alias(room_alias, service)?;
    api.rooms.create_alias(&call.actor(), room_alias, room_id, service.is_some()).await?;
    Ok(create_alias::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/directory/room/{roomAlias}`
async fn delete_alias(api: Api, call: Authed<delete_alias::v3::Request>) -> Result<delete_alias::v3::Response> {
    let (alias, service) = (&call.request.room_alias, call.session.app_service.as_deref());
    api.accounts.app_service.check_alias(alias, service)?;
    api.rooms.delete_alias(&call.actor(), alias, service.is_some()).await?;
    Ok(delete_alias::v3::Response::new())
}

/// `GET /_matrix/client/v3/directory/room/{roomAlias}`
async fn get_alias(api: Api, call: Public<get_alias::v3::Request>) -> Result<get_alias::v3::Response> {
    ask_services(&api, &call.request.room_alias).await?;
    let (room_id, servers) = api.federation.resolve_alias(&call.request.room_alias).await?;
    Ok(get_alias::v3::Response::new(room_id, servers))
}

/// Before somebody hears that an alias of ours leads nowhere: an application service may want to make it.
pub(crate) async fn ask_services(api: &Api, alias: &RoomAliasId) -> Result<()> {
    let is_wanted = alias.server_name() == api.config.server_name
        && api.accounts.app_service.all().iter().any(|service| service.wants_alias(alias));
    if is_wanted && api.rooms.resolve_alias(alias).await.is_err() {
        api.app_services.ask_for_alias(alias).await?;
    }
    Ok(())
}
