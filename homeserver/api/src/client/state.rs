//! The state of rooms.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#getting-events-for-a-room>.

use std::collections::BTreeMap;

use hs_core::error::MatrixError;
use hs_rooms::{NewDelayed, Shape};
use ruma::{
    OwnedMxcUri, OwnedUserId,
    api::client::{
        membership::{get_member_events, joined_members},
        state::{get_state_event_for_key, get_state_events, send_state_event},
    },
    events::room::member::MembershipState,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json, value::to_raw_value};

use crate::{
    client::{delayed_event::Delayable, message::massaged},
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(send_state_event).speaks().rate(Rate::Send);
    routes.add(get_state_event_for_key).guests();
    routes.add(get_state_events).guests();
    routes.add(get_member_events).guests();
    routes.add_json(joined_members).guests();
}

/// `PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}`
async fn send_state_event(api: Api, call: Authed<Delayable<send_state_event::v3::Request>>) -> Result<Value> {
    let (actor, delay) = (call.actor(), call.request.delay()?);
    let send_state_event::v3::Request { room_id, event_type, state_key, body, timestamp } = call.request.request;
    if let Some(delay) = delay {
        let kind = event_type.to_string().into();
        let event = NewDelayed { kind, state_key: Some(state_key), content: body.into_json(), delay };
        return Ok(json!({ "delay_id": api.rooms.delay(&actor, &room_id, event, None).await? }));
    }
    let sent_ts = massaged(&call.session, timestamp);
    let event_id = api.rooms.send_state(&actor, &room_id, &event_type, &state_key, body.into_json(), sent_ts).await?;
    Ok(json!({ "event_id": event_id }))
}

/// `GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}`
async fn get_state_event_for_key(
    api: Api,
    call: Authed<get_state_event_for_key::v3::Request>,
) -> Result<get_state_event_for_key::v3::Response> {
    use get_state_event_for_key::v3::StateEventFormat;
    let get_state_event_for_key::v3::Request { room_id, event_type, state_key, format } = &call.request;
    let event = api.rooms.state_event(&call.actor(), room_id, event_type, state_key).await?;
    let event_or_content = match format {
        StateEventFormat::Event => {
            let whole = api.rooms.present_state::<serde_json::Value>(&[event], Shape::WithRoom)?.pop();
            to_raw_value(&whole).map_err(MatrixError::internal)?
        }
        _ => event.pdu.content().to_owned(),
    };
    Ok(get_state_event_for_key::v3::Response::new(event_or_content))
}

/// `GET /_matrix/client/v3/rooms/{roomId}/state`
async fn get_state_events(
    api: Api,
    call: Authed<get_state_events::v3::Request>,
) -> Result<get_state_events::v3::Response> {
    let (head, state) = api.rooms.readable_state(&call.actor(), &call.request.room_id).await?;
    let events = api.rooms.state_events(&head, &state).await?;
    Ok(get_state_events::v3::Response::new(api.rooms.present_state(&events, Shape::WithRoom)?))
}

/// What matters of a member event.
#[derive(Deserialize)]
struct Member {
    membership: MembershipState,
}

/// `GET /_matrix/client/v3/rooms/{roomId}/members`
async fn get_member_events(
    api: Api,
    call: Authed<get_member_events::v3::Request>,
) -> Result<get_member_events::v3::Response> {
    let get_member_events::v3::Request { room_id, at, membership, not_membership } = &call.request;
    let at = at.as_deref().map(str::parse).transpose();
    let at = at.map_err(|_| MatrixError::invalid_param("`at` is not a token of this server"))?;
    let mut events = api.rooms.member_events(&call.actor(), room_id, at).await?;
    events.retain(|event| {
        let is = event.pdu.content_as::<Member>().map(|content| content.membership);
        let is_wanted = membership.as_ref().is_none_or(|wanted| is.as_ref() == Some(wanted));
        is_wanted && not_membership.as_ref().is_none_or(|unwanted| is.as_ref() != Some(unwanted))
    });
    Ok(get_member_events::v3::Response::new(api.rooms.present_state(&events, Shape::WithRoom)?))
}

/// Who is in a room. Absent names and pictures are said to be `null`, as clients are used to.
#[derive(Serialize)]
struct Joined {
    joined: BTreeMap<OwnedUserId, Shown>,
}

#[derive(Default, Serialize, Deserialize)]
struct Shown {
    #[serde(rename(deserialize = "displayname"))]
    display_name: Option<String>,
    avatar_url: Option<OwnedMxcUri>,
}

/// `GET /_matrix/client/v3/rooms/{roomId}/joined_members`
async fn joined_members(api: Api, call: Authed<joined_members::v3::Request>) -> Result<Joined> {
    let events = api.rooms.joined_members(&call.actor(), &call.request.room_id).await?;
    let joined = events.iter().filter_map(|event| {
        let user = OwnedUserId::try_from(event.pdu.state_key()?).ok()?;
        Some((user, event.pdu.content_as().unwrap_or_default()))
    });
    Ok(Joined { joined: joined.collect() })
}
