//! Which events say something about which: the rows without the events themselves.

use std::cmp::Reverse;

use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{EventId, OwnedEventId, api::Direction};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, NullOrdering, Query},
};

use super::EventStatus;
use crate::{
    entity::event::{Column, Entity},
    error::StoreError,
    reader::Reader,
    table::{KEYS_PER_SELECT, padded, parsed},
};

/// An event that relates to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRow {
    /// The event.
    pub nid: EventNid,
    /// Its id.
    pub event_id: OwnedEventId,
    /// The event that it is about.
    pub relates_to: OwnedEventId,
    /// What it is to that event; empty if it does not say.
    pub rel_type: String,
    /// Its type.
    pub event_type: String,
    /// Its sender.
    pub sender: UserNid,
    /// Its place in the timeline.
    pub order: RoomOrder,
    /// When its server says that it was sent, in milliseconds.
    pub origin_server_ts: i64,
}

/// Which relations to look for.
#[derive(Clone, Copy, Debug, Default)]
pub struct RelationFilter<'a> {
    /// Only those of one of these kinds; empty means any.
    pub rel_types: &'a [&'a str],
    /// Only those of this event type.
    pub event_type: Option<&'a str>,
}

/// A stretch of a list of relations.
#[derive(Clone, Copy, Debug)]
pub struct RelationPage {
    /// The gap from where to go on.
    pub from: RoomOrder,
    /// Where to stop at the latest.
    pub to: Option<RoomOrder>,
    /// Back or forward.
    pub direction: Direction,
    /// How many at most.
    pub limit: u64,
}

/// A thread of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadRow {
    /// The event that it hangs on.
    pub root: OwnedEventId,
    /// The place of its newest message.
    pub latest: RoomOrder,
}

/// A thread in which something is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadNewsRow {
    /// Its room.
    pub room: RoomNid,
    /// The event that it hangs on.
    pub root: OwnedEventId,
    /// When the newest of the new messages came.
    pub latest: StreamPosition,
    /// The place of the newest of them.
    pub last: RoomOrder,
    /// The place of the oldest of them.
    pub first: RoomOrder,
    /// How many there are.
    pub count: i64,
}

/// Which messages of threads are news.
#[derive(Clone, Copy, Debug)]
pub struct ThreadNews {
    /// What came after this.
    pub after: StreamPosition,
    /// And not after this.
    pub until: StreamPosition,
    /// Leaves out threads in which nothing is as new as this.
    pub latest_from: StreamPosition,
    /// Leaves out threads in which something is newer than this.
    pub latest_by: StreamPosition,
}

type Columns = (i64, String, Option<String>, Option<String>, String, i64, Option<i64>, i64);

impl Reader {
    /// What of a room's timeline relates to any of these events, oldest first. What was taken back does not count.
    pub async fn relations_of(
        &self,
        room: RoomNid,
        event_ids: &[&EventId],
        filter: RelationFilter<'_>,
    ) -> Result<Vec<RelationRow>, StoreError> {
        let keys: Vec<&str> = event_ids.iter().map(|id| id.as_str()).collect();
        let mut rows = Vec::new();
        for chunk in keys.chunks(KEYS_PER_SELECT) {
            let found: Vec<Columns> = about(room, chunk, filter).into_tuple().all(self.db()).await?;
            for columns in found {
                rows.extend(decode(columns)?);
            }
        }
        rows.sort_unstable_by_key(|row| row.order);
        Ok(rows)
    }

    /// A page of what relates to one event, nearest to the page's start first.
    pub async fn relations_page(
        &self,
        room: RoomNid,
        event_id: &EventId,
        filter: RelationFilter<'_>,
        page: RelationPage,
    ) -> Result<Vec<RelationRow>, StoreError> {
        let found: Vec<Columns> = page_of(room, event_id, filter, page).into_tuple().all(self.db()).await?;
        found.into_iter().filter_map(|columns| decode(columns).transpose()).collect()
    }

    /// The threads of a room whose newest message is not after `from`, the liveliest first; where `participant` is
    /// given, only those that this user has begun, or has said something in.
    pub async fn threads(
        &self,
        room: RoomNid,
        participant: Option<UserNid>,
        from: RoomOrder,
        limit: u64,
    ) -> Result<Vec<ThreadRow>, StoreError> {
        let latest = || Expr::col(Column::RoomOrder).max();
        let mut select = in_room(room)
            .filter(Column::RelType.eq("m.thread"))
            .select_only()
            .column(Column::RelatesTo)
            .column_as(latest(), "latest")
            .group_by(Column::RelatesTo)
            .having(latest().lte(from.get()));
        if let Some(user) = participant {
            let own = Expr::case(Column::SenderNid.eq(user.get()), 1).finally(0);
            let began = Query::select()
                .expr(Expr::val(1))
                .from_as(Entity, "root")
                .and_where(Expr::col(("root", Column::EventId)).equals((Entity, Column::RelatesTo)))
                .and_where(Expr::col(("root", Column::SenderNid)).eq(user.get()))
                .to_owned();
            select = select.having(Expr::expr(own).max().eq(1).or(Expr::exists(began)));
        }
        let select = select.order_by_with_nulls(latest(), Order::Desc, NullOrdering::Last).limit(limit);
        let found: Vec<(String, i64)> = select.into_tuple().all(self.db()).await?;
        found
            .into_iter()
            .map(|(root, latest)| Ok(ThreadRow { root: parsed(root)?, latest: RoomOrder(latest) }))
            .collect()
    }

