//! Changing account data by what is in it, though others may change it at the same time.

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_storage::{AccountDataRow, StoreError, WriteBatch};
use ruma::{RoomId, serde::Raw};
use serde_json::{Map, Value};

use super::AccountData;

/// The account data that says which rooms are conversations with whom.
const DIRECT: &str = "m.direct";
/// How often a change is built again because another one came first.
const ATTEMPTS: usize = 5;

impl AccountData {
    /// Changes the content of one piece of account data by a function that says whether it has changed anything. Content
    /// that is not there is empty.
    pub(super) async fn rewrite(
        &self,
        user: UserNid,
        room: Option<RoomNid>,
        data_type: &str,
        change: impl Fn(&mut Map<String, Value>) -> Result<bool, MatrixError> + Send + Sync,
    ) -> Result<(), MatrixError> {
        for _ in 0..ATTEMPTS {
            let row = self.context.store.account_data(user, room, data_type).await?;
            let position = row.as_ref().map_or(StreamPosition(0), |row| row.position);
            let mut content = row.as_ref().map(content_of).unwrap_or_default();
            if !change(&mut content)? {
                return Ok(());
            }
            let content = Raw::new(&content).map_err(MatrixError::internal)?.cast_unchecked();
            let data_type = data_type.to_owned();
            let mut batch = WriteBatch::default();
            batch.account_data.unchanged.push((user, room, data_type.clone(), position));
            batch.account_data.rows.push(AccountDataRow {
                user,
                room,
                data_type,
                content,
                position: StreamPosition(0),
            });
            match self.context.store.commit(batch).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(MatrixError::unknown("This is being changed from elsewhere: try again"))
    }

    /// Makes a room that takes the place of another one a conversation with whomever the other one was.
    pub async fn follow(&self, users: &[UserNid], from: &RoomId, to: &RoomId) -> Result<(), MatrixError> {
        let with_conversations = self.context.store.users_with_account_data(DIRECT).await?;
        for user in users.iter().filter(|user| with_conversations.contains(user)) {
            self.rewrite(*user, None, DIRECT, |content| Ok(add_successor(content, from, to))).await?;
        }
        Ok(())
    }
}

/// Puts `to` beside `from` wherever that is; whether it was anywhere without.
fn add_successor(content: &mut Map<String, Value>, from: &RoomId, to: &RoomId) -> bool {
    let mut is_changed = false;
    for rooms in content.values_mut().filter_map(Value::as_array_mut) {
        if rooms.iter().any(|room| room == from.as_str()) && !rooms.iter().any(|room| room == to.as_str()) {
            rooms.push(to.as_str().into());
            is_changed = true;
        }
    }
    is_changed
}

/// The content, which a client may have set to anything that is an object.
pub(super) fn content_of(row: &AccountDataRow) -> Map<String, Value> {
    serde_json::from_str(row.content.json().get()).unwrap_or_default()
}
