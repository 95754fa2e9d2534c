//! The first version of the endpoint for invitations, as a request. Ruma's own leaves out most of the event.
//! See <https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv1inviteroomideventid>.

use ruma::{
    OwnedEventId, OwnedRoomId,
    api::{
        Metadata, OutgoingRequest,
        error::{Error, IntoHttpError},
        federation::{
            authentication::ServerSignatures,
            membership::{create_invite::v1::Response, create_join_event::v2::Request as Bare},
        },
        path_builder::SinglePath,
    },
    exports::http::{self, Method},
};
use serde_json::value::RawValue;

/// An invitation whose body is the event and nothing else.
#[derive(Clone, Debug)]
pub(super) struct FirstInvite {
    pub(super) room_id: OwnedRoomId,
    pub(super) event_id: OwnedEventId,
    pub(super) event: Box<RawValue>,
}

impl Metadata for FirstInvite {
    const METHOD: Method = Method::PUT;
    const RATE_LIMITED: bool = false;
    type Authentication = ServerSignatures;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = SinglePath::new("/_matrix/federation/v1/invite/{room_id}/{event_id}");
}

impl OutgoingRequest for FirstInvite {
    type Body = <Bare as OutgoingRequest>::Body;
    type EndpointError = Error;
    type IncomingResponse = Response;

    fn try_into_http_request_inner(self, base_url: &str, (): ()) -> Result<http::Request<Self::Body>, IntoHttpError> {
        let url = Self::make_endpoint_url((), base_url, &[&self.room_id, &self.event_id], "")?;
        // A request of the same shape, at another place.
        let bare = Bare::new(self.room_id, self.event_id, self.event);
        let mut request = bare.try_into_http_request_inner(base_url, ())?;
        *request.uri_mut() = url.try_into().map_err(http::Error::from)?;
        Ok(request)
    }
}