    /// The threads of these rooms in which something is new, those first where it came last; all of them without a limit.
    pub async fn thread_news(
        &self,
        rooms: &[RoomNid],
        news: ThreadNews,
        limit: Option<u64>,
    ) -> Result<Vec<ThreadNewsRow>, StoreError> {
        let latest = || Expr::col(Column::Position).max();
        let mut rows = Vec::new();
        for chunk in rooms.chunks(KEYS_PER_SELECT) {
            let rooms: Vec<i64> = chunk.iter().map(|room| room.get()).collect();
            let select = known()
                .filter(Column::RoomNid.is_in(padded(&rooms)))
                // Spelled out, so that the index of these is used.
                .filter(Expr::cust("rel_type = 'm.thread'"))
                .filter(Column::RelatesTo.is_not_null())
                .filter(Column::Position.gt(news.after.get()))
                .filter(Column::Position.lte(news.until.get()))
                .select_only()
                .column(Column::RoomNid)
                .column(Column::RelatesTo)
                .column_as(latest(), "latest")
                .column_as(Expr::col(Column::RoomOrder).max(), "last")
                .column_as(Expr::col(Column::RoomOrder).min(), "first")
                .column_as(Expr::col(Column::Nid).count(), "count")
                .group_by(Column::RoomNid)
                .group_by(Column::RelatesTo)
                .having(latest().between(news.latest_from.get(), news.latest_by.get()))
                .order_by_with_nulls(latest(), Order::Desc, NullOrdering::Last)
                .limit(limit);
            let found: Vec<(i64, String, i64, i64, i64, i64)> = select.into_tuple().all(self.db()).await?;
            for (room, root, latest, last, first, count) in found {
                let (room, root, latest) = (RoomNid(room), parsed(root)?, StreamPosition(latest));
                let (last, first) = (RoomOrder(last), RoomOrder(first));
                rows.push(ThreadNewsRow { room, root, latest, last, first, count });
            }
        }
        rows.sort_by_key(|row| Reverse(row.latest));
        rows.truncate(limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX));
        Ok(rows)
    }
}

/// What a room knows of relations. It does not say that they have a place in the timeline: to SQLite that is a reason to
/// walk the whole timeline instead of the index of relations.
fn in_room(room: RoomNid) -> Select<Entity> {
    known().filter(Column::RoomNid.eq(room.get()))
}

fn known() -> Select<Entity> {
    Entity::find().filter(Column::Status.eq(EventStatus::Accepted.number())).filter(Column::RedactedBy.is_null())
}

fn about(room: RoomNid, event_ids: &[&str], filter: RelationFilter<'_>) -> Select<Entity> {
    selected(room, filter).filter(Column::RelatesTo.is_in(padded(event_ids)))
}

fn page_of(room: RoomNid, event_id: &EventId, filter: RelationFilter<'_>, page: RelationPage) -> Select<Entity> {
    let select = selected(room, filter).filter(Column::RelatesTo.eq(event_id.as_str()));
    let select = match page.direction {
        Direction::Backward => select
            .filter(Column::RoomOrder.lte(page.from.get()))
            .filter(Column::RoomOrder.gt(page.to.map_or(i64::MIN, RoomOrder::get)))
            .order_by_desc(Column::RoomOrder),
        Direction::Forward => select
            .filter(Column::RoomOrder.gt(page.from.get()))
            .filter(Column::RoomOrder.lte(page.to.map_or(i64::MAX, RoomOrder::get)))
            .order_by_asc(Column::RoomOrder),
    };
    select.limit(page.limit)
}

fn selected(room: RoomNid, filter: RelationFilter<'_>) -> Select<Entity> {
    let mut select = in_room(room).select_only().columns([
        Column::Nid,
        Column::EventId,
        Column::RelatesTo,
        Column::RelType,
        Column::EventType,
        Column::SenderNid,
        Column::RoomOrder,
        Column::OriginServerTs,
    ]);
    if !filter.rel_types.is_empty() {
        select = select.filter(Column::RelType.is_in(filter.rel_types.iter().copied()));
    }
    if let Some(event_type) = filter.event_type {
        select = select.filter(Column::EventType.eq(event_type));
    }
    select
}

/// `None` for what is not part of the timeline.
fn decode(
    (nid, event_id, relates_to, rel_type, event_type, sender, order, ts): Columns,
) -> Result<Option<RelationRow>, StoreError> {
    let Some(order) = order else { return Ok(None) };
    Ok(Some(RelationRow {
        nid: EventNid(nid),
        event_id: parsed(event_id)?,
        relates_to: parsed(relates_to.unwrap_or_default())?,
        rel_type: rel_type.unwrap_or_default(),
        event_type,
        sender: UserNid(sender),
        order: RoomOrder(order),
        origin_server_ts: ts,
    }))
}

#[cfg(test)]
mod tests;
