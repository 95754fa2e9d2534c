//! E-mail addresses of accounts, and which identity servers tell of them. Without a mail server and an identity server
//! that is trusted there are none, which clients learn from the `m.3pid_changes` capability and from these answers.
//! Telephone numbers there are in no case.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information>.
#![expect(deprecated, reason = "clients of before version r0.6.0 name an identity server")]

use hs_accounts::{Credentials, Purpose, TokenRequest};
use hs_core::error::MatrixError;
use http::StatusCode;
use ruma::{
    ClientSecret, OwnedClientSecret, OwnedSessionId, SessionId, UInt,
    api::{
        auth_scheme::{AccessToken, NoAccessToken},
        client::{
            account::{
                IdentityServerInfo, ThirdPartyIdRemovalStatus, add_3pid, bind_3pid, delete_3pid, get_3pids,
                request_3pid_management_token_via_email, request_3pid_management_token_via_msisdn,
                request_password_change_token_via_email, request_registration_token_via_email,
                request_registration_token_via_msisdn, unbind_3pid,
            },
            uiaa::ThirdpartyIdCredentials,
        },
        error::ErrorKind,
    },
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::legacy::Reauthenticated;
use crate::{
    endpoint::{body, endpoint},
    extract::{Authed, Public},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_3pids);
    routes.add_json(add_3pid_old).rate(Rate::Login).also("/_matrix/client/r0/account/3pid");
    routes.add(add_3pid).rate(Rate::Login);
    routes.add(bind_3pid).rate(Rate::Search).also("/_matrix/client/unstable/account/3pid/bind");
    routes.add(delete_3pid).rate(Rate::Search);
    routes.add(unbind_3pid).rate(Rate::Search).also("/_matrix/client/unstable/account/3pid/unbind");
    routes.add(request_registration_token_via_email).rate(Rate::Register);
    routes.add(request_registration_token_via_msisdn);
    routes.add(request_3pid_management_token_via_email).rate(Rate::Register);
    routes.add(request_3pid_management_token_via_msisdn);
    routes.add(request_password_change_token_via_email).rate(Rate::Register);
    let by_number = routes.add_json(request_password_change_token_via_msisdn);
    by_number.also("/_matrix/client/r0/account/password/msisdn/requestToken");
}

/// `GET /_matrix/client/v3/account/3pid`
async fn get_3pids(api: Api, call: Authed<get_3pids::v3::Request>) -> Result<get_3pids::v3::Response> {
    Ok(get_3pids::v3::Response::new(api.accounts.third_party_id.list(call.session.user).await?))
}

/// The deprecated request, which ruma has not.
#[derive(Deserialize)]
struct AddOld {
    three_pid_creds: ThirdpartyIdCredentials,
}

endpoint!(AddOld, POST, "/_matrix/client/v3/account/3pid", AccessToken, |request, _| body(request));

/// `POST /_matrix/client/v3/account/3pid`
async fn add_3pid_old(api: Api, call: Authed<AddOld>) -> Result<Value> {
    check_can_change(&api)?;
    let AddOld { three_pid_creds: proof } = &call.request;
    let identity_server = proof.id_server.as_deref().zip(proof.id_access_token.as_deref());
    let credentials = credentials(&proof.sid, &proof.client_secret, identity_server);
    let added = api.accounts.third_party_id.add_validated(&call.session, credentials).await;
    // As this endpoint does, and no other.
    added.map_err(|error| match error.kind() {
        ErrorKind::ThreepidAuthFailed => error.with_status(StatusCode::FORBIDDEN),
        _ => error,
    })?;
    Ok(json!({}))
}

/// `POST /_matrix/client/v3/account/3pid/add`
async fn add_3pid(api: Api, call: Authed<Reauthenticated<add_3pid::v3::Request>>) -> Result<add_3pid::v3::Response> {
    check_can_change(&api)?;
    let Reauthenticated(add_3pid::v3::Request { auth, client_secret, sid, .. }) = &call.request;
    let credentials = credentials(sid, client_secret, None);
    api.accounts.third_party_id.add(&call.session, credentials, auth.as_ref()).await?;
    Ok(add_3pid::v3::Response::new())
}

/// `POST /_matrix/client/v3/account/3pid/bind`
async fn bind_3pid(api: Api, call: Authed<bind_3pid::v3::Request>) -> Result<bind_3pid::v3::Response> {
    let bind_3pid::v3::Request { client_secret, identity_server_info: named, sid, .. } = &call.request;
    let credentials = credentials(sid, client_secret, Some((&named.id_server, &named.id_access_token)));
    api.accounts.third_party_id.bind(&call.session, credentials).await?;
    Ok(bind_3pid::v3::Response::new())
}

