//! Signing in and out.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#login>.

use std::time::Duration;

use hs_accounts::{Identifier, NewDevice};
use hs_core::error::MatrixError;
use ruma::api::client::{
    session::{
        get_login_token,
        get_login_types::{
            self,
            v3::{ApplicationServiceLoginType, LoginType, PasswordLoginType, TokenLoginType},
        },
        login::{
            self,
            v3::{ApplicationService, LoginInfo, Password},
        },
        logout, logout_all, refresh_token,
    },
    uiaa::UserIdentifier,
};

use super::{
    legacy::{Login, Reauthenticated},
    register::service_of,
};
use crate::{
    extract::{Authed, Public},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_login_types);
    routes.add(login).rate(Rate::Login);
    routes.add(refresh_token).rate(Rate::Login);
    routes.add(get_login_token).rate(Rate::Login);
    routes.add(logout).guests().locked();
    routes.add(logout_all).guests().locked();
}

/// `GET /_matrix/client/v3/login`
async fn get_login_types(api: Api, _: Public<get_login_types::v3::Request>) -> Result<get_login_types::v3::Response> {
    let mut token = TokenLoginType::new();
    token.get_login_token = true;
    let mut types = vec![LoginType::Password(PasswordLoginType::new()), LoginType::Token(token)];
    if !api.accounts.app_service.all().is_empty() {
        types.push(LoginType::ApplicationService(ApplicationServiceLoginType::new()));
    }
    Ok(get_login_types::v3::Response::new(types))
}

/// `POST /_matrix/client/v3/login`
async fn login(api: Api, call: Public<Login<login::v3::Request>>) -> Result<login::v3::Response> {
    let Login(login::v3::Request { login_info, device_id, initial_device_display_name, refresh_token, .. }) =
        call.request;
    let device = NewDevice { device_id, display_name: initial_device_display_name, refreshes: refresh_token };
    let session = &api.accounts.session;
    let signed_in = match &login_info {
        LoginInfo::Password(password) => session.login(identifier(password)?, &password.password, &device).await?,
        LoginInfo::Token(token) => session.login_by_token(&token.token, &device).await?,
        LoginInfo::ApplicationService(login) => {
            let service = service_of(&api, call.token.as_deref())?;
            session.login_as(&service, service_user(login)?, &device).await?
        }
        _ => {
            let message = format!("{} is not offered here: sign in with m.login.password", login_info.login_type());
            return Err(MatrixError::unknown(message));
        }
    };
    let access_token = signed_in.access_token.into_secret();
    let mut response = login::v3::Response::new(signed_in.user_id, access_token, signed_in.device_id);
    response.refresh_token = signed_in.refresh_token.map(hs_accounts::Token::into_secret);
    response.expires_in = signed_in.expires_in_ms.map(milliseconds);
    #[expect(deprecated, reason = "the specification still has it, and clients of its time still read it")]
    {
        response.home_server = Some(response.user_id.server_name().to_owned());
    }
    Ok(response)
}

/// Who wants to sign in, said in the present way or in one of the deprecated ones.
#[expect(deprecated, reason = "clients may still send the deprecated fields")]
fn identifier(login: &Password) -> Result<Identifier<'_>> {
    let is_email = login.medium.as_deref() == Some("email");
    match (&login.identifier, &login.user, &login.address) {
        (Some(UserIdentifier::Matrix(identifier)), _, _) => Ok(Identifier::User(&identifier.user)),
        (Some(UserIdentifier::Email(identifier)), _, _) => Ok(Identifier::Email(&identifier.address)),
        (None, Some(user), _) => Ok(Identifier::User(user)),
        (None, None, Some(address)) if is_email => Ok(Identifier::Email(address)),
        (Some(_), _, _) | (None, None, Some(_)) => Ok(Identifier::Unknown),
        (None, None, None) => Err(MatrixError::missing_param("Say by \"identifier\" who wants to sign in")),
    }
}

/// Which of its users an application service wants to sign in.
#[expect(deprecated, reason = "services may still send the deprecated field")]
fn service_user(login: &ApplicationService) -> Result<&str> {
    match (&login.identifier, &login.user) {
        (Some(UserIdentifier::Matrix(identifier)), _) => Ok(&identifier.user),
        (None, Some(user)) => Ok(user),
        _ => Err(MatrixError::missing_param("Say by \"identifier\" who is to be signed in")),
    }
}

/// `POST /_matrix/client/v3/refresh`
async fn refresh_token(api: Api, call: Public<refresh_token::v3::Request>) -> Result<refresh_token::v3::Response> {
    let refreshed = api.accounts.session.refresh(&call.request.refresh_token).await?;
    let mut response = refresh_token::v3::Response::new(refreshed.access_token.into_secret());
    response.refresh_token = Some(refreshed.refresh_token.into_secret());
    response.expires_in_ms = Some(milliseconds(refreshed.expires_in_ms));
    Ok(response)
}

/// `POST /_matrix/client/v1/login/get_token`
async fn get_login_token(
    api: Api,
    call: Authed<Reauthenticated<get_login_token::v1::Request>>,
) -> Result<get_login_token::v1::Response> {
    let Reauthenticated(request) = call.request;
    let (token, ttl) = api.accounts.login_token(&call.session, request.auth.as_ref()).await?;
    Ok(get_login_token::v1::Response::new(ttl, token.into_secret()))
}

fn milliseconds(count: i64) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap_or(0))
}

/// `POST /_matrix/client/v3/logout`
async fn logout(api: Api, call: Authed<logout::v3::Request>) -> Result<logout::v3::Response> {
    api.accounts.session.logout(&call.session).await?;
    Ok(logout::v3::Response::new())
}

/// `POST /_matrix/client/v3/logout/all`
async fn logout_all(api: Api, call: Authed<logout_all::v3::Request>) -> Result<logout_all::v3::Response> {
    api.accounts.session.logout_all(call.session.user).await?;
    Ok(logout_all::v3::Response::new())
}
