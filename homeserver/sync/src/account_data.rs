//! What users keep for themselves on the server, as far as it changed.

use std::collections::HashMap;

use hs_core::{
    error::MatrixError,
    filter,
    nid::{RoomNid, StreamPosition},
};
use hs_rooms::Actor;
use hs_storage::AccountDataRow;
use ruma::{
    api::client::filter::{Filter, RoomEventFilter},
    events::{AnyGlobalAccountDataEvent, AnyRoomAccountDataEvent},
    serde::Raw,
};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::service::Sync;

const PUSH_RULES: &str = "m.push_rules";

/// The account data that changed.
#[derive(Default)]
pub(crate) struct AccountData {
    pub(crate) global: Vec<Raw<AnyGlobalAccountDataEvent>>,
    pub(crate) rooms: HashMap<RoomNid, Vec<Raw<AnyRoomAccountDataEvent>>>,
}

#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    content: &'a RawValue,
}

impl Sync {
    /// The account data that was written after `since`; all of it for a first sync.
    pub(crate) async fn account_data(
        &self,
        actor: &Actor,
        since: Option<StreamPosition>,
        global: &Filter,
        room: &RoomEventFilter,
    ) -> Result<AccountData, MatrixError> {
        let rows = self.store.account_data_after(actor.user, since.unwrap_or_default()).await?;
        self.present_account_data(actor, &rows, since.is_none(), (global, room)).await
    }

    /// Account data as a client reads it; with the push rules, if they are among it or if it is all there is.
    pub(crate) async fn present_account_data(
        &self,
        actor: &Actor,
        rows: &[AccountDataRow],
        is_all: bool,
        (global, room): (&Filter, &RoomEventFilter),
    ) -> Result<AccountData, MatrixError> {
        let has_rules = rows.iter().any(|row| row.room.is_none() && row.data_type == PUSH_RULES);
        let mut data = AccountData::default();
        for row in rows {
            match row.room {
                None if row.data_type == PUSH_RULES => {}
                None if filter::wants_global(global, &row.data_type, &actor.user_id) => {
                    data.global.push(event(&row.data_type, row.content.json())?);
                }
                Some(nid) if wants(room, row) => {
                    data.rooms.entry(nid).or_default().push(event(&row.data_type, row.content.json())?);
                }
                _ => {}
            }
        }
        // Push rules exist for everybody, also for those who have never written any.
        if (has_rules || is_all) && filter::wants_global(global, PUSH_RULES, &actor.user_id) {
            let rules = self.accounts.push_rules.ruleset(actor.user).await?;
            let content = to_raw_value(&rules.content()).map_err(MatrixError::internal)?;
            data.global.push(event(PUSH_RULES, &content)?);
        }
        Ok(data)
    }
}

fn wants(filter: &RoomEventFilter, row: &AccountDataRow) -> bool {
    filter::wants_type(filter.types.as_deref(), &filter.not_types, &row.data_type)
}

fn event<T>(kind: &str, content: &RawValue) -> Result<Raw<T>, MatrixError> {
    to_raw_value(&Event { kind, content }).map(Raw::from_json).map_err(MatrixError::internal)
}
