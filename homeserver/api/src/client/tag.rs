//! Tags of rooms.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-tagging>.

use hs_accounts::Session;
use hs_core::error::MatrixError;
use ruma::{
    UserId,
    api::client::tag::{create_tag, delete_tag, get_tags},
};
use serde_json::{Map, Value};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_tags).guests();
    routes.add(create_tag).guests();
    routes.add(delete_tag).guests();
}

/// `GET /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags`
async fn get_tags(api: Api, call: Authed<get_tags::v3::Request>) -> Result<Map<String, Value>> {
    let get_tags::v3::Request { user_id, room_id } = &call.request;
    own(&call.session, user_id)?;
    let tags = api.accounts.account_data.tags(call.session.user, room_id).await?;
    Ok(Map::from_iter([("tags".to_owned(), Value::Object(tags))]))
}

/// `PUT /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}`
async fn create_tag(api: Api, call: Authed<create_tag::v3::Request>) -> Result<create_tag::v3::Response> {
    let create_tag::v3::Request { user_id, room_id, tag, tag_info } = &call.request;
    own(&call.session, user_id)?;
    api.accounts.account_data.set_tag(call.session.user, room_id, tag, tag_info.order).await?;
    Ok(create_tag::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}`
async fn delete_tag(api: Api, call: Authed<delete_tag::v3::Request>) -> Result<delete_tag::v3::Response> {
    let delete_tag::v3::Request { user_id, room_id, tag } = &call.request;
    own(&call.session, user_id)?;
    api.accounts.account_data.remove_tag(call.session.user, room_id, tag).await?;
    Ok(delete_tag::v3::Response::new())
}

fn own(session: &Session, user_id: &UserId) -> Result<()> {
    if session.user_id == user_id {
        return Ok(());
    }
    Err(MatrixError::forbidden("You can only read and change your own tags"))
}
