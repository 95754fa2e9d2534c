//! The one public error of the server: an errcode a client understands, a sentence a person can act on, and, kept
//! apart from both, what really went wrong. See <https://spec.matrix.org/v1.19/client-server-api/#standard-error-response>.

use std::{error::Error as StdError, fmt, time::Duration};

use http::StatusCode;
use ruma::{
    RoomVersionId,
    api::{
        client::uiaa::UiaaInfo,
        error::{
            ErrorKind, IncompatibleRoomVersionErrorData, LimitExceededErrorData, RetryAfter, UnknownTokenErrorData,
        },
    },
};

/// What every fallible service returns: the HTTP answer and its hidden cause.
///
/// Boxed inside, so that `Result<T, MatrixError>` costs a pointer on the paths that succeed.
#[derive(Debug)]
pub struct MatrixError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    status: StatusCode,
    message: String,
    challenge: Option<UiaaInfo>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Makes a constructor named after the errcode.
macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident => $kind:ident),* $(,)?) => {
        $($(#[$doc])*
        pub fn $name(message: impl Into<String>) -> Self {
            Self::new(ErrorKind::$kind, message)
        })*
    };
}

impl MatrixError {
    /// An error with the status that belongs to its errcode. `message` is shown to the client.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let status = status_of(&kind);
        Self(Box::new(Inner { kind, status, message: message.into(), challenge: None, source: None }))
    }

    constructors! {
        /// `M_FORBIDDEN`, 403: the caller may not do this.
        forbidden => Forbidden,
        /// `M_GUEST_ACCESS_FORBIDDEN`, 403: guests may not do this.
        guest_access_forbidden => GuestAccessForbidden,
        /// `M_MISSING_TOKEN`, 401: the request carried no access token.
        missing_token => MissingToken,
        /// `M_BAD_JSON`, 400: JSON, but not of the shape that is asked for.
        bad_json => BadJson,
        /// `M_NOT_JSON`, 400: not JSON at all.
        not_json => NotJson,
        /// `M_NOT_FOUND`, 404: no such thing.
        not_found => NotFound,
        /// `M_UNRECOGNIZED`, 404: no such endpoint.
        unrecognized => Unrecognized,
        /// `M_UNKNOWN`, 400: an error without an errcode of its own.
        unknown => Unknown,
        /// `M_INVALID_PARAM`, 400: a parameter has a value that makes no sense.
        invalid_param => InvalidParam,
        /// `M_MISSING_PARAM`, 400: a parameter is missing.
        missing_param => MissingParam,
        /// `M_TOO_LARGE`, 413: the body or the event is larger than allowed.
        too_large => TooLarge,
        /// `M_USER_IN_USE`, 400: the user name is taken.
        user_in_use => UserInUse,
        /// `M_INVALID_USERNAME`, 400: not a user name that can be registered.
        invalid_username => InvalidUsername,
        /// `M_EXCLUSIVE`, 400: the name belongs to an application service.
        exclusive => Exclusive,
        /// `M_ROOM_IN_USE`, 400: the alias is taken.
        room_in_use => RoomInUse,
        /// `M_BAD_ALIAS`, 400: the alias does not point to this room.
        bad_alias => BadAlias,
        /// `M_INVALID_ROOM_STATE`, 400: the initial state of a new room is not allowed.
        invalid_room_state => InvalidRoomState,
        /// `M_UNSUPPORTED_ROOM_VERSION`, 400: we do not create rooms of this version.
        unsupported_room_version => UnsupportedRoomVersion,
        /// `M_BAD_STATE`, 403: the change makes no sense in the present state of the room.
        bad_state => BadState,
        /// `M_USER_DEACTIVATED`, 403: the account has been closed.
        user_deactivated => UserDeactivated,
        /// `M_WEAK_PASSWORD`, 400: the password is too easy to guess.
        weak_password => WeakPassword,
        /// `M_UNAUTHORIZED`, 401: the credentials are wrong.
        unauthorized => Unauthorized,
        /// `M_THREEPID_DENIED`, 403: third-party identifiers of this kind are refused.
        threepid_denied => ThreepidDenied,
        /// `M_UNABLE_TO_AUTHORISE_JOIN`, 400: we cannot check the conditions of a restricted join.
        unable_to_authorise_join => UnableToAuthorizeJoin,
        /// `M_UNKNOWN_POS`, 400: a sliding sync position that we do not remember.
        unknown_pos => UnknownPos,
    }

    /// `M_UNKNOWN_TOKEN`, 401: the access token is not, or no longer, valid.
    pub fn unknown_token(soft_logout: bool) -> Self {
        Self::new(
            ErrorKind::UnknownToken(UnknownTokenErrorData { soft_logout }),
            "This access token is not valid any more: sign in again",
        )
    }

    /// `M_LIMIT_EXCEEDED`, 429, with `Retry-After` and `retry_after_ms`.
    pub fn limit_exceeded(retry_after: Duration) -> Self {
        Self::new(
            ErrorKind::LimitExceeded(LimitExceededErrorData { retry_after: Some(RetryAfter::Delay(retry_after)) }),
            "Too many requests: wait a moment and try again",
        )
    }

    /// `M_INCOMPATIBLE_ROOM_VERSION`, 400: the room's version is one that the caller did not offer.
    pub fn incompatible_room_version(room_version: RoomVersionId) -> Self {
        let message = format!("This room has version {room_version}, which your server does not support");
        Self::new(ErrorKind::IncompatibleRoomVersion(IncompatibleRoomVersionErrorData { room_version }), message)
    }

    /// `M_UNKNOWN`, 500: our fault. The cause is logged once at the edge and never shown.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Unknown, "Something went wrong on this server")
            .with_status(StatusCode::INTERNAL_SERVER_ERROR)
            .with_source(source)
    }

    /// A user-interactive authentication challenge, 401: the client has stages to complete before it asks again.
    ///
    /// See <https://spec.matrix.org/v1.19/client-server-api/#user-interactive-api-in-the-rest-api>.
    pub fn challenge(info: UiaaInfo) -> Self {
        let mut error = Self::new(ErrorKind::Unauthorized, "Further authentication is needed");
        error.0.challenge = Some(info);
        error
    }

    /// The same error with another status, for the exceptions that the specification makes.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// The same error with its cause, which goes to the log and never to the client.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The errcode and the fields that belong to it.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The sentence for the client.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The challenge, where this is one.
    pub fn uiaa(&self) -> Option<&UiaaInfo> {
        self.0.challenge.as_ref()
    }
}

