//! Tags: in which of their own drawers a user keeps a room. They are the room account data `m.tag`, changed here one at
//! a time.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-tagging>.

use hs_core::{error::MatrixError, nid::UserNid};
use ruma::RoomId;
use serde_json::{Map, Value};

use super::{AccountData, rewrite::content_of, unknown_room};
use crate::text;

/// The type of the account data.
const DATA_TYPE: &str = "m.tag";
/// The longest name of a tag.
const MAX_TAG_BYTES: usize = 255;
/// The most tags of one room.
const MAX_TAGS: usize = 1000;
/// Where in its content they are.
const TAGS: &str = "tags";

impl AccountData {
    /// The tags that a user has given a room.
    pub async fn tags(&self, user: UserNid, room_id: &RoomId) -> Result<Map<String, Value>, MatrixError> {
        let Some(room) = self.room(room_id).await? else { return Ok(Map::new()) };
        let row = self.context.store.account_data(user, Some(room), DATA_TYPE).await?;
        Ok(row.map(|row| tags_in(&mut content_of(&row))).unwrap_or_default())
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
        self.rewrite(user, Some(room), DATA_TYPE, |content| {
            let mut tags = tags_in(content);
            let is_changed = change(&mut tags)?;
            content.insert(TAGS.to_owned(), Value::Object(tags));
            Ok(is_changed)
        })
        .await
    }
}

/// The tags in the account data, which a client may have set to anything.
fn tags_in(content: &mut Map<String, Value>) -> Map<String, Value> {
    match content.remove(TAGS) {
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
