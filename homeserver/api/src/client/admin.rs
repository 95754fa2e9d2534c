//! What administrators do to accounts, and what a user can see of their own.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-administration>.

use hs_accounts::Restriction;
use hs_core::error::MatrixError;
use ruma::{
    MilliSecondsSinceUnixEpoch, UInt,
    api::client::admin::{get_user_info, is_user_locked, is_user_suspended, lock_user, suspend_user},
};

use crate::{
    extract::{Admin, Authed},
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_user_info);
    routes.add(is_user_locked);
    routes.add(lock_user);
    routes.add(is_user_suspended);
    routes.add(suspend_user);
}

/// `GET /_matrix/client/v3/admin/whois/{userId}`
async fn get_user_info(api: Api, call: Authed<get_user_info::v3::Request>) -> Result<get_user_info::v3::Response> {
    use get_user_info::v3::{ConnectionInfo, DeviceInfo, SessionInfo};
    let user_id = &call.request.user_id;
    if *user_id != call.session.user_id && !call.session.is_admin {
        return Err(MatrixError::forbidden("Only administrators of this server may see this of others"));
    }
    let user = api.accounts.user.find(user_id).await?;
    let user = user.ok_or_else(|| MatrixError::not_found("There is no such account on this server"))?;
    let mut response = get_user_info::v3::Response::new();
    response.user_id = Some(user_id.clone());
    for device in api.accounts.device.list(user).await? {
        let mut connection = ConnectionInfo::new();
        connection.ip = device.last_seen_ip;
        let seen = device.last_seen_ts.and_then(|ts| u64::try_from(ts).ok()).and_then(UInt::new);
        connection.last_seen = seen.map(MilliSecondsSinceUnixEpoch);
        connection.user_agent = device.user_agent;
        let mut session = SessionInfo::new();
        session.connections.push(connection);
        let mut info = DeviceInfo::new();
        info.sessions.push(session);
        response.devices.insert(device.device_id.to_string(), info);
    }
    Ok(response)
}

/// `GET /_matrix/client/v1/admin/lock/{userId}`
async fn is_user_locked(api: Api, call: Admin<is_user_locked::v1::Request>) -> Result<is_user_locked::v1::Response> {
    let is_locked = api.accounts.user.is_restricted(&call.request.user_id, Restriction::Locked).await?;
    Ok(is_user_locked::v1::Response::new(is_locked))
}

/// `PUT /_matrix/client/v1/admin/lock/{userId}`
async fn lock_user(api: Api, call: Admin<lock_user::v1::Request>) -> Result<lock_user::v1::Response> {
    let lock_user::v1::Request { user_id, locked, .. } = call.request;
    api.accounts.user.restrict(&call.session, &user_id, Restriction::Locked, locked).await?;
    Ok(lock_user::v1::Response::new(locked))
}

/// `GET /_matrix/client/v1/admin/suspend/{userId}`
async fn is_user_suspended(
    api: Api,
    call: Admin<is_user_suspended::v1::Request>,
) -> Result<is_user_suspended::v1::Response> {
    let is_suspended = api.accounts.user.is_restricted(&call.request.user_id, Restriction::Suspended).await?;
    Ok(is_user_suspended::v1::Response::new(is_suspended))
}

/// `PUT /_matrix/client/v1/admin/suspend/{userId}`
async fn suspend_user(api: Api, call: Admin<suspend_user::v1::Request>) -> Result<suspend_user::v1::Response> {
    let suspend_user::v1::Request { user_id, suspended, .. } = call.request;
    api.accounts.user.restrict(&call.session, &user_id, Restriction::Suspended, suspended).await?;
    Ok(suspend_user::v1::Response::new(suspended))
}
