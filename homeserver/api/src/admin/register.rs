//! Accounts for whoever knows the secret in the configuration, without any session: `/_synapse/admin/v1/register`.
//!
//! The caller asks for a nonce and sends it back with a MAC over everything that matters. See
//! <https://element-hq.github.io/synapse/latest/admin_api/register_api.html>.

use hmac::{Hmac, KeyInit, Mac};
use hs_accounts::NewDevice;
use hs_core::error::MatrixError;
use http::Method;
use ruma::api::{
    IncomingRequest, Metadata,
    auth_scheme::NoAuthentication,
    error::{DeserializationError, Error},
    path_builder::SinglePath,
};
use serde::{Deserialize, Serialize};
use sha1::Sha1;

use crate::{
    client::register::{NewAccount, registered},
    extract::Public,
    json::Json,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

const PATH: SinglePath = SinglePath::new("/_synapse/admin/v1/register");
/// What a nonce is good for.
const OPERATION: &str = "POST /_synapse/admin/v1/register";

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_nonce).rate(Rate::Login);
    routes.add(register).rate(Rate::Login);
}

/// `GET /_synapse/admin/v1/register`
async fn get_nonce(api: Api, _: Public<GetNonce>) -> Result<Json<Nonce>> {
    secret(&api)?;
    Ok(Json(Nonce { nonce: api.accounts.uia.issue_nonce(OPERATION).await? }))
}

/// `POST /_synapse/admin/v1/register`
async fn register(api: Api, call: Public<Register>) -> Result<Json<NewAccount>> {
    let request = call.request;
    let secret = secret(&api)?;
    if !api.accounts.uia.redeem_nonce(OPERATION, &request.nonce).await? {
        return Err(MatrixError::unknown("This nonce is not valid, or not any more: ask for another one"));
    }
    if !is_authentic(secret, &request) {
        return Err(MatrixError::forbidden("The MAC is wrong: is registration.shared_secret the same on both sides?"));
    }
    let Register { username, password, admin, inhibit_login, .. } = request;
    let device = (!inhibit_login).then(NewDevice::default);
    Ok(registered(api.accounts.user.create_directly(&username, &password, admin, device).await?))
}

fn secret(api: &Api) -> Result<&str> {
    let secret = api.config.registration.shared_secret.as_deref();
    secret.ok_or_else(|| MatrixError::unknown("There is no registration.shared_secret in the configuration"))
}

/// Whether the MAC was made with the secret, for exactly this request.
fn is_authentic(secret: &str, request: &Register) -> bool {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else { return false };
    let admin = if request.admin { "admin" } else { "notadmin" };
    let parts = [request.nonce.as_str(), &request.username, &request.password, admin];
    // The parts are told apart by the NULs between them, so none may hold one.
    if parts.iter().any(|part| part.contains('\0')) {
        return false;
    }
    let message = parts.into_iter().chain(request.user_type.as_deref());
    mac.update(message.collect::<Vec<_>>().join("\0").as_bytes());
    let Some(claimed) = decode_hex(&request.mac) else { return false };
    mac.verify_slice(&claimed).is_ok()
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

/// The request for a nonce.
struct GetNonce;

#[derive(Serialize)]
struct Nonce {
    nonce: String,
}

/// The request for an account.
#[derive(Deserialize)]
struct Register {
    nonce: String,
    username: String,
    password: String,
    #[serde(default)]
    admin: bool,
    /// Part of what the MAC is over. There are no types of users here.
    #[serde(default)]
    user_type: Option<String>,
    #[serde(default)]
    inhibit_login: bool,
    mac: String,
}

impl Metadata for GetNonce {
    const METHOD: Method = Method::GET;
    const RATE_LIMITED: bool = true;
    type Authentication = NoAuthentication;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = PATH;
}

impl IncomingRequest for GetNonce {
    type EndpointError = Error;
    type OutgoingResponse = Json<Nonce>;

    fn try_from_http_request_inner(
        _: http::Request<&[u8]>,
        _: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        Ok(Self)
    }
}

impl Metadata for Register {
    const METHOD: Method = Method::POST;
    const RATE_LIMITED: bool = true;
    type Authentication = NoAuthentication;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = PATH;
}

impl IncomingRequest for Register {
    type EndpointError = Error;
    type OutgoingResponse = Json<NewAccount>;

    fn try_from_http_request_inner(
        request: http::Request<&[u8]>,
        _: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        Ok(serde_json::from_slice(request.body())?)
    }
}

#[cfg(test)]
mod tests;
