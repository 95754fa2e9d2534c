//! Single events.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomideventeventid>.

use hs_core::error::MatrixError;
use hs_rooms::Shape;
use ruma::api::client::room::get_room_event;

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_room_event).guests();
}

/// `GET /_matrix/client/v3/rooms/{roomId}/event/{eventId}`
async fn get_room_event(api: Api, call: Authed<get_room_event::v3::Request>) -> Result<get_room_event::v3::Response> {
    let actor = call.actor();
    let get_room_event::v3::Request { room_id, event_id } = &call.request;
    let (head, seen) = api.rooms.event(&actor, room_id, event_id).await?;
    let event = api.rooms.present(&head, &actor, &[seen], Shape::WithRoom).await?.pop();
    Ok(get_room_event::v3::Response::new(event.ok_or_else(|| MatrixError::not_found("There is no such event"))?))
}
