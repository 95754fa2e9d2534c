//! Backups of room keys, which clients encrypt and the server cannot read.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-side-key-backups>.

use std::collections::BTreeMap;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{KeyBackupSelection, KeyBackupSessionRow, KeyBackupVersionRow, StoreError, WriteBatch};
use ruma::{
    OwnedRoomId, RoomId,
    api::{
        client::backup::{BackupAlgorithm, KeyBackupData, RoomKeyBackup},
        error::{ErrorKind, WrongRoomKeysVersionErrorData},
    },
    serde::Raw,
};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::{context::Context, text};

const MAX_ALGORITHM_BYTES: usize = 255;
const MAX_AUTH_DATA_BYTES: usize = 64 << 10;
const MAX_SESSION_ID_BYTES: usize = 255;
const MAX_SESSION_BYTES: usize = 64 << 10;
/// How often a new version is numbered anew because another one came in between.
const ATTEMPTS: usize = 5;

/// The subject of key backups. See the [module](self).
pub struct KeyBackup {
    context: Context,
}

/// A backup, and how much is in it.
#[derive(Debug)]
pub struct BackupState {
    /// How its keys are encrypted.
    pub algorithm: Raw<BackupAlgorithm>,
    /// Its version.
    pub version: String,
    /// How many keys are in it.
    pub count: u64,
    /// Another one after each change of the keys.
    pub etag: String,
}

/// Keys by room and session.
pub type BackedUpKeys = BTreeMap<OwnedRoomId, RoomKeyBackup>;

/// Which keys of a backup: all, those of a room, or that of a session.
#[derive(Clone, Copy, Debug, Default)]
pub struct BackupPart<'a> {
    /// Only those of this room.
    pub room_id: Option<&'a RoomId>,
    /// Only that of this session.
    pub session_id: Option<&'a str>,
}

#[derive(Deserialize, Serialize)]
struct Algorithm<D> {
    algorithm: String,
    auth_data: D,
}

#[derive(Deserialize, Serialize)]
struct SessionKey<D> {
    first_message_index: u32,
    forwarded_count: u32,
    is_verified: bool,
    session_data: D,
}

impl KeyBackup {
    pub(crate) fn new(context: Context) -> Self {
        Self { context }
    }

