//! What events say about each other, and threads.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#relationships-api> and
//! <https://spec.matrix.org/v1.19/client-server-api/#querying-threads-in-a-room>.

use std::collections::BTreeMap;

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
    sync::token::TimelineToken,
};
use hs_rooms::{Actor, RelationQuery, RelationsPage, RoomHead, Shape, ThreadQuery, ThreadUpdate};
use ruma::{
    EventId, OwnedEventId, OwnedRoomId, RoomId, UInt,
    api::{
        Direction,
        auth_scheme::AccessToken,
        client::{
            relations::{
                get_relating_events, get_relating_events_with_rel_type,
                get_relating_events_with_rel_type_and_event_type,
            },
            threads::get_threads,
        },
    },
    serde::Raw,
};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{endpoint, query},
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

/// How many events to answer to a client that does not say.
const DEFAULT_LIMIT: usize = 50;

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_relating_events).guests();
    routes.add_json(get_relating_events_with_rel_type).guests();
    routes.add_json(get_relating_events_with_rel_type_and_event_type).guests();
    routes.add(get_threads).guests();
    routes.add_json(get_thread_updates).guests();
}

/// The answer of the three endpoints, which differ in what they leave out.
#[derive(Serialize)]
struct Relations {
    chunk: Vec<Raw<serde_json::Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_batch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev_batch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recursion_depth: Option<u32>,
}

/// The parameters that the three endpoints share.
struct Paging<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    dir: Direction,
    limit: Option<UInt>,
    recurse: bool,
}

/// `GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}`
async fn get_relating_events(api: Api, call: Authed<get_relating_events::v1::Request>) -> Result<Relations> {
    let actor = call.actor();
    let get_relating_events::v1::Request { room_id, event_id, from, dir, to, limit, recurse } = &call.request;
    let paging = Paging { from: from.as_deref(), to: to.as_deref(), dir: *dir, limit: *limit, recurse: *recurse };
    relations(&api, &actor, room_id, event_id, (None, None), &paging).await
}

/// `GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}`
async fn get_relating_events_with_rel_type(
    api: Api,
    call: Authed<get_relating_events_with_rel_type::v1::Request>,
) -> Result<Relations> {
    let actor = call.actor();
    let get_relating_events_with_rel_type::v1::Request { room_id, event_id, rel_type, from, dir, to, limit, recurse } =
        &call.request;
    let paging = Paging { from: from.as_deref(), to: to.as_deref(), dir: *dir, limit: *limit, recurse: *recurse };
    relations(&api, &actor, room_id, event_id, (Some(rel_type.as_str()), None), &paging).await
}

/// `GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}`
async fn get_relating_events_with_rel_type_and_event_type(
    api: Api,
    call: Authed<get_relating_events_with_rel_type_and_event_type::v1::Request>,
) -> Result<Relations> {
    let actor = call.actor();
    let request = &call.request;
    let kind = request.event_type.to_string();
    let paging = Paging {
        from: request.from.as_deref(),
        to: request.to.as_deref(),
        dir: request.dir,
        limit: request.limit,
        recurse: request.recurse,
    };
    let wanted = (Some(request.rel_type.as_str()), Some(kind.as_str()));
    relations(&api, &actor, &request.room_id, &request.event_id, wanted, &paging).await
}

async fn relations(
    api: &Api,
    actor: &Actor,
    room_id: &RoomId,
    event_id: &EventId,
    (rel_type, event_type): (Option<&str>, Option<&str>),
    paging: &Paging<'_>,
) -> Result<Relations> {
    let query = RelationQuery {
        rel_type,
        event_type,
        from: paging.from.map(parse).transpose()?,
        to: paging.to.map(parse).transpose()?,
        direction: paging.dir,
        limit: count(paging.limit),
        recurse: paging.recurse,
    };
    let (head, page) = api.rooms.relations(actor, room_id, event_id, &query).await?;
    write(api, actor, &head, page).await
}

