//! Up to where messages that are too old have been taken away.

use hs_core::nid::{RoomNid, RoomOrder};
use sea_orm::{DbErr, EntityTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::retention::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// Up to where there is nothing in a room any more that could become too old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRow {
    /// The room.
    pub room: RoomNid,
    /// The place in its timeline.
    pub order: RoomOrder,
}

/// What a batch writes about retention.
#[derive(Debug, Default)]
pub struct RetentionWrites {
    /// How far rooms have been looked through.
    pub rows: Vec<RetentionRow>,
}

impl Family for RetentionWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows);
        let rows = latest(rows.map(|row| (row.room, Model { room_nid: row.room.get(), room_order: row.order.get() })));
        let conflict = OnConflict::column(Column::RoomNid).update_column(Column::RoomOrder).to_owned();
        insert::<Entity>(scope.tx, rows.map(|(_, model)| model).collect(), Some(conflict)).await
    }
}

impl Reader {
    /// Up to where a room has been looked through; `None` before the first time.
    pub async fn retention(&self, room: RoomNid) -> Result<Option<RoomOrder>, StoreError> {
        Ok(Entity::find_by_id(room.get()).one(self.db()).await?.map(|model| RoomOrder(model.room_order)))
    }
}
