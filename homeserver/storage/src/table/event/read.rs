//! Reading events: by number, by id, by place in the timeline and by position.

use std::collections::HashMap;

use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{EventId, OwnedEventId, api::Direction};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    Statement, Value,
};

use super::{EventRow, EventStatus, decode};
use crate::{
    entity::event::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    table::{padded, select_in},
};

/// How many rooms one statement of [`Reader::timelines_after`] covers. SQLite allows 500 parts of a compound SELECT.
const ROOMS_PER_SELECT: usize = 64;

/// The newest events of a room after some position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineSlice {
    /// The events, oldest first.
    pub events: Vec<EventRow>,
    /// Whether there are more between the position and the first of them.
    pub limited: bool,
}

impl Reader {
    /// The events with these numbers, in no particular order; unknown ones are left out.
    pub async fn events(&self, events: &[EventNid]) -> Result<Vec<EventRow>, StoreError> {
        let keys = events.iter().map(|event| event.get());
        self.counted(select_in(self.db(), Entity::find(), Column::Nid, keys).await?)
    }

    /// The event with this id, whatever its status.
    pub async fn event_by_id(&self, event_id: &EventId) -> Result<Option<EventRow>, StoreError> {
        Ok(self.events_by_id(&[event_id]).await?.pop())
    }

    /// The events with these ids, whatever their status, in no particular order; unknown ones are left out.
    pub async fn events_by_id(&self, event_ids: &[&EventId]) -> Result<Vec<EventRow>, StoreError> {
        let keys = event_ids.iter().map(|id| id.as_str());
        self.counted(select_in(self.db(), Entity::find(), Column::EventId, keys).await?)
    }

    /// The numbers of the events with these ids; unknown ones are left out.
    pub async fn event_nids(&self, event_ids: &[&EventId]) -> Result<HashMap<OwnedEventId, EventNid>, StoreError> {
        let keys: Vec<&str> = event_ids.iter().map(|id| id.as_str()).collect();
        let mut found = HashMap::with_capacity(keys.len());
        for chunk in keys.chunks(crate::table::KEYS_PER_SELECT) {
            let select = Entity::find().select_only().columns([Column::EventId, Column::Nid]);
            let select = select.filter(Column::EventId.is_in(padded(chunk)));
            let rows: Vec<(String, i64)> = select.into_tuple().all(self.db()).await?;
            for (event_id, nid) in rows {
                found.insert(crate::table::parsed(event_id)?, EventNid(nid));
            }
        }
        Ok(found)
    }

    /// Who sent the events with these numbers; unknown ones are left out.
    pub async fn event_senders(&self, events: &[EventNid]) -> Result<HashMap<EventNid, UserNid>, StoreError> {
        let mut senders = HashMap::with_capacity(events.len());
        for chunk in events.chunks(crate::table::KEYS_PER_SELECT) {
            let select = Entity::find().select_only().columns([Column::Nid, Column::SenderNid]);
            let select = select.filter(Column::Nid.is_in(padded(chunk).map(EventNid::get)));
            let rows: Vec<(i64, i64)> = select.into_tuple().all(self.db()).await?;
            senders.extend(rows.into_iter().map(|(event, sender)| (EventNid(event), UserNid(sender))));
        }
        Ok(senders)
    }

    /// A page of a room's timeline, nearest to `from` first.
    ///
    /// A [`RoomOrder`] stands for the gap *after* the event with that order, as pagination tokens do: going backward
    /// from `o` begins with the event at `o`, going forward begins with the one after it, and `to` is where to stop.
    pub async fn timeline(
        &self,
        room: RoomNid,
        from: RoomOrder,
        to: Option<RoomOrder>,
        direction: Direction,
        limit: u64,
    ) -> Result<Vec<EventRow>, StoreError> {
        let page = accepted().filter(Column::RoomNid.eq(room.get()));
        let page = match direction {
            Direction::Backward => {
                let page = page.filter(Column::RoomOrder.lte(from.get())).order_by_desc(Column::RoomOrder);
                page.filter(Column::RoomOrder.gt(to.map_or(i64::MIN, RoomOrder::get)))
            }
            Direction::Forward => {
                let page = page.filter(Column::RoomOrder.gt(from.get())).order_by_asc(Column::RoomOrder);
                page.filter(Column::RoomOrder.lte(to.map_or(i64::MAX, RoomOrder::get)))
            }
        };
        self.counted(page.limit(limit).all(self.db()).await?)
    }

    /// The newest `limit` events of a room that came after `position`.
    pub async fn timeline_after(
        &self,
        room: RoomNid,
        position: StreamPosition,
        limit: u64,
    ) -> Result<TimelineSlice, StoreError> {
        Ok(self.timelines_after(&[(room, position)], limit).await?.remove(&room).unwrap_or_default())
    }

