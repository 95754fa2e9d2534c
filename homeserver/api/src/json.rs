//! Endpoints that are not in the specification, and so not in ruma: their answers as JSON.

use bytes::BufMut;
use http::HeaderValue;
use ruma::{
    api::{OutgoingBody, OutgoingResponse, error::IntoHttpError},
    http_headers::APPLICATION_JSON,
};
use serde::Serialize;

/// An answer with this body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> OutgoingBody for Json<T> {
    type Error = serde_json::Error;

    fn content_type(&self) -> Option<HeaderValue> {
        Some(APPLICATION_JSON)
    }

    fn try_into_buf<B: Default + BufMut + AsRef<[u8]>>(self) -> Result<B, Self::Error> {
        let mut buffer = B::default();
        buffer.put_slice(&serde_json::to_vec(&self.0)?);
        Ok(buffer)
    }
}

impl<T: Serialize> OutgoingResponse for Json<T> {
    type Body = Self;

    fn try_into_http_response_inner(self) -> Result<http::Response<Self>, IntoHttpError> {
        Ok(http::Response::new(self))
    }
}
