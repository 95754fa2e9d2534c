//! Who is there.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#presence>.

use std::time::Duration;

use hs_core::error::MatrixError;
use ruma::api::client::presence::{get_presence, set_presence};

use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_presence).guests();
    routes.add(set_presence).guests().rate(Rate::Send);
}

/// `GET /_matrix/client/v3/presence/{userId}/status`
async fn get_presence(api: Api, call: Authed<get_presence::v3::Request>) -> Result<get_presence::v3::Response> {
    let content = api.rooms.presence_of(&call.actor(), &call.request.user_id).await?;
    let mut response = get_presence::v3::Response::new(content.presence);
    response.status_msg = content.status_msg;
    response.currently_active = content.currently_active;
    response.last_active_ago = content.last_active_ago.map(|ago| Duration::from_millis(ago.into()));
    Ok(response)
}

/// `PUT /_matrix/client/v3/presence/{userId}/status`
async fn set_presence(api: Api, call: Authed<set_presence::v3::Request>) -> Result<set_presence::v3::Response> {
    if call.request.user_id != call.session.user_id {
        return Err(MatrixError::forbidden("You can only say of yourself whether you are there"));
    }
    let (user, device) = (call.session.user, call.device_id().to_owned());
    let set_presence::v3::Request { presence, status_msg, .. } = call.request;
    api.accounts.presence.set(user, &device, presence, status_msg).await?;
    Ok(set_presence::v3::Response::new())
}
