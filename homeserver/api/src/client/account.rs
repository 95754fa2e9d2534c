//! The account of whoever is signed in.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration-and-management>.

use ruma::api::client::account::{ThirdPartyIdRemovalStatus, change_password, deactivate, whoami};

use super::legacy::Reauthenticated;
use crate::{
    extract::Authed,
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
    call: Authed<Reauthenticated<change_password::v3::Request>>,
) -> Result<change_password::v3::Response> {
    let Reauthenticated(request) = call.request;
    let (password, logs_out, auth) = (&request.new_password, request.logout_devices, request.auth.as_ref());
    api.accounts.user.change_password(&call.session, password, logs_out, auth).await?;
    Ok(change_password::v3::Response::new())
}

/// `POST /_matrix/client/v3/account/deactivate`
async fn deactivate(
    api: Api,
    call: Authed<Reauthenticated<deactivate::v3::Request>>,
) -> Result<deactivate::v3::Response> {
    let actor = call.actor();
    let Reauthenticated(request) = call.request;
    api.accounts.user.deactivate_own(&call.session, request.erase, request.auth.as_ref()).await?;
    api.federation.leave_all(&actor).await?;
    // We know no identifiers of third parties, so there is none that an identity server would have to forget.
    Ok(deactivate::v3::Response::new(ThirdPartyIdRemovalStatus::Success))
}
