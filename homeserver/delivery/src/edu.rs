//! EDUs as they go out. See <https://spec.matrix.org/v1.19/server-server-api/#edus>.

use std::collections::{BTreeMap, HashMap};

use hs_accounts::DeviceList;
use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_storage::{OutgoingToDeviceRow, ReceiptRow};
use ruma::{OwnedDeviceId, OwnedRoomId, OwnedUserId, ServerName, api::federation::transactions::edu::Edu, serde::Raw};
use serde_json::{Value, json, value::RawValue};

use crate::{queue::Passing, service::Delivery};

/// How many users one presence EDU tells of.
const PRESENCE_PER_EDU: usize = 50;

/// What is told of changed devices.
#[derive(Debug, Default)]
pub(crate) struct DeviceUpdates {
    pub(crate) edus: Vec<Raw<Edu>>,
    /// The last change of each user that they tell of.
    pub(crate) told: BTreeMap<UserNid, i64>,
}

/// A message to devices, whose content is stored as it goes out.
pub(crate) fn direct_to_device(row: &OutgoingToDeviceRow) -> Result<Raw<Edu>, MatrixError> {
    let text = format!(r#"{{"edu_type":"m.direct_to_device","content":{}}}"#, row.content);
    RawValue::from_string(text).map(Raw::from_json).map_err(MatrixError::internal)
}

/// Changed devices, in the order of their changes, each with the number of the change before it that the server knows.
pub(crate) async fn device_updates(
    delivery: &Delivery,
    server: &ServerName,
    devices: &[((UserNid, String), StreamPosition)],
) -> Result<DeviceUpdates, MatrixError> {
    let mut updates = DeviceUpdates::default();
    if devices.is_empty() {
        return Ok(updates);
    }
    let mut users: Vec<UserNid> = devices.iter().map(|((user, _), _)| *user).collect();
    users.sort_unstable();
    users.dedup();
    let mut told = delivery.store.device_lists_told(server, &users).await?;
    let ids = delivery.store.user_ids(&users).await?;
    let ids: HashMap<UserNid, OwnedUserId> = users.into_iter().zip(ids).collect();
    let mut lists: HashMap<UserNid, Option<DeviceList>> = HashMap::new();
    for ((user, device_id), position) in devices {
        let Some(user_id) = ids.get(user) else { continue };
        let stream_id = position.get();
        let before = told.get(user).copied();
        if before.is_some_and(|before| before > stream_id) {
            continue;
        }
        if !lists.contains_key(user) {
            lists.insert(*user, delivery.accounts.keys.device_list(user_id).await?);
        }
        let list = lists.get(user).and_then(Option::as_ref);
        if device_id.is_empty() {
            updates.edus.extend(list.map(|list| signing_keys(user_id, list)).transpose()?.flatten());
            continue;
        }
        let device_id = OwnedDeviceId::from(device_id.as_str());
        let keys = list.and_then(|list| list.devices.get(&device_id));
        let row = delivery.store.device(*user, &device_id).await?;
        let mut content = json!({
            "user_id": user_id,
            "device_id": device_id,
            "stream_id": stream_id,
            "prev_id": before.map(|before| vec![before]).unwrap_or_default(),
        });
        if let Some(content) = content.as_object_mut() {
            match row {
                None => drop(content.insert("deleted".to_owned(), true.into())),
                Some(row) => {
                    let keys = keys.map(serde_json::to_value).transpose().map_err(MatrixError::internal)?;
                    content.extend(keys.map(|keys| ("keys".to_owned(), keys)));
                    content.extend(row.display_name.map(|name| ("device_display_name".to_owned(), name.into())));
                }
            }
        }
        updates.edus.push(edu("m.device_list_update", &content)?);
        told.insert(*user, stream_id);
        updates.told.insert(*user, stream_id);
    }
    Ok(updates)
}

fn signing_keys(user_id: &OwnedUserId, list: &DeviceList) -> Result<Option<Raw<Edu>>, MatrixError> {
    if list.master_key.is_none() && list.self_signing_key.is_none() {
        return Ok(None);
    }
    let content = json!({
        "user_id": user_id,
        "master_key": list.master_key,
        "self_signing_key": list.self_signing_key,
    });
    edu("m.signing_key_update", &content).map(Some)
}

/// Receipts, typing and presence.
pub(crate) async fn passing(delivery: &Delivery, passing: Passing) -> Result<Vec<Raw<Edu>>, MatrixError> {
    let Passing { receipts, typing, presence } = passing;
    let users = receipts.keys().map(|(_, user, _)| *user).chain(typing.keys().map(|(_, user)| *user));
    let mut users: Vec<UserNid> = users.chain(presence.keys().copied()).collect();
    users.sort_unstable();
    users.dedup();
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let ids = delivery.store.user_ids(&users).await?;
    let users: HashMap<UserNid, OwnedUserId> = users.into_iter().zip(ids).collect();
    let rooms = receipts.keys().map(|(room, _, _)| *room).chain(typing.keys().map(|(room, _)| *room));
    let rooms = room_ids(delivery, rooms.collect()).await?;

    let mut edus = Vec::new();
    for ((room, user), typing) in typing {
        let (Some(room_id), Some(user_id)) = (rooms.get(&room), users.get(&user)) else { continue };
        let content = json!({ "room_id": room_id, "user_id": user_id, "typing": typing });
        edus.push(edu("m.typing", &content)?);
    }
    for content in receipt_contents(receipts.into_values(), &rooms, &users) {
        edus.push(edu("m.receipt", &content)?);
    }
    let presence: Vec<Value> = presence
        .into_iter()
        .filter_map(|(user, row)| Some(presence_update(users.get(&user)?, &delivery.accounts.presence.describe(&row))))
        .collect();
    for push in presence.chunks(PRESENCE_PER_EDU) {
        edus.push(edu("m.presence", &json!({ "push": push }))?);
    }
    Ok(edus)
}

fn presence_update(user_id: &OwnedUserId, event: &ruma::events::presence::PresenceEventContent) -> Value {
    let mut update = json!({
        "user_id": user_id,
        "presence": event.presence,
        "currently_active": event.currently_active.unwrap_or(false),
        "last_active_ago": event.last_active_ago.unwrap_or_default(),
    });
    if let (Some(update), Some(message)) = (update.as_object_mut(), &event.status_msg) {
        update.insert("status_msg".to_owned(), message.as_str().into());
    }
    update
}

/// One content holds one receipt of a user in a room: those of further threads go into further ones.
fn receipt_contents(
    receipts: impl Iterator<Item = ReceiptRow>,
    rooms: &HashMap<RoomNid, OwnedRoomId>,
    users: &HashMap<UserNid, OwnedUserId>,
) -> Vec<Value> {
    type Content = BTreeMap<OwnedRoomId, BTreeMap<OwnedUserId, Value>>;
    let mut contents: Vec<Content> = Vec::new();
    for row in receipts {
        let (Some(room_id), Some(user_id)) = (rooms.get(&row.room), users.get(&row.user)) else { continue };
        let mut data = json!({ "ts": row.ts });
        if let Some(data) = data.as_object_mut().filter(|_| !row.thread.is_empty()) {
            data.insert("thread_id".to_owned(), row.thread.as_str().into());
        }
        let receipt = json!({ "data": data, "event_ids": [row.event_id] });
        let is_free = |content: &Content| content.get(room_id).is_none_or(|users| !users.contains_key(user_id));
        let place = contents.iter().position(is_free).unwrap_or_else(|| {
            contents.push(Content::new());
            contents.len() - 1
        });
        if let Some(content) = contents.get_mut(place) {
            content.entry(room_id.clone()).or_default().insert(user_id.clone(), receipt);
        }
    }
    let with_kind = |users: BTreeMap<OwnedUserId, Value>| json!({ "m.read": users });
    contents
        .into_iter()
        .map(|content| content.into_iter().map(|(room, users)| (room.to_string(), with_kind(users))).collect())
        .collect()
}

async fn room_ids(delivery: &Delivery, mut rooms: Vec<RoomNid>) -> Result<HashMap<RoomNid, OwnedRoomId>, MatrixError> {
    rooms.sort_unstable();
    rooms.dedup();
    let mut ids = HashMap::with_capacity(rooms.len());
    for room in rooms {
        ids.insert(room, delivery.rooms.head(room).await?.room_id.clone());
    }
    Ok(ids)
}

fn edu(kind: &str, content: &Value) -> Result<Raw<Edu>, MatrixError> {
    let value = json!({ "edu_type": kind, "content": content });
    serde_json::value::to_raw_value(&value).map(Raw::from_json).map_err(MatrixError::internal)
}

#[cfg(test)]
mod tests;
