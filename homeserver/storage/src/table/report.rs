//! What users have reported to the administrators.

use hs_core::nid::UserNid;
use ruma::{OwnedEventId, OwnedRoomId, OwnedUserId};
use sea_orm::{DbErr, EntityTrait, QueryOrder, QuerySelect};

use super::{Family, Part, Scope, insert, parsed};
use crate::{
    entity::report::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A report: of an event, of a room, or of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Its name among the reports.
    pub id: String,
    /// When it was made, in milliseconds.
    pub created_ts: i64,
    /// Who made it.
    pub reporter: UserNid,
    /// The room, where it is about one or about something in it.
    pub room_id: Option<OwnedRoomId>,
    /// The event, where it is about one.
    pub event_id: Option<OwnedEventId>,
    /// The user, where it is about one.
    pub user_id: Option<OwnedUserId>,
    /// Why, in the reporter's words; may be empty.
    pub reason: String,
}

/// What a batch writes about reports.
#[derive(Debug, Default)]
pub struct ReportWrites {
    /// New reports.
    pub rows: Vec<ReportRow>,
}

impl Family for ReportWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows).map(encode);
        insert::<Entity>(scope.tx, rows.collect(), None).await
    }
}

impl Reader {
    /// The newest reports.
    pub async fn reports(&self, limit: u64) -> Result<Vec<ReportRow>, StoreError> {
        let select = Entity::find().order_by_desc(Column::CreatedTs).order_by_desc(Column::Id).limit(limit);
        select.all(self.db()).await?.into_iter().map(decode).collect()
    }
}

fn encode(row: &ReportRow) -> Model {
    Model {
        id: row.id.clone(),
        created_ts: row.created_ts,
        reporter_nid: row.reporter.get(),
        room_id: row.room_id.as_ref().map(ToString::to_string),
        event_id: row.event_id.as_ref().map(ToString::to_string),
        user_id: row.user_id.as_ref().map(ToString::to_string),
        reason: row.reason.clone(),
    }
}

fn decode(model: Model) -> Result<ReportRow, StoreError> {
    Ok(ReportRow {
        id: model.id,
        created_ts: model.created_ts,
        reporter: UserNid(model.reporter_nid),
        room_id: model.room_id.map(parsed).transpose()?,
        event_id: model.event_id.map(parsed).transpose()?,
        user_id: model.user_id.map(parsed).transpose()?,
        reason: model.reason,
    })
}
