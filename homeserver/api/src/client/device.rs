//! The devices of whoever is signed in.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#device-management>.

use hs_accounts::DeviceRow;
use ruma::{
    MilliSecondsSinceUnixEpoch, UInt,
    api::{
        client::device::{Device, delete_device, delete_devices, get_device, get_devices, update_device},
        error::ErrorKind,
    },
};

use super::legacy::Reauthenticated;
use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_devices).guests();
    routes.add(get_device).guests();
    routes.add(update_device).guests();
    routes.add(delete_device).rate(Rate::Login);
    routes.add(delete_devices).rate(Rate::Login);
}

/// `GET /_matrix/client/v3/devices`
async fn get_devices(api: Api, call: Authed<get_devices::v3::Request>) -> Result<get_devices::v3::Response> {
    let devices = api.accounts.device.list(call.session.user).await?;
    Ok(get_devices::v3::Response::new(devices.into_iter().map(device).collect()))
}

/// `GET /_matrix/client/v3/devices/{deviceId}`
async fn get_device(api: Api, call: Authed<get_device::v3::Request>) -> Result<get_device::v3::Response> {
    let found = api.accounts.device.get(call.session.user, &call.request.device_id).await?;
    Ok(get_device::v3::Response::new(device(found)))
}

/// `PUT /_matrix/client/v3/devices/{deviceId}`
async fn update_device(api: Api, call: Authed<update_device::v3::Request>) -> Result<update_device::v3::Response> {
    let update_device::v3::Request { device_id, display_name } = call.request;
    let devices = &api.accounts.device;
    match devices.rename(call.session.user, &device_id, display_name.clone()).await {
        // Application services make devices without signing in.
        Err(error) if *error.kind() == ErrorKind::NotFound && call.session.app_service.is_some() => {
            api.accounts.session.add_device(&call.session, &device_id, display_name).await?;
        }
        renamed => renamed?,
    }
    Ok(update_device::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/devices/{deviceId}`
async fn delete_device(
    api: Api,
    call: Authed<Reauthenticated<delete_device::v3::Request>>,
) -> Result<delete_device::v3::Response> {
    let Reauthenticated(request) = call.request;
    api.accounts.device.remove(&call.session, &request.device_id, request.auth.as_ref()).await?;
    Ok(delete_device::v3::Response::new())
}

/// `POST /_matrix/client/v3/delete_devices`
async fn delete_devices(
    api: Api,
    call: Authed<Reauthenticated<delete_devices::v3::Request>>,
) -> Result<delete_devices::v3::Response> {
    let Reauthenticated(request) = call.request;
    api.accounts.device.remove_many(&call.session, &request.devices, request.auth.as_ref()).await?;
    Ok(delete_devices::v3::Response::new())
}

fn device(row: DeviceRow) -> Device {
    let last_seen_ts = row.last_seen_ts.and_then(|ts| UInt::try_from(ts).ok()).map(MilliSecondsSinceUnixEpoch);
    Device { device_id: row.device_id, display_name: row.display_name, last_seen_ip: row.last_seen_ip, last_seen_ts }
}