    /// Begins a new backup, which is the current one from now on, and says its version.
    pub async fn create(&self, user: UserNid, algorithm: &Raw<BackupAlgorithm>) -> Result<String, MatrixError> {
        let Algorithm { algorithm, auth_data } = parse_algorithm(algorithm)?;
        let mut attempt = 1;
        loop {
            let version = self.context.store.last_key_backup_version(user).await? + 1;
            let mut batch = WriteBatch::default();
            batch.key_backup.create.push(KeyBackupVersionRow {
                user,
                version,
                algorithm: algorithm.clone(),
                auth_data: auth_data.get().to_owned(),
                etag: 0,
                deleted: false,
            });
            match self.context.store.commit(batch).await {
                Ok(_) => return Ok(version.to_string()),
                Err(StoreError::Duplicate(_)) if attempt < ATTEMPTS => attempt += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The current backup, or the one of this version.
    pub async fn get(&self, user: UserNid, version: Option<&str>) -> Result<BackupState, MatrixError> {
        let row = match version {
            Some(version) => self.row(user, version).await?,
            None => self.context.store.newest_key_backup(user).await?.ok_or_else(no_backup)?,
        };
        self.state(row).await
    }

    /// Changes what clients need to know about the encryption of a backup.
    pub async fn update(
        &self,
        user: UserNid,
        version: &str,
        algorithm: &Raw<BackupAlgorithm>,
    ) -> Result<(), MatrixError> {
        let body_version = algorithm.get_field::<String>("version");
        let body_version = body_version.map_err(|error| MatrixError::bad_json(format!("version: {error}")))?;
        let Algorithm { algorithm, auth_data } = parse_algorithm(algorithm)?;
        if body_version.is_some_and(|body_version| body_version != version) {
            return Err(MatrixError::invalid_param("The version in the body is not the one in the path"));
        }
        let row = self.row(user, version).await?;
        if row.algorithm != algorithm {
            return Err(MatrixError::invalid_param("The algorithm of a backup cannot be changed: begin a new one"));
        }
        let mut batch = WriteBatch::default();
        batch.key_backup.set_auth_data.push((user, row.version, auth_data.get().to_owned()));
        self.context.store.commit(batch).await?;
        Ok(())
    }

    /// Deletes a backup with all its keys. One that is deleted already is as good as deleted.
    pub async fn delete(&self, user: UserNid, version: &str) -> Result<(), MatrixError> {
        let version = number(version).ok_or_else(no_backup)?;
        let row = self.context.store.key_backup(user, version).await?.ok_or_else(no_backup)?;
        if !row.deleted {
            let mut batch = WriteBatch::default();
            batch.key_backup.delete.push((user, version));
            self.context.store.commit(batch).await?;
        }
        Ok(())
    }

    /// Adds keys to the current backup. Where there is a better key of the same session, it stays.
    pub async fn put_keys(
        &self,
        user: UserNid,
        version: &str,
        keys: &BackedUpKeys,
    ) -> Result<BackupState, MatrixError> {
        let row = self.current(user, version).await?;
        let mut batch = WriteBatch::default();
        for (room_id, room) in keys {
            text::check("A room id", room_id.as_str(), MAX_SESSION_ID_BYTES)?;
            for (session_id, key) in &room.sessions {
                batch.key_backup.put.push(session_row(&row, room_id, session_id, key)?);
            }
        }
        if !batch.is_empty() {
            match self.context.store.commit(batch).await {
                Ok(_) => {}
                // Another backup has been begun since we looked, or this one deleted.
                Err(StoreError::Conflict) => drop(self.current(user, version).await?),
                Err(error) => return Err(error.into()),
            }
        }
        self.get(user, Some(version)).await
    }

    /// Keys in a backup.
    pub async fn keys(&self, user: UserNid, version: &str, part: BackupPart<'_>) -> Result<BackedUpKeys, MatrixError> {
        let row = self.row(user, version).await?;
        let mut keys = BackedUpKeys::new();
        if !part.is_possible() {
            return Ok(keys);
        }
        for row in self.context.store.key_backup_sessions(&part.of(&row)).await? {
            let room = keys.entry(row.room_id.clone()).or_insert_with(|| RoomKeyBackup::new(BTreeMap::new()));
            room.sessions.insert(row.session_id.clone(), session_key(row)?);
        }
        Ok(keys)
    }

    /// Takes keys out of a backup.
    pub async fn remove_keys(
        &self,
        user: UserNid,
        version: &str,
        part: BackupPart<'_>,
    ) -> Result<BackupState, MatrixError> {
        let row = self.row(user, version).await?;
        if part.is_possible() {
            let mut batch = WriteBatch::default();
            batch.key_backup.remove.push(part.of(&row));
            self.context.store.commit(batch).await?;
        }
        self.get(user, Some(version)).await
    }

    async fn state(&self, row: KeyBackupVersionRow) -> Result<BackupState, MatrixError> {
        let auth_data = RawValue::from_string(row.auth_data).map_err(MatrixError::internal)?;
        let algorithm = to_raw_value(&Algorithm { algorithm: row.algorithm, auth_data });
        Ok(BackupState {
            algorithm: Raw::from_json(algorithm.map_err(MatrixError::internal)?),
            count: self.context.store.key_backup_count(row.user, row.version).await?,
            version: row.version.to_string(),
            etag: row.etag.to_string(),
        })
    }

    /// A backup that is not deleted.
    async fn row(&self, user: UserNid, version: &str) -> Result<KeyBackupVersionRow, MatrixError> {
        let version = number(version).ok_or_else(no_backup)?;
        let row = self.context.store.key_backup(user, version).await?;
        row.filter(|row| !row.deleted).ok_or_else(no_backup)
    }

    /// The backup of this version, which must be the current one.
    async fn current(&self, user: UserNid, version: &str) -> Result<KeyBackupVersionRow, MatrixError> {
        let row = self.row(user, version).await?;
        let current = self.context.store.newest_key_backup(user).await?.ok_or_else(no_backup)?;
        if row.version == current.version {
            return Ok(row);
        }
        let data = WrongRoomKeysVersionErrorData::new(current.version.to_string());
        let message = format!("Keys go to the current backup, version {}", current.version);
        Err(MatrixError::new(ErrorKind::WrongRoomKeysVersion(data), message))
    }
}

impl BackupPart<'_> {
    /// Whether there can be such keys at all.
    fn is_possible(&self) -> bool {
        self.room_id.is_none_or(|room| text::may_be_key(room.as_str())) && self.session_id.is_none_or(text::may_be_key)
    }

    fn of(&self, row: &KeyBackupVersionRow) -> KeyBackupSelection {
        KeyBackupSelection {
            user: row.user,
            version: row.version,
            room_id: self.room_id.map(ToOwned::to_owned),
            session_id: self.session_id.map(ToOwned::to_owned),
        }
    }
}

fn parse_algorithm(algorithm: &Raw<BackupAlgorithm>) -> Result<Algorithm<Box<RawValue>>, MatrixError> {
    let parsed: Algorithm<Box<RawValue>> = serde_json::from_str(algorithm.json().get())
        .map_err(|error| MatrixError::bad_json(format!("A backup needs algorithm and auth_data: {error}")))?;
    text::check("The name of an algorithm", &parsed.algorithm, MAX_ALGORITHM_BYTES)?;
    text::check("auth_data", parsed.auth_data.get(), MAX_AUTH_DATA_BYTES)?;
    Ok(parsed)
}

fn session_row(
    backup: &KeyBackupVersionRow,
    room_id: &RoomId,
    session_id: &str,
    key: &Raw<KeyBackupData>,
) -> Result<KeyBackupSessionRow, MatrixError> {
    text::check("A session id", session_id, MAX_SESSION_ID_BYTES)?;
    let key: SessionKey<Box<RawValue>> = serde_json::from_str(key.json().get())
        .map_err(|error| MatrixError::bad_json(format!("The key of session {session_id:?}: {error}")))?;
    text::check("session_data", key.session_data.get(), MAX_SESSION_BYTES)?;
    Ok(KeyBackupSessionRow {
        user: backup.user,
        version: backup.version,
        room_id: room_id.to_owned(),
        session_id: session_id.to_owned(),
        first_message_index: key.first_message_index.into(),
        forwarded_count: key.forwarded_count.into(),
        is_verified: key.is_verified,
        session_data: key.session_data.get().to_owned(),
    })
}

fn session_key(row: KeyBackupSessionRow) -> Result<Raw<KeyBackupData>, MatrixError> {
    let key = SessionKey {
        first_message_index: u32::try_from(row.first_message_index).map_err(MatrixError::internal)?,
        forwarded_count: u32::try_from(row.forwarded_count).map_err(MatrixError::internal)?,
        is_verified: row.is_verified,
        session_data: RawValue::from_string(row.session_data).map_err(MatrixError::internal)?,
    };
    to_raw_value(&key).map(Raw::from_json).map_err(MatrixError::internal)
}

/// Versions are numbers from one, and nothing else.
fn number(version: &str) -> Option<i64> {
    version.parse().ok().filter(|number: &i64| *number > 0 && number.to_string() == version)
}

fn no_backup() -> MatrixError {
    MatrixError::not_found("There is no such key backup")
}
