//! A [`MatrixError`] as an HTTP response. What really went wrong travels beside it, for the one line in the log.

use std::{error::Error as StdError, fmt::Write as _, sync::Arc};

use axum::{body::Body, response::Response};
use bytes::{Bytes, BytesMut};
use hs_core::error::MatrixError;
use http::{HeaderValue, StatusCode, header};
use ruma::api::{
    OutgoingResponseExt,
    client::uiaa::UiaaInfo,
    error::{ErrorBody, ErrorKind, IntoHttpError, LimitExceededErrorData, RetryAfter, StandardErrorBody},
};
use serde_json::Value;

use crate::json::Json;

/// The error behind a response, left in its extensions for the log.
#[derive(Clone, Debug)]
pub(crate) struct Failure(Arc<MatrixError>);

impl Failure {
    /// The error as it was told to the client.
    pub(crate) fn told(&self) -> &MatrixError {
        &self.0
    }

    /// What was not told: the chain of causes, outermost first.
    pub(crate) fn cause(&self) -> Option<String> {
        let mut source = StdError::source(&*self.0)?;
        let mut text = source.to_string();
        while let Some(inner) = source.source() {
            let _ = write!(text, ": {inner}");
            source = inner;
        }
        Some(text)
    }
}

/// The response for an error.
pub fn response(error: MatrixError) -> Response {
    let encoded = match error.uiaa() {
        Some(info) => encode_challenge(&error, info),
        None => encode_standard(&error),
    };
    let mut response =
        encoded.map_or_else(|_| last_resort(), |response| response.map(|body| Body::from(body.freeze())));
    if let Some(seconds) = retry_after_seconds(error.kind()) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response.extensions_mut().insert(Failure(Arc::new(error)));
    response
}

/// A challenge. ruma leaves `completed` out while it is empty, but clients look for the list.
fn encode_challenge(error: &MatrixError, info: &UiaaInfo) -> Result<http::Response<BytesMut>, IntoHttpError> {
    let mut body = serde_json::to_value(info)?;
    if let Some(body) = body.as_object_mut() {
        body.entry("completed").or_insert_with(|| Value::Array(Vec::new()));
    }
    let mut response = Json(body).try_into_http_response::<BytesMut>()?;
    *response.status_mut() = error.status();
    Ok(response)
}

fn encode_standard(error: &MatrixError) -> Result<http::Response<BytesMut>, IntoHttpError> {
    let body = StandardErrorBody::new(error.kind().clone(), error.message().to_owned());
    ErrorBody::Standard(body).into_error(error.status()).try_into_http_response()
}

/// Whole seconds, rounded up: a client that came back half a second early would only be refused again.
fn retry_after_seconds(kind: &ErrorKind) -> Option<u64> {
    let ErrorKind::LimitExceeded(LimitExceededErrorData { retry_after: Some(RetryAfter::Delay(delay)) }) = kind else {
        return None;
    };
    Some(delay.as_secs() + u64::from(delay.subsec_nanos() > 0))
}

/// For an error that cannot even be written down.
fn last_resort() -> Response {
    let body = Bytes::from_static(br#"{"errcode":"M_UNKNOWN","error":"Something went wrong on this server"}"#);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests;
