//! Account data: what clients keep on the server for their user, for all of it or about one room.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#client-config>.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_storage::{AccountDataRow, WriteBatch};
use ruma::exports::http::StatusCode;
use ruma::{
    RoomId,
    serde::{JsonObject, Raw},
};

use crate::{
    blocking::Blocking,
    context::Context,
    push_rules::{self, PushRules},
    text,
};

mod rewrite;
mod tag;

const MAX_TYPE_BYTES: usize = 255;

/// The subject of account data. See the [module](self).
pub struct AccountData {
    context: Context,
    push_rules: Arc<PushRules>,
    blocking: Arc<Blocking>,
}

impl AccountData {
    pub(crate) fn new(context: Context, push_rules: Arc<PushRules>, blocking: Arc<Blocking>) -> Self {
        Self { context, push_rules, blocking }
    }

    /// One piece of a user's account data, global or about a room.
    pub async fn get(
        &self,
        user: UserNid,
        room_id: Option<&RoomId>,
        data_type: &str,
    ) -> Result<Raw<JsonObject>, MatrixError> {
        let none = || MatrixError::not_found("There is no account data of this type");
        if !text::may_be_key(data_type) {
            return Err(none());
        }
        let room = match room_id {
            Some(room_id) => Some(self.room(room_id).await?.ok_or_else(none)?),
            None if data_type == push_rules::DATA_TYPE => return self.push_rules.content(user).await,
            None => None,
        };
        let row = self.context.store.account_data(user, room, data_type).await?.ok_or_else(none)?;
        Ok(row.content)
    }

    /// Sets a piece of a user's account data, global or about a room. Their other clients hear of it by `/sync`.
    pub async fn set(
        &self,
        user: UserNid,
        room_id: Option<&RoomId>,
        data_type: &str,
        content: Raw<JsonObject>,
    ) -> Result<(), MatrixError> {
        check_type(data_type)?;
        let room = match room_id {
            Some(room_id) => Some(self.room(room_id).await?.ok_or_else(unknown_room)?),
            None => None,
        };
        let mut batch = WriteBatch::default();
        batch.account_data.rows.push(AccountDataRow {
            user,
            room,
            data_type: data_type.to_owned(),
            content,
            position: StreamPosition::default(),
        });
        let blocking = Arc::clone(&self.blocking);
        let written = data_type.to_owned();
        // Before anybody is woken: the next sync already goes by it.
        batch.after_commit(move |_| blocking.written(user, &written));
        self.context.store.commit(batch).await?;
        Ok(())
    }

    async fn room(&self, room_id: &RoomId) -> Result<Option<RoomNid>, MatrixError> {
        if !text::may_be_key(room_id.as_str()) {
            return Ok(None);
        }
        Ok(self.context.store.room_nids(&[room_id]).await?.remove(room_id))
    }
}

/// Refuses the types that belong to the server and have endpoints of their own.
fn check_type(data_type: &str) -> Result<(), MatrixError> {
    let owner = match data_type {
        "m.fully_read" => "/rooms/{roomId}/read_markers",
        "m.push_rules" => "/pushrules",
        _ => return text::check("A type of account data", data_type, MAX_TYPE_BYTES),
    };
    let message = format!("{data_type} cannot be set as account data: use {owner}");
    Err(MatrixError::bad_json(message).with_status(StatusCode::METHOD_NOT_ALLOWED))
}

fn unknown_room() -> MatrixError {
    MatrixError::not_found("This server knows no such room")
}

#[cfg(test)]
mod tests;
