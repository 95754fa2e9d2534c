//! Rooms: the head that every change of a room advances under its fence.

use std::collections::{BTreeMap, HashMap};

use hs_core::nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StreamPosition};
use ruma::{OwnedEventId, OwnedRoomId, RoomId, RoomVersionId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, decoded, encoded, insert, latest, parsed, select_in};
use crate::{
    entity::room::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// The head of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomRow {
    /// Our number for the room.
    pub nid: RoomNid,
    /// The room.
    pub room_id: OwnedRoomId,
    /// Its version, which never changes.
    pub version: RoomVersionId,
    /// Rises by one with every change of the head. Set by the writer; ignored in a batch.
    pub fence: i64,
    /// The state after all forward extremities; `None` while we know none (a room that we only peeked into).
    pub snapshot: Option<SnapshotNid>,
    /// The forward extremities.
    pub extremities: Vec<(EventNid, OwnedEventId)>,
    /// The greatest depth seen.
    pub depth: i64,
    /// The place of the newest event in the timeline.
    pub last_order: RoomOrder,
    /// The place of the oldest event in the timeline; backfill counts down from here.
    pub first_order: RoomOrder,
    /// The position of the last batch that wrote the head and took one. Set by the writer; ignored in a batch.
    pub last_position: StreamPosition,
    /// Counts events that may notify: a user's unread count is this minus the base in their `unread` row.
    pub notify_seq: i64,
    /// Whether the room is in our directory. Written when the room is created, later by [`RoomWrites::published`].
    pub published: bool,
}

/// A head written without a position keeps the one that it had.
const LATER_POSITION: &str = "CASE WHEN excluded.last_position > room.last_position \
     THEN excluded.last_position ELSE room.last_position END";

/// What a batch writes about rooms.
#[derive(Debug, Default)]
pub struct RoomWrites {
    /// New values of whole heads. Each needs a fence ([`WriteBatch::fence`](crate::WriteBatch::fence) or
    /// [`fence_absent`](crate::WriteBatch::fence_absent)).
    pub heads: Vec<RoomRow>,
    /// Puts rooms into the directory or takes them out.
    pub published: Vec<(RoomNid, bool)>,
}

