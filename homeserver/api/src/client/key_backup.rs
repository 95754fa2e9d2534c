//! Backups of room keys.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-side-key-backups>.

use std::collections::BTreeMap;

use hs_accounts::{BackedUpKeys, BackupPart, BackupState};
use hs_core::error::MatrixError;
use ruma::{
    OwnedRoomId, UInt,
    api::client::backup::{
        KeyBackupData, RoomKeyBackup, add_backup_keys, add_backup_keys_for_room, add_backup_keys_for_session,
        create_backup_version, delete_backup_keys, delete_backup_keys_for_room, delete_backup_keys_for_session,
        delete_backup_version, get_backup_info, get_backup_keys, get_backup_keys_for_room, get_backup_keys_for_session,
        get_latest_backup_info, update_backup_version,
    },
    serde::Raw,
};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(create_backup_version);
    routes.add(get_latest_backup_info);
    routes.add(get_backup_info);
    routes.add(update_backup_version);
    routes.add(delete_backup_version);
    routes.add(add_backup_keys);
    routes.add(add_backup_keys_for_room);
    routes.add(add_backup_keys_for_session);
    routes.add(get_backup_keys);
    routes.add(get_backup_keys_for_room);
    routes.add(get_backup_keys_for_session);
    routes.add(delete_backup_keys);
    routes.add(delete_backup_keys_for_room);
    routes.add(delete_backup_keys_for_session);
}

/// `POST /_matrix/client/v3/room_keys/version`
async fn create_backup_version(
    api: Api,
    call: Authed<create_backup_version::v3::Request>,
) -> Result<create_backup_version::v3::Response> {
    let version = api.accounts.key_backup.create(call.session.user, &call.request.algorithm).await?;
    Ok(create_backup_version::v3::Response::new(version))
}

/// `GET /_matrix/client/v3/room_keys/version`
async fn get_latest_backup_info(
    api: Api,
    call: Authed<get_latest_backup_info::v3::Request>,
) -> Result<get_latest_backup_info::v3::Response> {
    let BackupState { algorithm, version, count, etag } = api.accounts.key_backup.get(call.session.user, None).await?;
    Ok(get_latest_backup_info::v3::Response::new(algorithm, uint(count), etag, version))
}

/// `GET /_matrix/client/v3/room_keys/version/{version}`
async fn get_backup_info(
    api: Api,
    call: Authed<get_backup_info::v3::Request>,
) -> Result<get_backup_info::v3::Response> {
    let state = api.accounts.key_backup.get(call.session.user, Some(&call.request.version)).await?;
    let BackupState { algorithm, version, count, etag } = state;
    Ok(get_backup_info::v3::Response::new(algorithm, uint(count), etag, version))
}

