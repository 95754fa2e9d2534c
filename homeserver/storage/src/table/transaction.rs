//! Transaction ids: what a client's request led to, so that its repetition leads to the same.
//! See <https://spec.matrix.org/v1.19/client-server-api/#transaction-identifiers>.

use std::collections::HashMap;

use hs_core::nid::{EventNid, UserNid};
use ruma::{DeviceId, OwnedDeviceId, OwnedTransactionId, TransactionId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{Family, Part, Scope, insert, select_in};
use crate::{
    entity::transaction_id::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A request that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionRow {
    /// Whose request.
    pub user: UserNid,
    /// From which device.
    pub device: OwnedDeviceId,
    /// The endpoint and what it was about; the same transaction id elsewhere is another request.
    pub scope: String,
    /// The client's own name for the request.
    pub txn_id: OwnedTransactionId,
    /// The event that it led to.
    pub event: Option<EventNid>,
    /// The response, where the event does not say it.
    pub response: Option<String>,
    /// When, in milliseconds.
    pub created_ts: i64,
}

/// The request that an event came from. Its device may see it in `unsigned`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBy {
    /// The device that sent it.
    pub device: OwnedDeviceId,
    /// Under which transaction id.
    pub txn_id: OwnedTransactionId,
}

/// What a batch writes about transaction ids.
#[derive(Debug, Default)]
pub struct TransactionWrites {
    /// New ones. One that is taken makes the commit fail with [`StoreError::Duplicate`]: the same request, carried
    /// out at the same time, won; answer what it answered.
    pub rows: Vec<TransactionRow>,
}

impl Family for TransactionWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| part.writes.rows.iter().map(encode));
        insert::<Entity>(scope.tx, rows.collect(), None).await
    }
}

impl Reader {
    /// What this request led to, if it was carried out before.
    pub async fn transaction(
        &self,
        user: UserNid,
        device: &DeviceId,
        scope: &str,
        txn_id: &TransactionId,
    ) -> Result<Option<TransactionRow>, StoreError> {
        let key = (user.get(), device.to_string(), scope.to_owned(), txn_id.to_string());
        Ok(Entity::find_by_id(key).one(self.db()).await?.map(decode))
    }

    /// By which requests a user sent these events, as far as that is still known.
    pub async fn transactions_of_events(
        &self,
        user: UserNid,
        events: &[EventNid],
    ) -> Result<HashMap<EventNid, SentBy>, StoreError> {
        let select = Entity::find().filter(Column::UserNid.eq(user.get()));
        let keys = events.iter().map(|event| event.get());
        let found = select_in(self.db(), select, Column::EventNid, keys).await?.into_iter();
        let sent = |model: Model| {
            let sent = SentBy { device: model.device_id.into(), txn_id: model.txn_id.into() };
            Some((EventNid(model.event_nid?), sent))
        };
        Ok(found.filter_map(sent).collect())
    }
}

fn encode(row: &TransactionRow) -> Model {
    Model {
        user_nid: row.user.get(),
        device_id: row.device.to_string(),
        scope: row.scope.clone(),
        txn_id: row.txn_id.to_string(),
        event_nid: row.event.map(EventNid::get),
        response: row.response.clone(),
        created_ts: row.created_ts,
    }
}

fn decode(model: Model) -> TransactionRow {
    TransactionRow {
        user: UserNid(model.user_nid),
        device: model.device_id.into(),
        scope: model.scope,
        txn_id: model.txn_id.into(),
        event: model.event_nid.map(EventNid),
        response: model.response,
        created_ts: model.created_ts,
    }
}

#[cfg(test)]
mod tests;
