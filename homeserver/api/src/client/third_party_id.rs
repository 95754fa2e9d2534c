//! E-mail addresses and telephone numbers of accounts. This server knows none: it cannot send to them, and trusts no
//! identity server to have done so. Clients learn that from the `m.3pid_changes` capability, and from these answers.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information>.
#![expect(deprecated, reason = "clients of before version r0.6.0 name an identity server")]

use hs_core::error::MatrixError;
use http::StatusCode;
use ruma::{
    OwnedClientSecret, UInt,
    api::{
        auth_scheme::{AccessToken, NoAccessToken},
        client::account::{
            IdentityServerInfo, ThirdPartyIdRemovalStatus, add_3pid, bind_3pid, delete_3pid, get_3pids,
            request_3pid_management_token_via_email, request_3pid_management_token_via_msisdn,
            request_password_change_token_via_email, request_registration_token_via_email,
            request_registration_token_via_msisdn, unbind_3pid,
        },
        error::ErrorKind,
    },
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::legacy::Reauthenticated;
use crate::{
    endpoint::{body, endpoint},
    extract::{Authed, Public},
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_3pids);
    routes.add_json(add_3pid_old).also("/_matrix/client/r0/account/3pid");
    routes.add(add_3pid);
    routes.add(bind_3pid);
    routes.add(delete_3pid);
    routes.add(unbind_3pid);
    routes.add(request_registration_token_via_email);
    routes.add(request_registration_token_via_msisdn);
    routes.add(request_3pid_management_token_via_email);
    routes.add(request_3pid_management_token_via_msisdn);
    routes.add(request_password_change_token_via_email);
    let by_number = routes.add_json(request_password_change_token_via_msisdn);
    by_number.also("/_matrix/client/r0/account/password/msisdn/requestToken");
}

/// `GET /_matrix/client/v3/account/3pid`
async fn get_3pids(_: Api, _: Authed<get_3pids::v3::Request>) -> Result<get_3pids::v3::Response> {
    // There is no way to add one, so nobody has any.
    Ok(get_3pids::v3::Response::new(Vec::new()))
}

/// The deprecated request, which ruma has not.
#[derive(Deserialize)]
struct AddOld {
    #[serde(rename = "three_pid_creds")]
    _credentials: Map<String, Value>,
}

endpoint!(AddOld, POST, "/_matrix/client/v3/account/3pid", AccessToken, |request, _| body(request));

/// `POST /_matrix/client/v3/account/3pid`
async fn add_3pid_old(_: Api, _: Authed<AddOld>) -> Result<Value> {
    Err(cannot_change())
}

/// `POST /_matrix/client/v3/account/3pid/add`
async fn add_3pid(_: Api, _: Authed<Reauthenticated<add_3pid::v3::Request>>) -> Result<add_3pid::v3::Response> {
    Err(cannot_change())
}

/// `POST /_matrix/client/v3/account/3pid/bind`
async fn bind_3pid(_: Api, call: Authed<bind_3pid::v3::Request>) -> Result<bind_3pid::v3::Response> {
    Err(not_trusted(&call.request.identity_server_info))
}

/// `POST /_matrix/client/v3/account/3pid/delete`
async fn delete_3pid(_: Api, _: Authed<delete_3pid::v3::Request>) -> Result<delete_3pid::v3::Response> {
    Err(MatrixError::new(ErrorKind::ThreepidNotFound, "Your account has no such address or number"))
}

/// `POST /_matrix/client/v3/account/3pid/unbind`
async fn unbind_3pid(_: Api, _: Authed<unbind_3pid::v3::Request>) -> Result<unbind_3pid::v3::Response> {
    // We have bound nothing, and no identity server would believe us that we had.
    Ok(unbind_3pid::v3::Response::new(ThirdPartyIdRemovalStatus::NoSupport))
}

