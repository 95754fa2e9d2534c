//! Filters.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#filtering>.

use hs_accounts::Session;
use hs_core::error::MatrixError;
use ruma::{
    UserId,
    api::client::filter::{create_filter, get_filter},
};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(create_filter).guests();
    routes.add(get_filter).guests();
}

/// `POST /_matrix/client/v3/user/{userId}/filter`
async fn create_filter(api: Api, call: Authed<create_filter::v3::Request>) -> Result<create_filter::v3::Response> {
    let create_filter::v3::Request { user_id, filter } = &call.request;
    own(&call.session, user_id)?;
    let filter_id = api.accounts.filter.create(call.session.user, filter).await?;
    Ok(create_filter::v3::Response::new(filter_id))
}

/// `GET /_matrix/client/v3/user/{userId}/filter/{filterId}`
async fn get_filter(api: Api, call: Authed<get_filter::v3::Request>) -> Result<get_filter::v3::Response> {
    let get_filter::v3::Request { user_id, filter_id } = &call.request;
    own(&call.session, user_id)?;
    let filter = api.accounts.filter.get(call.session.user, filter_id).await?;
    Ok(get_filter::v3::Response::new(filter))
}

fn own(session: &Session, user_id: &UserId) -> Result<()> {
    if session.user_id == user_id {
        return Ok(());
    }
    Err(MatrixError::forbidden("You can only read and make your own filters"))
}
