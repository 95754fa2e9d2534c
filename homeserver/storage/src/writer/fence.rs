//! The fence: a batch that was built on a room's head commits only if the head is still that one.
//!
//! A stale cache thus costs a retry and never a wrong room. Batches of one group may build on each other: the fences
//! are read once, under lock, and counted on in memory.

use std::collections::{BTreeMap, BTreeSet};

use hs_core::nid::RoomNid;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use crate::{
    dialect,
    entity::room::{Column, Entity},
    table::padded,
};

/// The fence of a room that does not exist. The first head of a room makes it 1.
pub(crate) const ABSENT: i64 = 0;

/// What a batch expects of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    pub(crate) room: RoomNid,
    /// The value of the fence that the batch was built on.
    pub(crate) expected: i64,
    /// Whether the batch changes the head, which raises the fence by one.
    pub(crate) advances: bool,
}

/// The fences of the rooms of a group, locked until its transaction ends.
#[derive(Debug, Default)]
pub(crate) struct Fences {
    values: BTreeMap<RoomNid, i64>,
    advanced: BTreeMap<RoomNid, i64>,
}

impl Fences {
    /// Locks the rooms in the order of their numbers, so that two processes never wait for each other, and reads
    /// their fences.
    pub(crate) async fn lock(tx: &DatabaseTransaction, rooms: BTreeSet<RoomNid>) -> Result<Self, DbErr> {
        let rooms: Vec<i64> = rooms.into_iter().map(RoomNid::get).collect();
        let mut fences = Self::default();
        dialect::lock_rooms(tx, &rooms).await?;
        for chunk in rooms.chunks(1024) {
            let select = Entity::find()
                .select_only()
                .columns([Column::Nid, Column::Fence])
                .filter(Column::Nid.is_in(padded(chunk)))
                .order_by_asc(Column::Nid)
                .lock_exclusive();
            let rows: Vec<(i64, i64)> = select.into_tuple().all(tx).await?;
            fences.values.extend(rows.into_iter().map(|(room, fence)| (RoomNid(room), fence)));
        }
        Ok(fences)
    }

    /// Whether all these fences hold. If they do, those that advance are counted on.
    pub(crate) fn pass(&mut self, fences: &[Fence]) -> bool {
        let at = |room| self.values.get(&room).copied().unwrap_or(ABSENT);
        if fences.iter().any(|fence| at(fence.room) != fence.expected) {
            return false;
        }
        for fence in fences.iter().filter(|fence| fence.advances) {
            self.values.insert(fence.room, fence.expected + 1);
            self.advanced.insert(fence.room, fence.expected + 1);
        }
        true
    }

    /// Writes the advanced fences of rooms whose head is not written with them.
    pub(crate) async fn store(&self, tx: &DatabaseTransaction, written: &BTreeSet<RoomNid>) -> Result<(), DbErr> {
        for (room, fence) in self.advanced.iter().filter(|(room, _)| !written.contains(room)) {
            let update = Entity::update_many().filter(Column::Nid.eq(room.get()));
            update.col_expr(Column::Fence, Expr::value(*fence)).exec(tx).await?;
        }
        Ok(())
    }

    /// The new values of the fences that were advanced.
    pub(crate) fn advanced(&self) -> &BTreeMap<RoomNid, i64> {
        &self.advanced
    }
}

#[cfg(test)]
mod tests;
