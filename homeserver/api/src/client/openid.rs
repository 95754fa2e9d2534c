//! `OpenID` tokens.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#openid>.

use hs_core::error::MatrixError;
use ruma::{
    api::{
        IncomingRequest, Metadata, client::account::request_openid_token, error::DeserializationError,
        federation::openid::get_openid_userinfo,
    },
    authentication::TokenType,
};

use crate::{
    extract::{Authed, Public},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(request_openid_token).rate(Rate::Search);
}

/// Whoever was given a token asks about it without being a server of Matrix, so listeners for clients have this as well.
pub(crate) fn userinfo_routes(routes: &mut Routes) {
    routes.add(get_openid_userinfo);
}

/// `POST /_matrix/client/v3/user/{userId}/openid/request_token`
async fn request_openid_token(
    api: Api,
    call: Authed<request_openid_token::v3::Request>,
) -> Result<request_openid_token::v3::Response> {
    if call.request.user_id != call.session.user_id {
        return Err(MatrixError::forbidden("You can only ask for tokens of your own"));
    }
    let (token, lifetime) = api.accounts.openid.issue(call.session.user).await?;
    let server_name = api.config.server_name.clone();
    Ok(request_openid_token::v3::Response::new(token.into_secret(), TokenType::Bearer, server_name, lifetime))
}

/// `GET /_matrix/federation/v1/openid/userinfo`
async fn get_openid_userinfo(api: Api, call: Public<Userinfo>) -> Result<get_openid_userinfo::v1::Response> {
    let token =
        call.request.token.ok_or_else(|| MatrixError::missing_token("The parameter access_token is missing"))?;
    Ok(get_openid_userinfo::v1::Response::new(api.accounts.openid.user(&token).await?))
}

/// The request for who a token is of, where it is the endpoint that says that the token is missing: with 401 and not
/// as a parameter like any other.
struct Userinfo {
    token: Option<String>,
}

impl Metadata for Userinfo {
    const METHOD: http::Method = get_openid_userinfo::v1::Request::METHOD;
    const RATE_LIMITED: bool = get_openid_userinfo::v1::Request::RATE_LIMITED;
    type Authentication = <get_openid_userinfo::v1::Request as Metadata>::Authentication;
    type PathBuilder = <get_openid_userinfo::v1::Request as Metadata>::PathBuilder;
    const PATH_BUILDER: Self::PathBuilder = get_openid_userinfo::v1::Request::PATH_BUILDER;
}

impl IncomingRequest for Userinfo {
    type EndpointError = <get_openid_userinfo::v1::Request as IncomingRequest>::EndpointError;
    type OutgoingResponse = get_openid_userinfo::v1::Response;

    fn try_from_http_request_inner(
        request: http::Request<&[u8]>,
        _: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        let query = request.uri().query().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let token = pairs.find(|(key, token)| key == "access_token" && !token.is_empty());
        Ok(Self { token: token.map(|(_, token)| token.into_owned()) })
    }
}
