//! Uploaded files, for administrators: <https://element-hq.github.io/synapse/latest/admin_api/media_admin_api.html>.

use hs_core::{error::MatrixError, nid::UserNid};
use hs_media::MediaInfo;
use ruma::{OwnedMxcUri, OwnedRoomId, OwnedServerName, OwnedUserId, ServerName, UserId, api::auth_scheme::AccessToken};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    endpoint::{endpoint, query, segment},
    extract::Admin,
    route::{Result, Routes},
    service::Api,
};

/// How many files a page has at most.
const PAGE: u64 = 1000;

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_media);
    routes.add_json(delete_media);
    routes.add_json(quarantine_media);
    routes.add_json(unquarantine_media);
    routes.add_json(list_media_of_user);
    routes.add_json(delete_media_of_user);
    routes.add_json(quarantine_media_of_user);
    routes.add_json(list_media_of_room);
    routes.add_json(quarantine_media_of_room);
    routes.add_json(purge_media_cache);
}

/// The two parts of an `mxc://` URI.
struct Uri {
    server_name: OwnedServerName,
    media_id: String,
}

impl Uri {
    fn of(path: &[&str]) -> std::result::Result<Self, ruma::api::error::DeserializationError> {
        let server_name = ServerName::parse(path.first().copied().unwrap_or_default())?;
        Ok(Self { server_name, media_id: path.get(1).copied().unwrap_or_default().to_owned() })
    }
}

struct GetMedia(Uri);
struct DeleteMedia(Uri);
struct QuarantineMedia(Uri);
struct UnquarantineMedia(Uri);
struct DeleteMediaOfUser(OwnedUserId);
struct QuarantineMediaOfUser(OwnedUserId);
struct ListMediaOfRoom(OwnedRoomId);
struct QuarantineMediaOfRoom(OwnedRoomId);

struct ListMediaOfUser {
    user_id: OwnedUserId,
    page: Page,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    from: u64,
    limit: Option<u64>,
}

/// A page of files.
#[derive(Serialize)]
struct Listed {
    media: Vec<Value>,
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<u64>,
}

#[derive(Deserialize)]
struct PurgeMediaCache {
    before_ts: i64,
}

endpoint!(GetMedia, GET, "/_synapse/admin/v1/media/{server_name}/{media_id}", AccessToken, |_, path| Uri::of(path)
    .map(Self));
endpoint!(DeleteMedia, DELETE, "/_synapse/admin/v1/media/{server_name}/{media_id}", AccessToken, |_, path| Uri::of(
    path
)
.map(Self));
endpoint!(
    QuarantineMedia,
    POST,
    "/_synapse/admin/v1/media/quarantine/{server_name}/{media_id}",
    AccessToken,
    |_, path| Uri::of(path).map(Self)
);
endpoint!(
    UnquarantineMedia,
    POST,
    "/_synapse/admin/v1/media/unquarantine/{server_name}/{media_id}",
    AccessToken,
    |_, path| Uri::of(path).map(Self)
);
endpoint!(ListMediaOfUser, GET, "/_synapse/admin/v1/users/{user_id}/media", AccessToken, |request, path| Ok(Self {
    user_id: segment(path, 0)?,
    page: query(request)?
}));
endpoint!(DeleteMediaOfUser, DELETE, "/_synapse/admin/v1/users/{user_id}/media", AccessToken, |_, path| segment(
    path, 0
)
.map(Self));
endpoint!(QuarantineMediaOfUser, POST, "/_synapse/admin/v1/user/{user_id}/media/quarantine", AccessToken, |_, path| {
    segment(path, 0).map(Self)
});
endpoint!(ListMediaOfRoom, GET, "/_synapse/admin/v1/room/{room_id}/media", AccessToken, |_, path| segment(path, 0)
    .map(Self));
endpoint!(QuarantineMediaOfRoom, POST, "/_synapse/admin/v1/room/{room_id}/media/quarantine", AccessToken, |_, path| {
    segment(path, 0).map(Self)
});
endpoint!(PurgeMediaCache, POST, "/_synapse/admin/v1/purge_media_cache", AccessToken, |request, _| query(request));

/// `GET /_synapse/admin/v1/media/{server_name}/{media_id}`
async fn get_media(api: Api, call: Admin<GetMedia>) -> Result<Value> {
    let Uri { server_name, media_id } = call.request.0;
    Ok(json!({ "media_info": shown(&api.media.info(&server_name, &media_id).await?) }))
}