impl Family for RoomWrites {
    // The head says at which position it was last written, though it is the batch's events that take the position.
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.heads.len() + self.published.len()
    }

    fn is_positioned(&self) -> bool {
        false
    }

    fn touch(&self, touched: &mut Touched) {
        touched.rooms.extend(self.heads.iter().map(|head| head.nid));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let mut heads = BTreeMap::new();
        for part in parts {
            for head in &part.writes.heads {
                let mut model = encode(head)?;
                let before = heads.get(&head.nid).map_or(0, |model: &Model| model.last_position);
                model.last_position = part.position.map_or(before, StreamPosition::get);
                model.fence = scope.fences.get(&head.nid).copied().unwrap_or(model.fence);
                heads.insert(head.nid, model);
            }
        }
        let conflict = OnConflict::column(Column::Nid)
            .update_columns([
                Column::Fence,
                Column::SnapshotNid,
                Column::Extremities,
                Column::Depth,
                Column::LastOrder,
                Column::FirstOrder,
                Column::NotifySeq,
            ])
            .value(Column::LastPosition, Expr::cust(LATER_POSITION))
            .to_owned();
        insert::<Entity>(scope.tx, heads.into_values().collect(), Some(conflict)).await?;

        let published = parts.iter().flat_map(|part| part.writes.published.iter().copied());
        for (room, is_published) in latest(published) {
            let update = Entity::update_many().filter(Column::Nid.eq(room.get()));
            update.col_expr(Column::Published, Expr::value(is_published)).exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The room with this id.
    pub async fn room_by_id(&self, room_id: &RoomId) -> Result<Option<RoomRow>, StoreError> {
        let found = Entity::find().filter(Column::RoomId.eq(room_id.as_str())).one(self.db()).await?;
        found.map(decode).transpose()
    }

    /// The rooms with these numbers; unknown ones are left out.
    pub async fn rooms(&self, rooms: &[RoomNid]) -> Result<Vec<RoomRow>, StoreError> {
        let found = select_in(self.db(), Entity::find(), Column::Nid, rooms.iter().map(|room| room.get())).await?;
        found.into_iter().map(decode).collect()
    }

    /// The room with this number.
    pub async fn room(&self, room: RoomNid) -> Result<Option<RoomRow>, StoreError> {
        Entity::find_by_id(room.get()).one(self.db()).await?.map(decode).transpose()
    }

    /// The numbers of the rooms with these ids; unknown ones are left out.
    pub async fn room_nids(&self, room_ids: &[&RoomId]) -> Result<HashMap<OwnedRoomId, RoomNid>, StoreError> {
        let keys = room_ids.iter().map(|id| id.as_str());
        let found = select_in(self.db(), Entity::find(), Column::RoomId, keys).await?;
        found.into_iter().map(|model| Ok((parsed(model.room_id)?, RoomNid(model.nid)))).collect()
    }

    /// The ids of the rooms with these numbers; unknown ones are left out.
    pub async fn room_ids(&self, rooms: &[RoomNid]) -> Result<HashMap<RoomNid, OwnedRoomId>, StoreError> {
        let mut ids = HashMap::with_capacity(rooms.len());
        for chunk in rooms.chunks(super::KEYS_PER_SELECT) {
            let select = Entity::find().select_only().columns([Column::Nid, Column::RoomId]);
            let select = select.filter(Column::Nid.is_in(super::padded(chunk).map(RoomNid::get)));
            let rows: Vec<(i64, String)> = select.into_tuple().all(self.db()).await?;
            for (room, id) in rows {
                ids.insert(RoomNid(room), parsed(id)?);
            }
        }
        Ok(ids)
    }

    /// The rooms in our directory, by number.
    pub async fn published_rooms(&self) -> Result<Vec<RoomNid>, StoreError> {
        let select = Entity::find().select_only().column(Column::Nid).filter(Column::Published.eq(true));
        let rooms: Vec<i64> = select.order_by_asc(Column::Nid).into_tuple().all(self.db()).await?;
        Ok(rooms.into_iter().map(RoomNid).collect())
    }

    /// How often each of these rooms has changed.
    pub async fn room_fences(&self, rooms: &[RoomNid]) -> Result<Vec<(RoomNid, i64)>, StoreError> {
        let mut fences = Vec::with_capacity(rooms.len());
        for chunk in rooms.chunks(super::KEYS_PER_SELECT) {
            let select = Entity::find()
                .select_only()
                .columns([Column::Nid, Column::Fence])
                .filter(Column::Nid.is_in(super::padded(chunk).map(RoomNid::get)));
            let rows: Vec<(i64, i64)> = select.into_tuple().all(self.db()).await?;
            fences.extend(rows.into_iter().map(|(room, fence)| (RoomNid(room), fence)));
        }
        Ok(fences)
    }

    /// How many rooms this server knows.
    pub async fn room_count(&self) -> Result<u64, StoreError> {
        Ok(Entity::find().count(self.db()).await?)
    }

    /// All rooms.
    pub async fn all_rooms(&self) -> Result<Vec<RoomNid>, StoreError> {
        self.rooms_active_since(StreamPosition(0)).await
    }

    /// All rooms in which something happened after a position.
    pub async fn rooms_active_since(&self, since: StreamPosition) -> Result<Vec<RoomNid>, StoreError> {
        let select = Entity::find().select_only().column(Column::Nid).filter(Column::LastPosition.gt(since.get()));
        let rooms: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(rooms.into_iter().map(RoomNid).collect())
    }

    /// Which of these rooms had their head written after `since`, and at which position last.
    pub async fn rooms_changed_since(
        &self,
        rooms: &[RoomNid],
        since: StreamPosition,
    ) -> Result<Vec<(RoomNid, StreamPosition)>, StoreError> {
        let mut changed = Vec::new();
        for chunk in rooms.chunks(super::KEYS_PER_SELECT) {
            let select = Entity::find()
                .select_only()
                .columns([Column::Nid, Column::LastPosition])
                .filter(Column::LastPosition.gt(since.get()))
                .filter(Column::Nid.is_in(super::padded(chunk).map(RoomNid::get)));
            let rows: Vec<(i64, i64)> = select.into_tuple().all(self.db()).await?;
            changed.extend(rows.into_iter().map(|(room, position)| (RoomNid(room), StreamPosition(position))));
        }
        Ok(changed)
    }
}

fn encode(row: &RoomRow) -> Result<Model, DbErr> {
    Ok(Model {
        nid: row.nid.get(),
        room_id: row.room_id.to_string(),
        room_version: row.version.to_string(),
        fence: row.fence,
        snapshot_nid: row.snapshot.map(SnapshotNid::get),
        extremities: encoded(&row.extremities)?,
        depth: row.depth,
        last_order: row.last_order.get(),
        first_order: row.first_order.get(),
        last_position: row.last_position.get(),
        notify_seq: row.notify_seq,
        published: row.published,
    })
}

fn decode(model: Model) -> Result<RoomRow, StoreError> {
    Ok(RoomRow {
        nid: RoomNid(model.nid),
        room_id: parsed(model.room_id)?,
        version: parsed(model.room_version)?,
        fence: model.fence,
        snapshot: model.snapshot_nid.map(SnapshotNid),
        extremities: decoded(&model.extremities, "room.extremities")?,
        depth: model.depth,
        last_order: RoomOrder(model.last_order),
        first_order: RoomOrder(model.first_order),
        last_position: StreamPosition(model.last_position),
        notify_seq: model.notify_seq,
        published: model.published,
    })
}

#[cfg(test)]
mod tests;
