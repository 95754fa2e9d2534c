//! Requests that ruma has not, or not whole: their route, and how they are read.
//!
//! ```ignore
//! #[derive(Deserialize)]
//! struct Request {
//!     limit: Option<UInt>,
//! }
//!
//! endpoint!(Request, GET, "/_matrix/client/v3/initialSync", AccessToken, |request, _| query(request));
//! ```

use ruma::{api::error::DeserializationError, exports::serde_html_form};
use serde::de::DeserializeOwned;

/// Makes a type the request of an endpoint. What reads it is given the HTTP request and the parts of the path that are
/// variable. The handler answers with a type of its own: see [`Routes::add_json`](crate::route::Routes::add_json).
macro_rules! endpoint {
    ($request:ty, $method:ident, $path:literal, $authentication:ty, $read:expr) => {
        impl ruma::api::Metadata for $request {
            const METHOD: http::Method = http::Method::$method;
            const RATE_LIMITED: bool = true;
            type Authentication = $authentication;
            type PathBuilder = ruma::api::path_builder::SinglePath;
            const PATH_BUILDER: Self::PathBuilder = ruma::api::path_builder::SinglePath::new($path);
        }

        impl ruma::api::IncomingRequest for $request {
            type EndpointError = ruma::api::error::Error;
            type OutgoingResponse = crate::json::Json<serde_json::Value>;

            fn try_from_http_request_inner(
                request: http::Request<&[u8]>,
                path_args: &[&str],
            ) -> std::result::Result<Self, ruma::api::error::DeserializationError> {
                let read: fn(&http::Request<&[u8]>, &[&str]) -> _ = $read;
                read(&request, path_args)
            }
        }
    };
}

pub(crate) use endpoint;

/// The query of a request.
pub(crate) fn query<T: DeserializeOwned>(request: &http::Request<&[u8]>) -> Result<T, DeserializationError> {
    Ok(serde_html_form::from_str(request.uri().query().unwrap_or_default())?)
}

/// The body of a request.
pub(crate) fn body<T: DeserializeOwned>(request: &http::Request<&[u8]>) -> Result<T, DeserializationError> {
    Ok(serde_json::from_slice(request.body())?)
}

/// A variable part of a path.
pub(crate) fn segment<T>(path_args: &[&str], index: usize) -> Result<T, DeserializationError>
where
    T: for<'a> TryFrom<&'a str, Error: Into<DeserializationError>>,
{
    T::try_from(path_args.get(index).copied().unwrap_or_default()).map_err(Into::into)
}
