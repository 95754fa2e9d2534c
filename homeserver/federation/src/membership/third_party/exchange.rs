//! The request by which a server has the one that invited make an invitation of what an identity server signed. Ruma's
//! own lacks the room in its body.
//! See <https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv1exchange_third_party_inviteroomid>.

use ruma::{
    OwnedRoomId,
    api::{
        Metadata, OutgoingRequest,
        error::{Error, IntoHttpError},
        federation::{
            authentication::ServerSignatures, membership::create_join_event::v2::Request as Bare,
            thirdparty::exchange_invite::v1::Response,
        },
        path_builder::SinglePath,
    },
    event_id,
    exports::http::{self, Method},
};
use serde_json::{
    json,
    value::{RawValue, to_raw_value},
};

use super::BoundInvite;

/// An invitation that is to be made.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    room_id: OwnedRoomId,
    event: Box<RawValue>,
}

impl Exchange {
    pub(super) fn new(invite: &BoundInvite) -> serde_json::Result<Self> {
        let BoundInvite { room_id, sender, target, signed } = invite;
        let event = to_raw_value(&json!({
            "type": "m.room.member",
            "room_id": room_id,
            "sender": sender,
            "state_key": target,
            // By what name they were invited, only those in the room know; they put it in.
            "content": { "membership": "invite", "third_party_invite": { "display_name": target, "signed": signed } },
        }))?;
        Ok(Self { room_id: room_id.clone(), event })
    }
}

impl Metadata for Exchange {
    const METHOD: Method = Method::PUT;
    const RATE_LIMITED: bool = false;
    type Authentication = ServerSignatures;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = SinglePath::new("/_matrix/federation/v1/exchange_third_party_invite/{room_id}");
}

impl OutgoingRequest for Exchange {
    type Body = <Bare as OutgoingRequest>::Body;
    type EndpointError = Error;
    type IncomingResponse = Response;

    fn try_into_http_request_inner(self, base_url: &str, (): ()) -> Result<http::Request<Self::Body>, IntoHttpError> {
        let url = Self::make_endpoint_url((), base_url, &[&self.room_id], "")?;
        // A request of the same shape, an event as its body, at another place.
        let bare = Bare::new(self.room_id, event_id!("$none").to_owned(), self.event);
        let mut request = bare.try_into_http_request_inner(base_url, ())?;
        *request.uri_mut() = url.try_into().map_err(http::Error::from)?;
        Ok(request)
    }
}
