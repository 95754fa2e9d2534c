//! What gateways are told. See <https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify>.

use hs_accounts::NewPusher;
use hs_core::error::MatrixError;
use hs_rooms::{Actor, Notified, Rooms};
use hs_storage::PusherRow;
use ruma::push::{Action, HighlightTweakValue, Tweak};
use serde_json::{Map, Value, json};

/// An event that notifies its user.
pub(super) async fn of_event(
    rooms: &Rooms,
    actor: &Actor,
    pusher: &NewPusher,
    row: &PusherRow,
    notified: &Notified,
    unread: u64,
) -> Result<Value, MatrixError> {
    let pdu = &notified.seen.event.pdu;
    let mut notification = Map::new();
    let mut put = |key: &str, value: Value| drop(notification.insert(key.to_owned(), value));
    put("event_id", pdu.event_id().as_str().into());
    put("room_id", notified.head.room_id.as_str().into());
    put("counts", json!({ "unread": unread }));
    put("prio", "high".into());
    put("devices", json!([device(pusher, row, &tweaks(&notified.actions))]));
    if !pusher.wants_id_only() {
        let called = rooms.called(&notified.head, actor.user).await?;
        let content = serde_json::from_str::<Value>(pdu.content().get()).map_err(MatrixError::internal)?;
        // What it was called before the specification; gateways of then still look for it.
        put("id", pdu.event_id().as_str().into());
        put("type", pdu.kind().to_string().into());
        put("sender", pdu.sender().as_str().into());
        let name = rooms.name_in(&notified.head, notified.seen.event.sender).await?;
        put("sender_display_name", name.unwrap_or_else(|| pdu.sender().to_string()).into());
        // A room without a name is called by its address.
        if let Some(name) = called.name.or_else(|| called.alias.as_ref().map(ToString::to_string)) {
            put("room_name", name.into());
        }
        if let Some(alias) = called.alias {
            put("room_alias", alias.as_str().into());
        }
        if let Some(target) = pdu.state_key() {
            put("user_is_target", (target == actor.user_id.as_str()).into());
        }
        if let Some(membership) = content.get("membership").filter(|_| pdu.state_key().is_some()) {
            put("membership", membership.clone());
        }
        put("content", content);
    }
    Ok(json!({ "notification": notification }))
}

/// Only how much is unread: something has been read elsewhere.
pub(super) fn of_badge(pusher: &NewPusher, row: &PusherRow, unread: u64) -> Value {
    let device = device(pusher, row, &Map::new());
    json!({ "notification": { "counts": { "unread": unread }, "devices": [device] } })
}

fn device(pusher: &NewPusher, row: &PusherRow, tweaks: &Map<String, Value>) -> Value {
    json!({
        "app_id": pusher.app_id,
        "pushkey": pusher.pushkey,
        "pushkey_ts": row.created_ts / 1000,
        "data": pusher.shown_data(),
        "tweaks": tweaks,
    })
}

/// How the user wants to be told, as their rules say.
fn tweaks(actions: &[Action]) -> Map<String, Value> {
    let mut tweaks = Map::new();
    for action in actions {
        match action {
            Action::SetTweak(Tweak::Sound(sound)) => drop(tweaks.insert("sound".to_owned(), json!(sound))),
            Action::SetTweak(Tweak::Highlight(HighlightTweakValue::Yes)) => {
                tweaks.insert("highlight".to_owned(), true.into());
            }
            _ => {}
        }
    }
    tweaks
}
