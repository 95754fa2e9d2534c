//! Signing in and out.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#login>.

use hs_accounts::{Identifier, NewDevice};
use hs_core::error::MatrixError;
use ruma::api::client::{
    session::{
        get_login_types::{
            self,
            v3::{LoginType, PasswordLoginType},
        },
        login::{
            self,
            v3::{LoginInfo, Password},
        },
        logout, logout_all,
    },
    uiaa::UserIdentifier,
};

use super::legacy::Login;
use crate::{
    extract::{Authed, Public},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_login_types);
    routes.add(login).rate(Rate::Login);
    routes.add(logout).guests();
    routes.add(logout_all).guests();
}

/// `GET /_matrix/client/v3/login`
async fn get_login_types(_: Api, _: Public<get_login_types::v3::Request>) -> Result<get_login_types::v3::Response> {
    Ok(get_login_types::v3::Response::new(vec![LoginType::Password(PasswordLoginType::new())]))
}

/// `POST /_matrix/client/v3/login`
async fn login(api: Api, call: Public<Login<login::v3::Request>>) -> Result<login::v3::Response> {
    let Login(login::v3::Request { login_info, device_id, initial_device_display_name, .. }) = call.request;
    let LoginInfo::Password(password) = &login_info else {
        let message = format!("{} is not offered here: sign in with m.login.password", login_info.login_type());
        return Err(MatrixError::unknown(message));
    };
    let device = NewDevice { device_id, display_name: initial_device_display_name };
    let signed_in = api.accounts.session.login(identifier(password)?, &password.password, &device).await?;
    let access_token = signed_in.access_token.into_secret();
    let mut response = login::v3::Response::new(signed_in.user_id, access_token, signed_in.device_id);
    #[expect(deprecated, reason = "the specification still has it, and clients of its time still read it")]
    {
        response.home_server = Some(response.user_id.server_name().to_owned());
    }
    Ok(response)
}

/// Who wants to sign in, said in the present way or in one of the deprecated ones.
#[expect(deprecated, reason = "clients may still send the deprecated fields")]
fn identifier(login: &Password) -> Result<Identifier<'_>> {
    match (&login.identifier, &login.user, &login.address) {
        (Some(UserIdentifier::Matrix(identifier)), _, _) => Ok(Identifier::User(&identifier.user)),
        (None, Some(user), _) => Ok(Identifier::User(user)),
        (Some(_), _, _) | (None, None, Some(_)) => Ok(Identifier::Unknown),
        (None, None, None) => Err(MatrixError::missing_param("Say by \"identifier\" who wants to sign in")),
    }
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
