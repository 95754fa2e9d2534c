//! The first versions of endpoints, which older servers still use: all have a room and an event in the path, and the
//! event as their body. They answer with a status and an object.

use ruma::{
    api::{
        IncomingRequest, Metadata, error::DeserializationError, federation::authentication::ServerSignatures,
        federation::membership::create_join_event::v2::Request as Bare, path_builder::SinglePath,
    },
    exports::http::{self, Method},
};

/// Declares a request that lives at `path`.
macro_rules! first_version {
    ($(#[$doc:meta])* $name:ident, $path:literal) => {
        $(#[$doc])*
        pub(super) struct $name(pub(super) Bare);

        impl Metadata for $name {
            const METHOD: Method = Method::PUT;
            const RATE_LIMITED: bool = false;
            type Authentication = ServerSignatures;
            type PathBuilder = SinglePath;
            const PATH_BUILDER: SinglePath = SinglePath::new($path);
        }

        impl IncomingRequest for $name {
            type EndpointError = <Bare as IncomingRequest>::EndpointError;
            type OutgoingResponse = <Bare as IncomingRequest>::OutgoingResponse;

            fn try_from_http_request_inner(
                request: http::Request<&[u8]>,
                path_args: &[&str],
            ) -> Result<Self, DeserializationError> {
                Bare::try_from_http_request_inner(request, path_args).map(Self)
            }
        }
    };
}

first_version! {
    /// A join.
    FirstJoin, "/_matrix/federation/v1/send_join/{room_id}/{event_id}"
}

first_version! {
    /// A leave.
    FirstLeave, "/_matrix/federation/v1/send_leave/{room_id}/{event_id}"
}

first_version! {
    /// An invitation into a room of one of the first two versions.
    FirstInvite, "/_matrix/federation/v1/invite/{room_id}/{event_id}"
}
