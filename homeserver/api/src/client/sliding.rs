//! Simplified sliding sync.
//!
//! See MSC4186, <https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md>.

use std::time::Duration;

use hs_core::{error::MatrixError, sync::sliding};
use hs_sync::{SlidingRequest, sliding::response::Response};
use http::Request;
use ruma::{
    api::{IncomingRequest, Metadata, client::sync::sync_events::v5, error::DeserializationError},
    presence::PresenceState,
};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(slide).guests().long_poll();
}

/// A request as it came. ruma's own type has the route but not all of the filters.
struct Slide {
    pos: Option<String>,
    timeout: Option<String>,
    set_presence: Option<String>,
    body: sliding::Request,
}

impl Metadata for Slide {
    const METHOD: http::Method = v5::Request::METHOD;
    const RATE_LIMITED: bool = v5::Request::RATE_LIMITED;
    type Authentication = <v5::Request as Metadata>::Authentication;
    type PathBuilder = <v5::Request as Metadata>::PathBuilder;
    const PATH_BUILDER: Self::PathBuilder = v5::Request::PATH_BUILDER;
}

impl IncomingRequest for Slide {
    type EndpointError = <v5::Request as IncomingRequest>::EndpointError;
    type OutgoingResponse = <v5::Request as IncomingRequest>::OutgoingResponse;

    fn try_from_http_request_inner(
        request: Request<&[u8]>,
        _: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        let query = url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let (mut pos, mut timeout, mut set_presence) = (None, None, None);
        for (name, value) in query {
            match &*name {
                "pos" => pos = Some(value.into_owned()),
                "timeout" => timeout = Some(value.into_owned()),
                "set_presence" => set_presence = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(Self { pos, timeout, set_presence, body: serde_json::from_slice(request.body())? })
    }
}

/// `POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync`
async fn slide(api: Api, call: Authed<Slide>) -> Result<Response> {
    let actor = call.actor();
    let request = Box::new(understand(call.request)?);
    api.sync.slide(&actor, &request).await
}

fn understand(request: Slide) -> Result<SlidingRequest> {
    let Slide { pos, timeout, set_presence, body } = request;
    body.check()?;
    let no_number = |_| MatrixError::invalid_param("`timeout` is a number of milliseconds");
    let timeout = timeout.map(|text| text.parse()).transpose().map_err(no_number)?;
    let no_token = |_| MatrixError::unknown_pos("This position is none of this server: begin anew, without one");
    let pos = pos.filter(|pos| !pos.is_empty()).map(|text| text.parse()).transpose().map_err(no_token)?;
    let set_presence = match set_presence.as_deref() {
        None => PresenceState::Online,
        Some("online" | "offline" | "unavailable") => set_presence.unwrap_or_default().into(),
        Some(_) => return Err(MatrixError::invalid_param("`set_presence` is `online`, `unavailable` or `offline`")),
    };
    Ok(SlidingRequest { pos, timeout: Duration::from_millis(timeout.unwrap_or(0)), set_presence, body })
}
