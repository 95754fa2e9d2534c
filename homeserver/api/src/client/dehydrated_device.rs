//! Devices that receive messages while their user is signed in nowhere.
//!
//! See <https://github.com/matrix-org/matrix-spec-proposals/pull/3814>.

use hs_accounts::{NewDehydratedDevice, NewKeys};
use hs_core::{error::MatrixError, nid::StreamPosition, sync::token::SyncToken};
use ruma::api::client::dehydrated_device::{
    delete_dehydrated_device, get_dehydrated_device, get_events, put_dehydrated_device,
};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(put_dehydrated_device);
    routes.add(get_dehydrated_device);
    routes.add(delete_dehydrated_device);
    routes.add(get_events);
}

/// `PUT /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device`
async fn put_dehydrated_device(
    api: Api,
    call: Authed<put_dehydrated_device::unstable::Request>,
) -> Result<put_dehydrated_device::unstable::Response> {
    let request = call.request;
    let device = NewDehydratedDevice {
        device_id: request.device_id,
        display_name: request.initial_device_display_name,
        device_data: request.device_data,
        keys: NewKeys {
            device_keys: Some(request.device_keys),
            one_time_keys: request.one_time_keys,
            fallback_keys: request.fallback_keys,
        },
    };
    api.accounts.dehydrated.put(&call.session, &device).await?;
    Ok(put_dehydrated_device::unstable::Response::new(device.device_id))
}

/// `GET /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device`
async fn get_dehydrated_device(
    api: Api,
    call: Authed<get_dehydrated_device::unstable::Request>,
) -> Result<get_dehydrated_device::unstable::Response> {
    let (device_id, device_data) = api.accounts.dehydrated.get(&call.session).await?;
    Ok(get_dehydrated_device::unstable::Response::new(device_id, device_data))
}

/// `DELETE /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device`
async fn delete_dehydrated_device(
    api: Api,
    call: Authed<delete_dehydrated_device::unstable::Request>,
) -> Result<delete_dehydrated_device::unstable::Response> {
    let device_id = api.accounts.dehydrated.remove(&call.session).await?;
    Ok(delete_dehydrated_device::unstable::Response::new(device_id))
}

/// `POST /_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{device_id}/events`
async fn get_events(api: Api, call: Authed<get_events::unstable::Request>) -> Result<get_events::unstable::Response> {
    let after = match &call.request.next_batch {
        Some(token) => {
            token
                .parse::<SyncToken>()
                .map_err(|_| MatrixError::invalid_param("`next_batch` is not a token of this server"))?
                .to_device
        }
        None => StreamPosition(0),
    };
    let messaged = api.accounts.dehydrated.messages(&call.session, &call.request.device_id, after).await?;
    let mut response = get_events::unstable::Response::new(messaged.events);
    response.next_batch = Some(SyncToken::at(messaged.until).to_string());
    Ok(response)
}
