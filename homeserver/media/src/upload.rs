//! Uploads: <https://spec.matrix.org/v1.19/client-server-api/#content-repo-client-behaviour>.
//!
//! The bytes are on disk for good before the row that names them is written, and the row before the answer goes out.

use std::{io, time::Duration};

use futures_util::TryStreamExt;
use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{MediaFile, MediaRow, StoreError, WriteBatch};
use ruma::{OwnedMxcUri, ServerName, api::error::ErrorKind};
use tokio::time::timeout;

use crate::{
    blob::{ByteStream, incoming::Received},
    content_type, file_name,
    find::is_media_id,
    service::Media,
};

/// How long an upload may stand still.
const IDLE: Duration = Duration::from_mins(1);
/// How long somebody may take to upload what they have announced, in milliseconds.
const UNUSED_EXPIRES: i64 = 24 * 60 * 60 * 1000;
/// How many URIs without a file a user may have.
const MAX_PENDING: u64 = 100;
/// Letters of media ids. None that has a meaning anywhere in a URL.
const ID_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 24 letters of 52 cannot be guessed.
const ID_LENGTH: usize = 24;

/// A file as a client sends it.
pub struct Upload {
    /// What the client says it is.
    pub content_type: Option<String>,
    /// What the client calls it.
    pub file_name: Option<String>,
    /// How long the client says it is.
    pub length: Option<u64>,
    /// What it is.
    pub body: ByteStream,
}

/// A URI without a file.
#[derive(Clone, Debug)]
pub struct Created {
    /// The URI.
    pub uri: OwnedMxcUri,
    /// When it goes if no file comes, in milliseconds.
    pub expires_ts: i64,
}

impl Media {
    /// Keeps a file and gives it a new URI.
    pub async fn upload(&self, user: UserNid, upload: Upload) -> Result<OwnedMxcUri, MatrixError> {
        let file = self.receive(user, upload).await?;
        let (row, uri) = self.new_row(Some(user));
        let mut batch = WriteBatch::default();
        self.keep_hidden(&mut batch, &file.hash).await?;
        batch.media.create.push(MediaRow { file: Some(file), ..row });
        batch.media.within.extend(self.quota().map(|most| (user, most)));
        self.0.store.commit(batch).await.map_err(
            |error| {
                if error.is_conflict() { over_quota() } else { error.into() }
            },
        )?;
        Ok(uri)
    }

    /// Gives out a URI for a file that comes later.
    pub async fn create(&self, user: UserNid) -> Result<Created, MatrixError> {
        let now = self.0.clock.now_ms();
        if self.0.store.media_use(user, now).await?.pending >= MAX_PENDING {
            return Err(MatrixError::limit_exceeded(Duration::from_mins(1)));
        }
        let (row, uri) = self.new_row(Some(user));
        let expires_ts = now + UNUSED_EXPIRES;
        let mut batch = WriteBatch::default();
        batch.media.create.push(MediaRow { expires_ts: Some(expires_ts), ..row });
        self.0.store.commit(batch).await?;
        Ok(Created { uri, expires_ts })
    }

