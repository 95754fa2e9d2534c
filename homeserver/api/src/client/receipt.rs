//! How far users have read.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#receipts> and
//! <https://spec.matrix.org/v1.19/client-server-api/#fully-read-markers>.

use hs_core::error::MatrixError;
use ruma::{
    api::client::{read_marker::set_read_marker, receipt::create_receipt},
    events::receipt::{ReceiptThread, ReceiptType},
};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(create_receipt).guests();
    routes.add(set_read_marker).guests();
}

/// `POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}`
async fn create_receipt(api: Api, call: Authed<create_receipt::v3::Request>) -> Result<create_receipt::v3::Response> {
    use create_receipt::v3::ReceiptType as Kind;
    let actor = call.actor();
    let create_receipt::v3::Request { room_id, receipt_type, event_id, thread } = &call.request;
    if thread.as_str().is_some_and(str::is_empty) {
        return Err(MatrixError::invalid_param("`thread_id` must be the id of an event, or `main`"));
    }
    api.accounts.presence.active(actor.user);
    match receipt_type {
        Kind::FullyRead if *thread != ReceiptThread::Unthreaded => {
            return Err(MatrixError::invalid_param("A fully read marker has no thread"));
        }
        Kind::FullyRead => api.rooms.set_fully_read(&actor, room_id, event_id).await?,
        Kind::Read => api.rooms.set_receipt(&actor, room_id, &ReceiptType::Read, event_id, thread).await?,
        Kind::ReadPrivate => {
            api.rooms.set_receipt(&actor, room_id, &ReceiptType::ReadPrivate, event_id, thread).await?;
        }
        _ => return Err(MatrixError::invalid_param(format!("{receipt_type} is not a kind of receipt"))),
    }
    Ok(create_receipt::v3::Response::new())
}

/// `POST /_matrix/client/v3/rooms/{roomId}/read_markers`
async fn set_read_marker(
    api: Api,
    call: Authed<set_read_marker::v3::Request>,
) -> Result<set_read_marker::v3::Response> {
    let actor = call.actor();
    let request = &call.request;
    api.accounts.presence.active(actor.user);
    if let Some(event_id) = &request.fully_read {
        api.rooms.set_fully_read(&actor, &request.room_id, event_id).await?;
    }
    let receipts =
        [(ReceiptType::Read, &request.read_receipt), (ReceiptType::ReadPrivate, &request.private_read_receipt)];
    for (kind, event_id) in receipts {
        if let Some(event_id) = event_id {
            let thread = ReceiptThread::Unthreaded;
            api.rooms.set_receipt(&actor, &request.room_id, &kind, event_id, &thread).await?;
        }
    }
    Ok(set_read_marker::v3::Response::new())
}
