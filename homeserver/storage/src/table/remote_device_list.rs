//! Our copies of the device lists of other servers' users. The devices and keys themselves are in the same tables as
//! ours. See <https://spec.matrix.org/v1.19/server-server-api/#device-management>.
//!
//! A server tells of changes only those who share a room with the user. So a copy is good as long as it is not known to
//! have a gap, and some room has had both the user and one of ours in it all the time since the copy was made.

use hs_core::nid::{StreamPosition, UserNid};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Statement,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::remote_device_list::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// The most users asked about in one statement.
const USERS_PER_SELECT: usize = 500;

/// A copy of a device list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteDeviceListRow {
    /// Whose devices.
    pub user: UserNid,
    /// The user's server counts changes: the last one that is in the copy.
    pub stream_id: i64,
    /// Where our stream was when the copy was asked for.
    pub fetched_at: StreamPosition,
}

/// What a batch writes about copies of device lists.
#[derive(Debug, Default)]
pub struct RemoteDeviceListWrites {
    /// New copies.
    pub set: Vec<RemoteDeviceListRow>,
    /// Copies that took in a change; the number is the change's.
    pub advance: Vec<(UserNid, i64)>,
    /// Copies that are known to lack a change.
    pub stale: Vec<UserNid>,
}

impl Family for RemoteDeviceListWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.set.len() + self.advance.len() + self.stale.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.set).map(|row| (row.user, encode(row)));
        let conflict = OnConflict::column(Column::UserNid)
            .update_columns([Column::StreamId, Column::FetchedPosition, Column::IsStale])
            .to_owned();
        insert::<Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await?;
        for (user, stream_id) in parts.iter().flat_map(|part| &part.writes.advance) {
            let update = Entity::update_many()
                .filter(Column::UserNid.eq(user.get()))
                .filter(Column::StreamId.lt(*stream_id))
                .col_expr(Column::StreamId, Expr::value(*stream_id));
            update.exec(scope.tx).await?;
        }
        for user in parts.iter().flat_map(|part| &part.writes.stale) {
            let update = Entity::update_many()
                .filter(Column::UserNid.eq(user.get()))
                .col_expr(Column::IsStale, Expr::value(true));
            update.exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// Those of these users of whose devices we have a good copy.
    pub async fn remote_device_lists(&self, users: &[UserNid]) -> Result<Vec<RemoteDeviceListRow>, StoreError> {
        let good = self
            .users_where(
                users,
                "SELECT copy.user_nid FROM remote_device_list copy WHERE copy.user_nid IN (#) AND NOT copy.is_stale \
                 AND EXISTS (SELECT 1 FROM membership them \
                 JOIN membership us ON us.room_nid = them.room_nid AND us.is_local AND us.membership = 'join' \
                 WHERE them.user_nid = copy.user_nid AND them.membership = 'join' \
                 AND them.position <= copy.fetched_position AND us.position <= copy.fetched_position)",
            )
            .await?;
        let found = select_in(self.db(), Entity::find(), Column::UserNid, good.iter().map(|user| user.get())).await?;
        Ok(found.iter().map(decode).collect())
    }

    /// Those of these users who are in a room together with users of ours.
    pub async fn users_in_our_rooms(&self, users: &[UserNid]) -> Result<Vec<UserNid>, StoreError> {
        self.users_where(
            users,
            "SELECT DISTINCT them.user_nid FROM membership them WHERE them.user_nid IN (#) \
             AND them.membership = 'join' AND EXISTS (SELECT 1 FROM membership us \
             WHERE us.room_nid = them.room_nid AND us.is_local AND us.membership = 'join')",
        )
        .await
    }

    /// The users that a statement finds, in which `#` stands for their numbers.
    async fn users_where(&self, users: &[UserNid], sql: &str) -> Result<Vec<UserNid>, StoreError> {
        let mut found = Vec::new();
        for users in users.chunks(USERS_PER_SELECT) {
            let places: Vec<String> = (1..=users.len()).map(|place| format!("${place}")).collect();
            let statement = Statement::from_sql_and_values(
                self.db().get_database_backend(),
                sql.replace('#', &places.join(", ")),
                users.iter().map(|user| user.get().into()),
            );
            for row in self.db().query_all_raw(statement).await? {
                found.push(UserNid(row.try_get_by_index(0)?));
            }
        }
        Ok(found)
    }
}

fn encode(row: &RemoteDeviceListRow) -> Model {
    Model {
        user_nid: row.user.get(),
        stream_id: row.stream_id,
        fetched_position: row.fetched_at.get(),
        is_stale: false,
    }
}

fn decode(model: &Model) -> RemoteDeviceListRow {
    RemoteDeviceListRow {
        user: UserNid(model.user_nid),
        stream_id: model.stream_id,
        fetched_at: StreamPosition(model.fetched_position),
    }
}

#[cfg(test)]
mod tests;
