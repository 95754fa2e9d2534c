//! What happens to every request and every response: a request id, one line in the log, figures, CORS, security headers,
//! and a panic that stays within its request.

use std::{
    hash::{BuildHasher, RandomState},
    panic::AssertUnwindSafe,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt;
use hs_core::error::MatrixError;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use tracing::{Instrument, debug, error, field::Empty, info, info_span, warn};

use crate::error::{self, Failure};

/// Wraps everything else; see the module.
pub(crate) async fn edge(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = next_request_id();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let is_api = is_api_path(request.uri().path());
    // Paths that match no route are written as they came, without the query; only routes become labels of figures.
    let path = route.clone().unwrap_or_else(|| request.uri().path().chars().take(200).collect());
    let span = info_span!("request", id, %method, path, user = Empty);

    let answer = async {
        let mut response = if method == Method::OPTIONS { preflight() } else { run(request, next).await };
        finish_headers(response.headers_mut(), &id, is_api);
        let elapsed = started.elapsed();
        log(&response, elapsed, is_api);
        record(&method, route, response.status(), elapsed);
        response
    };
    answer.instrument(span).await
}

async fn run(request: Request, next: Next) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message");
            error::response(MatrixError::internal(format!("panic: {text}")))
        }
    }
}

/// Whether a path belongs to one of the APIs, and not to the web client.
pub(crate) fn is_api_path(path: &str) -> bool {
    ["/_matrix/", "/_synapse/", "/.well-known/matrix/"].iter().any(|start| path.starts_with(start))
}

/// Unique within this process's lifetime, and unlikely to meet that of another one.
fn next_request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    format!("{:016x}-{}", *PROCESS, COUNT.fetch_add(1, Ordering::Relaxed))
}

fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers of API answers. <https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients>
const API_HEADERS: [(HeaderName, &str); 6] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "X-Requested-With, Content-Type, Authorization"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After, X-Request-Id"),
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
];

fn finish_headers(headers: &mut HeaderMap, id: &str, is_api: bool) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    if is_api {
        for (name, value) in API_HEADERS {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// One line per request. Files of the web client and probes are not worth one, as long as they succeed.
fn log(response: &Response, elapsed: Duration, is_api: bool) {
    let status = response.status().as_u16();
    let duration_ms = (elapsed.as_secs_f64() * 100_000.0).round() / 100.0;
    let Some(failure) = response.extensions().get::<Failure>() else {
        if is_api {
            info!(status, duration_ms, "answered");
        } else {
            debug!(status, duration_ms, "answered");
        }
        return;
    };
    let (told, cause) = (failure.told(), failure.cause());
    // That somebody else does not answer is no fault of ours.
    let is_elsewhere = response.status() == StatusCode::BAD_GATEWAY;
    if is_elsewhere {
        warn!(status, duration_ms, error = %told, cause, "somebody else failed");
    } else if response.status().is_server_error() {
        error!(status, duration_ms, error = %told, cause, "failed");
    } else if cause.is_some() {
        warn!(status, duration_ms, error = %told, cause, "refused");
    } else {
        info!(status, duration_ms, error = %told, "refused");
    }
}

fn record(method: &Method, route: Option<String>, status: StatusCode, elapsed: Duration) {
    let labels = [
        ("method", method.as_str().to_owned()),
        ("route", route.unwrap_or_else(|| "none".to_owned())),
        ("status", status.as_u16().to_string()),
    ];
    metrics::histogram!("heliograph_api_request_duration_seconds", &labels).record(elapsed.as_secs_f64());
}
