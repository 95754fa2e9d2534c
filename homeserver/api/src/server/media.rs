//! Our files for other servers, each in two parts: what is known of it, and the file itself as a stream.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#content-repository>.

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use hs_core::error::MatrixError;
use hs_media::{Access, Download, Wanted};
use http::{HeaderValue, header};
use ruma::api::federation::authenticated_media::{get_content, get_content_thumbnail};

use crate::{
    client::media::{Shown, disposition, wanted},
    extract::{Raw, ServerAuthed},
    route::{Result, Routes},
    service::Api,
};

/// Letters of boundaries.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub(super) fn routes(routes: &mut Routes) {
    routes.add_raw(get_content);
    routes.add_raw(get_content_thumbnail);
}

/// `GET /_matrix/federation/v1/media/download/{mediaId}`
async fn get_content(api: Api, call: ServerAuthed<get_content::v1::Request>, _: Raw) -> Result<Response> {
    let get_content::v1::Request { media_id, timeout_ms, .. } = call.request;
    let found = api.media.find(&api.config.server_name, &media_id, timeout_ms, Access::Session).await?;
    parts(&api, &found, Shown::AsItMay).await
}

/// `GET /_matrix/federation/v1/media/thumbnail/{mediaId}`
async fn get_content_thumbnail(
    api: Api,
    call: ServerAuthed<get_content_thumbnail::v1::Request>,
    _: Raw,
) -> Result<Response> {
    let get_content_thumbnail::v1::Request { media_id, method, width, height, timeout_ms, animated, .. } = call.request;
    let wanted: Wanted = wanted(method.as_ref(), width, height, animated);
    let found = api.media.find(&api.config.server_name, &media_id, timeout_ms, Access::Session).await?;
    let made = api.media.thumbnail(&found, wanted).await?;
    parts(&api, &made, Shown::Inline).await
}

/// A file as the second of two parts. Nothing is known of any file that would have to be said in the first.
async fn parts(api: &Api, download: &Download, shown: Shown) -> Result<Response> {
    let boundary = api.federation.entropy.text::<32>(LETTERS);
    let disposition = disposition(download, shown)?;
    let disposition = disposition.to_str().map_err(MatrixError::internal)?;
    let before = format!(
        "\r\n--{boundary}\r\nContent-Type: application/json\r\n\r\n{{}}\r\n--{boundary}\r\nContent-Type: {}\r\n\
         Content-Disposition: {disposition}\r\n\r\n",
        download.content_type
    );
    let after = format!("\r\n--{boundary}--\r\n");
    let length = download.size + before.len() as u64 + after.len() as u64;
    let file = api.media.read(download, 0..download.size).await?;
    let body = stream::iter([Ok(Bytes::from(before))]).chain(file).chain(stream::iter([Ok(Bytes::from(after))]));
    let mut response = Response::new(Body::from_stream(body));
    let kind = format!("multipart/mixed; boundary={boundary}");
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::try_from(kind).map_err(MatrixError::internal)?);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}
