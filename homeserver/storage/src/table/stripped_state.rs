//! What users were shown of rooms that this server is not in: the stripped state of invitations and knocks.

use hs_core::nid::{RoomNid, UserNid};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde_json::value::RawValue;

use super::{Family, Part, Scope, decoded, encoded, insert, latest};
use crate::{
    entity::stripped_state::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// What one user was shown of one room.
#[derive(Clone, Debug)]
pub struct StrippedStateRow {
    /// The room.
    pub room: RoomNid,
    /// The user.
    pub user: UserNid,
    /// The events, as they came.
    pub events: Vec<Box<RawValue>>,
}

/// What a batch writes about stripped state.
#[derive(Debug, Default)]
pub struct StrippedStateWrites {
    /// What users are shown from now on.
    pub rows: Vec<StrippedStateRow>,
    /// Rooms that this server is in now, where users see the state itself.
    pub gone: Vec<RoomNid>,
}

impl Family for StrippedStateWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len() + self.gone.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for room in parts.iter().flat_map(|part| &part.writes.gone) {
            Entity::delete_many().filter(Column::RoomNid.eq(room.get())).exec(scope.tx).await?;
        }
        let rows = parts.iter().flat_map(|part| part.writes.rows.iter().map(|row| ((row.room, row.user), row)));
        let models: Result<Vec<_>, DbErr> = latest(rows)
            .map(|((room, user), row)| {
                Ok(Model { room_nid: room.get(), user_nid: user.get(), events: encoded(&row.events)? })
            })
            .collect();
        let conflict = OnConflict::columns([Column::RoomNid, Column::UserNid]).update_column(Column::Events).to_owned();
        insert::<Entity>(scope.tx, models?, Some(conflict)).await
    }
}

impl Reader {
    /// What a user was shown of a room that this server was not in.
    pub async fn stripped_state(&self, room: RoomNid, user: UserNid) -> Result<Vec<Box<RawValue>>, StoreError> {
        let found = Entity::find_by_id((room.get(), user.get())).one(self.db()).await?;
        found.map_or(Ok(Vec::new()), |row| decoded(&row.events, "stripped_state.events"))
    }
}