async fn write(api: &Api, actor: &Actor, head: &RoomHead, page: RelationsPage) -> Result<Relations> {
    Ok(Relations {
        chunk: api.rooms.present(head, actor, &page.events, Shape::WithRoom).await?,
        next_batch: page.next.map(|token| token.to_string()),
        prev_batch: page.previous.map(|token| token.to_string()),
        recursion_depth: page.depth,
    })
}

/// `GET /_matrix/client/v1/rooms/{roomId}/threads`
async fn get_threads(api: Api, call: Authed<get_threads::v1::Request>) -> Result<get_threads::v1::Response> {
    let actor = call.actor();
    let get_threads::v1::Request { room_id, from, include, limit } = &call.request;
    let only_participated = *include == get_threads::v1::IncludeThreads::Participated;
    let from = from.as_deref().map(parse).transpose()?;
    let (head, page) = api.rooms.threads(&actor, room_id, only_participated, from, count(*limit)).await?;
    Ok(get_threads::v1::Response {
        chunk: api.rooms.present(&head, &actor, &page.events, Shape::WithRoom).await?,
        next_batch: page.next.map(|token| token.to_string()),
    })
}

/// Which threads to tell of: MSC4360.
#[derive(Deserialize)]
struct GetThreadUpdates {
    dir: Option<String>,
    from: Option<String>,
    to: Option<String>,
    limit: Option<u64>,
}

endpoint!(
    GetThreadUpdates,
    GET,
    "/_matrix/client/unstable/io.element.msc4360/thread_updates",
    AccessToken,
    |request, _| query(request)
);

/// A page of threads in which something is new.
#[derive(Serialize)]
struct ThreadPage {
    chunk: BTreeMap<OwnedRoomId, BTreeMap<OwnedEventId, ThreadUpdate>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_batch: Option<String>,
}

/// `GET /_matrix/client/unstable/io.element.msc4360/thread_updates`
async fn get_thread_updates(api: Api, call: Authed<GetThreadUpdates>) -> Result<ThreadPage> {
    let actor = call.actor();
    let GetThreadUpdates { dir, from, to, limit } = &call.request;
    match dir.as_deref() {
        Some("b") => {}
        Some(_) => return Err(MatrixError::invalid_param("`dir` can only be `b`: the newest come first")),
        None => return Err(MatrixError::missing_param("Say by `dir` in which direction: `b`")),
    }
    if *limit == Some(0) {
        return Err(MatrixError::invalid_param("`limit` must be greater than zero"));
    }
    let position = |token: &Option<String>| match token.as_deref().map(parse).transpose()? {
        Some(TimelineToken::After(position)) => Ok(Some(position)),
        Some(TimelineToken::Gap(_)) => Err(MatrixError::invalid_param("A place in one room says nothing of others")),
        None => Ok(None),
    };
    let (from, to) = (position(from)?.unwrap_or(StreamPosition(i64::MAX)), position(to)?.unwrap_or_default());
    let rooms: Vec<RoomNid> = api.rooms.rooms_of(actor.user).await?.joined().collect();
    let query = ThreadQuery {
        rooms: &rooms,
        after: to,
        until: StreamPosition(i64::MAX),
        latest_by: from,
        limit: usize::try_from(limit.unwrap_or(100)).unwrap_or(usize::MAX),
        with_roots: true,
    };
    let updates = api.rooms.thread_updates(&actor, query, |_, _| false).await?;
    Ok(ThreadPage { chunk: updates.threads, next_batch: updates.next.map(|token| token.to_string()) })
}

fn parse(token: &str) -> Result<TimelineToken> {
    token.parse().map_err(|_| MatrixError::invalid_param(format!("{token:?} is not a pagination token of this server")))
}

fn count(limit: Option<UInt>) -> usize {
    limit.map_or(DEFAULT_LIMIT, |limit| usize::try_from(u64::from(limit)).unwrap_or(usize::MAX))
}
