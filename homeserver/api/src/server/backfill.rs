//! History of rooms for servers that lack it.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#backfilling-and-retrieving-missing-events>.

use hs_core::pdu::SharedPdu;
use ruma::{
    MilliSecondsSinceUnixEpoch, UInt,
    api::federation::{
        backfill::get_backfill,
        event::{get_event_by_timestamp, get_missing_events},
    },
};
use serde_json::value::RawValue;

use crate::{
    extract::ServerAuthed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_backfill);
    routes.add(get_missing_events);
    routes.add(get_event_by_timestamp);
}

/// `GET /_matrix/federation/v1/backfill/{roomId}`
async fn get_backfill(api: Api, call: ServerAuthed<get_backfill::v1::Request>) -> Result<get_backfill::v1::Response> {
    let get_backfill::v1::Request { room_id, v, limit } = &call.request;
    let pdus = api.rooms.backfill_for(&call.origin, room_id, v, count(*limit)).await?;
    Ok(get_backfill::v1::Response::new(api.config.server_name.clone(), now(&api), as_sent(&pdus)))
}

/// `POST /_matrix/federation/v1/get_missing_events/{roomId}`
async fn get_missing_events(
    api: Api,
    call: ServerAuthed<get_missing_events::v1::Request>,
) -> Result<get_missing_events::v1::Response> {
    let get_missing_events::v1::Request { room_id, limit, min_depth, earliest_events, latest_events } = &call.request;
    let ends = (&**earliest_events, &**latest_events);
    let min_depth = u64::from(*min_depth);
    let pdus = api.rooms.missing_events_for(&call.origin, room_id, ends, count(*limit), min_depth).await?;
    Ok(get_missing_events::v1::Response::new(as_sent(&pdus)))
}

/// `GET /_matrix/federation/v1/timestamp_to_event/{roomId}`
async fn get_event_by_timestamp(
    api: Api,
    call: ServerAuthed<get_event_by_timestamp::v1::Request>,
) -> Result<get_event_by_timestamp::v1::Response> {
    let get_event_by_timestamp::v1::Request { room_id, ts, dir } = &call.request;
    let pdu = api.rooms.event_near_for(&call.origin, room_id, ts.get().into(), *dir).await?;
    Ok(get_event_by_timestamp::v1::Response::new(pdu.event_id().clone(), pdu.origin_server_ts()))
}

/// Events in the text that they were signed in.
pub(super) fn as_sent(pdus: &[SharedPdu]) -> Vec<Box<RawValue>> {
    pdus.iter().map(|pdu| pdu.json().to_owned()).collect()
}

pub(super) fn now(api: &Api) -> MilliSecondsSinceUnixEpoch {
    MilliSecondsSinceUnixEpoch(UInt::try_from(api.clock.now_ms()).unwrap_or_default())
}

fn count(number: UInt) -> usize {
    usize::try_from(u64::from(number)).unwrap_or(usize::MAX)
}
