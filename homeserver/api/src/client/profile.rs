//! Profiles.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#profiles>.

use hs_accounts::Changed;
use hs_core::error::MatrixError;
use ruma::api::client::profile::{
    ProfileFieldValue, delete_profile_field, get_profile, get_profile_field, set_profile_field,
};

use crate::{
    extract::{Authed, Public},
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_profile);
    routes.add(get_profile_field);
    routes.add(set_profile_field).speaks().guests();
    routes.add(delete_profile_field).speaks().guests();
}

/// `GET /_matrix/client/v3/profile/{userId}`
async fn get_profile(api: Api, call: Public<get_profile::v3::Request>) -> Result<get_profile::v3::Response> {
    Ok(api.federation.profile(&call.request.user_id).await?.into_iter().collect())
}

/// `GET /_matrix/client/v3/profile/{userId}/{keyName}`
async fn get_profile_field(
    api: Api,
    call: Public<get_profile_field::v3::Request>,
) -> Result<get_profile_field::v3::Response> {
    let get_profile_field::v3::Request { user_id, field } = call.request;
    let value = api.federation.profile_field(&user_id, field.as_str()).await?;
    let value = ProfileFieldValue::new(field.as_str(), value).map_err(MatrixError::internal)?;
    Ok(get_profile_field::v3::Response::new(value))
}

/// `PUT /_matrix/client/v3/profile/{userId}/{keyName}`
async fn set_profile_field(
    api: Api,
    call: Authed<set_profile_field::v3::Request>,
) -> Result<set_profile_field::v3::Response> {
    let set_profile_field::v3::Request { user_id, value } = &call.request;
    let field = value.field_name();
    check_guest(call.session.is_guest, field.as_str())?;
    let value = value.value().into_owned();
    let changed = api.accounts.profile.set(&call.session, user_id, field.as_str(), value).await?;
    tell_rooms(&api, &call, changed).await?;
    Ok(set_profile_field::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/profile/{userId}/{keyName}`
async fn delete_profile_field(
    api: Api,
    call: Authed<delete_profile_field::v3::Request>,
) -> Result<delete_profile_field::v3::Response> {
    let delete_profile_field::v3::Request { user_id, field } = &call.request;
    check_guest(call.session.is_guest, field.as_str())?;
    let changed = api.accounts.profile.remove(&call.session, user_id, field.as_str()).await?;
    tell_rooms(&api, &call, changed).await?;
    Ok(delete_profile_field::v3::Response::new())
}

/// Guests have a name and nothing else. <https://spec.matrix.org/v1.19/client-server-api/#guest-access>
fn check_guest(is_guest: bool, field: &str) -> Result<()> {
    if is_guest && field != "displayname" {
        return Err(MatrixError::guest_access_forbidden("Guests may change their display name and no more"));
    }
    Ok(())
}

/// Display name and avatar are part of every membership event, so another one means new events.
async fn tell_rooms<R>(api: &Api, call: &Authed<R>, changed: Changed) -> Result<()> {
    match changed {
        Changed::MemberProfile => api.rooms.propagate_profile(&call.actor()).await,
        Changed::NothingForRooms => Ok(()),
    }
}
