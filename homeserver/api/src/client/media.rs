//! Uploaded files: <https://spec.matrix.org/v1.19/client-server-api/#content-repository>.
//!
//! Files come and go as streams. The endpoints below `/_matrix/media` are frozen: without an access token they show
//! only what was uploaded while `media.unauthenticated_access` was on.
#![expect(deprecated, reason = "clients of before version 1.11 still ask at the frozen endpoints")]

mod preview;
mod range;
mod serve;

use std::{io, time::Duration};

use self::serve::serve;
pub(crate) use self::serve::{Shown, disposition};
use crate::{
    extract::{Authed, Public, Raw},
    limit::Rate,
    route::{Result, Routes, encode},
    service::Api,
};
use axum::response::Response;
use futures_util::{StreamExt, TryStreamExt};
use hs_media::{Access, Method, Upload, Wanted};
use http::{HeaderMap, header};
use ruma::{
    MilliSecondsSinceUnixEpoch, ServerName, UInt,
    api::client::{
        authenticated_media::{get_content, get_content_as_filename, get_content_thumbnail, get_media_config},
        media::{
            create_content, create_content_async, create_mxc_uri, get_content as get_content_frozen,
            get_content_as_filename as get_content_as_filename_frozen,
            get_content_thumbnail as get_content_thumbnail_frozen, get_media_config as get_media_config_frozen,
        },
    },
    media::Method as ThumbnailMethod,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_raw(create_content).rate(Rate::Send);
    routes.add(create_mxc_uri).rate(Rate::Send);
    routes.add_raw(create_content_async).rate(Rate::Send);
    routes.add_raw(get_content).guests();
    routes.add_raw(get_content_as_filename).guests();
    routes.add_raw(get_content_thumbnail).guests();
    routes.add(get_media_config).guests();
    routes.add_raw(get_content_frozen);
    routes.add_raw(get_content_as_filename_frozen);
    routes.add_raw(get_content_thumbnail_frozen);
    routes.add(get_media_config_frozen).guests();
    preview::routes(routes);
}

/// `POST /_matrix/media/v3/upload`
async fn create_content(api: Api, call: Authed<create_content::v3::Request>, raw: Raw) -> Result<Response> {
    let create_content::v3::Request { filename, content_type, .. } = call.request;
    let uri = api.media.upload(call.session.user, upload(raw, content_type, filename)).await?;
    encode(create_content::v3::Response::new(uri))
}

/// `POST /_matrix/media/v1/create`
async fn create_mxc_uri(api: Api, call: Authed<create_mxc_uri::v1::Request>) -> Result<create_mxc_uri::v1::Response> {
    let created = api.media.create(call.session.user).await?;
    let mut response = create_mxc_uri::v1::Response::new(created.uri);
    response.unused_expires_at = UInt::try_from(created.expires_ts).ok().map(MilliSecondsSinceUnixEpoch);
    Ok(response)
}

/// `PUT /_matrix/media/v3/upload/{serverName}/{mediaId}`
async fn create_content_async(api: Api, call: Authed<create_content_async::v3::Request>, raw: Raw) -> Result<Response> {
    let create_content_async::v3::Request { server_name, media_id, content_type, filename, .. } = call.request;
    let upload = upload(raw, content_type, filename);
    api.media.upload_to(call.session.user, &server_name, &media_id, upload).await?;
    encode(create_content_async::v3::Response {})
}

/// `GET /_matrix/client/v1/media/download/{serverName}/{mediaId}`
async fn get_content(api: Api, call: Authed<get_content::v1::Request>, raw: Raw) -> Result<Response> {
    let get_content::v1::Request { server_name, media_id, timeout_ms, .. } = call.request;
    download(&api, (&server_name, &media_id), timeout_ms, Access::Session, None, &raw.headers).await
}

/// `GET /_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}`
async fn get_content_as_filename(
    api: Api,
    call: Authed<get_content_as_filename::v1::Request>,
    raw: Raw,
) -> Result<Response> {
    let get_content_as_filename::v1::Request { server_name, media_id, filename, timeout_ms, .. } = call.request;
    download(&api, (&server_name, &media_id), timeout_ms, Access::Session, Some(&filename), &raw.headers).await
}

