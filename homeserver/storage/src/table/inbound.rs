//! What other servers have sent: events that wait to be taken in, so that a crash loses none that was acknowledged,
//! and the answers to transactions, so that the same one is answered the same way again.

use ruma::{OwnedEventId, OwnedRoomId, OwnedServerName, RoomId, ServerName, TransactionId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{Family, Part, Scope, insert, parsed};
use crate::{
    entity::{inbound, inbound_transaction},
    error::StoreError,
    reader::Reader,
};

/// An event that was received and waits to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundRow {
    /// Its room.
    pub room_id: OwnedRoomId,
    /// The event.
    pub event_id: OwnedEventId,
    /// Who sent it here, and can be asked for what it refers to.
    pub origin: OwnedServerName,
    /// The event, checked for form, signatures and hash.
    pub json: String,
    /// When it came, in milliseconds.
    pub received_ts: i64,
    /// How often it was tried in vain.
    pub tries: i64,
}

/// A transaction that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundTransactionRow {
    /// Who sent it.
    pub origin: OwnedServerName,
    /// What they call it.
    pub txn_id: String,
    /// What they were answered.
    pub response: String,
    /// When, in milliseconds.
    pub created_ts: i64,
}

/// What a batch writes about what others send.
#[derive(Debug, Default)]
pub struct InboundWrites {
    /// Events that wait from now on; one that waits already stays as it is.
    pub staged: Vec<InboundRow>,
    /// Events that have been dealt with.
    pub done: Vec<(OwnedRoomId, OwnedEventId)>,
    /// Events that were tried in vain once more.
    pub tried: Vec<(OwnedRoomId, OwnedEventId)>,
    /// Transactions that have been answered.
    pub transactions: Vec<InboundTransactionRow>,
}

impl Family for InboundWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.staged.len() + self.done.len() + self.tried.len() + self.transactions.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.staged).map(|row| inbound::Model {
            room_id: row.room_id.to_string(),
            event_id: row.event_id.to_string(),
            origin: row.origin.to_string(),
            json: row.json.clone(),
            received_ts: row.received_ts,
            tries: row.tries,
        });
        let keep = OnConflict::columns([inbound::Column::RoomId, inbound::Column::EventId]).do_nothing().to_owned();
        insert::<inbound::Entity>(scope.tx, rows.collect(), Some(keep)).await?;

        for (room_id, event_id) in parts.iter().flat_map(|part| &part.writes.tried) {
            inbound::Entity::update_many()
                .filter(inbound::Column::RoomId.eq(room_id.as_str()))
                .filter(inbound::Column::EventId.eq(event_id.as_str()))
                .col_expr(inbound::Column::Tries, Expr::col(inbound::Column::Tries).add(1))
                .exec(scope.tx)
                .await?;
        }
        for (room_id, event_id) in parts.iter().flat_map(|part| &part.writes.done) {
            inbound::Entity::delete_by_id((room_id.to_string(), event_id.to_string())).exec(scope.tx).await?;
        }
        let rows = parts.iter().flat_map(|part| &part.writes.transactions).map(|row| inbound_transaction::Model {
            origin: row.origin.to_string(),
            txn_id: row.txn_id.clone(),
            response: row.response.clone(),
            created_ts: row.created_ts,
        });
        let keep = OnConflict::columns([inbound_transaction::Column::Origin, inbound_transaction::Column::TxnId])
            .do_nothing()
            .to_owned();
        insert::<inbound_transaction::Entity>(scope.tx, rows.collect(), Some(keep)).await
    }
}

impl Reader {
    /// The events of a room that wait to be taken in, those that came first before the others: either those that were
    /// tried in vain, or those that were not tried yet.
    pub async fn inbound(&self, room_id: &RoomId, are_tried: bool, limit: u64) -> Result<Vec<InboundRow>, StoreError> {
        let tries = inbound::Column::Tries;
        let found = inbound::Entity::find()
            .filter(inbound::Column::RoomId.eq(room_id.as_str()))
            .filter(if are_tried { tries.gt(0) } else { tries.eq(0) })
            .order_by_asc(inbound::Column::ReceivedTs)
            .limit(limit)
            .all(self.db())
            .await?;
        found.into_iter().map(decode).collect()
    }

    /// The rooms that have events waiting, and the servers that sent these.
    pub async fn inbound_rooms(&self) -> Result<Vec<(OwnedRoomId, OwnedServerName)>, StoreError> {
        let select = inbound::Entity::find()
            .select_only()
            .column(inbound::Column::RoomId)
            .column(inbound::Column::Origin)
            .distinct();
        let rooms: Vec<(String, String)> = select.into_tuple().all(self.db()).await?;
        rooms.into_iter().map(|(room_id, origin)| Ok((parsed(room_id)?, parsed(origin)?))).collect()
    }

    /// What a server was answered to a transaction.
    pub async fn inbound_transaction(
        &self,
        origin: &ServerName,
        txn_id: &TransactionId,
    ) -> Result<Option<String>, StoreError> {
        let key = (origin.to_string(), txn_id.to_string());
        Ok(inbound_transaction::Entity::find_by_id(key).one(self.db()).await?.map(|row| row.response))
    }
}

fn decode(row: inbound::Model) -> Result<InboundRow, StoreError> {
    Ok(InboundRow {
        room_id: parsed(row.room_id)?,
        event_id: parsed(row.event_id)?,
        origin: parsed(row.origin)?,
        json: row.json,
        received_ts: row.received_ts,
        tries: row.tries,
    })
}

#[cfg(test)]
mod tests;
