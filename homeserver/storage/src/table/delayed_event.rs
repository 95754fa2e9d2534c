//! Events that are to be sent later, and for a while those that were. See MSC4140.

use std::collections::HashMap;

use hs_core::nid::UserNid;
use ruma::{EventId, OwnedDeviceId, OwnedEventId, OwnedRoomId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

use super::{Family, Part, Scope, exactly_one, insert, parsed, select_in};
use crate::{
    entity::delayed_event::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// An event that is to be sent later, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelayedEventRow {
    /// Its name among the delayed events.
    pub delay_id: String,
    /// Who sends it.
    pub user: UserNid,
    /// And from which device.
    pub device_id: Option<OwnedDeviceId>,
    /// Into which room.
    pub room_id: OwnedRoomId,
    /// Its type.
    pub event_type: String,
    /// Its state key, if it is a state event.
    pub state_key: Option<String>,
    /// Its content, as JSON.
    pub content: String,
    /// How long it waits, in milliseconds.
    pub delay_ms: i64,
    /// Since when, in milliseconds.
    pub scheduled_ts: i64,
    /// What came of it; `None` while it waits.
    pub outcome: Option<DelayedOutcome>,
}

/// What came of a delayed event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelayedOutcome {
    /// When, in milliseconds.
    pub ts: i64,
    /// The event that was sent.
    pub event_id: Option<OwnedEventId>,
    /// Why it was not, as JSON; where that is missing too, it was cancelled.
    pub error: Option<String>,
}

impl DelayedEventRow {
    /// When it is sent.
    pub fn send_ts(&self) -> i64 {
        self.scheduled_ts.saturating_add(self.delay_ms)
    }
}

/// What a batch writes about delayed events.
#[derive(Debug, Default)]
pub struct DelayedEventWrites {
    /// New ones.
    pub create: Vec<DelayedEventRow>,
    /// Ones that begin to wait anew, and when. One that does not wait any more fails the batch with
    /// [`StoreError::Conflict`].
    pub restart: Vec<(String, i64)>,
    /// Ones that wait no more. Of two batches that end the same one the second fails with [`StoreError::Conflict`].
    pub finish: Vec<(String, DelayedOutcome)>,
}

impl Family for DelayedEventWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.create.len() + self.restart.len() + self.finish.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            insert::<Entity>(scope.tx, part.writes.create.iter().map(encode).collect(), None).await?;
            for (delay_id, ts) in &part.writes.restart {
                let update = waiting(delay_id)
                    .col_expr(Column::ScheduledTs, Expr::value(*ts))
                    .col_expr(Column::SendTs, Expr::col(Column::DelayMs).add(*ts));
                exactly_one(update.exec(scope.tx).await?.rows_affected)?;
            }
            for (delay_id, outcome) in &part.writes.finish {
                let update = waiting(delay_id)
                    .col_expr(Column::FinalisedTs, Expr::value(outcome.ts))
                    .col_expr(Column::EventId, Expr::value(outcome.event_id.as_ref().map(ToString::to_string)))
                    .col_expr(Column::Error, Expr::value(outcome.error.clone()));
                exactly_one(update.exec(scope.tx).await?.rows_affected)?;
            }
        }
        Ok(())
    }
}

fn waiting(delay_id: &str) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::DelayId.eq(delay_id)).filter(Column::FinalisedTs.is_null())
}

impl Reader {
    /// One delayed event.
    pub async fn delayed_event(&self, delay_id: &str) -> Result<Option<DelayedEventRow>, StoreError> {
        Entity::find_by_id(delay_id).one(self.db()).await?.map(decode).transpose()
    }

    /// The delayed events of a user that still wait, in the order in which they are sent.
    pub async fn delayed_events_of(&self, user: UserNid) -> Result<Vec<DelayedEventRow>, StoreError> {
        let select = Entity::find()
            .filter(Column::UserNid.eq(user.get()))
            .filter(Column::FinalisedTs.is_null())
            .order_by_asc(Column::SendTs)
            .order_by_asc(Column::DelayId);
        select.all(self.db()).await?.into_iter().map(decode).collect()
    }

    /// What those of these events were called that a user had wait, as far as that is still known.
    pub async fn delays_of_events(
        &self,
        user: UserNid,
        events: &[&EventId],
    ) -> Result<HashMap<OwnedEventId, String>, StoreError> {
        let select = Entity::find().filter(Column::UserNid.eq(user.get()));
        let keys = events.iter().map(|event| event.as_str());
        let found = select_in(self.db(), select, Column::EventId, keys).await?.into_iter();
        found.filter_map(|model| Some(parsed(model.event_id?).map(|event| (event, model.delay_id)))).collect()
    }

    /// How many delayed events of a user wait.
    pub async fn delayed_event_count(&self, user: UserNid) -> Result<u64, StoreError> {
        let select = Entity::find().filter(Column::UserNid.eq(user.get())).filter(Column::FinalisedTs.is_null());
        Ok(select.count(self.db()).await?)
    }

    /// Those whose time has come first, whosever they are.
    pub async fn next_delayed_events(&self, limit: u64) -> Result<Vec<DelayedEventRow>, StoreError> {
        let select = Entity::find().filter(Column::FinalisedTs.is_null());
        let select = select.order_by_asc(Column::SendTs).order_by_asc(Column::DelayId).limit(limit);
        select.all(self.db()).await?.into_iter().map(decode).collect()
    }
}

fn encode(row: &DelayedEventRow) -> Model {
    let outcome = row.outcome.as_ref();
    Model {
        delay_id: row.delay_id.clone(),
        user_nid: row.user.get(),
        device_id: row.device_id.as_ref().map(ToString::to_string),
        room_id: row.room_id.to_string(),
        event_type: row.event_type.clone(),
        state_key: row.state_key.clone(),
        content: row.content.clone(),
        delay_ms: row.delay_ms,
        scheduled_ts: row.scheduled_ts,
        send_ts: row.send_ts(),
        finalised_ts: outcome.map(|outcome| outcome.ts),
        event_id: outcome.and_then(|outcome| outcome.event_id.as_ref().map(ToString::to_string)),
        error: outcome.and_then(|outcome| outcome.error.clone()),
    }
}

fn decode(model: Model) -> Result<DelayedEventRow, StoreError> {
    let event_id = model.event_id.map(parsed).transpose()?;
    Ok(DelayedEventRow {
        delay_id: model.delay_id,
        user: UserNid(model.user_nid),
        device_id: model.device_id.map(Into::into),
        room_id: parsed(model.room_id)?,
        event_type: model.event_type,
        state_key: model.state_key,
        content: model.content,
        delay_ms: model.delay_ms,
        scheduled_ts: model.scheduled_ts,
        outcome: model.finalised_ts.map(|ts| DelayedOutcome { ts, event_id, error: model.error }),
    })
}

#[cfg(test)]
mod tests;
