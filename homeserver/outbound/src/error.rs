//! What can go wrong with a request of ours, as far as callers must tell the cases apart.

use std::error::Error as StdError;

use hs_core::error::MatrixError;
use http::StatusCode;
use ruma::api::error::ErrorKind;

/// Why a request of ours has no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// There is nobody at this address, or nobody that we may talk to: who asks is not told which of the two, since
    /// that would draw a map of our network.
    #[error("the server there cannot be reached")]
    Unreachable(#[source] Box<dyn StdError + Send + Sync>),
    /// The answer did not come in time.
    #[error("the server there took too long")]
    Timeout,
    /// We do not ask for such a URL.
    #[error("{0}")]
    Refused(&'static str),
    /// The answer sends us on, and on, and on.
    #[error("the server there only sends us from one place to the next")]
    Redirects,
}

impl From<OutboundError> for MatrixError {
    fn from(error: OutboundError) -> Self {
        match error {
            OutboundError::Unreachable(_) => {
                Self::new(ErrorKind::ConnectionFailed, "The server of that address cannot be reached")
                    .with_status(StatusCode::BAD_GATEWAY)
            }
            OutboundError::Timeout => {
                Self::new(ErrorKind::ConnectionTimeout, "The server of that address took too long to answer")
            }
            OutboundError::Refused(reason) => Self::forbidden(reason),
            OutboundError::Redirects => {
                Self::new(ErrorKind::ConnectionFailed, "That address only leads from one place to the next")
                    .with_status(StatusCode::BAD_GATEWAY)
            }
        }
        .with_source(error)
    }
}
