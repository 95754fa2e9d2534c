//! The account of whoever is signed in.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration-and-management>.

use hs_core::error::MatrixError;
use ruma::api::client::account::{change_password, deactivate, whoami};

use super::{legacy::Reauthenticated, third_party_id::removal};
use crate::{
    extract::{Authed, MaybeAuthed},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(whoami).guests();
    routes.add(change_password).rate(Rate::Login);
    routes.add(deactivate).rate(Rate::Login);
}

/// `GET /_matrix/client/v3/account/whoami`
async fn whoami(_: Api, call: Authed<whoami::v3::Request>) -> Result<whoami::v3::Response> {
    let mut response = whoami::v3::Response::new(call.session.user_id.clone(), call.session.is_guest);
    response.device_id = call.session.device().ok().map(ToOwned::to_owned);
    Ok(response)
}

/// `POST /_matrix/client/v3/account/password`
async fn change_password(
    api: Api,
    call: MaybeAuthed<Reauthenticated<change_password::v3::Request>>,
) -> Result<change_password::v3::Response> {
    let Reauthenticated(request) = call.request;
    let (password, logs_out, auth) = (&request.new_password, request.logout_devices, request.auth.as_ref());
    match &call.session {
        Some(session) => api.accounts.user.change_password(session, password, logs_out, auth).await?,
        None if api.accounts.validation.is_possible() => {
            api.accounts.user.reset_password(password, logs_out, auth).await?;
        }
        None => return Err(MatrixError::missing_token("Sign in: nothing else can show here that it is you")),
    }
    Ok(change_password::v3::Response::new())
}

/// `POST /_matrix/client/v3/account/deactivate`
async fn deactivate(
    api: Api,
    call: Authed<Reauthenticated<deactivate::v3::Request>>,
) -> Result<deactivate::v3::Response> {
    let actor = call.actor();
    let Reauthenticated(request) = call.request;
    let (auth, id_server) = (request.auth.as_ref(), request.id_server.as_deref());
    let forgotten = api.accounts.deactivate_own(&call.session, request.erase, auth, id_server).await?;
    api.federation.leave_all(&actor).await?;
    Ok(deactivate::v3::Response::new(removal(forgotten)))
}
