//! Events that are sent later.
//!
//! See MSC4140, <https://github.com/matrix-org/matrix-spec-proposals/pull/4140>.

use std::time::Duration;

use hs_core::error::MatrixError;
use hs_rooms::{Actor, DelayAction, NewDelayed};
use http::Request;
use ruma::{
    OwnedRoomId, OwnedTransactionId, RoomId,
    api::{IncomingRequest, Metadata, auth_scheme::AccessToken, error::DeserializationError},
    events::TimelineEventType,
};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use crate::{
    endpoint::endpoint,
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(send_delayed_event).speaks().guests().rate(Rate::Send);
    routes.add_json(get_delayed_events).guests();
    routes.add_json(get_delayed_event).guests();
    routes.add_json(update_delayed_event).guests().rate(Rate::Send);
    routes.add_json(update_by_path).guests().rate(Rate::Send);
}

/// How long a message or a piece of state is to wait, by the parameter that older drafts of the proposal have.
const DELAY: &str = "org.matrix.msc4140.delay";

struct Send {
    room_id: OwnedRoomId,
    kind: String,
    txn_id: OwnedTransactionId,
    body: SendBody,
}

#[derive(Deserialize)]
struct SendBody {
    #[serde(alias = "delay")]
    delay_ms: u64,
    #[serde(default)]
    state_key: Option<String>,
    content: Box<RawValue>,
}

endpoint!(
    Send,
    PUT,
    "/_matrix/client/unstable/org.matrix.msc4140/rooms/{room_id}/delayed_event/{event_type}/{txn_id}",
    AccessToken,
    |request, path| {
        Ok(Send {
            room_id: RoomId::parse(path.first().copied().unwrap_or_default())?,
            kind: path.get(1).copied().unwrap_or_default().to_owned(),
            txn_id: path.get(2).copied().unwrap_or_default().into(),
            body: serde_json::from_slice(request.body())?,
        })
    }
);

struct List;

endpoint!(List, GET, "/_matrix/client/unstable/org.matrix.msc4140/delayed_events", AccessToken, |_, _| Ok(List));

struct One(String);

endpoint!(
    One,
    GET,
    "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delay_id}",
    AccessToken,
    |_, path| Ok(One(path.first().copied().unwrap_or_default().to_owned()))
);

struct Update {
    delay_id: String,
    action: String,
}

#[derive(Deserialize)]
struct UpdateBody {
    action: String,
}

endpoint!(
    Update,
    POST,
    "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delay_id}",
    AccessToken,
    |request, path| {
        let UpdateBody { action } = serde_json::from_slice(request.body())?;
        Ok(Update { delay_id: path.first().copied().unwrap_or_default().to_owned(), action })
    }
);

struct UpdateByPath(Update);

endpoint!(
    UpdateByPath,
    POST,
    "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delay_id}/{action}",
    AccessToken,
    |_, path| {
        let part = |index: usize| path.get(index).copied().unwrap_or_default().to_owned();
        Ok(UpdateByPath(Update { delay_id: part(0), action: part(1) }))
    }
);

/// A request to send something, now or later.
pub(super) struct Delayable<R> {
    pub(super) request: R,
    /// How many milliseconds later, as the client wrote it.
    pub(super) delay: Option<String>,
}

impl<R: Metadata> Metadata for Delayable<R> {
    const METHOD: http::Method = R::METHOD;
    const RATE_LIMITED: bool = R::RATE_LIMITED;
    type Authentication = R::Authentication;
    type PathBuilder = R::PathBuilder;
    const PATH_BUILDER: R::PathBuilder = R::PATH_BUILDER;
}

impl<R: IncomingRequest> IncomingRequest for Delayable<R> {
    type EndpointError = R::EndpointError;
    type OutgoingResponse = R::OutgoingResponse;

    fn try_from_http_request_inner(
        request: Request<&[u8]>,
        path_args: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        let mut query = url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let delay = query.find(|(name, _)| name == DELAY).map(|(_, value)| value.into_owned());
        Ok(Self { request: R::try_from_http_request_inner(request, path_args)?, delay })
    }
}

impl<R> Delayable<R> {
    /// How much later.
    pub(super) fn delay(&self) -> Result<Option<Duration>> {
        let no_number = |_| MatrixError::invalid_param(format!("`{DELAY}` is a number of milliseconds"));
        self.delay.as_ref().map(|text| text.parse().map(Duration::from_millis)).transpose().map_err(no_number)
    }
}

/// `PUT /_matrix/client/unstable/org.matrix.msc4140/rooms/{roomId}/delayed_event/{eventType}/{txnId}`
async fn send_delayed_event(api: Api, call: Authed<Send>) -> Result<Value> {
    let actor = call.actor();
    let Send { room_id, kind, txn_id, body } = call.request;
    let event = NewDelayed {
        kind: TimelineEventType::from(kind),
        state_key: body.state_key,
        content: body.content,
        delay: Duration::from_millis(body.delay_ms),
    };
    let delay_id = api.rooms.delay(&actor, &room_id, event, Some(&txn_id)).await?;
    Ok(json!({ "delay_id": delay_id }))
}

/// `GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events`
async fn get_delayed_events(api: Api, call: Authed<List>) -> Result<Value> {
    let rows = api.rooms.delayed_events(&call.actor()).await?;
    let events = rows.iter().map(hs_rooms::DelayedEvent::describe).collect::<Result<Vec<_>>>()?;
    Ok(json!({ "delayed_events": events }))
}

/// `GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}`
async fn get_delayed_event(api: Api, call: Authed<One>) -> Result<Value> {
    api.rooms.delayed_event(&call.actor(), &call.request.0).await?.describe()
}

/// `POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}`
async fn update_delayed_event(api: Api, call: Authed<Update>) -> Result<Value> {
    update(&api, &call.actor(), &call.request).await
}

/// `POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}/{action}`
async fn update_by_path(api: Api, call: Authed<UpdateByPath>) -> Result<Value> {
    update(&api, &call.actor(), &call.request.0).await
}

async fn update(api: &Api, actor: &Actor, Update { delay_id, action }: &Update) -> Result<Value> {
    let action = match action.as_str() {
        "restart" => DelayAction::Restart,
        "send" => DelayAction::Send,
        "cancel" => DelayAction::Cancel,
        _ => return Err(MatrixError::invalid_param("`action` is `restart`, `send` or `cancel`")),
    };
    api.rooms.update_delayed(actor, delay_id, action).await?;
    Ok(json!({}))
}
