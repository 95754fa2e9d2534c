//! Previews of web pages: <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediapreview_url>.
//!
//! Anybody who is signed in can have us ask for any URL. `hs-outbound` refuses what is not public; here are the limits
//! of time and size, and a memory, so that a link which a thousand people see is followed once.

mod charset;
mod page;

use std::{sync::Arc, time::Duration};

use hs_core::error::MatrixError;
use hs_outbound::Fetched;
use hs_storage::{MediaFile, MediaRow, UrlPreviewRow, WriteBatch};
use http::StatusCode;
use serde_json::{Map, Value};
use url::Url;

use self::page::Page;
use crate::{
    once::{Once, shared},
    service::Media,
    thumbnail::picture_size,
};

/// Previews that are being made.
pub(crate) type Previewing = Once<String, Result<Arc<str>, Arc<MatrixError>>>;

/// How long a page, or its picture, may take.
const TIME: Duration = Duration::from_secs(10);
/// The largest page that is looked at, and how much of it: what a page says of itself stands at its beginning.
const MAX_PAGE: u64 = 10 << 20;
const PAGE_START: usize = 1 << 20;
/// The largest picture.
const MAX_PICTURE: usize = 10 << 20;
/// The longest URL; it is a key of the database.
const MAX_URL: usize = 2048;
/// How long a preview is remembered, in milliseconds.
const REMEMBERED: i64 = 60 * 60 * 1000;
/// How much longer its picture is, for those who still look at it, in milliseconds.
const PICTURE_REMAINS: i64 = 7 * 24 * 60 * 60 * 1000;

impl Media {
    /// What a web page says about itself, as JSON.
    pub async fn preview(&self, url: &str) -> Result<Arc<str>, MatrixError> {
        let mut url = Url::parse(url)
            .map_err(|error| MatrixError::invalid_param(format!("\"url\" is not the address of a page: {error}")))?;
        url.set_fragment(None);
        if url.as_str().len() > MAX_URL {
            return Err(MatrixError::invalid_param(format!("\"url\" is longer than {MAX_URL} letters")));
        }
        let known = self.0.store.url_preview(url.as_str()).await?;
        if let Some(row) = known.filter(|row| row.expires_ts > self.0.clock.now_ms()) {
            return Ok(row.json.into());
        }
        let make = Box::pin(async { self.make_preview(&url).await.map_err(Arc::new) });
        self.0.previewing.run(url.to_string(), make).await.map_err(shared)
    }

    async fn make_preview(&self, url: &Url) -> Result<Arc<str>, MatrixError> {
        let preview = self.look_at(url).await?;
        let json = Value::Object(preview).to_string();
        let mut batch = WriteBatch::default();
        batch.url_preview.rows.push(UrlPreviewRow {
            url: url.to_string(),
            json: json.clone(),
            expires_ts: self.0.clock.now_ms() + REMEMBERED,
        });
        self.0.store.commit(batch).await?;
        Ok(json.into())
    }

    async fn look_at(&self, url: &Url) -> Result<Map<String, Value>, MatrixError> {
        let accept = "text/html,application/xhtml+xml;q=0.9,image/*;q=0.8,*/*;q=0.1";
        let fetched = self.0.fetch.get(url.clone(), accept, TIME).await?;
        if !fetched.status().is_success() {
            let message = format!("The server of that address answers with {}", fetched.status().as_u16());
            return Err(MatrixError::unknown(message).with_status(StatusCode::BAD_GATEWAY));
        }
        let kind = essence(&fetched);
        if kind.starts_with("image/") {
            let mut preview = Map::new();
            // Not every picture that a link leads to is one that we can read.
            if let Some(picture) = self.keep_picture(fetched).await? {
                preview.extend(picture);
            }
            return Ok(preview);
        }
        let is_page = matches!(kind.as_str(), "text/html" | "application/xhtml+xml");
        if !is_page || fetched.content_length().is_some_and(|length| length > MAX_PAGE) {
            return Ok(Map::new());
        }
        let place = fetched.url().clone();
        let declared = fetched.content_type().map(str::to_owned);
        let start = fetched.read_start(PAGE_START).await?;
        let page = Page::read(&charset::decode(&start, declared.as_deref()));
        let picture = page.picture(&place);
        let mut preview = page.into_properties();
        if let Some(picture) = picture {
            preview.extend(self.fetch_picture(picture).await);
        }
        Ok(preview)
    }

    /// A page without its picture is better than no page, so whatever goes wrong here is not told.
    async fn fetch_picture(&self, url: Url) -> Map<String, Value> {
        let fetched = match self.0.fetch.get(url, "image/*", TIME).await {
            Ok(fetched) if fetched.status().is_success() && essence(&fetched).starts_with("image/") => fetched,
            _ => return Map::new(),
        };
        match self.keep_picture(fetched).await {
            Ok(picture) => picture.unwrap_or_default(),
            Err(error) => {
                tracing::debug!(%error, "the picture of a page was not kept");
                Map::new()
            }
        }
    }

    async fn keep_picture(&self, fetched: Fetched) -> Result<Option<Map<String, Value>>, MatrixError> {
        let file_name = fetched.url().path_segments().and_then(|mut path| path.next_back().map(str::to_owned));
        let bytes = fetched.read_start(MAX_PICTURE + 1).await?;
        if bytes.is_empty() || bytes.len() > MAX_PICTURE {
            return Ok(None);
        }
        let Some((width, height, content_type)) = picture_size(&bytes) else { return Ok(None) };
        let (hash, size) = self.keep(bytes).await.map_err(MatrixError::internal)?;
        let (row, uri) = self.new_row(None);
        let file = MediaFile {
            hash: hash.to_string(),
            size: i64::try_from(size).map_err(MatrixError::internal)?,
            content_type: Some(content_type.to_owned()),
            file_name: file_name.as_deref().and_then(crate::file_name::checked),
        };
        let expires_ts = Some(self.0.clock.now_ms() + REMEMBERED + PICTURE_REMAINS);
        let mut batch = WriteBatch::default();
        self.keep_hidden(&mut batch, &file.hash).await?;
        batch.media.create.push(MediaRow { file: Some(file), expires_ts, ..row });
        self.0.store.commit(batch).await?;
        let properties = [
            ("og:image", Value::from(uri.as_str())),
            ("og:image:type", content_type.into()),
            ("og:image:width", width.into()),
            ("og:image:height", height.into()),
            ("matrix:image:size", size.into()),
        ];
        Ok(Some(properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
    }
}

/// The type of an answer, in lower case and without parameters.
fn essence(fetched: &Fetched) -> String {
    let content_type = fetched.content_type().unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
