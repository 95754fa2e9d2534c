//! Room aliases of this server.

use hs_core::nid::{RoomNid, UserNid};
use ruma::{OwnedRoomAliasId, RoomAliasId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{Family, Part, Scope, insert, padded, parsed, select_in};
use crate::{
    entity::room_alias::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A name of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasRow {
    /// The name.
    pub alias: OwnedRoomAliasId,
    /// The room.
    pub room: RoomNid,
    /// Who gave the name.
    pub creator: UserNid,
}

/// What a batch writes about aliases: first the deletions, then the rows.
#[derive(Debug, Default)]
pub struct AliasWrites {
    /// Names that go.
    pub deleted: Vec<OwnedRoomAliasId>,
    /// New names. One that is taken makes the commit fail with [`StoreError::Duplicate`].
    pub created: Vec<AliasRow>,
}

impl Family for AliasWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.deleted.len() + self.created.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        // Batch by batch: one may create what another before it deletes.
        for part in parts {
            for chunk in part.writes.deleted.chunks(super::KEYS_PER_SELECT) {
                let keys: Vec<&str> = chunk.iter().map(|alias| alias.as_str()).collect();
                Entity::delete_many().filter(Column::Alias.is_in(padded(&keys))).exec(scope.tx).await?;
            }
            insert::<Entity>(scope.tx, part.writes.created.iter().map(encode).collect(), None).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The room that has this name.
    pub async fn alias(&self, alias: &RoomAliasId) -> Result<Option<AliasRow>, StoreError> {
        Entity::find_by_id(alias.as_str()).one(self.db()).await?.map(decode).transpose()
    }

    /// The names of these rooms, in alphabetical order for each query.
    pub async fn aliases_of_rooms(&self, rooms: &[RoomNid]) -> Result<Vec<AliasRow>, StoreError> {
        let select = Entity::find().order_by_asc(Column::Alias);
        let found = select_in(self.db(), select, Column::RoomNid, rooms.iter().map(|room| room.get())).await?;
        found.into_iter().map(decode).collect()
    }
}

fn encode(row: &AliasRow) -> Model {
    Model { alias: row.alias.to_string(), room_nid: row.room.get(), creator_nid: row.creator.get() }
}

fn decode(model: Model) -> Result<AliasRow, StoreError> {
    Ok(AliasRow { alias: parsed(model.alias)?, room: RoomNid(model.room_nid), creator: UserNid(model.creator_nid) })
}

#[cfg(test)]
mod tests;
