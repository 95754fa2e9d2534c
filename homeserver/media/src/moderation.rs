//! What administrators do to files: hide them, show them again, and take them away.

use std::collections::BTreeSet;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{MediaRow, WriteBatch};
use ruma::{OwnedMxcUri, ServerName};

use crate::{
    blob::hash::ContentHash,
    find::{is_media_id, unknown},
    service::Media,
};

/// How many files of a user are taken at a time.
const AT_ONCE: u64 = 200;

/// A file as administrators see it.
#[derive(Clone, Debug)]
pub struct MediaInfo {
    /// The last part of its URI.
    pub media_id: String,
    /// How many bytes it has.
    pub size: i64,
    /// What it is, as its uploader said.
    pub content_type: Option<String>,
    /// What it is called.
    pub file_name: Option<String>,
    /// The SHA-256 of its content.
    pub hash: Option<String>,
    /// When it was uploaded or fetched, in milliseconds.
    pub created_ts: i64,
    /// When it was last asked for, in milliseconds and to the day.
    pub used_ts: i64,
    /// Since when it is hidden, in milliseconds, if it is.
    pub quarantined_ts: Option<i64>,
}

impl From<MediaRow> for MediaInfo {
    fn from(row: MediaRow) -> Self {
        let MediaRow { media_id, file, created_ts, used_ts, quarantined_ts, .. } = row;
        let (hash, size, content_type, file_name) = match file {
            Some(file) => (Some(file.hash), file.size, file.content_type, file.file_name),
            None => (None, 0, None, None),
        };
        Self { media_id, size, content_type, file_name, hash, created_ts, used_ts, quarantined_ts }
    }
}

impl Media {
    /// What is behind a URI, hidden or not.
    pub async fn info(&self, server_name: &ServerName, media_id: &str) -> Result<MediaInfo, MatrixError> {
        Ok(self.kept(server_name, media_id).await?.into())
    }

    /// A page of what a user has uploaded, the newest first, and how many there are.
    pub async fn list_of(&self, user: UserNid, offset: u64, limit: u64) -> Result<(Vec<MediaInfo>, u64), MatrixError> {
        let (rows, count) = self.0.store.media_of(user, offset, limit).await?;
        Ok((rows.into_iter().map(MediaInfo::from).collect(), count))
    }

    /// Hides what is behind a URI from everybody, or shows it again: under all its URIs, those of tomorrow included.
    pub async fn quarantine(
        &self,
        server_name: &ServerName,
        media_id: &str,
        is_hidden: bool,
    ) -> Result<(), MatrixError> {
        let row = self.kept(server_name, media_id).await?;
        self.hide(row.file.map(|file| file.hash), is_hidden).await
    }

    /// Hides everything that a user has uploaded, and says how many files that were.
    pub async fn quarantine_all_of(&self, user: UserNid) -> Result<u64, MatrixError> {
        let mut offset = 0;
        loop {
            let (rows, count) = self.0.store.media_of(user, offset, AT_ONCE).await?;
            if rows.is_empty() {
                return Ok(count);
            }
            self.hide(rows.into_iter().filter_map(|row| Some(row.file?.hash)), true).await?;
            offset += AT_ONCE;
        }
    }

    /// Hides what is behind these URIs, as far as it is here, and says how many files that were.
    pub async fn quarantine_all(&self, uris: &BTreeSet<OwnedMxcUri>) -> Result<usize, MatrixError> {
        let parts = uris.iter().filter_map(|uri| uri.parts().ok()).filter(|(_, media_id)| is_media_id(media_id));
        let rows = self.0.store.media_of_uris(&parts.collect()).await?;
        let hashes: Vec<String> = rows.into_iter().filter_map(|row| Some(row.file?.hash)).collect();
        let count = hashes.len();
        self.hide(hashes, true).await?;
        Ok(count)
    }

    /// Takes away what is behind a URI. Other URIs of the same content stay as they are.
    pub async fn delete(&self, server_name: &ServerName, media_id: &str) -> Result<(), MatrixError> {
        let row = self.kept(server_name, media_id).await?;
        self.delete_rows(vec![row]).await
    }

    /// Takes away everything that a user has uploaded, and says what that was.
    pub async fn delete_all_of(&self, user: UserNid) -> Result<Vec<String>, MatrixError> {
        let mut deleted = Vec::new();
        loop {
            let (rows, _) = self.0.store.media_of(user, 0, AT_ONCE).await?;
            if rows.is_empty() {
                return Ok(deleted);
            }
            deleted.extend(rows.iter().map(|row| row.media_id.clone()));
            self.delete_rows(rows).await?;
        }
    }

    async fn kept(&self, server_name: &ServerName, media_id: &str) -> Result<MediaRow, MatrixError> {
        let row = if is_media_id(media_id) { self.0.store.media(server_name, media_id).await? } else { None };
        row.filter(|row| row.file.is_some()).ok_or_else(unknown)
    }

    async fn hide(&self, hashes: impl IntoIterator<Item = String>, is_hidden: bool) -> Result<(), MatrixError> {
        let since_ts = is_hidden.then(|| self.0.clock.now_ms());
        let mut batch = WriteBatch::default();
        batch.media.quarantine.extend(hashes.into_iter().map(|hash| (hash, since_ts)));
        self.0.store.commit(batch).await?;
        Ok(())
    }

    async fn delete_rows(&self, rows: Vec<MediaRow>) -> Result<(), MatrixError> {
        let hashes = rows.iter().filter_map(|row| ContentHash::parse(&row.file.as_ref()?.hash)).collect();
        let mut batch = WriteBatch::default();
        batch.media.remove.extend(rows.into_iter().map(|row| (row.server_name, row.media_id, None)));
        batch.media_thumbnail.remove_orphans = true;
        self.0.store.commit(batch).await?;
        self.drop_files(hashes).await?;
        Ok(())
    }
}
