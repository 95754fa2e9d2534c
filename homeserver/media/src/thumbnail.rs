//! Thumbnails: <https://spec.matrix.org/v1.19/client-server-api/#thumbnails>.
//!
//! They belong to the content of a file and come in a few sizes, so that however clients ask, a file has a bounded
//! number of them. One that several people want at once is made once, and only a few at a time are made at all.

mod animate;
mod render;
mod variant;

use std::{
    io::{self, Cursor},
    sync::Arc,
};

use bytes::Bytes;
use hs_core::error::MatrixError;
use hs_storage::{MediaThumbnailRow, WriteBatch};
use http::StatusCode;
use image::{ImageFormat, ImageReader};
use ruma::api::error::ErrorKind;

use self::render::{Rendered, Unrenderable, render};
use self::variant::Variant;
pub use self::variant::{Method, Wanted};
use crate::{
    blob::{blocking, hash::ContentHash},
    find::Download,
    once::{Once, shared},
    service::Media,
};

/// The largest file that is taken apart.
const MAX_SOURCE: u64 = 32 << 20;

/// Thumbnails that are being made.
pub(crate) type Making = Once<(ContentHash, Variant), Result<Download, Arc<MatrixError>>>;

impl Media {
    /// A smaller picture of a picture. One of another server that is too large is that server's fault.
    pub async fn thumbnail(&self, download: &Download, wanted: Wanted) -> Result<Download, MatrixError> {
        let made = self.made_or_make(download, wanted).await;
        made.map_err(|error| match error.kind() {
            ErrorKind::TooLarge if download.is_remote => error.with_status(StatusCode::BAD_GATEWAY),
            _ => error,
        })
    }

    async fn made_or_make(&self, download: &Download, wanted: Wanted) -> Result<Download, MatrixError> {
        let variant = Variant::of(wanted)?;
        if download.size > MAX_SOURCE {
            return Err(Unrenderable::TooLarge.into());
        }
        let source = &download.hash;
        if let Some(row) = self.0.store.media_thumbnail(source.as_str(), &variant.to_string()).await? {
            let hash = ContentHash::parse(&row.hash).ok_or_else(|| MatrixError::internal("not a hash"))?;
            let size = u64::try_from(row.size).map_err(MatrixError::internal)?;
            return Ok(named(hash, size, row.content_type));
        }
        // Boxed, so that those who only wait are small.
        let make = Box::pin(async { self.make(download, variant).await.map_err(Arc::new) });
        self.0.making.run((source.clone(), variant), make).await.map_err(shared)
    }

    async fn make(&self, download: &Download, variant: Variant) -> Result<Download, MatrixError> {
        let permit = Arc::clone(&self.0.pictures).acquire_owned().await.map_err(MatrixError::internal)?;
        let file = self.0.blobs.file(&download.hash).await.map_err(MatrixError::internal)?;
        let rendered = blocking(move || {
            // The permit goes with the work: who gave up waiting has not ended it.
            let _permit = permit;
            Ok(render(file, variant))
        });
        let thumbnail = match rendered.await.map_err(MatrixError::internal)?? {
            Rendered::Original(format) => named(download.hash.clone(), download.size, mime(format)),
            Rendered::Picture(bytes, format) => {
                let (hash, size) = self.keep(bytes).await.map_err(MatrixError::internal)?;
                named(hash, size, mime(format))
            }
        };
        let mut batch = WriteBatch::default();
        batch.media_thumbnail.rows.push(MediaThumbnailRow {
            source_hash: download.hash.to_string(),
            variant: variant.to_string(),
            hash: thumbnail.hash.to_string(),
            size: i64::try_from(thumbnail.size).map_err(MatrixError::internal)?,
            content_type: thumbnail.content_type.clone(),
        });
        self.0.store.commit(batch).await?;
        metrics::counter!("heliograph_media_thumbnails_total").increment(1);
        Ok(thumbnail)
    }

    /// Keeps what we have made ourselves.
    pub(crate) async fn keep(&self, bytes: Vec<u8>) -> io::Result<(ContentHash, u64)> {
        let mut incoming = self.0.blobs.incoming();
        incoming.write(Bytes::from(bytes)).await?;
        let received = incoming.finish().await?;
        let made = (received.hash.clone(), received.size);
        self.0.blobs.keep(received).await?;
        Ok(made)
    }
}

/// How wide and high a picture is and what it is, as far as its first bytes tell.
pub(crate) fn picture_size(bytes: &[u8]) -> Option<(u32, u32, &'static str)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    let (width, height) = reader.into_dimensions().ok()?;
    Some((width, height, format.to_mime_type()))
}

fn mime(format: ImageFormat) -> String {
    format.to_mime_type().to_owned()
}

fn named(hash: ContentHash, size: u64, content_type: String) -> Download {
    let ending = content_type.split('/').next_back().unwrap_or_default();
    let ending = if ending == "jpeg" { "jpg" } else { ending };
    Download { hash, size, file_name: Some(format!("thumbnail.{ending}")), content_type, is_remote: false }
}

impl From<Unrenderable> for MatrixError {
    fn from(error: Unrenderable) -> Self {
        match error {
            Unrenderable::TooLarge => Self::too_large("This picture is too large to make a smaller one of it"),
            Unrenderable::NotAPicture(reason) => {
                Self::unknown("This is not a picture that this server can read").with_source(reason)
            }
        }
    }
}
