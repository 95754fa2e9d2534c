//! A file as a response: headers that keep it from running as a part of some page, ranges, and caching.

use axum::{body::Body, response::Response};
use hs_core::error::MatrixError;
use hs_media::{Access, Download, is_safe_inline};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use ruma::http_headers::{ContentDisposition, ContentDispositionType};

use super::range::Ranged;
use crate::{route::Result, service::Api};

/// How a file is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Where it is, if it is of a harmless type; else for saving.
    AsItMay,
    /// Where it is: we made it ourselves.
    Inline,
}

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Headers of every file. <https://spec.matrix.org/v1.19/client-server-api/#content-repo-client-behaviour>
const FIXED: [(HeaderName, &str); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "sandbox; default-src 'none'; script-src 'none'; plugin-types application/pdf; style-src 'unsafe-inline'; \
         media-src 'self'; object-src 'self';",
    ),
    (CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"),
    (header::ACCEPT_RANGES, "bytes"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "Content-Disposition, Content-Range, ETag, Retry-After, X-Request-Id"),
];

/// Answers with a file, or the part of it that was asked for, or nothing if the client has it.
pub(super) async fn serve(
    api: &Api,
    download: Download,
    shown: Shown,
    access: Access,
    asked: &HeaderMap,
) -> Result<Response> {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let etag = download.etag();
    headers.insert(header::ETAG, value(&etag)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(access)));
    if has_already(asked, &etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    headers.insert(header::CONTENT_TYPE, value(&download.content_type)?);
    headers.insert(header::CONTENT_DISPOSITION, disposition(&download, shown)?);
    let range = match Ranged::of(asked, &etag, download.size) {
        Ranged::Whole => 0..download.size,
        Ranged::Part(range) => {
            let text = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), download.size);
            headers.insert(header::CONTENT_RANGE, value(&text)?);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            range
        }
        Ranged::Beyond => {
            headers.insert(header::CONTENT_RANGE, value(&format!("bytes */{}", download.size))?);
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            return Ok(response);
        }
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    *response.body_mut() = Body::from_stream(api.media.read(&download, range).await?);
    Ok(response)
}

fn value(text: &str) -> Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(MatrixError::internal)
}

/// What is behind a URI never changes, but it may be taken away. What asked for a token is for its owner only.
fn caching(access: Access) -> &'static str {
    match access {
        Access::Session => "private, max-age=86400, immutable",
        Access::Anybody => "public, max-age=86400, immutable",
    }
}

pub(crate) fn disposition(download: &Download, shown: Shown) -> Result<HeaderValue> {
    let kind = if shown == Shown::Inline || is_safe_inline(&download.content_type) {
        ContentDispositionType::Inline
    } else {
        ContentDispositionType::Attachment
    };
    value(&ContentDisposition::new(kind).with_filename(download.file_name.clone()).to_string())
}

fn has_already(asked: &HeaderMap, etag: &str) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = known.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}