/// `POST /_matrix/client/v3/account/3pid/delete`
async fn delete_3pid(api: Api, call: Authed<delete_3pid::v3::Request>) -> Result<delete_3pid::v3::Response> {
    let delete_3pid::v3::Request { id_server, medium, address, .. } = &call.request;
    let ids = &api.accounts.third_party_id;
    let forgotten = ids.remove(&call.session, medium.as_str(), address, id_server.as_deref()).await?;
    Ok(delete_3pid::v3::Response::new(removal(forgotten)))
}

/// `POST /_matrix/client/v3/account/3pid/unbind`
async fn unbind_3pid(api: Api, call: Authed<unbind_3pid::v3::Request>) -> Result<unbind_3pid::v3::Response> {
    let unbind_3pid::v3::Request { id_server, medium, address, .. } = &call.request;
    let ids = &api.accounts.third_party_id;
    let forgotten = ids.unbind(&call.session, medium.as_str(), address, id_server.as_deref()).await?;
    Ok(unbind_3pid::v3::Response::new(removal(forgotten)))
}

/// Whether identity servers have forgotten what they were to forget, as clients are told.
pub(super) fn removal(forgotten: bool) -> ThirdPartyIdRemovalStatus {
    if forgotten { ThirdPartyIdRemovalStatus::Success } else { ThirdPartyIdRemovalStatus::NoSupport }
}

fn credentials<'a>(
    sid: &'a SessionId,
    client_secret: &'a ClientSecret,
    identity_server: Option<(&'a str, &'a str)>,
) -> Credentials<'a> {
    Credentials { sid: sid.as_str(), client_secret: client_secret.as_str(), identity_server }
}

/// `POST /_matrix/client/v3/register/email/requestToken`
async fn request_registration_token_via_email(
    api: Api,
    call: Public<request_registration_token_via_email::v3::Request>,
) -> Result<request_registration_token_via_email::v3::Response> {
    let request = &call.request;
    if !api.accounts.validation.sends_mail() {
        return Err(untrusted(request.identity_server_info.as_ref()).unwrap_or_else(|| denied("e-mail address")));
    }
    let wanted = TokenRequest {
        purpose: Purpose::Register,
        client_secret: request.client_secret.as_str(),
        email: &request.email,
        send_attempt: attempt(request.send_attempt),
        next_link: request.next_link.as_deref(),
    };
    Ok(request_registration_token_via_email::v3::Response::new(sent(&api, wanted).await?))
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
    api: Api,
    call: Public<request_3pid_management_token_via_email::v3::Request>,
) -> Result<request_3pid_management_token_via_email::v3::Response> {
    let request = &call.request;
    if !api.accounts.validation.sends_mail() {
        let refused = untrusted(request.identity_server_info.as_ref());
        return Err(refused.unwrap_or_else(|| not_supported("e-mail addresses")));
    }
    let wanted = TokenRequest {
        purpose: Purpose::Add,
        client_secret: request.client_secret.as_str(),
        email: &request.email,
        send_attempt: attempt(request.send_attempt),
        next_link: request.next_link.as_deref(),
    };
    Ok(request_3pid_management_token_via_email::v3::Response::new(sent(&api, wanted).await?))
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
    api: Api,
    call: Public<request_password_change_token_via_email::v3::Request>,
) -> Result<request_password_change_token_via_email::v3::Response> {
    let request = &call.request;
    if !api.accounts.validation.sends_mail() {
        return Err(untrusted(request.identity_server_info.as_ref()).unwrap_or_else(nobody_has));
    }
    let wanted = TokenRequest {
        purpose: Purpose::ResetPassword,
        client_secret: request.client_secret.as_str(),
        email: &request.email,
        send_attempt: attempt(request.send_attempt),
        next_link: request.next_link.as_deref(),
    };
    Ok(request_password_change_token_via_email::v3::Response::new(sent(&api, wanted).await?))
}

async fn sent(api: &Api, wanted: TokenRequest<'_>) -> Result<OwnedSessionId> {
    let sid = api.accounts.validation.request_token(wanted).await?;
    SessionId::parse(sid).map_err(MatrixError::internal)
}

fn attempt(send_attempt: UInt) -> i64 {
    send_attempt.into()
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

/// Refuses to add addresses where nothing could show whose they are.
fn check_can_change(api: &Api) -> Result<()> {
    if api.accounts.validation.is_possible() {
        return Ok(());
    }
    Err(MatrixError::forbidden("This server keeps no e-mail addresses and telephone numbers of accounts"))
}

/// Why an identity server that somebody names cannot be asked, if one is named.
fn untrusted(named: Option<&IdentityServerInfo>) -> Option<MatrixError> {
    named.map(not_trusted)
}

fn not_trusted(named: &IdentityServerInfo) -> MatrixError {
    let message = format!("This server does not ask the identity server {:?} to send anything", named.id_server);
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
