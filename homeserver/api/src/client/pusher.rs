//! Where users want to be told of events, and what they were told of.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-notifications>.

use hs_accounts::NewPusher;
use hs_core::{error::MatrixError, nid::StreamPosition};
use hs_rooms::Shape;
use ruma::{OwnedRoomId, api::auth_scheme::AccessToken, api::client::push::get_notifications, push::Action};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    endpoint::{body, endpoint},
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

/// How many notifications there are on a page for clients that do not say.
const LIMIT: usize = 20;

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_pushers).also("/_matrix/client/r0/pushers");
    routes.add_json(set_pusher).rate(Rate::Search).also("/_matrix/client/r0/pushers/set");
    routes.add_json(get_notifications).rate(Rate::Search);
}

/// The request for one's pushers.
struct GetPushers;

endpoint!(GetPushers, GET, "/_matrix/client/v3/pushers", AccessToken, |_, _| Ok(Self));

#[derive(Serialize)]
struct ListedPushers {
    pushers: Vec<NewPusher>,
}

/// `GET /_matrix/client/v3/pushers`
async fn get_pushers(api: Api, call: Authed<GetPushers>) -> Result<ListedPushers> {
    Ok(ListedPushers { pushers: api.accounts.pusher.list(call.session.user).await? })
}

/// A pusher that is set, or taken away where its kind is null. ruma reads `data` of HTTP pushers only as far as it knows
/// it, and apps want all of it back.
#[derive(Deserialize)]
#[serde(untagged)]
enum SetPusher {
    Set {
        #[serde(flatten)]
        pusher: NewPusher,
        #[serde(default)]
        append: bool,
    },
    Remove {
        #[serde(rename = "kind")]
        _kind: (),
        app_id: String,
        pushkey: String,
    },
}

endpoint!(SetPusher, POST, "/_matrix/client/v3/pushers/set", AccessToken, |request, _| body(request));

/// `POST /_matrix/client/v3/pushers/set`
async fn set_pusher(api: Api, call: Authed<SetPusher>) -> Result<Value> {
    match &call.request {
        SetPusher::Set { pusher, append } => api.accounts.pusher.set(&call.session, pusher, *append).await?,
        SetPusher::Remove { app_id, pushkey, .. } => {
            api.accounts.pusher.remove(&call.session, app_id, pushkey).await?;
        }
    }
    Ok(json!({}))
}

#[derive(Serialize)]
struct Notifications {
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
    notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    actions: Vec<Action>,
    event: Value,
    profile_tag: Option<String>,
    read: bool,
    room_id: OwnedRoomId,
    ts: i64,
}

/// `GET /_matrix/client/v3/notifications`
async fn get_notifications(api: Api, call: Authed<get_notifications::v3::Request>) -> Result<Notifications> {
    let actor = call.actor();
    let get_notifications::v3::Request { from, limit, only, .. } = &call.request;
    let from = from.as_deref().map(|token| token.parse().map(StreamPosition)).transpose();
    let from = from.map_err(|_| MatrixError::invalid_param("`from` is not a token of this server"))?;
    let limit = limit.map_or(LIMIT, |limit| usize::try_from(u64::from(limit)).unwrap_or(usize::MAX));
    let only_highlights = only.as_deref() == Some("highlight");
    let (found, next) = api.rooms.notifications(&actor, from, limit, only_highlights).await?;
    let mut notifications = Vec::with_capacity(found.len());
    for found in found {
        let ts = i64::from(found.seen.event.pdu.origin_server_ts().get());
        let event = api.rooms.present::<Value>(&found.head, &actor, &[found.seen], Shape::WithoutRoom).await?.pop();
        let event = event.map(|event| event.deserialize()).transpose().map_err(MatrixError::internal)?;
        notifications.push(Notification {
            actions: found.actions,
            event: event.unwrap_or_default(),
            profile_tag: None,
            read: found.is_read,
            room_id: found.head.room_id.clone(),
            ts,
        });
    }
    Ok(Notifications { next_token: next.map(|next| next.to_string()), notifications })
}
