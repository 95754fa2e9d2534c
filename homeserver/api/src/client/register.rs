//! Making an account.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration>.

use hs_accounts::{NewDevice, Registered, Registering};
use hs_core::error::MatrixError;
use ruma::api::client::account::{
    check_registration_token_validity, get_username_availability,
    register::{self, RegistrationKind},
};

use crate::{
    extract::Public,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(register).rate(Rate::Register);
    routes.add(get_username_availability).rate(Rate::Search);
    routes.add(check_registration_token_validity).rate(Rate::Login);
}

/// `POST /_matrix/client/v3/register`
async fn register(api: Api, call: Public<register::v3::Request>) -> Result<register::v3::Response> {
    let request = call.request;
    let display_name = request.initial_device_display_name;
    match request.kind {
        RegistrationKind::User => {
            let device = NewDevice { device_id: request.device_id, display_name };
            let registering = Registering {
                username: request.username.as_deref(),
                password: request.password.as_deref(),
                device: (!request.inhibit_login).then_some(device),
                auth: request.auth.as_ref(),
            };
            api.accounts.user.register(registering).await.map(registered)
        }
        RegistrationKind::Guest => api.accounts.user.register_guest(display_name).await.map(registered),
        _ => Err(MatrixError::invalid_param("The kind of account is either user or guest")),
    }
}

/// The answer for a new account, whoever made it.
pub(crate) fn registered(Registered { user_id, session }: Registered) -> register::v3::Response {
    let mut response = register::v3::Response::new(user_id);
    if let Some(session) = session {
        response.device_id = Some(session.device_id);
        response.access_token = Some(session.access_token.into_secret());
    }
    response
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
