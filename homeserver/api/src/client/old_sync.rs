//! What was there before `/sync`: deprecated, and still how clients look into rooms from outside.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events> and the endpoints after it.

use std::time::Duration;

use hs_core::{error::MatrixError, sync::token::SyncToken};
use hs_rooms::Shape;
use hs_sync::{EventStream, InitialSync, RoomSync, StreamRequest};
use ruma::{OwnedEventId, OwnedRoomId, UInt, api::auth_scheme::AccessToken};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    endpoint::{endpoint, query, segment},
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

/// How many events of a room to send to a client that does not say.
const LIMIT: usize = 10;

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_events).guests().long_poll().also("/_matrix/client/r0/events");
    routes.add_json(initial_sync).guests().rate(Rate::Search).also("/_matrix/client/r0/initialSync");
    let of_room = routes.add_json(room_initial_sync).guests().rate(Rate::Search);
    of_room.also("/_matrix/client/r0/rooms/{room_id}/initialSync");
    routes.add_json(get_one_event).guests().also("/_matrix/client/r0/events/{event_id}");
}

/// What to listen for. ruma has only the half of it that is about one room.
#[derive(Deserialize)]
struct GetEvents {
    from: Option<String>,
    timeout: Option<u64>,
    room_id: Option<OwnedRoomId>,
}

endpoint!(GetEvents, GET, "/_matrix/client/v3/events", AccessToken, |request, _| query(request));

/// `GET /_matrix/client/v3/events`
async fn get_events(api: Api, call: Authed<GetEvents>) -> Result<EventStream> {
    let actor = call.actor();
    let GetEvents { from, timeout, room_id } = call.request;
    // Clients of before the first answer say that they have none.
    let from = from.filter(|token| !token.is_empty()).map(|token| token.parse::<SyncToken>()).transpose();
    let from = from.map_err(|_| MatrixError::invalid_param("`from` is not a token of this server"))?;
    let timeout = Duration::from_millis(timeout.unwrap_or_default());
    api.sync.events(&actor, &StreamRequest { from, timeout, room_id }).await
}

/// How much of everything to tell.
#[derive(Deserialize)]
struct GetInitialSync {
    limit: Option<UInt>,
    #[serde(default)]
    archived: bool,
}

endpoint!(GetInitialSync, GET, "/_matrix/client/v3/initialSync", AccessToken, |request, _| query(request));

/// `GET /_matrix/client/v3/initialSync`
async fn initial_sync(api: Api, call: Authed<GetInitialSync>) -> Result<InitialSync> {
    api.sync.initial(&call.actor(), count(call.request.limit), call.request.archived).await
}

/// Which room to tell of, and how much. ruma has it without the limit.
struct GetRoomInitialSync {
    room_id: OwnedRoomId,
    limit: Option<UInt>,
}

#[derive(Deserialize)]
struct Limit {
    limit: Option<UInt>,
}

endpoint!(GetRoomInitialSync, GET, "/_matrix/client/v3/rooms/{room_id}/initialSync", AccessToken, |request, path| Ok(
    Self { room_id: segment(path, 0)?, limit: query::<Limit>(request)?.limit }
));

/// `GET /_matrix/client/v3/rooms/{roomId}/initialSync`
async fn room_initial_sync(api: Api, call: Authed<GetRoomInitialSync>) -> Result<RoomSync> {
    api.sync.initial_room(&call.actor(), &call.request.room_id, count(call.request.limit)).await
}

/// Which event to tell of.
struct GetOneEvent {
    event_id: OwnedEventId,
}

endpoint!(GetOneEvent, GET, "/_matrix/client/v3/events/{event_id}", AccessToken, |_, path| Ok(Self {
    event_id: segment(path, 0)?
}));

/// `GET /_matrix/client/v3/events/{eventId}`
async fn get_one_event(api: Api, call: Authed<GetOneEvent>) -> Result<Value> {
    let actor = call.actor();
    let (head, seen) = api.rooms.event_anywhere(&actor, &call.request.event_id).await?;
    let event = api.rooms.present::<Value>(&head, &actor, &[seen], Shape::WithRoom).await?.pop();
    let event = event.ok_or_else(|| MatrixError::not_found("There is no such event"))?;
    event.deserialize().map_err(MatrixError::internal)
}

fn count(limit: Option<UInt>) -> usize {
    limit.map_or(LIMIT, |limit| usize::try_from(u64::from(limit)).unwrap_or(usize::MAX))
}
