//! Upgrading rooms.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-upgrades>.

use ruma::api::client::room::upgrade_room;

use super::legacy;
use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(upgrade_room).speaks().rate(Rate::Room);
}

/// `POST /_matrix/client/v3/rooms/{roomId}/upgrade`
async fn upgrade_room(
    api: Api,
    call: Authed<legacy::Upgrade<upgrade_room::v3::Request>>,
) -> Result<upgrade_room::v3::Response> {
    let actor = call.actor();
    let upgrade_room::v3::Request { additional_creators, room_id, new_version } = call.request.0;
    // Two rooms at once in one future: on the heap, it is large.
    let replacement = Box::pin(api.rooms.upgrade(&actor, &room_id, &new_version, additional_creators)).await?;
    Ok(upgrade_room::v3::Response::new(replacement))
}
