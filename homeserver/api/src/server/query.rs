//! Questions about users, rooms and keys of ours.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#querying-for-information>.

use hs_federation::SpaceView;
use hs_rooms::{DirectoryPage, DirectoryQuery};
use ruma::{
    UInt,
    api::federation::{
        device::get_devices,
        directory::{get_public_rooms, get_public_rooms_filtered},
        keys::{claim_keys, get_keys},
        query::{get_profile_information, get_room_information},
        space::get_hierarchy,
    },
    profile::ProfileFieldName,
};

use crate::{
    client::alias::ask_services,
    extract::ServerAuthed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_profile_information);
    routes.add(get_room_information);
    routes.add(get_public_rooms);
    routes.add(get_public_rooms_filtered);
    routes.add_json(get_hierarchy);
    routes.add(get_devices);
    routes.add(get_keys);
    routes.add(claim_keys);
}

/// `GET /_matrix/federation/v1/query/profile`
async fn get_profile_information(
    api: Api,
    call: ServerAuthed<get_profile_information::v1::Request>,
) -> Result<get_profile_information::v1::Response> {
    let get_profile_information::v1::Request { user_id, field, .. } = call.request;
    let field = field.as_ref().map(ProfileFieldName::as_str);
    Ok(api.federation.profile_for_server(&user_id, field).await?.into_iter().collect())
}

/// `GET /_matrix/federation/v1/query/directory`
async fn get_room_information(
    api: Api,
    call: ServerAuthed<get_room_information::v1::Request>,
) -> Result<get_room_information::v1::Response> {
    ask_services(&api, &call.request.room_alias).await?;
    let (room_id, servers) = api.rooms.resolve_alias(&call.request.room_alias).await?;
    Ok(get_room_information::v1::Response::new(room_id, servers))
}

/// `GET /_matrix/federation/v1/publicRooms`
async fn get_public_rooms(
    api: Api,
    call: ServerAuthed<get_public_rooms::v1::Request>,
) -> Result<get_public_rooms::v1::Response> {
    let get_public_rooms::v1::Request { limit, since, room_network: network, .. } = call.request;
    let query = DirectoryQuery { limit: limit.map(count), from: since, network, ..DirectoryQuery::default() };
    let DirectoryPage { rooms, total, next, previous } = api.rooms.public_rooms(&query).await?;
    let mut response = get_public_rooms::v1::Response::new();
    response.chunk = rooms;
    response.next_batch = next;
    response.prev_batch = previous;
    response.total_room_count_estimate = UInt::try_from(total).ok();
    Ok(response)
}

/// `POST /_matrix/federation/v1/publicRooms`
async fn get_public_rooms_filtered(
    api: Api,
    call: ServerAuthed<get_public_rooms_filtered::v1::Request>,
) -> Result<get_public_rooms_filtered::v1::Response> {
    let get_public_rooms_filtered::v1::Request { limit, since, filter, room_network: network } = call.request;
    let room_types = filter.room_types.into_iter().map(|kind| kind.as_str().map(ToOwned::to_owned)).collect();
    let query = DirectoryQuery {
        search: filter.generic_search_term,
        room_types,
        limit: limit.map(count),
        from: since,
        network,
    };
    let DirectoryPage { rooms, total, next, previous } = api.rooms.public_rooms(&query).await?;
    let mut response = get_public_rooms_filtered::v1::Response::new();
    response.chunk = rooms;
    response.next_batch = next;
    response.prev_batch = previous;
    response.total_room_count_estimate = UInt::try_from(total).ok();
    Ok(response)
}

/// `GET /_matrix/federation/v1/hierarchy/{roomId}`
async fn get_hierarchy(api: Api, call: ServerAuthed<get_hierarchy::v1::Request>) -> Result<SpaceView> {
    let get_hierarchy::v1::Request { room_id, suggested_only, .. } = call.request;
    api.federation.space_for_server(&call.origin, &room_id, suggested_only).await
}

/// `GET /_matrix/federation/v1/user/devices/{userId}`
async fn get_devices(api: Api, call: ServerAuthed<get_devices::v1::Request>) -> Result<get_devices::v1::Response> {
    api.federation.devices_for_server(&call.request.user_id).await
}

/// `POST /_matrix/federation/v1/user/keys/query`
async fn get_keys(api: Api, call: ServerAuthed<get_keys::v1::Request>) -> Result<get_keys::v1::Response> {
    api.federation.keys_for_server(call.request.device_keys).await
}

/// `POST /_matrix/federation/v1/user/keys/claim`
async fn claim_keys(api: Api, call: ServerAuthed<claim_keys::v1::Request>) -> Result<claim_keys::v1::Response> {
    api.federation.claim_for_server(call.request.one_time_keys).await
}

fn count(number: UInt) -> usize {
    usize::try_from(u64::from(number)).unwrap_or(usize::MAX)
}
