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
    /// The answer is longer than it may be.
    #[error("the answer of the server there is longer than {0} bytes")]
    TooLarge(usize),
    /// The answer is not what the specification asks for.
    #[error("the answer of the server there cannot be understood: {0}")]
    Malformed(String),
    /// The server there refused.
    #[error("the server there answered {status}: {message}")]
    Remote {
        /// The HTTP status.
        status: StatusCode,
        /// The errcode, where there is one.
        kind: Option<Box<ErrorKind>>,
        /// What it said.
        message: String,
    },
}

impl OutboundError {
    /// Whether asking the same server later may go better: it is not there, or not well.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Timeout => true,
            Self::Remote { status, .. } => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(_) | Self::Redirects | Self::TooLarge(_) | Self::Malformed(_) => false,
        }
    }

    /// Whether the server there does not know this endpoint.
    pub fn is_unrecognized(&self) -> bool {
        matches!(self, Self::Remote { status, kind, .. }
            if matches!(*status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::BAD_REQUEST)
                && matches!(kind.as_deref(), None | Some(ErrorKind::Unrecognized)))
    }
}

/// The errcodes of another server that tell our user something about what they asked for. All others, above all those
/// about tokens, would be taken for our own.
fn may_be_relayed(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::IncompatibleRoomVersion(_)
            | ErrorKind::UnsupportedRoomVersion
            | ErrorKind::UnableToAuthorizeJoin
            | ErrorKind::UnableToGrantJoin
            | ErrorKind::InvalidParam
            | ErrorKind::BadAlias
            | ErrorKind::BadState
            | ErrorKind::InviteBlocked
            | ErrorKind::TooLarge
    )
}

impl From<OutboundError> for MatrixError {
    fn from(error: OutboundError) -> Self {
        let failed =
            |message: &str| Self::new(ErrorKind::ConnectionFailed, message).with_status(StatusCode::BAD_GATEWAY);
        match &error {
            OutboundError::Unreachable(_) => failed("The server of that address cannot be reached"),
            OutboundError::Timeout => {
                Self::new(ErrorKind::ConnectionTimeout, "The server of that address took too long to answer")
            }
            OutboundError::Refused(reason) => Self::forbidden(*reason),
            OutboundError::Redirects => failed("That address only leads from one place to the next"),
            OutboundError::TooLarge(_) => failed("The server of that address answered with more than we can take"),
            OutboundError::Malformed(_) => failed("The server of that address answered with something else"),
            OutboundError::Remote { kind: Some(kind), message, .. } if may_be_relayed(kind) => {
                Self::new((**kind).clone(), message.clone())
            }
            OutboundError::Remote { message, .. } => {
                Self::unknown(format!("The other server refused: {message}")).with_status(StatusCode::BAD_GATEWAY)
            }
        }
        .with_source(error)
    }
}

#[cfg(test)]
mod tests;