/// `PUT /_matrix/client/v3/room_keys/version/{version}`
async fn update_backup_version(
    api: Api,
    call: Authed<update_backup_version::v3::Request>,
) -> Result<update_backup_version::v3::Response> {
    let update_backup_version::v3::Request { version, algorithm } = &call.request;
    api.accounts.key_backup.update(call.session.user, version, algorithm).await?;
    Ok(update_backup_version::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/room_keys/version/{version}`
async fn delete_backup_version(
    api: Api,
    call: Authed<delete_backup_version::v3::Request>,
) -> Result<delete_backup_version::v3::Response> {
    api.accounts.key_backup.delete(call.session.user, &call.request.version).await?;
    Ok(delete_backup_version::v3::Response::new())
}

/// `PUT /_matrix/client/v3/room_keys/keys`
async fn add_backup_keys(
    api: Api,
    call: Authed<add_backup_keys::v3::Request>,
) -> Result<add_backup_keys::v3::Response> {
    let add_backup_keys::v3::Request { version, rooms } = &call.request;
    let state = api.accounts.key_backup.put_keys(call.session.user, version, rooms).await?;
    Ok(add_backup_keys::v3::Response::new(state.etag, uint(state.count)))
}

/// `PUT /_matrix/client/v3/room_keys/keys/{roomId}`
async fn add_backup_keys_for_room(
    api: Api,
    call: Authed<add_backup_keys_for_room::v3::Request>,
) -> Result<add_backup_keys_for_room::v3::Response> {
    let add_backup_keys_for_room::v3::Request { version, room_id, sessions } = call.request;
    let keys = BackedUpKeys::from([(room_id, RoomKeyBackup::new(sessions))]);
    let state = api.accounts.key_backup.put_keys(call.session.user, &version, &keys).await?;
    Ok(add_backup_keys_for_room::v3::Response::new(state.etag, uint(state.count)))
}

/// `PUT /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}`
async fn add_backup_keys_for_session(
    api: Api,
    call: Authed<add_backup_keys_for_session::v3::Request>,
) -> Result<add_backup_keys_for_session::v3::Response> {
    let add_backup_keys_for_session::v3::Request { version, room_id, session_id, session_data } = call.request;
    let keys = one_key(room_id, session_id, session_data);
    let state = api.accounts.key_backup.put_keys(call.session.user, &version, &keys).await?;
    Ok(add_backup_keys_for_session::v3::Response::new(state.etag, uint(state.count)))
}

/// `GET /_matrix/client/v3/room_keys/keys`
async fn get_backup_keys(
    api: Api,
    call: Authed<get_backup_keys::v3::Request>,
) -> Result<get_backup_keys::v3::Response> {
    let all = BackupPart::default();
    let rooms = api.accounts.key_backup.keys(call.session.user, &call.request.version, all).await?;
    Ok(get_backup_keys::v3::Response::new(rooms))
}

/// `GET /_matrix/client/v3/room_keys/keys/{roomId}`
async fn get_backup_keys_for_room(
    api: Api,
    call: Authed<get_backup_keys_for_room::v3::Request>,
) -> Result<get_backup_keys_for_room::v3::Response> {
    let get_backup_keys_for_room::v3::Request { version, room_id } = &call.request;
    let part = BackupPart { room_id: Some(room_id), session_id: None };
    let mut rooms = api.accounts.key_backup.keys(call.session.user, version, part).await?;
    let sessions = rooms.remove(room_id).map(|room| room.sessions);
    Ok(get_backup_keys_for_room::v3::Response::new(sessions.unwrap_or_default()))
}

/// `GET /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}`
async fn get_backup_keys_for_session(
    api: Api,
    call: Authed<get_backup_keys_for_session::v3::Request>,
) -> Result<get_backup_keys_for_session::v3::Response> {
    let get_backup_keys_for_session::v3::Request { version, room_id, session_id } = &call.request;
    let part = BackupPart { room_id: Some(room_id), session_id: Some(session_id) };
    let mut rooms = api.accounts.key_backup.keys(call.session.user, version, part).await?;
    let key = rooms.remove(room_id).and_then(|mut room| room.sessions.remove(session_id));
    let key = key.ok_or_else(|| MatrixError::not_found("The backup has no key of this session"))?;
    Ok(get_backup_keys_for_session::v3::Response::new(key))
}

/// `DELETE /_matrix/client/v3/room_keys/keys`
async fn delete_backup_keys(
    api: Api,
    call: Authed<delete_backup_keys::v3::Request>,
) -> Result<delete_backup_keys::v3::Response> {
    let all = BackupPart::default();
    let state = api.accounts.key_backup.remove_keys(call.session.user, &call.request.version, all).await?;
    Ok(delete_backup_keys::v3::Response::new(state.etag, uint(state.count)))
}

/// `DELETE /_matrix/client/v3/room_keys/keys/{roomId}`
async fn delete_backup_keys_for_room(
    api: Api,
    call: Authed<delete_backup_keys_for_room::v3::Request>,
) -> Result<delete_backup_keys_for_room::v3::Response> {
    let delete_backup_keys_for_room::v3::Request { version, room_id } = &call.request;
    let part = BackupPart { room_id: Some(room_id), session_id: None };
    let state = api.accounts.key_backup.remove_keys(call.session.user, version, part).await?;
    Ok(delete_backup_keys_for_room::v3::Response::new(state.etag, uint(state.count)))
}

/// `DELETE /_matrix/client/v3/room_keys/keys/{roomId}/{sessionId}`
async fn delete_backup_keys_for_session(
    api: Api,
    call: Authed<delete_backup_keys_for_session::v3::Request>,
) -> Result<delete_backup_keys_for_session::v3::Response> {
    let delete_backup_keys_for_session::v3::Request { version, room_id, session_id } = &call.request;
    let part = BackupPart { room_id: Some(room_id), session_id: Some(session_id) };
    let state = api.accounts.key_backup.remove_keys(call.session.user, version, part).await?;
    Ok(delete_backup_keys_for_session::v3::Response::new(state.etag, uint(state.count)))
}

fn one_key(room_id: OwnedRoomId, session_id: String, key: Raw<KeyBackupData>) -> BackedUpKeys {
    let sessions = BTreeMap::from([(session_id, key)]);
    BackedUpKeys::from([(room_id, RoomKeyBackup::new(sessions))])
}

fn uint(count: u64) -> UInt {
    UInt::try_from(count).unwrap_or(UInt::MAX)
}
