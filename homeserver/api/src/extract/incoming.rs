//! What is asked: path, query and body, read within limits and turned into ruma's request types.

use std::{error::Error as StdError, mem};

use axum::{
    RequestPartsExt,
    body::{Body, to_bytes},
    extract::RawPathParams,
};
use bytes::Bytes;
use hs_core::error::MatrixError;
use http::{HeaderMap, Method, Request, request::Parts};
use http_body_util::LengthLimitError;
use ruma::api::{
    IncomingRequest, IncomingRequestExt,
    error::{DeserializationError, FromHttpRequestError},
};
use serde_json::error::Category;

use crate::limit::{MAX_NESTING, is_nested_deeper_than};

/// A request that has been read but not yet understood.
pub struct Incoming {
    parts: Parts,
    path_args: Vec<String>,
    body: Bytes,
    unread: Body,
}

/// What a handler of files needs beside the request itself.
pub struct Raw {
    /// The headers.
    pub headers: HeaderMap,
    /// The body, of which nothing has been read.
    pub body: Body,
}

impl Incoming {
    /// Reads the body, up to `limit` bytes.
    pub(crate) async fn read(parts: Parts, body: Body, limit: u64) -> Result<Self, MatrixError> {
        let mut incoming = Self::unread(parts, Body::empty()).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        incoming.body = to_bytes(body, limit).await.map_err(|error| unreadable_body(error, limit))?;
        Ok(incoming)
    }

    /// Leaves the body to the handler.
    pub(crate) async fn unread(mut parts: Parts, body: Body) -> Result<Self, MatrixError> {
        let params = parts.extract::<RawPathParams>().await;
        let params =
            params.map_err(|_| MatrixError::invalid_param("The path is not valid UTF-8 when percent-decoded"))?;
        let path_args = params.iter().map(|(_, value)| value.to_owned()).collect::<Vec<_>>();
        if path_args.iter().any(|value| value.contains('\0')) {
            // No identifier has one, and PostgreSQL keeps no text with one.
            return Err(MatrixError::invalid_param("The path contains a NUL character"));
        }
        Ok(Self { parts, path_args, body: Bytes::new(), unread: body })
    }

    /// What a server signs of it. To be taken before the body is put right in any way.
    pub(crate) fn signed(&self) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.parts.method.clone();
        *request.uri_mut() = self.parts.uri.clone();
        request
    }

    /// Hands out what the handler reads itself.
    pub(crate) fn take_raw(&mut self) -> Raw {
        Raw { headers: self.parts.headers.clone(), body: mem::take(&mut self.unread) }
    }

    /// Refuses bodies that could not be JSON or that would hurt a recursive reader.
    pub(crate) fn require_json(&mut self) -> Result<(), MatrixError> {
        if self.parts.method == Method::GET || self.parts.method == Method::HEAD {
            return Ok(());
        }
        if self.body.is_empty() {
            // Many clients send no body where the specification asks for an empty object.
            self.body = Bytes::from_static(b"{}");
        }
        if std::str::from_utf8(&self.body).is_err() {
            return Err(MatrixError::not_json("The body is not valid UTF-8"));
        }
        if is_nested_deeper_than(&self.body, MAX_NESTING) {
            return Err(MatrixError::bad_json(format!("The body is nested more than {MAX_NESTING} levels deep")));
        }
        Ok(())
    }

    /// Turns it into the request type of an endpoint.
    pub(crate) fn parse<R: IncomingRequest>(self) -> Result<R, MatrixError> {
        let path_args = self.path_args.iter().map(String::as_str).collect::<Vec<_>>();
        let request = Request::from_parts(self.parts, &*self.body);
        R::try_from_http_request(request, &path_args).map_err(misunderstood)
    }
}

fn unreadable_body(error: axum::Error, limit: usize) -> MatrixError {
    let cause = StdError::source(&error);
    if cause.is_some_and(<dyn StdError>::is::<LengthLimitError>) {
        MatrixError::too_large(format!("The body is larger than {limit} bytes"))
    } else {
        MatrixError::unknown("The body could not be read to its end").with_source(error)
    }
}

/// What ruma could not make sense of, as the error the specification asks for.
fn misunderstood(error: FromHttpRequestError) -> MatrixError {
    let FromHttpRequestError::Deserialization(error) = error else {
        return MatrixError::unrecognized("This endpoint has no such method");
    };
    match error {
        DeserializationError::Json(error) => match error.classify() {
            Category::Data => MatrixError::bad_json(format!("The body is not what this endpoint expects: {error}")),
            Category::Io | Category::Syntax | Category::Eof => {
                MatrixError::not_json(format!("The body is not valid JSON: {error}"))
            }
        },
        DeserializationError::Utf8(_) => MatrixError::not_json("The body is not valid UTF-8"),
        DeserializationError::Query(error) => {
            let reason = error.to_string();
            if reason.starts_with("missing field") {
                MatrixError::missing_param(format!("A parameter of the URL is missing: {reason}"))
            } else {
                MatrixError::invalid_param(format!("A parameter of the URL is not valid: {reason}"))
            }
        }
        DeserializationError::Ident(error) => {
            MatrixError::invalid_param(format!("An identifier is not valid: {error}"))
        }
        DeserializationError::Header(error) => MatrixError::invalid_param(format!("A header is not valid: {error}")),
        other => MatrixError::bad_json(format!("The request is not what this endpoint expects: {other}")),
    }
}
