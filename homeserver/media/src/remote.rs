//! Files of other servers: fetched once, when somebody first asks for them, and kept like our own.
//! See <https://spec.matrix.org/v1.19/server-server-api/#content-repository>.

mod multipart;
mod old;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hs_core::error::MatrixError;
use hs_outbound::{Bounds, Fetched, Opened, OutboundError};
use hs_storage::{MediaFile, MediaRow, StoreError, WriteBatch};
use http::StatusCode;
use quick_cache::sync::Cache;
use ruma::{
    OwnedServerName, ServerName,
    api::{error::ErrorKind, federation::authenticated_media::get_content::v1::Request},
    http_headers::ContentDisposition,
};

use self::{
    multipart::{Part, Parts},
    old::OldDownload,
};
use crate::{
    blob::incoming::Received,
    content_type, file_name,
    once::{Once, shared},
    service::Media,
    upload::too_large,
};

/// How long a file may take to arrive.
const TIME: Duration = Duration::from_mins(5);
/// What may come besides the file: headers and the description of the file.
const BESIDES: u64 = 128 << 10;
/// For how long a server that cannot be reached is not asked again, in milliseconds.
const REST_MS: i64 = 60 * 1000;
/// Of how many servers that is remembered.
const RESTING: usize = 10_000;

/// Fetches that are under way, and servers that are left alone for a while.
pub(crate) struct Fetching {
    under_way: Once<(OwnedServerName, String), Result<(), Arc<MatrixError>>>,
    resting: Cache<OwnedServerName, i64>,
}

impl Default for Fetching {
    fn default() -> Self {
        Self { under_way: Once::default(), resting: Cache::new(RESTING) }
    }
}

/// A file that has arrived from another server.
struct Arrived {
    received: Received,
    content_type: Option<String>,
    file_name: Option<String>,
}

/// A file on its way.
enum Body {
    /// It is the second part of an answer.
    Part(Parts<Opened>),
    /// It is the answer.
    Whole(Opened),
    /// It comes from where its server said.
    Elsewhere(Fetched),
}

impl Body {
    async fn chunk(&mut self) -> Result<Option<Bytes>, OutboundError> {
        match self {
            Self::Part(parts) => parts.chunk().await,
            Self::Whole(opened) => opened.chunk().await,
            Self::Elsewhere(fetched) => fetched.chunk().await,
        }
    }
}

impl Media {
    /// Brings a file of another server here. Several who want it at once wait for one fetch.
    pub(crate) async fn fetch_remote(&self, server: &ServerName, media_id: &str) -> Result<(), MatrixError> {
        let now = self.0.clock.now_ms();
        if self.0.fetching.resting.get(server).is_some_and(|until| until > now) {
            return Err(OutboundError::Timeout.into());
        }
        // Boxed, so that those who only wait are small.
        let fetch = Box::pin(async {
            let fetched = self.fetch_and_keep(server, media_id).await;
            if fetched.as_ref().is_err_and(is_out_of_reach) {
                self.0.fetching.resting.insert(server.to_owned(), self.0.clock.now_ms() + REST_MS);
            }
            fetched.map_err(Arc::new)
        });
        self.0.fetching.under_way.run((server.to_owned(), media_id.to_owned()), fetch).await.map_err(shared)
    }

    async fn fetch_and_keep(&self, server: &ServerName, media_id: &str) -> Result<(), MatrixError> {
        let most = self.max_upload_size();
        let body = usize::try_from(most.saturating_add(BESIDES)).unwrap_or(usize::MAX);
        let bounds = Bounds { time: TIME, body };
        let arrived = match self.0.client.open(server, Request::new(media_id.to_owned()), bounds).await {
            Ok(opened) => self.take_parts(opened, most).await?,
            // A server of before version 1.11 of the specification.
            Err(error) if error.is_unrecognized() => {
                let request = OldDownload { server: server.to_owned(), media_id: media_id.to_owned() };
                let opened = self.0.client.open(server, request, bounds).await?;
                self.take_whole(opened, most).await?
            }
            Err(error) => return Err(error.into()),
        };
        self.keep_remote(server, media_id, arrived).await
    }