    /// Keeps the file for a URI that was given out before.
    pub async fn upload_to(
        &self,
        user: UserNid,
        server_name: &ServerName,
        media_id: &str,
        upload: Upload,
    ) -> Result<(), MatrixError> {
        self.check_vacant(user, server_name, media_id).await?;
        let file = self.receive(user, upload).await?;
        let mut batch = WriteBatch::default();
        self.keep_hidden(&mut batch, &file.hash).await?;
        batch.media.fill.push((server_name.to_owned(), media_id.to_owned(), file));
        batch.media.within.extend(self.quota().map(|most| (user, most)));
        match self.0.store.commit(batch).await {
            Ok(_) => {
                self.0.uploaded.notify_waiters();
                Ok(())
            }
            // Somebody was faster, the time was over, or the quota was full: look again, and say which.
            Err(StoreError::Conflict) => {
                self.check_vacant(user, server_name, media_id).await?;
                Err(over_quota())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn check_vacant(&self, user: UserNid, server_name: &ServerName, media_id: &str) -> Result<(), MatrixError> {
        let row = if is_media_id(media_id) { self.0.store.media(server_name, media_id).await? } else { None };
        let now = self.0.clock.now_ms();
        let Some(row) = row.filter(|row| row.expires_ts.is_none_or(|end| end > now)) else {
            return Err(MatrixError::not_found("This URI was never given out, or its time is over: ask for a new one"));
        };
        if row.user != Some(user) {
            return Err(MatrixError::forbidden("This URI was given out to somebody else"));
        }
        if row.file.is_some() {
            let message = "This URI has a file already, and files do not change";
            return Err(MatrixError::new(ErrorKind::CannotOverwriteMedia, message));
        }
        Ok(())
    }

    /// A row without a file, and its URI.
    pub(crate) fn new_row(&self, user: Option<UserNid>) -> (MediaRow, OwnedMxcUri) {
        let server_name = self.0.settings.server_name.clone();
        let media_id = self.0.entropy.text::<ID_LENGTH>(ID_LETTERS);
        let uri = OwnedMxcUri::from(format!("mxc://{server_name}/{media_id}"));
        let now = self.0.clock.now_ms();
        let row = MediaRow {
            server_name,
            media_id,
            user,
            file: None,
            is_open: self.0.settings.media.unauthenticated_access,
            created_ts: now,
            used_ts: now,
            expires_ts: None,
            quarantined_ts: None,
        };
        (row, uri)
    }

    /// What an administrator has hidden is hidden under a new URI, too. For the batch with that URI.
    pub(crate) async fn keep_hidden(&self, batch: &mut WriteBatch, hash: &str) -> Result<(), MatrixError> {
        if let Some(since_ts) = self.0.store.media_quarantine(hash).await? {
            batch.media.quarantine.push((hash.to_owned(), Some(since_ts)));
        }
        Ok(())
    }

    fn quota(&self) -> Option<i64> {
        self.0.settings.media.quota_per_user.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX))
    }

    /// Takes the bytes in and keeps them.
    async fn receive(&self, user: UserNid, upload: Upload) -> Result<MediaFile, MatrixError> {
        let most = self.max_upload_size();
        let announced = upload.length.unwrap_or_default();
        if announced > most {
            return Err(too_large(most));
        }
        if let Some(quota) = self.quota() {
            // The commit looks again; this spares a client the sending of what would not be kept.
            let used = self.0.store.media_use(user, self.0.clock.now_ms()).await?.bytes;
            if used.saturating_add_unsigned(announced) > quota {
                return Err(over_quota());
            }
        }
        let received = self.spool(upload.body, most).await?;
        let file = MediaFile {
            hash: received.hash.to_string(),
            size: i64::try_from(received.size).map_err(MatrixError::internal)?,
            content_type: upload.content_type.as_deref().and_then(content_type::checked),
            file_name: upload.file_name.as_deref().and_then(file_name::checked),
        };
        metrics::counter!("heliograph_media_received_bytes_total").increment(received.size);
        self.0.blobs.keep(received).await.map_err(MatrixError::internal)?;
        Ok(file)
    }

    async fn spool(&self, mut body: ByteStream, most: u64) -> Result<Received, MatrixError> {
        let mut incoming = self.0.blobs.incoming();
        let mut size = 0_u64;
        while let Some(bytes) = timeout(IDLE, body.try_next()).await.map_err(|_| stalled())?.map_err(broken_off)? {
            size = size.saturating_add(bytes.len() as u64);
            if size > most {
                return Err(too_large(most));
            }
            incoming.write(bytes).await.map_err(MatrixError::internal)?;
        }
        incoming.finish().await.map_err(MatrixError::internal)
    }
}

pub(crate) fn too_large(most: u64) -> MatrixError {
    MatrixError::too_large(format!("The file is larger than {most} bytes, which is the most that this server takes"))
}

fn over_quota() -> MatrixError {
    MatrixError::forbidden("You have uploaded as much as this server lets you: ask its administrator for more room")
}

fn stalled() -> MatrixError {
    MatrixError::unknown(format!("Nothing came for {} seconds: try again", IDLE.as_secs()))
}

fn broken_off(error: io::Error) -> MatrixError {
    MatrixError::unknown("The file could not be read to its end").with_source(error)
}
