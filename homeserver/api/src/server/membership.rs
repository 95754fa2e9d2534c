//! Coming and going of other servers' users.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms> and the sections after it.

mod first;

use hs_federation::Address;
use ruma::{
    api::federation::membership::{
        create_invite, create_join_event, create_knock_event, create_leave_event, prepare_join_event,
        prepare_knock_event, prepare_leave_event,
    },
    serde::JsonObject,
};
use serde::Serialize;
use serde_json::value::RawValue;

use self::first::{FirstInvite, FirstJoin, FirstLeave};
use crate::{
    extract::ServerAuthed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(make_join);
    routes.add(send_join);
    routes.add_json(send_join_first);
    routes.add(make_knock);
    routes.add(send_knock);
    routes.add(make_leave);
    routes.add(send_leave);
    routes.add_json(send_leave_first);
    routes.add(invite);
    routes.add_json(invite_first);
}

/// `GET /_matrix/federation/v1/make_join/{roomId}/{userId}`
async fn make_join(
    api: Api,
    call: ServerAuthed<prepare_join_event::v1::Request>,
) -> Result<prepare_join_event::v1::Response> {
    let prepare_join_event::v1::Request { room_id, user_id, ver, .. } = call.request;
    api.federation.make_join(&call.origin, &room_id, &user_id, &ver).await
}

/// `PUT /_matrix/federation/v2/send_join/{roomId}/{eventId}`
async fn send_join(
    api: Api,
    call: ServerAuthed<create_join_event::v2::Request>,
) -> Result<create_join_event::v2::Response> {
    let create_join_event::v2::Request { room_id, event_id, pdu, omit_members, .. } = call.request;
    let state = api.federation.send_join(&call.origin, &room_id, &event_id, &pdu, omit_members).await?;
    Ok(create_join_event::v2::Response::new(state))
}

/// `PUT /_matrix/federation/v1/send_join/{roomId}/{eventId}`
async fn send_join_first(api: Api, call: ServerAuthed<FirstJoin>) -> Result<(u16, create_join_event::v2::RoomState)> {
    let create_join_event::v2::Request { room_id, event_id, pdu, .. } = call.request.0;
    Ok((200, api.federation.send_join(&call.origin, &room_id, &event_id, &pdu, false).await?))
}

/// `GET /_matrix/federation/v1/make_knock/{roomId}/{userId}`
async fn make_knock(
    api: Api,
    call: ServerAuthed<prepare_knock_event::v1::Request>,
) -> Result<prepare_knock_event::v1::Response> {
    let prepare_knock_event::v1::Request { room_id, user_id, ver, .. } = call.request;
    api.federation.make_knock(&call.origin, &room_id, &user_id, &ver).await
}

/// `PUT /_matrix/federation/v1/send_knock/{roomId}/{eventId}`
async fn send_knock(
    api: Api,
    call: ServerAuthed<create_knock_event::v1::Request>,
) -> Result<create_knock_event::v1::Response> {
    let create_knock_event::v1::Request { room_id, event_id, pdu, .. } = call.request;
    api.federation.send_knock(&call.origin, &room_id, &event_id, &pdu).await
}

/// `GET /_matrix/federation/v1/make_leave/{roomId}/{userId}`
async fn make_leave(
    api: Api,
    call: ServerAuthed<prepare_leave_event::v1::Request>,
) -> Result<prepare_leave_event::v1::Response> {
    let prepare_leave_event::v1::Request { room_id, user_id, .. } = call.request;
    api.federation.make_leave(&call.origin, &room_id, &user_id).await
}

/// `PUT /_matrix/federation/v2/send_leave/{roomId}/{eventId}`
async fn send_leave(
    api: Api,
    call: ServerAuthed<create_leave_event::v2::Request>,
) -> Result<create_leave_event::v2::Response> {
    let create_leave_event::v2::Request { room_id, event_id, pdu, .. } = call.request;
    api.federation.send_leave(&call.origin, &room_id, &event_id, &pdu).await?;
    Ok(create_leave_event::v2::Response::new())
}

/// `PUT /_matrix/federation/v1/send_leave/{roomId}/{eventId}`
async fn send_leave_first(api: Api, call: ServerAuthed<FirstLeave>) -> Result<(u16, JsonObject)> {
    let create_join_event::v2::Request { room_id, event_id, pdu, .. } = call.request.0;
    api.federation.send_leave(&call.origin, &room_id, &event_id, &pdu).await?;
    Ok((200, JsonObject::new()))
}

/// `PUT /_matrix/federation/v2/invite/{roomId}/{eventId}`
async fn invite(api: Api, call: ServerAuthed<create_invite::v2::Request>) -> Result<create_invite::v2::Response> {
    let create_invite::v2::Request { room_id, event_id, room_version, event, invite_room_state, .. } = call.request;
    let address = Address { origin: &call.origin, room_id: &room_id, event_id: &event_id };
    let signed = api.federation.receive_invite(&address, room_version, &event, &invite_room_state).await?;
    Ok(create_invite::v2::Response::new(signed))
}

/// What the first version of the endpoint answers with.
#[derive(Serialize)]
struct Invited {
    event: Box<RawValue>,
}

/// `PUT /_matrix/federation/v1/invite/{roomId}/{eventId}`
async fn invite_first(api: Api, call: ServerAuthed<FirstInvite>) -> Result<(u16, Invited)> {
    let create_join_event::v2::Request { room_id, event_id, pdu, .. } = call.request.0;
    let address = Address { origin: &call.origin, room_id: &room_id, event_id: &event_id };
    Ok((200, Invited { event: api.federation.receive_first_invite(&address, &pdu).await? }))
}
