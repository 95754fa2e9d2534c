//! Unread counts. A message that notifies a whole room writes one number, `room.notify_seq`; each user's count is that
//! minus the `base` kept here, so that ten thousand members cost no more than one.

use std::collections::BTreeMap;

use hs_core::nid::{RoomNid, RoomOrder, UserNid};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Statement, Value,
    sea_query::OnConflict,
};

use super::{Family, Part, Scope, insert, portions, select_in};
use crate::{
    entity::unread::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// How many rows one statement changes: a message to a large room changes those of all who are not notified.
const ROWS_PER_UPDATE: usize = 512;

/// Where a user's unread count in a room starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadRow {
    /// The room.
    pub room: RoomNid,
    /// The user, one of ours.
    pub user: UserNid,
    /// The room's `notify_seq` up to which nothing is unread.
    pub base: i64,
    /// How many unread events mention the user.
    pub highlight: i64,
    /// The place in the timeline up to which nothing is unread, in no thread.
    pub floor: RoomOrder,
}

/// A change of an unread row by differences. A row that does not exist is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadChange {
    /// The room.
    pub room: RoomNid,
    /// The user, one of ours.
    pub user: UserNid,
    /// Added to the base: one for an event that notifies the room, but not this user.
    pub base: i64,
    /// Added to the highlights.
    pub highlight: i64,
    /// The place up to which nothing is unread, where that is further than before.
    pub floor: RoomOrder,
}

/// What a batch writes about unread counts: first the changes, then the rows.
#[derive(Debug, Default)]
pub struct UnreadWrites {
    /// Differences, for users who read nothing.
    pub changes: Vec<UnreadChange>,
    /// Whole rows, for users who read, join or send.
    pub rows: Vec<UnreadRow>,
}

/// What the batches of a group do to one row in the end.
#[derive(Clone, Copy)]
enum Effect {
    Set(Numbers),
    Add(Numbers),
}

#[derive(Clone, Copy, Default)]
struct Numbers {
    base: i64,
    highlight: i64,
    floor: RoomOrder,
}

impl Effect {
    fn plus(self, change: &UnreadChange) -> Self {
        let sum = |numbers: Numbers| Numbers {
            base: numbers.base + change.base,
            highlight: numbers.highlight + change.highlight,
            floor: numbers.floor.max(change.floor),
        };
        match self {
            Self::Set(numbers) => Self::Set(sum(numbers)),
            Self::Add(numbers) => Self::Add(sum(numbers)),
        }
    }
}

impl Family for UnreadWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.changes.len() + self.rows.len()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.users.extend(self.rows.iter().map(|row| row.user));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let mut effects: BTreeMap<(i64, i64), Effect> = BTreeMap::new();
        for part in parts {
            for change in &part.writes.changes {
                let effect = effects.entry((change.room.get(), change.user.get()));
                let effect = effect.or_insert(Effect::Add(Numbers::default()));
                *effect = effect.plus(change);
            }
            for row in &part.writes.rows {
                let effect = Effect::Set(Numbers { base: row.base, highlight: row.highlight, floor: row.floor });
                effects.insert((row.room.get(), row.user.get()), effect);
            }
        }

        let (mut rows, mut additions) = (Vec::new(), Vec::new());
        for ((room_nid, user_nid), effect) in effects {
            match effect {
                Effect::Set(Numbers { base, highlight, floor }) => {
                    rows.push(Model { room_nid, user_nid, base, highlight, floor: floor.get() });
                }
                Effect::Add(Numbers { base, highlight, floor }) => {
                    additions.push([room_nid, user_nid, base, highlight, floor.get()]);
                }
            }
        }
        let conflict = OnConflict::columns([Column::RoomNid, Column::UserNid])
            .update_columns([Column::Base, Column::Highlight, Column::Floor])
            .to_owned();
        insert::<Entity>(scope.tx, rows, Some(conflict)).await?;
        for additions in portions(additions, ROWS_PER_UPDATE) {
            add(scope.tx, &additions).await?;
        }
        Ok(())
    }
}

/// Adds to the base and highlights of many rows at once, and raises their floors; each addition is (room, user, base,
/// highlight, floor). Both databases call the columns of `VALUES` so, and neither makes rows that are not there, as an
/// upsert would.
async fn add(tx: &DatabaseTransaction, additions: &[[i64; 5]]) -> Result<(), DbErr> {
    let tuple = |row: usize| {
        let first = row * 5 + 1;
        format!("(${first}, ${}, ${}, ${}, ${})", first + 1, first + 2, first + 3, first + 4)
    };
    let tuples: Vec<String> = (0..additions.len()).map(tuple).collect();
    let sql = format!(
        "UPDATE unread SET base = unread.base + change.column3, highlight = unread.highlight + change.column4, \
         floor = CASE WHEN change.column5 > unread.floor THEN change.column5 ELSE unread.floor END \
         FROM (VALUES {}) AS change WHERE unread.room_nid = change.column1 AND unread.user_nid = change.column2",
        tuples.join(", ")
    );
    let values = additions.iter().flatten().map(|value| Value::from(*value));
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

impl Reader {
    /// The unread rows of a room.
    pub async fn unread_of_room(&self, room: RoomNid) -> Result<Vec<UnreadRow>, StoreError> {
        let found = Entity::find().filter(Column::RoomNid.eq(room.get())).all(self.db()).await?;
        Ok(found.iter().map(decode).collect())
    }

    /// All unread rows of these rooms, in no particular order.
    pub async fn unread_of_rooms(&self, rooms: &[RoomNid]) -> Result<Vec<UnreadRow>, StoreError> {
        let keys = rooms.iter().map(|room| room.get());
        let found = select_in(self.db(), Entity::find(), Column::RoomNid, keys).await?;
        Ok(found.iter().map(decode).collect())
    }

    /// The unread rows of a user in these rooms, in no particular order.
    pub async fn unread_of_user(&self, user: UserNid, rooms: &[RoomNid]) -> Result<Vec<UnreadRow>, StoreError> {
        let select = Entity::find().filter(Column::UserNid.eq(user.get()));
        let found = select_in(self.db(), select, Column::RoomNid, rooms.iter().map(|room| room.get())).await?;
        Ok(found.iter().map(decode).collect())
    }
}

fn decode(model: &Model) -> UnreadRow {
    UnreadRow {
        room: RoomNid(model.room_nid),
        user: UserNid(model.user_nid),
        base: model.base,
        highlight: model.highlight,
        floor: RoomOrder(model.floor),
    }
}

#[cfg(test)]
mod tests;
