//! Pushers: where users are told of events while no client of theirs is listening.
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-notifications>.

use hs_core::nid::{StreamPosition, UserNid};
use ruma::OwnedDeviceId;
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, exactly_one, insert};
use crate::{
    entity::pusher::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// Which pusher.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PusherKey {
    /// Whose it is.
    pub user: UserNid,
    /// The kind of app that it reaches.
    pub app_id: String,
    /// Where that app is, in the words of its gateway.
    pub pushkey: String,
}

/// A pusher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PusherRow {
    /// Which one.
    pub key: PusherKey,
    /// The device that set it. It goes with the device.
    pub device_id: OwnedDeviceId,
    /// Everything that the client said of it, as JSON.
    pub definition: String,
    /// When it was set, in milliseconds.
    pub created_ts: i64,
    /// Up to where its user has been told.
    pub position: StreamPosition,
    /// How much it was told is unread; less than nothing where it was not told yet.
    pub badge: i64,
    /// Until when, in milliseconds, a process works on it, or nobody should.
    pub claimed_ts: i64,
    /// Since when its gateway does not answer, in milliseconds.
    pub failing_ts: Option<i64>,
}

/// What a batch writes about pushers. Within a batch, removing comes before setting.
#[derive(Debug, Default)]
pub struct PusherWrites {
    /// Pushers that go.
    pub remove: Vec<PusherKey>,
    /// Apps that are somebody else's now: the pushers of all others with this app id and key go.
    pub remove_others: Vec<PusherKey>,
    /// Pushers as they are now.
    pub set: Vec<PusherRow>,
    /// Commits only if nobody works on the pusher at a moment, and claims it until another: `(key, now, until)`.
    /// Otherwise fails with [`StoreError::Conflict`].
    pub claim: Vec<(PusherKey, i64, i64)>,
    /// How far a pusher has come: its position, badge, claim and failure as in the row. One that is gone stays so.
    pub progress: Vec<PusherRow>,
}

impl Family for PusherWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.remove.len() + self.remove_others.len() + self.set.len() + self.claim.len() + self.progress.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            for key in &part.writes.remove {
                Entity::delete_many().filter(is(key)).exec(scope.tx).await?;
            }
            for key in &part.writes.remove_others {
                let others = Entity::delete_many()
                    .filter(Column::AppId.eq(key.app_id.as_str()))
                    .filter(Column::Pushkey.eq(key.pushkey.as_str()))
                    .filter(Column::UserNid.ne(key.user.get()));
                others.exec(scope.tx).await?;
            }
            let conflict = OnConflict::columns([Column::UserNid, Column::AppId, Column::Pushkey])
                .update_columns([Column::DeviceId, Column::Definition, Column::ClaimedTs, Column::FailingTs])
                .to_owned();
            insert::<Entity>(scope.tx, part.writes.set.iter().map(encode).collect(), Some(conflict)).await?;
            for (key, now, until) in &part.writes.claim {
                let claim = Entity::update_many()
                    .filter(is(key))
                    .filter(Column::ClaimedTs.lte(*now))
                    .col_expr(Column::ClaimedTs, Expr::value(*until));
                exactly_one(claim.exec(scope.tx).await?.rows_affected)?;
            }
            for row in &part.writes.progress {
                let progress = Entity::update_many()
                    .filter(is(&row.key))
                    .col_expr(Column::Position, Expr::value(row.position.get()))
                    .col_expr(Column::Badge, Expr::value(row.badge))
                    .col_expr(Column::ClaimedTs, Expr::value(row.claimed_ts))
                    .col_expr(Column::FailingTs, Expr::value(row.failing_ts));
                progress.exec(scope.tx).await?;
            }
        }
        Ok(())
    }
}

fn is(key: &PusherKey) -> Condition {
    Condition::all()
        .add(Column::UserNid.eq(key.user.get()))
        .add(Column::AppId.eq(key.app_id.as_str()))
        .add(Column::Pushkey.eq(key.pushkey.as_str()))
}

impl Reader {
    /// The pushers of a user.
    pub async fn pushers(&self, user: UserNid) -> Result<Vec<PusherRow>, StoreError> {
        let found = Entity::find().filter(Column::UserNid.eq(user.get())).order_by_asc(Column::CreatedTs);
        Ok(found.all(self.db()).await?.into_iter().map(decode).collect())
    }

    /// The users who have a pusher.
    pub async fn users_with_pushers(&self) -> Result<Vec<UserNid>, StoreError> {
        let select = Entity::find().select_only().column(Column::UserNid).distinct();
        let users: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(users.into_iter().map(UserNid).collect())
    }

    /// The users of pushers that stand behind `position` and on which nobody works at `now`.
    pub async fn users_to_push(&self, position: StreamPosition, now: i64) -> Result<Vec<UserNid>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::UserNid)
            .distinct()
            .filter(Column::FailingTs.is_not_null())
            .filter(Column::Position.lt(position.get()))
            .filter(Column::ClaimedTs.lte(now));
        let users: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(users.into_iter().map(UserNid).collect())
    }
}

fn encode(row: &PusherRow) -> Model {
    Model {
        user_nid: row.key.user.get(),
        app_id: row.key.app_id.clone(),
        pushkey: row.key.pushkey.clone(),
        device_id: row.device_id.to_string(),
        definition: row.definition.clone(),
        created_ts: row.created_ts,
        position: row.position.get(),
        badge: row.badge,
        claimed_ts: row.claimed_ts,
        failing_ts: row.failing_ts,
    }
}

fn decode(model: Model) -> PusherRow {
    PusherRow {
        key: PusherKey { user: UserNid(model.user_nid), app_id: model.app_id, pushkey: model.pushkey },
        device_id: model.device_id.into(),
        definition: model.definition,
        created_ts: model.created_ts,
        position: StreamPosition(model.position),
        badge: model.badge,
        claimed_ts: model.claimed_ts,
        failing_ts: model.failing_ts,
    }
}

#[cfg(test)]
mod tests;
