//! Connections of sliding sync: what each was told by the newest answer and by the one before, since nobody knows yet
//! whether the newest has arrived.

use hs_core::nid::UserNid;
use ruma::{DeviceId, OwnedDeviceId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::sliding_connection::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlidingConnectionRow {
    /// Whose it is.
    pub user: UserNid,
    /// And on which device.
    pub device_id: OwnedDeviceId,
    /// Which of the device's connections.
    pub conn_id: String,
    /// By what the client names the newest record.
    pub serial: i64,
    /// The newest record.
    pub told: String,
    /// The record before, and by what the client names it.
    pub previous: Option<(i64, String)>,
    /// When it was used last, in milliseconds.
    pub used_ts: i64,
}

/// What a batch writes about connections.
#[derive(Debug, Default)]
pub struct SlidingConnectionWrites {
    /// Connections as they are now.
    pub rows: Vec<SlidingConnectionRow>,
    /// Connections that are in use: when.
    pub used: Vec<(UserNid, OwnedDeviceId, String, i64)>,
    /// Connections that make room for others.
    pub removed: Vec<(UserNid, OwnedDeviceId, String)>,
}

impl Family for SlidingConnectionWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len() + self.used.len() + self.removed.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for (user, device_id, conn_id) in parts.iter().flat_map(|part| &part.writes.removed) {
            let key = (user.get(), device_id.to_string(), conn_id.clone());
            Entity::delete_by_id(key).exec(scope.tx).await?;
        }
        let rows = parts.iter().flat_map(|part| &part.writes.rows);
        let rows = latest(rows.map(|row| ((row.user, &row.device_id, &row.conn_id), encode(row))));
        let conflict = OnConflict::columns([Column::UserNid, Column::DeviceId, Column::ConnId])
            .update_columns([Column::Serial, Column::Told, Column::PreviousSerial, Column::Previous, Column::UsedTs])
            .to_owned();
        insert::<Entity>(scope.tx, rows.map(|(_, model)| model).collect(), Some(conflict)).await?;
        for (user, device_id, conn_id, ts) in parts.iter().flat_map(|part| &part.writes.used) {
            let update = Entity::update_many()
                .filter(Column::UserNid.eq(user.get()))
                .filter(Column::DeviceId.eq(device_id.as_str()))
                .filter(Column::ConnId.eq(conn_id.as_str()));
            update.col_expr(Column::UsedTs, Expr::value(*ts)).exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// One connection of a device.
    pub async fn sliding_connection(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        conn_id: &str,
    ) -> Result<Option<SlidingConnectionRow>, StoreError> {
        let key = (user.get(), device_id.to_string(), conn_id.to_owned());
        Ok(Entity::find_by_id(key).one(self.db()).await?.map(decode))
    }

    /// The names of a device's connections and the serials of their records, the last used first.
    pub async fn sliding_connections(
        &self,
        user: UserNid,
        device_id: &DeviceId,
    ) -> Result<Vec<(String, Vec<i64>)>, StoreError> {
        let select = Entity::find()
            .select_only()
            .columns([Column::ConnId, Column::Serial, Column::PreviousSerial])
            .filter(Column::UserNid.eq(user.get()))
            .filter(Column::DeviceId.eq(device_id.as_str()))
            .order_by_desc(Column::UsedTs);
        let rows: Vec<(String, i64, Option<i64>)> = select.into_tuple().all(self.db()).await?;
        Ok(rows
            .into_iter()
            .map(|(name, serial, previous)| (name, [serial].into_iter().chain(previous).collect()))
            .collect())
    }
}

fn encode(row: &SlidingConnectionRow) -> Model {
    let (previous_serial, previous) = row.previous.clone().unzip();
    Model {
        user_nid: row.user.get(),
        device_id: row.device_id.to_string(),
        conn_id: row.conn_id.clone(),
        serial: row.serial,
        told: row.told.clone(),
        previous_serial,
        previous,
        used_ts: row.used_ts,
    }
}

fn decode(model: Model) -> SlidingConnectionRow {
    SlidingConnectionRow {
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        conn_id: model.conn_id,
        serial: model.serial,
        told: model.told,
        previous: model.previous_serial.zip(model.previous),
        used_ts: model.used_ts,
    }
}

#[cfg(test)]
mod tests;
