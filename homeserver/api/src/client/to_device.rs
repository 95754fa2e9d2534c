//! Messages from device to device.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#send-to-device-messaging>.

use ruma::api::client::to_device::send_event_to_device;

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(send_event_to_device).guests().also("/_matrix/client/unstable/sendToDevice/{event_type}/{txn_id}");
}

/// `PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}`
async fn send_event_to_device(
    api: Api,
    call: Authed<send_event_to_device::v3::Request>,
) -> Result<send_event_to_device::v3::Response> {
    let send_event_to_device::v3::Request { event_type, txn_id, messages } = &call.request;
    api.accounts.to_device.send(&call.session, &event_type.to_string(), txn_id, messages).await?;
    Ok(send_event_to_device::v3::Response::new())
}
