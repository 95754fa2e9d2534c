//! Which events notified whom: from this it is counted what is left unread when somebody reads a part of a room, and
//! how that divides into threads.
//!
//! An event that notifies a room writes one row, for however many members. A member to whom it means something else
//! than to most has a row of their own with the difference, so that the sum of both is what it means to them; the
//! sender is passed over when it is counted.

use std::collections::HashSet;

use hs_core::nid::{RoomNid, RoomOrder, UserNid};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Statement, Value, sea_query::Expr,
};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::{
        notification::{Column, Entity, Model},
        receipt,
    },
    error::StoreError,
    reader::Reader,
};

/// In place of a user, for what an event means to everybody of whom nothing else is said.
const EVERYBODY: i64 = 0;

/// What an event means to the members of a room, or how it differs for one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationRow {
    /// The room.
    pub room: RoomNid,
    /// For whom it differs; `None` for what it means to everybody.
    pub user: Option<UserNid>,
    /// The event's place in the timeline.
    pub order: RoomOrder,
    /// The thread that the event is in: the root's id, or `main`.
    pub thread: String,
    /// The event's sender, who is not notified.
    pub sender: UserNid,
    /// Whether it notifies: 1 or 0, or the difference to what it means to everybody.
    pub notify: i64,
    /// Whether it stands out, in the same way.
    pub highlight: i64,
}

/// What a batch writes about notifications.
#[derive(Debug, Default)]
pub struct NotificationWrites {
    /// New ones.
    pub rows: Vec<NotificationRow>,
    /// Events that notify nobody any more.
    pub removed: Vec<(RoomNid, RoomOrder)>,
}

/// What of a thread is unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadInThread {
    /// The room.
    pub room: RoomNid,
    /// The thread: the root's id, or `main`.
    pub thread: String,
    /// How many events notify the user.
    pub notify: i64,
    /// How many stand out.
    pub highlight: i64,
    /// The place of the oldest; or of one before it that would notify others.
    pub oldest: RoomOrder,
}

/// How far a user is about to have read, which their receipts do not say yet.
#[derive(Clone, Copy, Debug)]
pub struct ReadUpTo<'a> {
    /// In which thread; empty for all of the room.
    pub thread: &'a str,
    /// Up to where.
    pub order: RoomOrder,
}

