//! Downloads: from an `mxc://` URI to bytes.

use std::{ops::Range, time::Duration};

use hs_core::error::MatrixError;
use hs_storage::{MediaFile, MediaRow, WriteBatch};
use ruma::{ServerName, api::error::ErrorKind};
use tokio::time::{Instant, timeout};

use crate::{
    blob::{ByteStream, hash::ContentHash},
    content_type, file_name,
    service::Media,
};

/// The longest that a download waits for its upload.
const MAX_PATIENCE: Duration = Duration::from_mins(1);
/// How often a waiting download looks whether another process has received the file.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How exactly it is known when a file was last used, in milliseconds.
const USE_GRAIN: i64 = 24 * 60 * 60 * 1000;

/// Who wants to see something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Somebody who is signed in.
    Session,
    /// Anybody, who sees only what was uploaded while that was allowed.
    Anybody,
}

/// A file that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    pub(crate) hash: ContentHash,
    /// How many bytes it has.
    pub size: u64,
    /// What it is.
    pub content_type: String,
    /// What it is called.
    pub file_name: Option<String>,
    /// Whether another server is to blame for it.
    pub(crate) is_remote: bool,
}

impl Download {
    /// A name for this content, which no other content has.
    pub fn etag(&self) -> String {
        format!("\"{}\"", self.hash)
    }

    /// Offers it under another name. One that is no name at all leaves it without.
    pub fn rename(&mut self, name: &str) {
        self.file_name = file_name::checked(name);
    }
}

impl Media {
    /// Finds what is behind a URI. Waits a while for what has been announced and not come yet.
    pub async fn find(
        &self,
        server_name: &ServerName,
        media_id: &str,
        patience: Duration,
        access: Access,
    ) -> Result<Download, MatrixError> {
        let file = self.wait_for(server_name, media_id, patience, access).await?;
        let hash = ContentHash::parse(&file.hash);
        Ok(Download {
            hash: hash.ok_or_else(|| MatrixError::internal(format!("not a hash: {:?}", file.hash)))?,
            size: u64::try_from(file.size).map_err(MatrixError::internal)?,
            content_type: file.content_type.unwrap_or_else(|| content_type::UNKNOWN.to_owned()),
            file_name: file.file_name,
            is_remote: *server_name != self.0.settings.server_name,
        })
    }

    /// Some of the bytes of a file.
    pub async fn read(&self, download: &Download, range: Range<u64>) -> Result<ByteStream, MatrixError> {
        self.0.blobs.read(&download.hash, range).await.map_err(MatrixError::internal)
    }

    async fn wait_for(
        &self,
        server_name: &ServerName,
        media_id: &str,
        patience: Duration,
        access: Access,
    ) -> Result<MediaFile, MatrixError> {
        let deadline = Instant::now() + patience.min(MAX_PATIENCE);
        loop {
            // Listening begins before the look, so that an upload in between is heard.
            let uploaded = self.0.uploaded.notified();
            let row = self.row(server_name, media_id, access).await?;
            if let Some(file) = &row.file {
                let file = file.clone();
                self.note_use(row).await;
                return Ok(file);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let message = "This has been announced and not been uploaded yet: try again in a while";
                return Err(MatrixError::new(ErrorKind::NotYetUploaded, message));
            }
            // Whether it rang or the time was over: look again.
            let _ = timeout(left.min(LOOK_AGAIN), uploaded).await;
        }
    }

    /// What is behind a URI, fetched from its server if need be.
    async fn row(&self, server_name: &ServerName, media_id: &str, access: Access) -> Result<MediaRow, MatrixError> {
        if !is_media_id(media_id) {
            return Err(unknown());
        }
        let mut row = self.0.store.media(server_name, media_id).await?;
        let may_fetch = access == Access::Session || self.0.settings.media.unauthenticated_access;
        if row.is_none() && may_fetch && *server_name != self.0.settings.server_name {
            self.fetch_remote(server_name, media_id).await?;
            row = self.0.store.media(server_name, media_id).await?;
        }
        let now = self.0.clock.now_ms();
        let is_visible = |row: &MediaRow| {
            row.quarantined_ts.is_none()
                && row.expires_ts.is_none_or(|end| end > now)
                && (row.is_open || access == Access::Session)
        };
        row.filter(is_visible).ok_or_else(unknown)
    }

    async fn note_use(&self, row: MediaRow) {
        let now = self.0.clock.now_ms();
        if now.saturating_sub(row.used_ts) < USE_GRAIN {
            return;
        }
        let mut batch = WriteBatch::default();
        batch.media.used.push((row.server_name, row.media_id, now));
        if let Err(error) = self.0.store.commit(batch).await {
            tracing::warn!(%error, "the use of a file was not written down");
        }
    }
}

pub(crate) fn unknown() -> MatrixError {
    MatrixError::not_found("There is no such file on this server")
}

/// Whether this can be a media id at all. What no id looks like is never asked of the database.
/// <https://spec.matrix.org/v1.19/client-server-api/#content-repo-security-considerations>
pub(crate) fn is_media_id(text: &str) -> bool {
    (1..=255).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
