//! Single events of rooms, and what allows them.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#retrieving-events>.

use ruma::api::federation::{authorization::get_event_authorization, event::get_event};

use super::backfill::{as_sent, now};
use crate::{
    extract::ServerAuthed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_event);
    routes.add(get_event_authorization);
}

/// `GET /_matrix/federation/v1/event/{eventId}`
async fn get_event(api: Api, call: ServerAuthed<get_event::v1::Request>) -> Result<get_event::v1::Response> {
    let pdu = api.rooms.event_for(&call.origin, &call.request.event_id).await?;
    Ok(get_event::v1::Response::new(api.config.server_name.clone(), now(&api), pdu.json().to_owned()))
}

/// `GET /_matrix/federation/v1/event_auth/{roomId}/{eventId}`
async fn get_event_authorization(
    api: Api,
    call: ServerAuthed<get_event_authorization::v1::Request>,
) -> Result<get_event_authorization::v1::Response> {
    let get_event_authorization::v1::Request { room_id, event_id } = &call.request;
    let chain = api.rooms.auth_chain_for(&call.origin, room_id, event_id).await?;
    Ok(get_event_authorization::v1::Response::new(as_sent(&chain)))
}