    /// The newest `limit` events of each room that came after the position beside it; rooms without any are left out.
    pub async fn timelines_after(
        &self,
        rooms: &[(RoomNid, StreamPosition)],
        limit: u64,
    ) -> Result<HashMap<RoomNid, TimelineSlice>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut slices: HashMap<RoomNid, TimelineSlice> = HashMap::with_capacity(rooms.len());
        for chunk in rooms.chunks(ROOMS_PER_SELECT) {
            let statement = newest_after(self.db(), chunk, limit.saturating_add(1));
            let rows = Model::find_by_statement(statement).all(self.db()).await?;
            for event in self.counted(rows)? {
                slices.entry(event.room).or_default().events.push(event);
            }
        }
        for slice in slices.values_mut() {
            slice.events.sort_unstable_by_key(|event| std::cmp::Reverse(event.order));
            slice.limited = slice.events.len() > limit;
            slice.events.truncate(limit);
            slice.events.reverse();
        }
        Ok(slices)
    }

    /// Where a room's timeline stood at `position`: the greatest order among the events that had come by then.
    pub async fn order_at(&self, room: RoomNid, position: StreamPosition) -> Result<Option<RoomOrder>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::RoomOrder)
            .filter(Column::RoomNid.eq(room.get()))
            .filter(Column::Position.lte(position.get()))
            .order_by_desc(Column::Position)
            .order_by_desc(Column::RoomOrder);
        let found: Option<Option<i64>> = select.limit(1).into_tuple().one(self.db()).await?;
        Ok(found.flatten().map(RoomOrder))
    }

    /// The first place of a room's timeline that is taken after one place and before another.
    pub async fn first_order_between(
        &self,
        room: RoomNid,
        (after, before): (RoomOrder, RoomOrder),
    ) -> Result<Option<RoomOrder>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::RoomOrder)
            .filter(Column::RoomNid.eq(room.get()))
            .filter(Column::RoomOrder.gt(after.get()))
            .filter(Column::RoomOrder.lt(before.get()))
            .order_by_asc(Column::RoomOrder);
        let found: Option<Option<i64>> = select.limit(1).into_tuple().one(self.db()).await?;
        Ok(found.flatten().map(RoomOrder))
    }

    /// For each room the position of its newest event of one of these types, looked for among its newest `depth`
    /// events; rooms without any are left out.
    pub async fn newest_of_types(
        &self,
        rooms: &[RoomNid],
        types: &[&str],
        depth: u64,
    ) -> Result<HashMap<RoomNid, StreamPosition>, StoreError> {
        let mut newest = HashMap::with_capacity(rooms.len());
        for chunk in rooms.chunks(ROOMS_PER_SELECT) {
            let statement = newest_of_types(self.db(), chunk, types, depth);
            for row in self.db().query_all_raw(statement).await? {
                let (room, position): (i64, i64) = (row.try_get("", "room_nid")?, row.try_get("", "position")?);
                newest.insert(RoomNid(room), StreamPosition(position));
            }
        }
        Ok(newest)
    }

    /// Decodes event rows, and counts them: what the waiting readers share must be read only once.
    fn counted(&self, rows: Vec<Model>) -> Result<Vec<EventRow>, StoreError> {
        self.count_event_reads(rows.len());
        rows.into_iter().map(decode).collect()
    }
}

fn accepted() -> Select<Entity> {
    Entity::find().filter(Column::Status.eq(EventStatus::Accepted.number()))
}

/// One SELECT for the newest events of several rooms. Each room is a part of its own, because only so both databases
/// walk the index from the new end and stop after `limit` rows.
fn newest_after(db: &impl ConnectionTrait, rooms: &[(RoomNid, StreamPosition)], limit: usize) -> Statement {
    let rooms: Vec<_> = padded_rooms(rooms);
    let parts: Vec<String> = (0..rooms.len())
        .map(|part| {
            let (room, position) = (part * 2 + 2, part * 2 + 3);
            format!(
                "SELECT * FROM (SELECT * FROM event WHERE room_nid = ${room} AND position > ${position} AND status = 0 \
                 ORDER BY position DESC, room_order DESC LIMIT $1) AS part_{part}"
            )
        })
        .collect();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![limit.into()];
    values.extend(rooms.into_iter().flat_map(|(room, position)| [Value::from(room.get()), position.get().into()]));
    Statement::from_sql_and_values(db.get_database_backend(), parts.join(" UNION ALL "), values)
}

/// One SELECT for the newest event of some types in several rooms, each room a part of its own as above.
fn newest_of_types(db: &impl ConnectionTrait, rooms: &[RoomNid], types: &[&str], depth: u64) -> Statement {
    let rooms: Vec<RoomNid> = padded(rooms).collect();
    let named: Vec<String> = (0..types.len()).map(|number| format!("${}", number + 2)).collect();
    let named = named.join(", ");
    let parts: Vec<String> = (0..rooms.len())
        .map(|part| {
            let room = part + 2 + types.len();
            format!(
                "SELECT * FROM (SELECT room_nid, position FROM (SELECT room_nid, position, type FROM event \
                 WHERE room_nid = ${room} AND position > 0 AND status = 0 \
                 ORDER BY position DESC, room_order DESC LIMIT $1) AS newest_{part} \
                 WHERE type IN ({named}) ORDER BY position DESC LIMIT 1) AS part_{part}"
            )
        })
        .collect();
    let mut values: Vec<Value> = vec![i64::try_from(depth).unwrap_or(i64::MAX).into()];
    values.extend(types.iter().map(|kind| Value::from(*kind)));
    values.extend(rooms.into_iter().map(|room| Value::from(room.get())));
    Statement::from_sql_and_values(db.get_database_backend(), parts.join(" UNION ALL "), values)
}

/// The rooms, filled up to a power of two with a room that does not exist, for few distinct statements.
fn padded_rooms(rooms: &[(RoomNid, StreamPosition)]) -> Vec<(RoomNid, StreamPosition)> {
    let mut rooms = rooms.to_vec();
    rooms.resize(rooms.len().next_power_of_two(), (RoomNid(0), StreamPosition(0)));
    rooms
}
