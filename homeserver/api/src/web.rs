//! The web client: a folder of exported pages, served at `/` with a policy that lets nothing but itself run.

mod policy;

use std::{path::PathBuf, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use self::policy::Policy;

/// Files whose names carry a hash of their content.
const HASHED: &str = "/_next/static/";

/// Serves the exported pages of a folder.
#[derive(Clone)]
pub(crate) struct WebClient {
    root: PathBuf,
    policy: Arc<Policy>,
}

impl WebClient {
    /// The folder need not exist yet.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { policy: Arc::new(Policy::new(root.clone())), root }
    }

    /// Answers a request for a page or one of its parts.
    pub(crate) async fn serve(&self, request: Request) -> Response {
        let Some(policy) = self.policy.current().await else {
            return not_built().into_response();
        };
        let path = request.uri().path();
        let is_hashed = path.starts_with(HASHED);
        let may_fall_back = !path.starts_with("/_next/");

        let files = ServeDir::new(&self.root).precompressed_br().precompressed_gzip();
        let served = if may_fall_back {
            // The open room is in the fragment, so the first page is right for whatever path somebody wrote down.
            let first_page = ServeFile::new(self.root.join("index.html")).precompressed_br().precompressed_gzip();
            files.fallback(first_page).oneshot(request).await
        } else {
            files.oneshot(request).await
        };
        // The error type is uninhabited: what goes wrong is a status by now.
        let mut response = served.into_response().map(Body::new);
        finish_headers(&mut response, policy, is_hashed);
        response
    }
}

/// Headers that do not depend on the page.
const HEADERS: [(HeaderName, &str); 2] = [
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(self), geolocation=(self)"),
];

fn finish_headers(response: &mut Response, policy: HeaderValue, is_hashed: bool) {
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let caching = if is_hashed && found { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/html") {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
}

fn not_built() -> impl IntoResponse {
    let page = "This is a Heliograph homeserver, and it runs.\n\n\
                Its web client is not there: build it with `make web`, or name the folder with the build in config.toml\n\
                ([web] root), and load this page again. Any other Matrix client can sign in here meanwhile.\n";
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], page)
}

#[cfg(test)]
mod tests;
