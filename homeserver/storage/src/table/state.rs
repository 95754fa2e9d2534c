//! State: snapshots (packed differences to a parent) and the present state of each room.

use hs_core::nid::{EventNid, RoomNid, SnapshotNid, StateKeyNid};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Statement,
    sea_query::OnConflict,
};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::{current_state, state_snapshot},
    error::StoreError,
    reader::Reader,
};

/// A state of a room. See the architecture page on snapshots for how deltas and chains are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Our number for the snapshot.
    pub nid: SnapshotNid,
    /// Its room.
    pub room: RoomNid,
    /// The snapshots that this one builds on, root first, so that one query loads them all.
    pub chain: Vec<SnapshotNid>,
    /// A hash of the whole state, by which an equal one is found.
    pub hash: Vec<u8>,
    /// What was added and removed against the last of the chain.
    pub delta: Vec<u8>,
}

/// A change of a room's present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentStateChange {
    /// The room.
    pub room: RoomNid,
    /// What changes.
    pub key: StateKeyNid,
    /// The event that it is now; `None` takes the key out of the state.
    pub event: Option<EventNid>,
}

/// What a batch writes about state.
#[derive(Debug, Default)]
pub struct StateWrites {
    /// New snapshots.
    pub snapshots: Vec<SnapshotRow>,
    /// Changes of the present state; of two for the same key the later counts.
    pub current: Vec<CurrentStateChange>,
}

impl Family for StateWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.snapshots.len() + self.current.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let snapshots = parts.iter().flat_map(|part| part.writes.snapshots.iter().map(encode_snapshot));
        insert::<state_snapshot::Entity>(scope.tx, snapshots.collect(), None).await?;

        let changes = parts.iter().flat_map(|part| part.writes.current.iter());
        let (mut set, mut removed) = (Vec::new(), Vec::new());
        for ((room_nid, state_key_nid), event) in latest(changes.map(|c| ((c.room.get(), c.key.get()), c.event))) {
            match event {
                Some(event) => set.push(current_state::Model { room_nid, state_key_nid, event_nid: event.get() }),
                None => removed.push((room_nid, state_key_nid)),
            }
        }
        let conflict = OnConflict::columns([current_state::Column::RoomNid, current_state::Column::StateKeyNid])
            .update_column(current_state::Column::EventNid)
            .to_owned();
        insert::<current_state::Entity>(scope.tx, set, Some(conflict)).await?;
        for chunk in removed.chunks(64) {
            let keys = chunk.iter().fold(Condition::any(), |keys, (room, key)| {
                let pair = Condition::all().add(current_state::Column::RoomNid.eq(*room));
                keys.add(pair.add(current_state::Column::StateKeyNid.eq(*key)))
            });
            current_state::Entity::delete_many().filter(keys).exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The snapshot with this number.
    pub async fn snapshot(&self, snapshot: SnapshotNid) -> Result<Option<SnapshotRow>, StoreError> {
        Ok(self.snapshots(&[snapshot]).await?.pop())
    }

    /// The snapshots with these numbers, in no particular order; unknown ones are left out.
    pub async fn snapshots(&self, snapshots: &[SnapshotNid]) -> Result<Vec<SnapshotRow>, StoreError> {
        let keys = snapshots.iter().map(|snapshot| snapshot.get());
        let found = select_in(self.db(), state_snapshot::Entity::find(), state_snapshot::Column::Nid, keys).await?;
        found.into_iter().map(decode_snapshot).collect()
    }

    /// The snapshots of a room whose state has this hash: nearly always none or one, but compare before you share.
    pub async fn snapshots_by_hash(&self, room: RoomNid, hash: &[u8]) -> Result<Vec<SnapshotRow>, StoreError> {
        let found = state_snapshot::Entity::find()
            .filter(state_snapshot::Column::RoomNid.eq(room.get()))
            .filter(state_snapshot::Column::Hash.eq(hash))
            .all(self.db())
            .await?;
        found.into_iter().map(decode_snapshot).collect()
    }

    /// The present state of a room.
    pub async fn current_state(&self, room: RoomNid) -> Result<Vec<(StateKeyNid, EventNid)>, StoreError> {
        let found = current_state::Entity::find()
            .filter(current_state::Column::RoomNid.eq(room.get()))
            .order_by_asc(current_state::Column::StateKeyNid)
            .all(self.db())
            .await?;
        Ok(found.into_iter().map(|row| (StateKeyNid(row.state_key_nid), EventNid(row.event_nid))).collect())
    }

    /// The events of one type in the present state of a room, in no particular order.
    pub async fn current_state_of_type(&self, room: RoomNid, event_type: &str) -> Result<Vec<EventNid>, StoreError> {
        let sql = "SELECT current_state.event_nid FROM current_state \
             JOIN state_key ON state_key.nid = current_state.state_key_nid \
             WHERE current_state.room_nid = $1 AND state_key.type = $2";
        let values = [room.get().into(), event_type.into()];
        let statement = Statement::from_sql_and_values(self.db().get_database_backend(), sql, values);
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter().map(|row| Ok(EventNid(row.try_get("", "event_nid")?))).collect()
    }

    /// The rooms that have something of this type, without a state key, in their present state.
    pub async fn rooms_with_state(&self, event_type: &str) -> Result<Vec<RoomNid>, StoreError> {
        let sql = "SELECT current_state.room_nid FROM state_key \
             JOIN current_state ON current_state.state_key_nid = state_key.nid \
             WHERE state_key.type = $1 AND state_key.key = ''";
        let statement = Statement::from_sql_and_values(self.db().get_database_backend(), sql, [event_type.into()]);
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter().map(|row| Ok(RoomNid(row.try_get("", "room_nid")?))).collect()
    }

    /// The present values of some keys in many rooms at once: names, avatars, heroes for a room list.
    pub async fn current_state_of(
        &self,
        rooms: &[RoomNid],
        keys: &[StateKeyNid],
    ) -> Result<Vec<(RoomNid, StateKeyNid, EventNid)>, StoreError> {
        let wanted = super::padded(keys).map(StateKeyNid::get);
        let select = current_state::Entity::find().filter(current_state::Column::StateKeyNid.is_in(wanted));
        let keys = rooms.iter().map(|room| room.get());
        let found = select_in(self.db(), select, current_state::Column::RoomNid, keys).await?;
        let row = |row: current_state::Model| {
            (RoomNid(row.room_nid), StateKeyNid(row.state_key_nid), EventNid(row.event_nid))
        };
        Ok(found.into_iter().map(row).collect())
    }
}

fn encode_snapshot(row: &SnapshotRow) -> state_snapshot::Model {
    state_snapshot::Model {
        nid: row.nid.get(),
        room_nid: row.room.get(),
        chain: row.chain.iter().flat_map(|nid| nid.get().to_le_bytes()).collect(),
        hash: row.hash.clone(),
        delta: row.delta.clone(),
    }
}

fn decode_snapshot(model: state_snapshot::Model) -> Result<SnapshotRow, StoreError> {
    let (chain, rest) = model.chain.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(StoreError::Corrupt(format!("state_snapshot.chain: {} bytes", model.chain.len())));
    }
    Ok(SnapshotRow {
        nid: SnapshotNid(model.nid),
        room: RoomNid(model.room_nid),
        chain: chain.iter().map(|bytes| SnapshotNid(i64::from_le_bytes(*bytes))).collect(),
        hash: model.hash,
        delta: model.delta,
    })
}

#[cfg(test)]
mod tests;