/// `POST /_matrix/client/v3/register/email/requestToken`
async fn request_registration_token_via_email(
    _: Api,
    call: Public<request_registration_token_via_email::v3::Request>,
) -> Result<request_registration_token_via_email::v3::Response> {
    Err(untrusted(call.request.identity_server_info.as_ref()).unwrap_or_else(|| denied("e-mail address")))
}

/// `POST /_matrix/client/v3/register/msisdn/requestToken`
async fn request_registration_token_via_msisdn(
    _: Api,
    call: Public<request_registration_token_via_msisdn::v3::Request>,
) -> Result<request_registration_token_via_msisdn::v3::Response> {
    Err(untrusted(call.request.identity_server_info.as_ref()).unwrap_or_else(|| denied("telephone number")))
}

/// `POST /_matrix/client/v3/account/3pid/email/requestToken`
async fn request_3pid_management_token_via_email(
    _: Api,
    call: Public<request_3pid_management_token_via_email::v3::Request>,
) -> Result<request_3pid_management_token_via_email::v3::Response> {
    Err(untrusted(call.request.identity_server_info.as_ref()).unwrap_or_else(|| not_supported("e-mail addresses")))
}

/// `POST /_matrix/client/v3/account/3pid/msisdn/requestToken`
async fn request_3pid_management_token_via_msisdn(
    _: Api,
    call: Public<request_3pid_management_token_via_msisdn::v3::Request>,
) -> Result<request_3pid_management_token_via_msisdn::v3::Response> {
    Err(untrusted(call.request.identity_server_info.as_ref()).unwrap_or_else(|| not_supported("telephone numbers")))
}

/// `POST /_matrix/client/v3/account/password/email/requestToken`
async fn request_password_change_token_via_email(
    _: Api,
    call: Public<request_password_change_token_via_email::v3::Request>,
) -> Result<request_password_change_token_via_email::v3::Response> {
    Err(untrusted(call.request.identity_server_info.as_ref()).unwrap_or_else(nobody_has))
}

/// A request for a token by telephone, in which ruma does not see that an identity server may be named.
#[derive(Deserialize)]
struct ByNumber {
    #[serde(rename = "client_secret")]
    _client_secret: OwnedClientSecret,
    #[serde(rename = "country")]
    _country: String,
    #[serde(rename = "phone_number")]
    _phone_number: String,
    #[serde(rename = "send_attempt")]
    _send_attempt: UInt,
    #[serde(flatten)]
    identity_server_info: Option<IdentityServerInfo>,
}

endpoint!(ByNumber, POST, "/_matrix/client/v3/account/password/msisdn/requestToken", NoAccessToken, |request, _| body(
    request
));

/// `POST /_matrix/client/v3/account/password/msisdn/requestToken`
async fn request_password_change_token_via_msisdn(_: Api, call: Public<ByNumber>) -> Result<Value> {
    Err(untrusted(call.request.identity_server_info.as_ref()).unwrap_or_else(nobody_has))
}

fn cannot_change() -> MatrixError {
    MatrixError::forbidden("This server keeps no e-mail addresses and telephone numbers of accounts")
}

/// Why an identity server that somebody names cannot be asked, if one is named.
fn untrusted(named: Option<&IdentityServerInfo>) -> Option<MatrixError> {
    named.map(not_trusted)
}

fn not_trusted(named: &IdentityServerInfo) -> MatrixError {
    let message = format!("This server trusts no identity server, and so not {:?}", named.id_server);
    MatrixError::new(ErrorKind::ServerNotTrusted, message)
}

fn denied(what: &str) -> MatrixError {
    MatrixError::threepid_denied(format!("An account here is made without {what}: leave it out"))
}

fn not_supported(what: &str) -> MatrixError {
    let message = format!("This server keeps no {what} of accounts");
    MatrixError::new(ErrorKind::ThreepidMediumNotSupported, message)
}

fn nobody_has() -> MatrixError {
    let message = "No account here has an address or a number: ask the administrator of the server for a new password";
    // As this endpoint does, and no other.
    MatrixError::new(ErrorKind::ThreepidNotFound, message).with_status(StatusCode::BAD_REQUEST)
}
