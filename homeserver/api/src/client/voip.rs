//! Calls: the relay that clients can use.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#voice-over-ip>.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use hs_config::Turn;
use hs_core::error::MatrixError;
use ruma::{UserId, api::client::voip::get_turn_server_info};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_turn_server_info);
}

/// `GET /_matrix/client/v3/voip/turnServer`
async fn get_turn_server_info(api: Api, call: Authed<get_turn_server_info::v3::Request>) -> Result<Value> {
    // Without a relay clients find their way to each other on their own, or not.
    if api.config.turn.uris.is_empty() {
        return Ok(json!({}));
    }
    credentials(&api.config.turn, call.user_id(), api.clock.now_ms() / 1000)
}

/// Credentials that the relay can check without asking us, as coturn's `use-auth-secret` has it: a user name that says
/// until when it is good, and its signature under the secret that we share.
fn credentials(turn: &Turn, user_id: &UserId, now_s: i64) -> Result<Value> {
    let ttl = turn.ttl.as_secs();
    let expires = now_s.saturating_add_unsigned(ttl);
    let username = format!("{expires}:{user_id}");
    let mut mac = Hmac::<Sha1>::new_from_slice(turn.shared_secret.as_bytes()).map_err(MatrixError::internal)?;
    mac.update(username.as_bytes());
    let password = STANDARD.encode(mac.finalize().into_bytes());
    Ok(json!({ "username": username, "password": password, "uris": turn.uris, "ttl": ttl }))
}

#[cfg(test)]
mod tests;
