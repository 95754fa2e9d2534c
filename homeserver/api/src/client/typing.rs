//! Who is typing.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#typing-notifications>.

use hs_core::error::MatrixError;
use ruma::api::client::typing::create_typing_event;

use super::legacy;
use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(create_typing_event).speaks().guests();
}

/// `PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}`
async fn create_typing_event(
    api: Api,
    call: Authed<legacy::Typing<create_typing_event::v3::Request>>,
) -> Result<create_typing_event::v3::Response> {
    use create_typing_event::v3::Typing;
    let create_typing_event::v3::Request { room_id, user_id, state } = &call.request.0;
    if *user_id != call.session.user_id {
        return Err(MatrixError::forbidden("You can only type yourself"));
    }
    let typing = match state {
        Typing::Yes(info) => Some(info.timeout),
        Typing::No => None,
    };
    api.accounts.presence.active(call.session.user);
    api.rooms.set_typing(&call.actor(), room_id, typing).await?;
    Ok(create_typing_event::v3::Response::new())
}
