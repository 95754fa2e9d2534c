//! Account data: what clients keep on the server for their user, globally or per room.
//! See <https://spec.matrix.org/v1.19/client-server-api/#client-config>.

use std::collections::BTreeSet;

use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use ruma::serde::{JsonObject, Raw};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};
use serde_json::value::RawValue;

use super::{Family, Part, Scope, exactly_one, insert, latest};
use crate::{
    entity::account_data::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// The room number that stands for "no room". Rooms are numbered from one.
const GLOBAL: i64 = 0;

/// One piece of account data.
#[derive(Clone, Debug)]
pub struct AccountDataRow {
    /// Whose.
    pub user: UserNid,
    /// The room that it is about; `None` for global account data.
    pub room: Option<RoomNid>,
    /// Its type.
    pub data_type: String,
    /// Its content.
    pub content: Raw<JsonObject>,
    /// When it was written. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
}

/// What a batch writes about account data.
#[derive(Debug, Default)]
pub struct AccountDataWrites {
    /// Account data as it is now.
    pub rows: Vec<AccountDataRow>,
    /// Commits only while a piece of account data (user, room, type) is the one that was written at that position, 0
    /// for one that never was; otherwise fails with [`StoreError::Conflict`].
    pub unchanged: Vec<(UserNid, Option<RoomNid>, String, StreamPosition)>,
}

impl Family for AccountDataWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.rows.len() + self.unchanged.len()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.users.extend(self.rows.iter().map(|row| row.user));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        check_unchanged(scope, parts).await?;
        let rows = parts.iter().flat_map(|part| {
            part.writes
                .rows
                .iter()
                .map(|row| ((row.user, row.room, row.data_type.as_str()), encode(row, part.position())))
        });
        let conflict = OnConflict::columns([Column::UserNid, Column::RoomNid, Column::DataType])
            .update_columns([Column::Content, Column::Position])
            .to_owned();
        insert::<Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await
    }
}

/// Refuses the group if something was written after it was read.
///
/// The stream head is locked by now, so no other process writes in between. What an earlier batch of the same group
/// writes is not in the table yet and counts as well.
async fn check_unchanged(scope: &Scope<'_>, parts: &[Part<'_, AccountDataWrites>]) -> Result<(), DbErr> {
    let mut written = BTreeSet::new();
    for part in parts {
        for (user, room, data_type, expected) in &part.writes.unchanged {
            let key = (user.get(), room.map_or(GLOBAL, RoomNid::get), data_type.clone());
            let found = Entity::find_by_id(key).one(scope.tx).await?.map_or(0, |model| model.position);
            let is_unchanged = found == expected.get() && !written.contains(&(*user, *room, data_type.as_str()));
            exactly_one(u64::from(is_unchanged))?;
        }
        written.extend(part.writes.rows.iter().map(|row| (row.user, row.room, row.data_type.as_str())));
    }
    Ok(())
}

impl Reader {
    /// One piece of a user's account data.
    pub async fn account_data(
        &self,
        user: UserNid,
        room: Option<RoomNid>,
        data_type: &str,
    ) -> Result<Option<AccountDataRow>, StoreError> {
        let key = (user.get(), room.map_or(GLOBAL, RoomNid::get), data_type.to_owned());
        Entity::find_by_id(key).one(self.db()).await?.map(decode).transpose()
    }

    /// A user's account data about some rooms, or with `None` about none in particular, that was written after a
    /// position.
    pub async fn account_data_about(
        &self,
        user: UserNid,
        rooms: &[Option<RoomNid>],
        position: StreamPosition,
    ) -> Result<Vec<AccountDataRow>, StoreError> {
        let select = Entity::find().filter(Column::UserNid.eq(user.get())).filter(Column::Position.gt(position.get()));
        let keys = rooms.iter().map(|room| room.map_or(GLOBAL, RoomNid::get));
        let found = super::select_in(self.db(), select, Column::RoomNid, keys).await?;
        found.into_iter().map(decode).collect()
    }

    /// A user's account data of one type about all their rooms.
    pub async fn room_account_data(&self, user: UserNid, data_type: &str) -> Result<Vec<AccountDataRow>, StoreError> {
        let select = Entity::find()
            .filter(Column::UserNid.eq(user.get()))
            .filter(Column::RoomNid.ne(GLOBAL))
            .filter(Column::DataType.eq(data_type));
        select.all(self.db()).await?.into_iter().map(decode).collect()
    }

    /// The users who have global account data of this type.
    pub async fn users_with_account_data(&self, data_type: &str) -> Result<Vec<UserNid>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::UserNid)
            .filter(Column::DataType.eq(data_type))
            .filter(Column::RoomNid.eq(GLOBAL));
        let users: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(users.into_iter().map(UserNid).collect())
    }

    /// All account data of a user, global and of every room, that was written after `position` (0 for all), in the
    /// order of writing.
    pub async fn account_data_after(
        &self,
        user: UserNid,
        position: StreamPosition,
    ) -> Result<Vec<AccountDataRow>, StoreError> {
        let found = Entity::find()
            .filter(Column::UserNid.eq(user.get()))
            .filter(Column::Position.gt(position.get()))
            .order_by_asc(Column::Position)
            .all(self.db())
            .await?;
        found.into_iter().map(decode).collect()
    }
}

fn encode(row: &AccountDataRow, position: i64) -> Model {
    Model {
        user_nid: row.user.get(),
        room_nid: row.room.map_or(GLOBAL, RoomNid::get),
        data_type: row.data_type.clone(),
        content: row.content.json().get().to_owned(),
        position,
    }
}

fn decode(model: Model) -> Result<AccountDataRow, StoreError> {
    let content = RawValue::from_string(model.content)
        .map_err(|error| StoreError::Corrupt(format!("account_data.content: {error}")))?;
    Ok(AccountDataRow {
        user: UserNid(model.user_nid),
        room: (model.room_nid != GLOBAL).then_some(RoomNid(model.room_nid)),
        data_type: model.data_type,
        content: Raw::from_json(content),
        position: StreamPosition(model.position),
    })
}

#[cfg(test)]
mod tests;
