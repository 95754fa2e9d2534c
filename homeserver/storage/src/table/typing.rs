//! Typing: who is typing in a room right now. One row per room, coalesced before it gets here.

use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, decoded, encoded, insert, latest, select_in};
use crate::{
    entity::typing::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// Who is typing in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypingRow {
    /// The room.
    pub room: RoomNid,
    /// The users, and until when (milliseconds) unless they say so again.
    pub users: Vec<(UserNid, i64)>,
    /// When it was written. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
}

/// What a batch writes about typing.
#[derive(Debug, Default)]
pub struct TypingWrites {
    /// Rooms as they are now.
    pub rows: Vec<TypingRow>,
    /// Rooms in which the same users go on typing: the time until when moves, and nobody has to hear of it.
    pub extended: Vec<TypingRow>,
}

impl Family for TypingWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.rows.len() + self.extended.len()
    }

    fn is_positioned(&self) -> bool {
        !self.rows.is_empty()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.rooms.extend(self.rows.iter().map(|row| row.room));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| part.writes.rows.iter().map(|row| (row.room, (row, part.position()))));
        let models = latest(rows)
            .map(|(room, (row, position))| Ok(Model { room_nid: room.get(), users: encoded(&row.users)?, position }));
        let models = models.collect::<Result<Vec<_>, DbErr>>()?;
        let conflict = OnConflict::column(Column::RoomNid).update_columns([Column::Users, Column::Position]).to_owned();
        insert::<Entity>(scope.tx, models, Some(conflict)).await?;

        for row in parts.iter().flat_map(|part| &part.writes.extended) {
            let update = Entity::update_many()
                .filter(Column::RoomNid.eq(row.room.get()))
                .col_expr(Column::Users, Expr::value(encoded(&row.users)?));
            update.exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// Who is typing in these rooms, in no particular order; rooms where nobody ever typed are left out.
    pub async fn typing(&self, rooms: &[RoomNid]) -> Result<Vec<TypingRow>, StoreError> {
        let keys = rooms.iter().map(|room| room.get());
        let found = select_in(self.db(), Entity::find(), Column::RoomNid, keys).await?;
        found.iter().map(decode).collect()
    }
}

fn decode(model: &Model) -> Result<TypingRow, StoreError> {
    Ok(TypingRow {
        room: RoomNid(model.room_nid),
        users: decoded(&model.users, "typing.users")?,
        position: StreamPosition(model.position),
    })
}

#[cfg(test)]
mod tests;
