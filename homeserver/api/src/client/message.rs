//! Saying something, and reading what was said.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#sending-events-to-a-room>.

use hs_accounts::Session;
use hs_core::{error::MatrixError, filter, sync::token::TimelineToken};
use hs_rooms::{Actor, NewDelayed, PageRequest, RoomHead, Seen, Shape, StateAt};
use ruma::{
    MilliSecondsSinceUnixEpoch, OwnedEventId, OwnedRoomId, TransactionId, UInt,
    api::{
        auth_scheme::AccessToken,
        client::{
            context::get_context,
            filter::{LazyLoadOptions, RoomEventFilter},
            message::{get_message_events, send_message_event},
            redact::redact_event,
        },
    },
    events::{AnyStateEvent, TimelineEventType},
    serde::Raw,
};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use crate::{
    client::delayed_event::Delayable,
    endpoint::{body, endpoint, segment},
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(send_message_event).speaks().guests().rate(Rate::Send);
    routes.add_json(send_without_transaction).speaks().guests().rate(Rate::Send);
    routes.add(redact_event).guests().rate(Rate::Send);
    routes.add_json(redact_without_transaction).guests().rate(Rate::Send);
    routes.add(get_message_events).guests();
    routes.add(get_context).guests();
}

/// `PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}`
async fn send_message_event(api: Api, call: Authed<Delayable<send_message_event::v3::Request>>) -> Result<Value> {
    let (actor, delay) = (call.actor(), call.request.delay()?);
    let send_message_event::v3::Request { room_id, event_type, txn_id, body, timestamp } = call.request.request;
    let (kind, content) = (event_type.to_string().into(), body.into_json());
    if let Some(delay) = delay {
        let event = NewDelayed { kind, state_key: None, content, delay };
        return Ok(json!({ "delay_id": api.rooms.delay(&actor, &room_id, event, Some(&txn_id)).await? }));
    }
    let event_id =
        api.rooms.send_message(&actor, &room_id, kind, content, &txn_id, massaged(&call.session, timestamp)).await?;
    api.accounts.presence.active(actor.user);
    Ok(json!({ "event_id": event_id }))
}

/// A message without a transaction id, as clients from before v1.0 of the specification could send it, and scripts still
/// do. Sent twice it is there twice.
struct SendWithoutTransaction {
    room_id: OwnedRoomId,
    event_type: TimelineEventType,
    content: Box<RawValue>,
}

endpoint!(
    SendWithoutTransaction,
    POST,
    "/_matrix/client/v3/rooms/{room_id}/send/{event_type}",
    AccessToken,
    |request, path| {
        let event_type = path.get(1).copied().unwrap_or_default().into();
        Ok(Self { room_id: segment(path, 0)?, event_type, content: body(request)? })
    }
);

/// `POST /_matrix/client/v3/rooms/{roomId}/send/{eventType}`
async fn send_without_transaction(api: Api, call: Authed<SendWithoutTransaction>) -> Result<Value> {
    let actor = call.actor();
    let SendWithoutTransaction { room_id, event_type, content } = call.request;
    let event_id = api.rooms.send_message(&actor, &room_id, event_type, content, &TransactionId::new(), None).await?;
    api.accounts.presence.active(actor.user);
    Ok(json!({ "event_id": event_id }))
}

