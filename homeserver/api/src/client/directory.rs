//! The list of rooms that anybody may find.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#published-room-directory>.

use hs_rooms::{DirectoryPage, DirectoryQuery};
use ruma::{
    UInt,
    api::client::{
        directory::{get_public_rooms, get_public_rooms_filtered, get_room_visibility, set_room_visibility},
        room::Visibility,
    },
};

use crate::{
    extract::{Authed, Public},
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_public_rooms);
    routes.add(get_public_rooms_filtered).guests();
    routes.add(get_room_visibility);
    routes.add(set_room_visibility).speaks();
}

/// `GET /_matrix/client/v3/publicRooms`
async fn get_public_rooms(
    api: Api,
    call: Public<get_public_rooms::v3::Request>,
) -> Result<get_public_rooms::v3::Response> {
    let get_public_rooms::v3::Request { limit, since, server } = call.request;
    let query = DirectoryQuery { limit: limit.map(count), from: since, ..DirectoryQuery::default() };
    let DirectoryPage { rooms, total, next, previous } = api.federation.public_rooms(server.as_deref(), query).await?;
    Ok(get_public_rooms::v3::Response {
        chunk: rooms,
        next_batch: next,
        prev_batch: previous,
        total_room_count_estimate: UInt::try_from(total).ok(),
    })
}

/// `POST /_matrix/client/v3/publicRooms`
async fn get_public_rooms_filtered(
    api: Api,
    call: Authed<get_public_rooms_filtered::v3::Request>,
) -> Result<get_public_rooms_filtered::v3::Response> {
    let get_public_rooms_filtered::v3::Request { server, limit, since, filter, room_network: network } = call.request;
    let room_types = filter.room_types.into_iter().map(|kind| kind.as_str().map(ToOwned::to_owned)).collect();
    let query = DirectoryQuery {
        search: filter.generic_search_term,
        room_types,
        limit: limit.map(count),
        from: since,
        network,
    };
    let DirectoryPage { rooms, total, next, previous } = api.federation.public_rooms(server.as_deref(), query).await?;
    Ok(get_public_rooms_filtered::v3::Response {
        chunk: rooms,
        next_batch: next,
        prev_batch: previous,
        total_room_count_estimate: UInt::try_from(total).ok(),
    })
}

/// `GET /_matrix/client/v3/directory/list/room/{roomId}`
async fn get_room_visibility(
    api: Api,
    call: Public<get_room_visibility::v3::Request>,
) -> Result<get_room_visibility::v3::Response> {
    let is_published = api.rooms.is_published(&call.request.room_id).await?;
    let visibility = if is_published { Visibility::Public } else { Visibility::Private };
    Ok(get_room_visibility::v3::Response::new(visibility))
}

/// `PUT /_matrix/client/v3/directory/list/room/{roomId}`
async fn set_room_visibility(
    api: Api,
    call: Authed<set_room_visibility::v3::Request>,
) -> Result<set_room_visibility::v3::Response> {
    let set_room_visibility::v3::Request { room_id, visibility } = &call.request;
    api.rooms.publish(&call.actor(), room_id, *visibility == Visibility::Public).await?;
    Ok(set_room_visibility::v3::Response::new())
}

fn count(number: UInt) -> usize {
    usize::try_from(u64::from(number)).unwrap_or(usize::MAX)
}
