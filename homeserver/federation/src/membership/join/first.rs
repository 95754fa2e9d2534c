//! The first version of the endpoint for joins, which older servers offer alone. It answers with a pair of a status and
//! what the second version answers with.
//! See <https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv1send_joinroomideventid>.

use ruma::{
    OwnedEventId, OwnedRoomId,
    api::{
        IncomingResponse, Metadata, OutgoingRequest,
        error::{DeserializationError, Error, IntoHttpError},
        federation::{
            authentication::ServerSignatures,
            membership::create_join_event::v2::{Request as SendJoin, RoomState},
        },
        path_builder::SinglePath,
    },
    exports::http::{self, Method},
};
use serde_json::value::RawValue;

/// A join.
#[derive(Clone, Debug)]
pub(super) struct FirstJoin {
    pub(super) room_id: OwnedRoomId,
    pub(super) event_id: OwnedEventId,
    pub(super) event: Box<RawValue>,
}

/// The room that was joined.
pub(super) struct Joined(pub(super) RoomState);

impl Metadata for FirstJoin {
    const METHOD: Method = Method::PUT;
    const RATE_LIMITED: bool = false;
    type Authentication = ServerSignatures;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = SinglePath::new("/_matrix/federation/v1/send_join/{room_id}/{event_id}");
}

impl OutgoingRequest for FirstJoin {
    type Body = <SendJoin as OutgoingRequest>::Body;
    type EndpointError = Error;
    type IncomingResponse = Joined;

    fn try_into_http_request_inner(self, base_url: &str, (): ()) -> Result<http::Request<Self::Body>, IntoHttpError> {
        let url = Self::make_endpoint_url((), base_url, &[&self.room_id, &self.event_id], "")?;
        // A request of the same shape, at another place.
        let second = SendJoin::new(self.room_id, self.event_id, self.event);
        let mut request = second.try_into_http_request_inner(base_url, ())?;
        *request.uri_mut() = url.try_into().map_err(http::Error::from)?;
        Ok(request)
    }
}

impl IncomingResponse for Joined {
    type EndpointError = Error;

    fn try_from_http_response_inner(response: http::Response<&[u8]>) -> Result<Self, DeserializationError> {
        let (_, state): (u16, RoomState) = serde_json::from_slice(response.body())?;
        Ok(Self(state))
    }
}
