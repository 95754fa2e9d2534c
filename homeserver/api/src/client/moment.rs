//! Finding what was said at a time.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event>.

use ruma::api::client::room::get_event_by_timestamp;

use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_event_by_timestamp).guests().rate(Rate::Search);
}

/// `GET /_matrix/client/v1/rooms/{roomId}/timestamp_to_event`
async fn get_event_by_timestamp(
    api: Api,
    call: Authed<get_event_by_timestamp::v1::Request>,
) -> Result<get_event_by_timestamp::v1::Response> {
    let get_event_by_timestamp::v1::Request { room_id, ts, dir } = &call.request;
    let (event_id, ts) = api.federation.event_near(&call.actor(), room_id, *ts, *dir).await?;
    Ok(get_event_by_timestamp::v1::Response::new(event_id, ts))
}
