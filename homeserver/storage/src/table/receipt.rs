//! Receipts: how far each user has read. See <https://spec.matrix.org/v1.19/client-server-api/#receipts>.

use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{OwnedEventId, events::receipt::ReceiptType};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest, parsed, select_in};
use crate::{
    entity::receipt::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The room.
    pub room: RoomNid,
    /// Who read.
    pub user: UserNid,
    /// Public or private.
    pub kind: ReceiptType,
    /// The thread: a root's event id, `main`, or empty for a receipt without thread.
    pub thread: String,
    /// The last event that was read.
    pub event: EventNid,
    /// The same, as clients call it.
    pub event_id: OwnedEventId,
    /// The same event's place in the timeline.
    pub order: RoomOrder,
    /// When it was read, in milliseconds.
    pub ts: i64,
    /// When it was written. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
}

/// What a batch writes about receipts.
#[derive(Debug, Default)]
pub struct ReceiptWrites {
    /// Receipts as they are now.
    pub rows: Vec<ReceiptRow>,
}

impl Family for ReceiptWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn touch(&self, touched: &mut Touched) {
        for row in &self.rows {
            // Nobody else may learn of a private receipt, so nobody else has to be woken.
            if row.kind == ReceiptType::ReadPrivate {
                touched.users.push(row.user);
            } else {
                touched.rooms.push(row.room);
            }
        }
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| {
            part.writes.rows.iter().map(|row| {
                let key = (row.room, row.user, row.kind.as_str(), row.thread.as_str());
                (key, encode(row, part.position()))
            })
        });
        let conflict = OnConflict::columns([Column::RoomNid, Column::UserNid, Column::Kind, Column::Thread])
            .update_columns([Column::EventNid, Column::EventId, Column::RoomOrder, Column::Ts, Column::Position])
            .to_owned();
        insert::<Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await
    }
}

impl Reader {
    /// The receipts of these rooms that were written after `position` (0 for all), in no particular order.
    ///
    /// Private receipts of everybody are among them: show each user only their own.
    pub async fn receipts_after(
        &self,
        rooms: &[RoomNid],
        position: StreamPosition,
    ) -> Result<Vec<ReceiptRow>, StoreError> {
        let select = Entity::find().filter(Column::Position.gt(position.get()));
        let found = select_in(self.db(), select, Column::RoomNid, rooms.iter().map(|room| room.get())).await?;
        found.into_iter().map(decode).collect()
    }

    /// The receipts of a user in these rooms, in no particular order.
    pub async fn receipts_of_user(&self, user: UserNid, rooms: &[RoomNid]) -> Result<Vec<ReceiptRow>, StoreError> {
        let select = Entity::find().filter(Column::UserNid.eq(user.get()));
        let found = select_in(self.db(), select, Column::RoomNid, rooms.iter().map(|room| room.get())).await?;
        found.into_iter().map(decode).collect()
    }
}

fn encode(row: &ReceiptRow, position: i64) -> Model {
    Model {
        room_nid: row.room.get(),
        user_nid: row.user.get(),
        kind: row.kind.to_string(),
        thread: row.thread.clone(),
        event_nid: row.event.get(),
        event_id: row.event_id.to_string(),
        room_order: row.order.get(),
        ts: row.ts,
        position,
    }
}

fn decode(model: Model) -> Result<ReceiptRow, StoreError> {
    Ok(ReceiptRow {
        room: RoomNid(model.room_nid),
        user: UserNid(model.user_nid),
        kind: ReceiptType::from(model.kind),
        thread: model.thread,
        event: EventNid(model.event_nid),
        event_id: parsed(model.event_id)?,
        order: RoomOrder(model.room_order),
        ts: model.ts,
        position: StreamPosition(model.position),
    })
}

#[cfg(test)]
mod tests;
