//! Presence: who is there. One row per user, written when others would see a difference, and no more often.
//! See <https://spec.matrix.org/v1.19/client-server-api/#presence>.

use hs_core::nid::{StreamPosition, UserNid};
use ruma::presence::PresenceState;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, insert, latest, padded, select_in};
use crate::{
    entity::presence::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// Whether a user is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceRow {
    /// Who.
    pub user: UserNid,
    /// Whether the user is ours, so that other servers have to be told.
    pub is_local: bool,
    /// Online, unavailable or offline.
    pub state: PresenceState,
    /// What the user says about it.
    pub status_msg: Option<String>,
    /// When the user last did something, in milliseconds; 0 where that is not known.
    pub last_active_ts: i64,
    /// Whether that is so short a time ago that it need not be told exactly.
    pub currently_active: bool,
    /// When a process last knew the user to be there, or last heard of them, in milliseconds.
    pub seen_ts: i64,
    /// When it was written. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
}

impl PresenceRow {
    /// A user of whom nothing is known.
    pub fn absent(user: UserNid) -> Self {
        Self {
            user,
            is_local: true,
            state: PresenceState::Offline,
            status_msg: None,
            last_active_ts: 0,
            currently_active: false,
            seen_ts: 0,
            position: StreamPosition(0),
        }
    }
}

/// What a batch writes about presence.
#[derive(Debug, Default)]
pub struct PresenceWrites {
    /// Users as others see them now.
    pub rows: Vec<PresenceRow>,
    /// Users who are still there, and since when that is known: nobody has to hear of it.
    pub seen: Vec<(UserNid, i64)>,
}

impl Family for PresenceWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.rows.len() + self.seen.len()
    }

    fn is_positioned(&self) -> bool {
        !self.rows.is_empty()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.presence.extend(self.rows.iter().map(|row| row.user));
        // Their own clients hear of it, too, whether they share a room with anybody or not.
        touched.users.extend(self.rows.iter().filter(|row| row.is_local).map(|row| row.user));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| {
            let position = part.position();
            part.writes.rows.iter().map(move |row| (row.user, encode(row, position)))
        });
        let conflict = OnConflict::column(Column::UserNid)
            .update_columns([
                Column::IsLocal,
                Column::State,
                Column::StatusMsg,
                Column::LastActiveTs,
                Column::CurrentlyActive,
                Column::SeenTs,
                Column::Position,
            ])
            .to_owned();
        insert::<Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await?;

        let Some(now) = parts.iter().flat_map(|part| &part.writes.seen).map(|(_, ts)| *ts).max() else {
            return Ok(());
        };
        let mut users: Vec<i64> = parts.iter().flat_map(|part| &part.writes.seen).map(|(user, _)| user.get()).collect();
        users.sort_unstable();
        users.dedup();
        for users in users.chunks(super::KEYS_PER_SELECT) {
            Entity::update_many()
                .filter(Column::UserNid.is_in(padded(users)))
                .col_expr(Column::SeenTs, Expr::value(now))
                .exec(scope.tx)
                .await?;
        }
        Ok(())
    }
}

impl Reader {
    /// What is known of these users, in no particular order.
    pub async fn presence(&self, users: &[UserNid]) -> Result<Vec<PresenceRow>, StoreError> {
        let keys = users.iter().map(|user| user.get());
        let found = select_in(self.db(), Entity::find(), Column::UserNid, keys).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// Those of these users who are there, in no particular order.
    pub async fn present(&self, users: &[UserNid]) -> Result<Vec<PresenceRow>, StoreError> {
        let select = Entity::find().filter(Column::State.ne(PresenceState::Offline.as_str()));
        let found = select_in(self.db(), select, Column::UserNid, users.iter().map(|user| user.get())).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// What was written after `position`, in the order of writing.
    pub async fn presence_after(&self, position: StreamPosition) -> Result<Vec<PresenceRow>, StoreError> {
        let select = Entity::find().filter(Column::Position.gt(position.get())).order_by_asc(Column::Position);
        Ok(select.all(self.db()).await?.into_iter().map(decode).collect())
    }

    /// What was written about our own users after `position`, in the order of writing.
    pub async fn local_presence_after(&self, position: StreamPosition) -> Result<Vec<PresenceRow>, StoreError> {
        let select = Entity::find()
            .filter(Column::Position.gt(position.get()))
            .filter(Column::IsLocal.eq(true))
            .order_by_asc(Column::Position);
        Ok(select.all(self.db()).await?.into_iter().map(decode).collect())
    }

    /// Our users who are said to be there, though no process has known it since `before`.
    pub async fn presence_lost(&self, before: i64) -> Result<Vec<PresenceRow>, StoreError> {
        let select = Entity::find()
            .filter(Column::SeenTs.lt(before))
            .filter(Column::IsLocal.eq(true))
            .filter(Column::State.ne(PresenceState::Offline.as_str()));
        Ok(select.all(self.db()).await?.into_iter().map(decode).collect())
    }
}

fn encode(row: &PresenceRow, position: i64) -> Model {
    Model {
        user_nid: row.user.get(),
        is_local: row.is_local,
        state: row.state.to_string(),
        status_msg: row.status_msg.clone(),
        last_active_ts: row.last_active_ts,
        currently_active: row.currently_active,
        seen_ts: row.seen_ts,
        position,
    }
}

fn decode(model: Model) -> PresenceRow {
    PresenceRow {
        user: UserNid(model.user_nid),
        is_local: model.is_local,
        state: PresenceState::from(model.state),
        status_msg: model.status_msg,
        last_active_ts: model.last_active_ts,
        currently_active: model.currently_active,
        seen_ts: model.seen_ts,
        position: StreamPosition(model.position),
    }
}

#[cfg(test)]
mod tests;