impl Family for NotificationWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len() + self.removed.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows).map(encode).collect();
        insert::<Entity>(scope.tx, rows, None).await?;
        for (room, order) in parts.iter().flat_map(|part| &part.writes.removed) {
            let of_event =
                Entity::delete_many().filter(Column::RoomNid.eq(room.get())).filter(Column::RoomOrder.eq(order.get()));
            // Two statements, because each has an index of its own.
            of_event.clone().filter(Column::UserNid.eq(EVERYBODY)).exec(scope.tx).await?;
            of_event.filter(Expr::cust("user_nid <> 0")).exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// What one event means to the members of its room.
    pub async fn notifications_at(&self, room: RoomNid, order: RoomOrder) -> Result<Vec<NotificationRow>, StoreError> {
        let of_event = Entity::find().filter(Column::RoomNid.eq(room.get())).filter(Column::RoomOrder.eq(order.get()));
        let mut found = of_event.clone().filter(Column::UserNid.eq(EVERYBODY)).all(self.db()).await?;
        found.extend(of_event.filter(Expr::cust("user_nid <> 0")).all(self.db()).await?);
        Ok(found.into_iter().map(decode).collect())
    }

    /// Who has read an event of a thread, going by receipts.
    pub async fn readers_of(
        &self,
        room: RoomNid,
        order: RoomOrder,
        thread: &str,
    ) -> Result<HashSet<UserNid>, StoreError> {
        let select = receipt::Entity::find()
            .select_only()
            .column(receipt::Column::UserNid)
            .filter(receipt::Column::RoomNid.eq(room.get()))
            .filter(receipt::Column::RoomOrder.gte(order.get()))
            .filter(receipt::Column::Thread.is_in(["", thread]));
        let found: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(found.into_iter().map(UserNid).collect())
    }

    /// What a user has not read in these rooms, by thread, where there is anything; going by their receipts and by how
    /// far they are about to have read.
    pub async fn unread_by_thread(
        &self,
        user: UserNid,
        rooms: &[RoomNid],
        reading: Option<ReadUpTo<'_>>,
    ) -> Result<Vec<UnreadInThread>, StoreError> {
        match reading {
            None => self.unread_where(user, rooms, "", Vec::new()).await,
            Some(ReadUpTo { thread: "", order }) => {
                self.unread_where(user, rooms, "AND n.room_order > $2", vec![order.get().into()]).await
            }
            Some(ReadUpTo { thread, order }) => {
                let values = vec![thread.into(), order.get().into()];
                self.unread_where(user, rooms, "AND (n.thread <> $2 OR n.room_order > $3)", values).await
            }
        }
    }

    /// The same, without what is unread beside all threads.
    pub async fn unread_threads(&self, user: UserNid, rooms: &[RoomNid]) -> Result<Vec<UnreadInThread>, StoreError> {
        self.unread_where(user, rooms, "AND n.thread <> 'main'", Vec::new()).await
    }

    async fn unread_where(
        &self,
        user: UserNid,
        rooms: &[RoomNid],
        condition: &str,
        mut values: Vec<Value>,
    ) -> Result<Vec<UnreadInThread>, StoreError> {
        if rooms.is_empty() {
            return Ok(Vec::new());
        }
        values.insert(0, user.get().into());
        let rooms: Vec<String> = rooms.iter().map(|room| room.get().to_string()).collect();
        let rooms = rooms.join(", ");
        let sql = format!(
            "SELECT n.room_nid, n.thread, CAST(SUM(n.notify) AS BIGINT) AS notify, \
             CAST(SUM(n.highlight) AS BIGINT) AS highlight, MIN(n.room_order) AS oldest \
             FROM unread u JOIN notification n ON n.room_nid = u.room_nid AND n.user_nid IN (0, u.user_nid) \
             AND n.room_order > u.floor \
             LEFT JOIN (SELECT room_nid, thread, MAX(room_order) AS up_to FROM receipt \
             WHERE user_nid = $1 AND room_nid IN ({rooms}) GROUP BY room_nid, thread) r \
             ON r.room_nid = n.room_nid AND r.thread = n.thread \
             WHERE u.user_nid = $1 AND u.room_nid IN ({rooms}) AND n.sender_nid <> $1 \
             AND n.room_order > COALESCE(r.up_to, u.floor) {condition} \
             GROUP BY n.room_nid, n.thread HAVING SUM(n.notify) > 0"
        );
        let statement = Statement::from_sql_and_values(self.db().get_database_backend(), sql, values);
        let found = self.db().query_all_raw(statement).await?;
        let found = found.iter().map(|row| {
            Ok(UnreadInThread {
                room: RoomNid(row.try_get("", "room_nid")?),
                thread: row.try_get("", "thread")?,
                notify: row.try_get("", "notify")?,
                highlight: row.try_get("", "highlight")?,
                oldest: RoomOrder(row.try_get("", "oldest")?),
            })
        });
        found.collect()
    }
}

fn encode(row: &NotificationRow) -> Model {
    Model {
        room_nid: row.room.get(),
        user_nid: row.user.map_or(EVERYBODY, UserNid::get),
        room_order: row.order.get(),
        thread: row.thread.clone(),
        sender_nid: row.sender.get(),
        notify: row.notify,
        highlight: row.highlight,
    }
}

fn decode(model: Model) -> NotificationRow {
    NotificationRow {
        room: RoomNid(model.room_nid),
        user: (model.user_nid != EVERYBODY).then_some(UserNid(model.user_nid)),
        order: RoomOrder(model.room_order),
        thread: model.thread,
        sender: UserNid(model.sender_nid),
        notify: model.notify,
        highlight: model.highlight,
    }
}

#[cfg(test)]
mod tests;
