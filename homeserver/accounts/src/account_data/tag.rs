//! Tags: in which of their own drawers a user keeps a room. They are the room account data `m.tag`, changed here one at
//! a time.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-tagging>.

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{AccountDataRow, StoreError, WriteBatch};
use ruma::{RoomId, serde::Raw};
use serde_json::{Map, Value};

use super::{AccountData, unknown_room};
use crate::text;

/// The type of the account data.
const DATA_TYPE: &str = "m.tag";
/// The longest name of a tag.
const MAX_TAG_BYTES: usize = 255;
/// The most tags of one room.
const MAX_TAGS: usize = 1000;
/// How often a change is built again because another one came first.
const ATTEMPTS: usize = 5;

impl AccountData {
    /// The tags that a user has given a room.
    pub async fn tags(&self, user: UserNid, room_id: &RoomId) -> Result<Map<String, Value>, MatrixError> {
        let Some(room) = self.room(room_id).await? else { return Ok(Map::new()) };
        let row = self.context.store.account_data(user, Some(room), DATA_TYPE).await?;
        Ok(row.as_ref().map(tags_in).unwrap_or_default())
    }

    /// Gives a room a tag, or says anew where the room stands among those with this tag.
    pub async fn set_tag(
        &self,
        user: UserNid,
        room_id: &RoomId,
        tag: &str,
        order: Option<f64>,
    ) -> Result<(), MatrixError> {
        text::check("A tag", tag, MAX_TAG_BYTES)?;
        if order.is_some_and(|order| !(0.0..=1.0).contains(&order)) {
            return Err(MatrixError::invalid_param("The order of a tag is a number from 0 to 1"));
        }
        let info = order.map(|order| ("order".to_owned(), number(order)));
        let info = Value::Object(info.into_iter().collect());
        self.change_tags(user, room_id, |tags| {
            if tags.len() >= MAX_TAGS && !tags.contains_key(tag) {
                return Err(MatrixError::too_large(format!("A room can have at most {MAX_TAGS} tags")));
            }
            let before = tags.insert(tag.to_owned(), info.clone());
            Ok(before.as_ref() != Some(&info))
        })
        .await
    }

    /// Takes a tag from a room. One that is not there is as good as taken.
    pub async fn remove_tag(&self, user: UserNid, room_id: &RoomId, tag: &str) -> Result<(), MatrixError> {
        self.change_tags(user, room_id, |tags| Ok(tags.remove(tag).is_some())).await
    }

    /// Changes the tags of a room by a function that says whether it has changed anything.
    async fn change_tags(
        &self,
        user: UserNid,
        room_id: &RoomId,
        change: impl Fn(&mut Map<String, Value>) -> Result<bool, MatrixError> + Send + Sync,
    ) -> Result<(), MatrixError> {
        let room = self.room(room_id).await?.ok_or_else(unknown_room)?;
        for _ in 0..ATTEMPTS {
            let row = self.context.store.account_data(user, Some(room), DATA_TYPE).await?;
            let position = row.as_ref().map_or(StreamPosition(0), |row| row.position);
            let mut tags = row.as_ref().map(tags_in).unwrap_or_default();
            if !change(&mut tags)? {
                return Ok(());
            }
            let content = Map::from_iter([("tags".to_owned(), Value::Object(tags))]);
            let content = Raw::new(&content).map_err(MatrixError::internal)?.cast_unchecked();
            let data_type = DATA_TYPE.to_owned();
            let mut batch = WriteBatch::default();
            batch.account_data.unchanged.push((user, Some(room), data_type.clone(), position));
            let row = AccountDataRow { user, room: Some(room), data_type, content, position: StreamPosition(0) };
            batch.account_data.rows.push(row);
            match self.context.store.commit(batch).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(MatrixError::unknown("The tags of this room are being changed from elsewhere: try again"))
    }
}

/// The tags in the account data, which a client may have set to anything.
fn tags_in(row: &AccountDataRow) -> Map<String, Value> {
    let content: Option<Map<String, Value>> = serde_json::from_str(row.content.json().get()).ok();
    match content.and_then(|mut content| content.remove("tags")) {
        Some(Value::Object(tags)) => tags,
        _ => Map::new(),
    }
}

/// The two ends of the range as whole numbers, as clients send them.
fn number(order: f64) -> Value {
    if order == 0.0 {
        Value::from(0)
    } else if (order - 1.0).abs() < f64::EPSILON {
        Value::from(1)
    } else {
        Value::from(order)
    }
}
