//! Previews of web pages.

use hs_core::error::MatrixError;
use ruma::api::client::{authenticated_media::get_media_preview, media::get_media_preview as get_media_preview_frozen};
use serde_json::value::RawValue;

use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_media_preview).rate(Rate::Search);
    routes.add(get_media_preview_frozen).rate(Rate::Search);
}

/// `GET /_matrix/client/v1/media/preview_url`
async fn get_media_preview(
    api: Api,
    call: Authed<get_media_preview::v1::Request>,
) -> Result<get_media_preview::v1::Response> {
    Ok(get_media_preview::v1::Response::from_raw_value(preview(&api, &call.request.url).await?))
}

/// `GET /_matrix/media/v3/preview_url`
async fn get_media_preview_frozen(
    api: Api,
    call: Authed<get_media_preview_frozen::v3::Request>,
) -> Result<get_media_preview_frozen::v3::Response> {
    Ok(get_media_preview_frozen::v3::Response::from_raw_value(preview(&api, &call.request.url).await?))
}

async fn preview(api: &Api, url: &str) -> Result<Box<RawValue>> {
    let json = api.media.preview(url).await?;
    RawValue::from_string(json.to_string()).map_err(MatrixError::internal)
}
