//! Devices: what a user signed in with, and when it was last heard of.

use hs_core::nid::UserNid;
use ruma::{DeviceId, OwnedDeviceId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::device::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Whose it is.
    pub user: UserNid,
    /// Its id, unique among the devices of the user.
    pub device_id: OwnedDeviceId,
    /// What its user calls it.
    pub display_name: Option<String>,
    /// When it first signed in, in milliseconds.
    pub created_ts: i64,
    /// When it was last heard of, in milliseconds, give or take a minute.
    pub last_seen_ts: Option<i64>,
    /// From which address that was.
    pub last_seen_ip: Option<String>,
    /// What it then said it was.
    pub user_agent: Option<String>,
}

/// A sign of life of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSeen {
    /// Whose device it is.
    pub user: UserNid,
    /// The device.
    pub device_id: OwnedDeviceId,
    /// When it was heard of, in milliseconds.
    pub seen_ts: i64,
    /// From which address, where we know.
    pub ip: Option<String>,
    /// What it said it was.
    pub user_agent: Option<String>,
}

/// What a batch writes about devices. Within a batch, removing comes before adding.
#[derive(Debug, Default)]
pub struct DeviceWrites {
    /// Devices that go.
    pub remove: Vec<(UserNid, OwnedDeviceId)>,
    /// Users whose devices go, except the one beside them.
    pub remove_all: Vec<(UserNid, Option<OwnedDeviceId>)>,
    /// Devices that sign in. One that is there already stays as it is.
    pub add: Vec<DeviceRow>,
    /// New display names.
    pub rename: Vec<(UserNid, OwnedDeviceId, Option<String>)>,
    /// Signs of life.
    pub seen: Vec<DeviceSeen>,
}

impl Family for DeviceWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.remove.len() + self.remove_all.len() + self.add.len() + self.rename.len() + self.seen.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            remove(scope, part.writes).await?;
            add(scope, &part.writes.add).await?;
            for (user, device_id, display_name) in &part.writes.rename {
                let update = update(*user, device_id).col_expr(Column::DisplayName, Expr::value(display_name.clone()));
                update.exec(scope.tx).await?;
            }
        }
        let seen = parts.iter().flat_map(|part| &part.writes.seen);
        for (_, seen) in latest(seen.map(|seen| ((seen.user, &seen.device_id), seen))) {
            let mut update = update(seen.user, &seen.device_id).col_expr(Column::LastSeenTs, Expr::value(seen.seen_ts));
            if let Some(ip) = &seen.ip {
                update = update.col_expr(Column::LastSeenIp, Expr::value(ip.as_str()));
            }
            if let Some(user_agent) = &seen.user_agent {
                update = update.col_expr(Column::UserAgent, Expr::value(user_agent.as_str()));
            }
            update.exec(scope.tx).await?;
        }
        Ok(())
    }
}

async fn remove(scope: &Scope<'_>, writes: &DeviceWrites) -> Result<(), DbErr> {
    for (user, device_id) in &writes.remove {
        let device = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
        device.filter(Column::DeviceId.eq(device_id.as_str())).exec(scope.tx).await?;
    }
    for (user, except) in &writes.remove_all {
        let mut devices = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
        if let Some(device_id) = except {
            devices = devices.filter(Column::DeviceId.ne(device_id.as_str()));
        }
        devices.exec(scope.tx).await?;
    }
    Ok(())
}

async fn add(scope: &Scope<'_>, devices: &[DeviceRow]) -> Result<(), DbErr> {
    let known_stay = OnConflict::columns([Column::UserNid, Column::DeviceId]).do_nothing().to_owned();
    insert::<Entity>(scope.tx, devices.iter().map(encode).collect(), Some(known_stay)).await
}

fn update(user: UserNid, device_id: &DeviceId) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many().filter(Column::UserNid.eq(user.get())).filter(Column::DeviceId.eq(device_id.as_str()))
}

impl Reader {
    /// One of a user's devices.
    pub async fn device(&self, user: UserNid, device_id: &DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        let key = (user.get(), device_id.to_string());
        Ok(Entity::find_by_id(key).one(self.db()).await?.map(decode))
    }

    /// All devices of these users, in no particular order.
    pub async fn devices_of(&self, users: &[UserNid]) -> Result<Vec<DeviceRow>, StoreError> {
        let users = users.iter().map(|user| user.get());
        let found = select_in(self.db(), Entity::find(), Column::UserNid, users).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// A user's devices, by id.
    pub async fn devices(&self, user: UserNid) -> Result<Vec<DeviceRow>, StoreError> {
        let devices = Entity::find().filter(Column::UserNid.eq(user.get())).order_by_asc(Column::DeviceId);
        Ok(devices.all(self.db()).await?.into_iter().map(decode).collect())
    }
}

fn encode(row: &DeviceRow) -> Model {
    Model {
        user_nid: row.user.get(),
        device_id: row.device_id.to_string(),
        display_name: row.display_name.clone(),
        created_ts: row.created_ts,
        last_seen_ts: row.last_seen_ts,
        last_seen_ip: row.last_seen_ip.clone(),
        user_agent: row.user_agent.clone(),
    }
}

fn decode(model: Model) -> DeviceRow {
    DeviceRow {
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        display_name: model.display_name,
        created_ts: model.created_ts,
        last_seen_ts: model.last_seen_ts,
        last_seen_ip: model.last_seen_ip,
        user_agent: model.user_agent,
    }
}

#[cfg(test)]
mod tests;
