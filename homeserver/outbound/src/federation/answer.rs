//! What another server answers, read within bounds and understood.

use http::StatusCode;
use reqwest::Response;
use ruma::api::{
    EndpointError, IncomingResponse,
    error::{Error, ErrorBody},
};

use crate::{error::OutboundError, fetch::classify};

/// How much of a refusal is read.
const MAX_REFUSAL: usize = 64 * 1024;
/// How much of its message is kept, in characters.
const MAX_MESSAGE: usize = 512;

/// Reads an answer of the type that was asked for.
pub(super) async fn read<R: IncomingResponse>(response: Response, most: usize) -> Result<R, OutboundError> {
    if response.status().as_u16() >= 300 {
        return Err(refusal(response).await);
    }
    let (parts, body) = split(response, most).await?;
    R::try_from_http_response_inner(http::Response::from_parts(parts, &*body))
        .map_err(|error| OutboundError::Malformed(error.to_string()))
}

/// Why another server does not do what it was asked.
pub(super) async fn refusal(response: Response) -> OutboundError {
    let status = response.status();
    let Ok((parts, body)) = split(response, MAX_REFUSAL).await else {
        return without_words(status);
    };
    match Error::from_http_response(http::Response::from_parts(parts, &*body)).body {
        ErrorBody::Standard(body) => OutboundError::Remote {
            status,
            kind: Some(Box::new(body.kind)),
            message: body.message.chars().take(MAX_MESSAGE).collect(),
        },
        ErrorBody::Json(_) | ErrorBody::NotJson { .. } => without_words(status),
    }
}

/// A proxy that stands before a server says nothing that we want to repeat.
fn without_words(status: StatusCode) -> OutboundError {
    OutboundError::Remote { status, kind: None, message: format!("it answered with status {}", status.as_u16()) }
}

/// Reads the body as it comes, so that one that never ends is given up as soon as it is too long. What is counted is
/// what remains after decompression.
async fn split(mut response: Response, most: usize) -> Result<(http::response::Parts, Vec<u8>), OutboundError> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    if announced > most {
        return Err(OutboundError::TooLarge(most));
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if body.len() + chunk.len() > most {
            return Err(OutboundError::TooLarge(most));
        }
        body.extend_from_slice(&chunk);
    }
    let (parts, ()) = http::Response::from(response).map(|_| ()).into_parts();
    Ok((parts, body))
}