/// `DELETE /_synapse/admin/v1/media/{server_name}/{media_id}`
async fn delete_media(api: Api, call: Admin<DeleteMedia>) -> Result<Value> {
    let Uri { server_name, media_id } = call.request.0;
    api.media.delete(&server_name, &media_id).await?;
    Ok(json!({ "deleted_media": [media_id], "total": 1 }))
}

/// `POST /_synapse/admin/v1/media/quarantine/{server_name}/{media_id}`
async fn quarantine_media(api: Api, call: Admin<QuarantineMedia>) -> Result<Value> {
    let Uri { server_name, media_id } = call.request.0;
    api.media.quarantine(&server_name, &media_id, true).await?;
    Ok(json!({}))
}

/// `POST /_synapse/admin/v1/media/unquarantine/{server_name}/{media_id}`
async fn unquarantine_media(api: Api, call: Admin<UnquarantineMedia>) -> Result<Value> {
    let Uri { server_name, media_id } = call.request.0;
    api.media.quarantine(&server_name, &media_id, false).await?;
    Ok(json!({}))
}

/// `GET /_synapse/admin/v1/users/{user_id}/media`
async fn list_media_of_user(api: Api, call: Admin<ListMediaOfUser>) -> Result<Listed> {
    let ListMediaOfUser { user_id, page: Page { from, limit } } = call.request;
    let user = find(&api, &user_id).await?;
    // Beyond what the databases count to there is nothing either.
    let from = from.min(i64::MAX.unsigned_abs());
    let (media, total) = api.media.list_of(user, from, limit.unwrap_or(100).clamp(1, PAGE)).await?;
    let next = from.saturating_add(media.len() as u64);
    let media = media.iter().map(shown).collect();
    Ok(Listed { media, total, next_token: Some(next).filter(|next| *next < total) })
}

/// `DELETE /_synapse/admin/v1/users/{user_id}/media`
async fn delete_media_of_user(api: Api, call: Admin<DeleteMediaOfUser>) -> Result<Value> {
    let deleted = api.media.delete_all_of(find(&api, &call.request.0).await?).await?;
    Ok(json!({ "total": deleted.len(), "deleted_media": deleted }))
}

/// `POST /_synapse/admin/v1/user/{user_id}/media/quarantine`
async fn quarantine_media_of_user(api: Api, call: Admin<QuarantineMediaOfUser>) -> Result<Value> {
    let count = api.media.quarantine_all_of(find(&api, &call.request.0).await?).await?;
    Ok(json!({ "num_quarantined": count }))
}

/// `GET /_synapse/admin/v1/room/{room_id}/media`
async fn list_media_of_room(api: Api, call: Admin<ListMediaOfRoom>) -> Result<Value> {
    let uris = api.rooms.attachments(&call.request.0).await?;
    let is_local = |uri: &OwnedMxcUri| uri.server_name().is_ok_and(|name| *name == api.config.server_name);
    let (local, remote): (Vec<_>, Vec<_>) = uris.into_iter().partition(is_local);
    Ok(json!({ "local": local, "remote": remote }))
}

/// `POST /_synapse/admin/v1/room/{room_id}/media/quarantine`
async fn quarantine_media_of_room(api: Api, call: Admin<QuarantineMediaOfRoom>) -> Result<Value> {
    let uris = api.rooms.attachments(&call.request.0).await?;
    Ok(json!({ "num_quarantined": api.media.quarantine_all(&uris).await? }))
}

/// `POST /_synapse/admin/v1/purge_media_cache`
async fn purge_media_cache(api: Api, call: Admin<PurgeMediaCache>) -> Result<Value> {
    let swept = api.media.drop_unused_before(call.request.before_ts).await?;
    Ok(json!({ "deleted": swept.uris }))
}

async fn find(api: &Api, user_id: &UserId) -> Result<UserNid> {
    let found = api.accounts.user.find(user_id).await?;
    found.ok_or_else(|| MatrixError::not_found("There is no such account on this server"))
}

fn shown(info: &MediaInfo) -> Value {
    json!({
        "media_id": info.media_id,
        "media_type": info.content_type,
        "media_length": info.size,
        "upload_name": info.file_name,
        "sha256": info.hash,
        "created_ts": info.created_ts,
        "last_access_ts": info.used_ts,
        "quarantined_ts": info.quarantined_ts,
    })
}
