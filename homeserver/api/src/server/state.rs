//! The state of rooms at some event.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#retrieving-events>.

use hs_core::pdu::SharedPdu;
use ruma::{
    OwnedEventId,
    api::federation::event::{get_room_state, get_room_state_ids},
};

use super::backfill::as_sent;
use crate::{
    extract::ServerAuthed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_room_state);
    routes.add(get_room_state_ids);
}

/// `GET /_matrix/federation/v1/state/{roomId}`
async fn get_room_state(
    api: Api,
    call: ServerAuthed<get_room_state::v1::Request>,
) -> Result<get_room_state::v1::Response> {
    let get_room_state::v1::Request { room_id, event_id } = &call.request;
    let found = api.rooms.state_for(&call.origin, room_id, event_id).await?;
    Ok(get_room_state::v1::Response::new(as_sent(&found.auth_chain), as_sent(&found.state)))
}

/// `GET /_matrix/federation/v1/state_ids/{roomId}`
async fn get_room_state_ids(
    api: Api,
    call: ServerAuthed<get_room_state_ids::v1::Request>,
) -> Result<get_room_state_ids::v1::Response> {
    let get_room_state_ids::v1::Request { room_id, event_id } = &call.request;
    let found = api.rooms.state_for(&call.origin, room_id, event_id).await?;
    Ok(get_room_state_ids::v1::Response::new(ids(&found.auth_chain), ids(&found.state)))
}

fn ids(pdus: &[SharedPdu]) -> Vec<OwnedEventId> {
    pdus.iter().map(|pdu| pdu.event_id().clone()).collect()
}