/// `GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}`
async fn get_content_thumbnail(
    api: Api,
    call: Authed<get_content_thumbnail::v1::Request>,
    raw: Raw,
) -> Result<Response> {
    let get_content_thumbnail::v1::Request {
        server_name, media_id, method, width, height, timeout_ms, animated, ..
    } = call.request;
    let wanted = wanted(method.as_ref(), width, height, animated);
    thumbnail(&api, (&server_name, &media_id), timeout_ms, Access::Session, wanted, &raw.headers).await
}

/// `GET /_matrix/client/v1/media/config`
async fn get_media_config(
    api: Api,
    _: Authed<get_media_config::v1::Request>,
) -> Result<get_media_config::v1::Response> {
    Ok(get_media_config::v1::Response::new(max_upload_size(&api)))
}

/// `GET /_matrix/media/v3/download/{serverName}/{mediaId}`
async fn get_content_frozen(api: Api, call: Public<get_content_frozen::v3::Request>, raw: Raw) -> Result<Response> {
    let get_content_frozen::v3::Request { server_name, media_id, timeout_ms, .. } = call.request;
    download(&api, (&server_name, &media_id), timeout_ms, Access::Anybody, None, &raw.headers).await
}

/// `GET /_matrix/media/v3/download/{serverName}/{mediaId}/{fileName}`
async fn get_content_as_filename_frozen(
    api: Api,
    call: Public<get_content_as_filename_frozen::v3::Request>,
    raw: Raw,
) -> Result<Response> {
    let get_content_as_filename_frozen::v3::Request { server_name, media_id, filename, timeout_ms, .. } = call.request;
    download(&api, (&server_name, &media_id), timeout_ms, Access::Anybody, Some(&filename), &raw.headers).await
}

/// `GET /_matrix/media/v3/thumbnail/{serverName}/{mediaId}`
async fn get_content_thumbnail_frozen(
    api: Api,
    call: Public<get_content_thumbnail_frozen::v3::Request>,
    raw: Raw,
) -> Result<Response> {
    let get_content_thumbnail_frozen::v3::Request {
        server_name,
        media_id,
        method,
        width,
        height,
        timeout_ms,
        animated,
        ..
    } = call.request;
    let wanted = wanted(method.as_ref(), width, height, animated);
    thumbnail(&api, (&server_name, &media_id), timeout_ms, Access::Anybody, wanted, &raw.headers).await
}

/// `GET /_matrix/media/v3/config`
async fn get_media_config_frozen(
    api: Api,
    _: Authed<get_media_config_frozen::v3::Request>,
) -> Result<get_media_config_frozen::v3::Response> {
    Ok(get_media_config_frozen::v3::Response::new(max_upload_size(&api)))
}

fn max_upload_size(api: &Api) -> UInt {
    UInt::new_saturating(api.media.max_upload_size())
}

fn upload(raw: Raw, content_type: Option<String>, file_name: Option<String>) -> Upload {
    let length = raw.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let body = raw.body.into_data_stream().map_err(io::Error::other).boxed();
    Upload { content_type, file_name, length, body }
}

pub(crate) fn wanted(method: Option<&ThumbnailMethod>, width: UInt, height: UInt, animated: Option<bool>) -> Wanted {
    let method = match method {
        Some(ThumbnailMethod::Crop) => Method::Crop,
        _ => Method::Scale,
    };
    Wanted { width: width.into(), height: height.into(), method, animated: animated == Some(true) }
}

async fn download(
    api: &Api,
    (server_name, media_id): (&ServerName, &str),
    patience: Duration,
    access: Access,
    file_name: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response> {
    let mut found = api.media.find(server_name, media_id, patience, access).await?;
    if let Some(name) = file_name {
        found.rename(name);
    }
    serve(api, found, Shown::AsItMay, access, headers).await
}

async fn thumbnail(
    api: &Api,
    (server_name, media_id): (&ServerName, &str),
    patience: Duration,
    access: Access,
    wanted: Wanted,
    headers: &HeaderMap,
) -> Result<Response> {
    let found = api.media.find(server_name, media_id, patience, access).await?;
    let made = api.media.thumbnail(&found, wanted).await?;
    serve(api, made, Shown::Inline, access, headers).await
}
