//! Account data.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#client-config>.

use hs_accounts::Session;
use hs_core::error::MatrixError;
use ruma::{
    UserId,
    api::client::config::{
        get_global_account_data, get_room_account_data, set_global_account_data, set_room_account_data,
    },
    serde::{JsonObject, Raw},
};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_global_account_data).guests();
    routes.add(set_global_account_data).guests();
    routes.add(get_room_account_data).guests();
    routes.add(set_room_account_data).guests();
}

/// `GET /_matrix/client/v3/user/{userId}/account_data/{type}`
async fn get_global_account_data(
    api: Api,
    call: Authed<get_global_account_data::v3::Request>,
) -> Result<get_global_account_data::v3::Response> {
    let get_global_account_data::v3::Request { user_id, event_type } = &call.request;
    own(&call.session, user_id)?;
    let content = api.accounts.account_data.get(call.session.user, None, &event_type.to_string()).await?;
    Ok(get_global_account_data::v3::Response::new(content.cast_unchecked()))
}

/// `PUT /_matrix/client/v3/user/{userId}/account_data/{type}`
async fn set_global_account_data(
    api: Api,
    call: Authed<set_global_account_data::v3::Request>,
) -> Result<set_global_account_data::v3::Response> {
    let set_global_account_data::v3::Request { user_id, event_type, data } = call.request;
    own(&call.session, &user_id)?;
    api.accounts.account_data.set(call.session.user, None, &event_type.to_string(), object(data)?).await?;
    Ok(set_global_account_data::v3::Response::new())
}

/// `GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}`
async fn get_room_account_data(
    api: Api,
    call: Authed<get_room_account_data::v3::Request>,
) -> Result<get_room_account_data::v3::Response> {
    let get_room_account_data::v3::Request { user_id, room_id, event_type } = &call.request;
    own(&call.session, user_id)?;
    let content = api.accounts.account_data.get(call.session.user, Some(room_id), &event_type.to_string()).await?;
    Ok(get_room_account_data::v3::Response::new(content.cast_unchecked()))
}

/// `PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}`
async fn set_room_account_data(
    api: Api,
    call: Authed<set_room_account_data::v3::Request>,
) -> Result<set_room_account_data::v3::Response> {
    let set_room_account_data::v3::Request { user_id, room_id, event_type, data } = call.request;
    own(&call.session, &user_id)?;
    let (user, data_type) = (call.session.user, event_type.to_string());
    api.accounts.account_data.set(user, Some(&room_id), &data_type, object(data)?).await?;
    Ok(set_room_account_data::v3::Response::new())
}

fn own(session: &Session, user_id: &UserId) -> Result<()> {
    if session.user_id == user_id {
        return Ok(());
    }
    Err(MatrixError::forbidden("You can only read and change your own account data"))
}

/// The body, if it is an object: a [`Raw`] could be any JSON.
fn object<T>(data: Raw<T>) -> Result<Raw<JsonObject>> {
    if data.json().get().starts_with('{') {
        return Ok(data.cast_unchecked());
    }
    Err(MatrixError::bad_json("Account data must be a JSON object"))
}
