//! Finding people, and the rooms that one is in with them.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#user-directory>.

use hs_rooms::{MutualRooms, Person};
use ruma::{
    OwnedRoomId, OwnedUserId,
    api::{
        auth_scheme::AccessToken,
        client::{
            membership::get_mutual_rooms,
            user_directory::search_users::{self, v3::User},
        },
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{endpoint, query},
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(search_users).rate(Rate::Search);
    routes.add_json(get_mutual_rooms).rate(Rate::Search);
    routes.add_json(get_mutual_rooms_unstable).rate(Rate::Search);
}

/// `POST /_matrix/client/v3/user_directory/search`
async fn search_users(api: Api, call: Authed<search_users::v3::Request>) -> Result<search_users::v3::Response> {
    let search_users::v3::Request { search_term, limit, .. } = &call.request;
    let limit = usize::try_from(u64::from(*limit)).unwrap_or(usize::MAX);
    let (people, limited) = api.rooms.find_people(&call.actor(), search_term, limit).await?;
    let results = people.into_iter().map(|Person { user_id, profile }| User {
        user_id,
        display_name: profile.displayname.clone(),
        avatar_url: profile.avatar_url.clone(),
    });
    Ok(search_users::v3::Response { results: results.collect(), limited })
}

/// The rooms of two users.
#[derive(Serialize)]
struct Mutual {
    joined: Vec<OwnedRoomId>,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_batch: Option<String>,
}

/// `GET /_matrix/client/v1/mutual_rooms`
async fn get_mutual_rooms(api: Api, call: Authed<get_mutual_rooms::v1::Request>) -> Result<Mutual> {
    let get_mutual_rooms::v1::Request { user_id, from, .. } = &call.request;
    let MutualRooms { joined, count, next } = api.rooms.mutual_rooms(&call.actor(), user_id, from.as_deref()).await?;
    Ok(Mutual { joined, count, next_batch: next })
}

/// The request as it was before it was specified, with other names for where a page begins.
#[derive(Deserialize)]
struct GetMutualRooms {
    user_id: OwnedUserId,
    batch_token: Option<String>,
}

endpoint!(
    GetMutualRooms,
    GET,
    "/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms",
    AccessToken,
    |request, _| query(request)
);

/// A page of the rooms of two users, under the names of that time.
#[derive(Serialize)]
struct OldMutual {
    joined: Vec<OwnedRoomId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_batch_token: Option<String>,
}

/// `GET /_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms`
async fn get_mutual_rooms_unstable(api: Api, call: Authed<GetMutualRooms>) -> Result<OldMutual> {
    let GetMutualRooms { user_id, batch_token } = &call.request;
    let found = api.rooms.mutual_rooms(&call.actor(), user_id, batch_token.as_deref()).await?;
    Ok(OldMutual { joined: found.joined, next_batch_token: found.next })
}