/// A redaction without a transaction id, from the same time.
struct RedactWithoutTransaction {
    room_id: OwnedRoomId,
    event_id: OwnedEventId,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Reason {
    reason: Option<String>,
}

endpoint!(
    RedactWithoutTransaction,
    POST,
    "/_matrix/client/v3/rooms/{room_id}/redact/{event_id}",
    AccessToken,
    |request, path| {
        let Reason { reason } = body(request)?;
        Ok(Self { room_id: segment(path, 0)?, event_id: segment(path, 1)?, reason })
    }
);

/// `POST /_matrix/client/v3/rooms/{roomId}/redact/{eventId}`
async fn redact_without_transaction(api: Api, call: Authed<RedactWithoutTransaction>) -> Result<Value> {
    let RedactWithoutTransaction { room_id, event_id, reason } = &call.request;
    let txn_id = TransactionId::new();
    let redaction = api.rooms.redact(&call.actor(), room_id, event_id, &txn_id, reason.as_deref()).await?;
    Ok(json!({ "event_id": redaction }))
}

/// When an event is said to have been sent: only application services may say so.
/// See <https://spec.matrix.org/v1.19/application-service-api/#timestamp-massaging>.
pub(super) fn massaged(session: &Session, timestamp: Option<MilliSecondsSinceUnixEpoch>) -> Option<u64> {
    session.app_service.as_ref().and(timestamp).map(|timestamp| timestamp.get().into())
}

/// `PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}`
async fn redact_event(api: Api, call: Authed<redact_event::v3::Request>) -> Result<redact_event::v3::Response> {
    let redact_event::v3::Request { room_id, event_id, txn_id, reason } = &call.request;
    let redaction = api.rooms.redact(&call.actor(), room_id, event_id, txn_id, reason.as_deref()).await?;
    Ok(redact_event::v3::Response::new(redaction))
}

/// `GET /_matrix/client/v3/rooms/{roomId}/messages`
async fn get_message_events(
    api: Api,
    call: Authed<get_message_events::v3::Request>,
) -> Result<get_message_events::v3::Response> {
    let actor = call.actor();
    let request = &call.request;
    let page = PageRequest {
        from: request.from.as_deref().map(parse).transpose()?,
        to: request.to.as_deref().map(parse).transpose()?,
        direction: request.dir,
        limit: count(request.filter.limit.map_or(request.limit, |limit| limit.min(request.limit))),
        filter: &request.filter,
    };
    let (head, page) = api.federation.page(&actor, &request.room_id, &page).await?;
    let state = match page.events.first() {
        Some(first) => api.rooms.state_after(&first.event).await?,
        None => api.rooms.current_state(&head),
    };
    let members = members(&api, &head, &state, &page.events, &request.filter).await?;
    Ok(get_message_events::v3::Response {
        start: page.start.to_string(),
        end: page.end.map(|end| end.to_string()),
        chunk: api.rooms.present(&head, &actor, &page.events, Shape::WithRoom).await?,
        state: members,
    })
}

/// `GET /_matrix/client/v3/rooms/{roomId}/context/{eventId}`
async fn get_context(api: Api, call: Authed<get_context::v3::Request>) -> Result<get_context::v3::Response> {
    let actor = call.actor();
    let get_context::v3::Request { room_id, event_id, limit, filter } = &call.request;
    let (head, context) = api.federation.context(&actor, room_id, event_id, count(*limit), filter).await?;
    let present = async |actor: &Actor, events: &[Seen]| api.rooms.present(&head, actor, events, Shape::WithRoom).await;
    let state = if filter.lazy_load_options == LazyLoadOptions::Disabled {
        let events = api.rooms.state_events(&head, &context.state).await?;
        let events: Vec<_> = events.into_iter().filter(|event| filter::wants_event(filter, &event.pdu)).collect();
        api.rooms.present_state(&events, Shape::WithRoom)?
    } else {
        let shown: Vec<_> = context.before.iter().chain(&context.after).chain([&context.event]).cloned().collect();
        members(&api, &head, &context.state, &shown, filter).await?
    };
    Ok(get_context::v3::Response {
        start: Some(context.start.to_string()),
        end: Some(context.end.to_string()),
        events_before: present(&actor, &context.before).await?,
        event: present(&actor, std::slice::from_ref(&context.event)).await?.pop(),
        events_after: present(&actor, &context.after).await?,
        state,
    })
}

/// For clients that load members lazily: those who speak in these events.
async fn members(
    api: &Api,
    head: &RoomHead,
    state: &StateAt,
    events: &[Seen],
    filter: &RoomEventFilter,
) -> Result<Vec<Raw<AnyStateEvent>>> {
    if filter.lazy_load_options == LazyLoadOptions::Disabled {
        return Ok(Vec::new());
    }
    let senders = events.iter().map(|seen| seen.event.pdu.sender().as_str()).collect();
    let members = api.rooms.members_of(head, state, senders).await?;
    api.rooms.present_state(&members, Shape::WithRoom)
}

fn parse(token: &str) -> Result<TimelineToken> {
    token.parse().map_err(|_| MatrixError::invalid_param(format!("{token:?} is not a pagination token of this server")))
}

fn count(number: UInt) -> usize {
    usize::try_from(u64::from(number)).unwrap_or(usize::MAX)
}
