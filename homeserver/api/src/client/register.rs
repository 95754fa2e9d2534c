//! Making an account.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration>.

use std::sync::Arc;

use hs_accounts::{AppService, NewDevice, Registered, Registering};
use hs_core::error::MatrixError;
use http::Method;
use ruma::{
    OwnedDeviceId, OwnedServerName, OwnedUserId,
    api::{
        IncomingRequest, Metadata,
        client::{
            account::{
                check_registration_token_validity, get_username_availability,
                register::{self, LoginType, RegistrationKind},
            },
            uiaa::UiaaResponse,
        },
        error::DeserializationError,
    },
};
use serde::Serialize;

use crate::{
    extract::Public,
    json::Json,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(register).rate(Rate::Register);
    routes.add(get_username_availability).rate(Rate::Search);
    routes.add(check_registration_token_validity).rate(Rate::Login);
}

/// ruma's request with an answer of our own: ruma's says `"device_id": null` to those who want no session, and lacks
/// `home_server`, which is deprecated but specified.
struct Register(register::v3::Request);

/// The answer for a new account.
#[derive(Serialize)]
pub(crate) struct NewAccount {
    home_server: OwnedServerName,
    user_id: OwnedUserId,
    #[serde(flatten)]
    session: Option<NewSession>,
}

#[derive(Serialize)]
struct NewSession {
    access_token: String,
    device_id: OwnedDeviceId,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_ms: Option<i64>,
}

impl Metadata for Register {
    const METHOD: Method = register::v3::Request::METHOD;
    const RATE_LIMITED: bool = register::v3::Request::RATE_LIMITED;
    type Authentication = <register::v3::Request as Metadata>::Authentication;
    type PathBuilder = <register::v3::Request as Metadata>::PathBuilder;
    const PATH_BUILDER: Self::PathBuilder = register::v3::Request::PATH_BUILDER;
}

impl IncomingRequest for Register {
    type EndpointError = UiaaResponse;
    type OutgoingResponse = Json<NewAccount>;

    fn try_from_http_request_inner(
        request: http::Request<&[u8]>,
        path_args: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        register::v3::Request::try_from_http_request_inner(request, path_args).map(Self)
    }
}

/// `POST /_matrix/client/v3/register`
async fn register(api: Api, call: Public<Register>) -> Result<Json<NewAccount>> {
    let Register(request) = call.request;
    let display_name = request.initial_device_display_name;
    if request.login_type == Some(LoginType::ApplicationService) {
        let service = service_of(&api, call.token.as_deref())?;
        let username = request.username.ok_or_else(|| MatrixError::missing_param("Say by `username` who it is"))?;
        let device = NewDevice { device_id: request.device_id, display_name, refreshes: request.refresh_token };
        let device = (!request.inhibit_login).then_some(device);
        return api.accounts.user.register_for(&service, &username, device).await.map(registered);
    }
    match request.kind {
        RegistrationKind::User => {
            let refreshes = request.refresh_token;
            let device = NewDevice { device_id: request.device_id, display_name, refreshes };
            let registering = Registering {
                username: request.username.as_deref(),
                password: request.password.as_deref(),
                device: (!request.inhibit_login).then_some(device),
                auth: request.auth.as_ref(),
                guest_access_token: request.guest_access_token.as_deref(),
            };
            api.accounts.user.register(registering).await.map(registered)
        }
        RegistrationKind::Guest => api.accounts.user.register_guest(display_name).await.map(registered),
        _ => Err(MatrixError::invalid_param("The kind of account is either user or guest")),
    }
}

/// The application service that a request without session comes from.
pub(crate) fn service_of(api: &Api, token: Option<&str>) -> Result<Arc<AppService>> {
    let token = token.ok_or_else(|| MatrixError::missing_token("This needs the token of an application service"))?;
    api.accounts.app_service.by_token(token).cloned().ok_or_else(|| MatrixError::unknown_token(false))
}

/// The answer for a new account, whoever made it.
pub(crate) fn registered(Registered { user_id, session }: Registered) -> Json<NewAccount> {
    let session = session.map(|session| NewSession {
        access_token: session.access_token.into_secret(),
        device_id: session.device_id,
        refresh_token: session.refresh_token.map(hs_accounts::Token::into_secret),
        expires_in_ms: session.expires_in_ms,
    });
    Json(NewAccount { home_server: user_id.server_name().to_owned(), user_id, session })
}

/// `GET /_matrix/client/v3/register/available`
async fn get_username_availability(
    api: Api,
    call: Public<get_username_availability::v3::Request>,
) -> Result<get_username_availability::v3::Response> {
    api.accounts.user.check_available(&call.request.username).await?;
    Ok(get_username_availability::v3::Response::new(true))
}

/// `GET /_matrix/client/v1/register/m.login.registration_token/validity`
async fn check_registration_token_validity(
    api: Api,
    call: Public<check_registration_token_validity::v1::Request>,
) -> Result<check_registration_token_validity::v1::Response> {
    let valid = api.accounts.user.is_token_valid(&call.request.token).await?;
    Ok(check_registration_token_validity::v1::Response::new(valid))
}