    /// A file that comes as the second of two parts, or as a word about where it is.
    async fn take_parts(&self, opened: Opened, most: u64) -> Result<Arrived, MatrixError> {
        let mut parts = Parts::new(opened)?;
        let part = parts.file().await?;
        if let Some(location) = &part.location {
            let url = location.parse().map_err(|_| OutboundError::Malformed("a location that is no URL".to_owned()))?;
            let fetched = self.0.fetch.get(url, "*/*", TIME).await?;
            if !fetched.status().is_success() {
                return Err(MatrixError::not_found("The file is not where its server says"));
            }
            let content_type = fetched.content_type().map(ToOwned::to_owned);
            let received = self.spool_remote(most, Body::Elsewhere(fetched)).await?;
            return Ok(arrived(received, Part { content_type, ..part }));
        }
        let received = self.spool_remote(most, Body::Part(parts)).await?;
        Ok(arrived(received, part))
    }

    async fn take_whole(&self, opened: Opened, most: u64) -> Result<Arrived, MatrixError> {
        let header = |value: Option<&str>| value.map(ToOwned::to_owned);
        let (content_type, disposition) = (header(opened.content_type()), header(opened.content_disposition()));
        let received = self.spool_remote(most, Body::Whole(opened)).await?;
        Ok(arrived(received, Part { content_type, disposition, location: None }))
    }

    async fn spool_remote(&self, most: u64, mut body: Body) -> Result<Received, MatrixError> {
        let mut incoming = self.0.blobs.incoming();
        let mut size = 0_u64;
        while let Some(bytes) = body.chunk().await? {
            size = size.saturating_add(bytes.len() as u64);
            if size > most {
                return Err(too_large(most).with_status(StatusCode::BAD_GATEWAY));
            }
            incoming.write(bytes).await.map_err(MatrixError::internal)?;
        }
        incoming.finish().await.map_err(MatrixError::internal)
    }

    async fn keep_remote(&self, server: &ServerName, media_id: &str, arrived: Arrived) -> Result<(), MatrixError> {
        let file = MediaFile {
            hash: arrived.received.hash.to_string(),
            size: i64::try_from(arrived.received.size).map_err(MatrixError::internal)?,
            content_type: arrived.content_type.as_deref().and_then(content_type::checked),
            file_name: arrived.file_name.as_deref().and_then(file_name::checked),
        };
        metrics::counter!("heliograph_media_fetched_bytes_total").increment(arrived.received.size);
        self.0.blobs.keep(arrived.received).await.map_err(MatrixError::internal)?;
        let now = self.0.clock.now_ms();
        let mut batch = WriteBatch::default();
        self.keep_hidden(&mut batch, &file.hash).await?;
        batch.media.create.push(MediaRow {
            server_name: server.to_owned(),
            media_id: media_id.to_owned(),
            user: None,
            file: Some(file),
            is_open: self.0.settings.media.unauthenticated_access,
            created_ts: now,
            used_ts: now,
            expires_ts: None,
            quarantined_ts: None,
        });
        match self.0.store.commit(batch).await {
            Ok(_) => Ok(()),
            // Another process has fetched it, too.
            Err(error) if StoreError::is_duplicate(&error) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether it would be no better for another file of the same server.
fn is_out_of_reach(error: &MatrixError) -> bool {
    error.status().is_server_error() && !matches!(error.kind(), ErrorKind::TooLarge)
}

fn arrived(received: Received, part: Part) -> Arrived {
    let disposition = part.disposition.and_then(|text| text.parse::<ContentDisposition>().ok());
    let file_name = disposition.and_then(|disposition| disposition.filename);
    Arrived { received, content_type: part.content_type, file_name }
}