impl fmt::Display for MatrixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.0.kind.errcode(), self.0.status.as_u16(), self.0.message)
    }
}

impl StdError for MatrixError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

/// The status that goes with an errcode where the specification does not say otherwise.
fn status_of(kind: &ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::MissingToken | ErrorKind::UnknownToken(_) | ErrorKind::Unauthorized | ErrorKind::UserLocked => {
            StatusCode::UNAUTHORIZED
        }
        ErrorKind::Forbidden
        | ErrorKind::GuestAccessForbidden
        | ErrorKind::BadState
        | ErrorKind::UserDeactivated
        | ErrorKind::UserSuspended
        | ErrorKind::InviteBlocked
        | ErrorKind::ThreepidDenied
        | ErrorKind::WrongRoomKeysVersion(_)
        | ErrorKind::ResourceLimitExceeded(_) => StatusCode::FORBIDDEN,
        ErrorKind::NotFound | ErrorKind::Unrecognized | ErrorKind::ThreepidNotFound => StatusCode::NOT_FOUND,
        ErrorKind::CannotOverwriteMedia => StatusCode::CONFLICT,
        ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::LimitExceeded(_) => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::ConnectionFailed => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::ConnectionTimeout | ErrorKind::NotYetUploaded => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_REQUEST,
    }
}
