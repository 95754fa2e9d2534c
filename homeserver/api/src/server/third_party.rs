//! Invitations by e-mail address, once those who have the addresses are users.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#third-party-invites>.

use hs_core::error::MatrixError;
use hs_federation::BoundInvite;
use ruma::{
    CanonicalJsonObject, OwnedRoomId,
    api::{
        IncomingRequest, Metadata,
        auth_scheme::NoAuthentication,
        error::DeserializationError,
        federation::thirdparty::{bind_callback, exchange_invite},
        path_builder::SinglePath,
    },
    events::StateEventType,
    exports::http::{self, Method},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    extract::{Public, ServerAuthed},
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(exchange_third_party_invite);
    routes.add(bind_callback);
    routes.add(bind_callback_by_post);
}

/// An invitation to be made. Its body says once more of which room it is, which ruma leaves out.
struct Exchange {
    request: exchange_invite::v1::Request,
    room_id: OwnedRoomId,
}

impl Metadata for Exchange {
    const METHOD: Method = exchange_invite::v1::Request::METHOD;
    const RATE_LIMITED: bool = exchange_invite::v1::Request::RATE_LIMITED;
    type Authentication = <exchange_invite::v1::Request as Metadata>::Authentication;
    type PathBuilder = <exchange_invite::v1::Request as Metadata>::PathBuilder;
    const PATH_BUILDER: Self::PathBuilder = exchange_invite::v1::Request::PATH_BUILDER;
}

impl IncomingRequest for Exchange {
    type EndpointError = <exchange_invite::v1::Request as IncomingRequest>::EndpointError;
    type OutgoingResponse = exchange_invite::v1::Response;

    fn try_from_http_request_inner(
        request: http::Request<&[u8]>,
        path_args: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        #[derive(Deserialize)]
        struct Body {
            room_id: OwnedRoomId,
        }
        let Body { room_id } = serde_json::from_slice(request.body())?;
        Ok(Self { request: exchange_invite::v1::Request::try_from_http_request_inner(request, path_args)?, room_id })
    }
}

/// `PUT /_matrix/federation/v1/exchange_third_party_invite/{roomId}`
async fn exchange_third_party_invite(api: Api, call: ServerAuthed<Exchange>) -> Result<exchange_invite::v1::Response> {
    #[derive(Deserialize)]
    struct Content {
        membership: String,
        third_party_invite: ThirdPartyInvite,
    }
    #[derive(Deserialize)]
    struct ThirdPartyInvite {
        signed: CanonicalJsonObject,
    }
    let exchange_invite::v1::Request { room_id, kind, sender, state_key: target, content, .. } = call.request.request;
    if room_id != call.request.room_id {
        return Err(MatrixError::invalid_param("The room in the body is not the one in the path"));
    }
    let content: Content = serde_json::from_str(content.json().get())
        .map_err(|error| MatrixError::bad_json(format!("`content` cannot be read: {error}")))?;
    if kind != StateEventType::RoomMember || content.membership != "invite" {
        return Err(MatrixError::invalid_param("This is no invitation"));
    }
    let invite = BoundInvite { room_id, sender, target, signed: content.third_party_invite.signed };
    api.federation.exchange_for(&call.origin, &invite).await?;
    Ok(exchange_invite::v1::Response::new())
}

/// `PUT /_matrix/federation/v1/3pid/onbind`
async fn bind_callback(api: Api, call: Public<bind_callback::v1::Request>) -> Result<bind_callback::v1::Response> {
    let bind_callback::v1::Request { mxid, invites, .. } = call.request;
    let invites = invites.into_iter().filter_map(|invite| {
        let signed = canonical(invite.signed.json())?;
        Some(BoundInvite { room_id: invite.room_id, sender: invite.sender, target: invite.mxid, signed })
    });
    api.federation.bring_invites(&mxid, invites.collect()).await?;
    Ok(bind_callback::v1::Response::new())
}

fn canonical(signed: &RawValue) -> Option<CanonicalJsonObject> {
    serde_json::from_str(signed.get()).ok()
}

/// The same by the method that the identity servers of today use, whatever the specification says.
struct ByPost(bind_callback::v1::Request);

impl Metadata for ByPost {
    const METHOD: Method = Method::POST;
    const RATE_LIMITED: bool = false;
    type Authentication = NoAuthentication;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = SinglePath::new("/_matrix/federation/v1/3pid/onbind");
}

impl IncomingRequest for ByPost {
    type EndpointError = <bind_callback::v1::Request as IncomingRequest>::EndpointError;
    type OutgoingResponse = bind_callback::v1::Response;

    fn try_from_http_request_inner(
        request: http::Request<&[u8]>,
        path_args: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        bind_callback::v1::Request::try_from_http_request_inner(request, path_args).map(Self)
    }
}

/// `POST /_matrix/federation/v1/3pid/onbind`
async fn bind_callback_by_post(api: Api, call: Public<ByPost>) -> Result<bind_callback::v1::Response> {
    let Public { request, client, token } = call;
    bind_callback(api, Public { request: request.0, client, token }).await
}
