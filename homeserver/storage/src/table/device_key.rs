//! The identity keys of devices. See <https://spec.matrix.org/v1.19/client-server-api/#device-keys>.
//!
//! Rows go with their device: a foreign key of the database sees to that.

use hs_core::nid::UserNid;
use ruma::{DeviceId, OwnedDeviceId};
use sea_orm::{DbErr, EntityTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::device_key::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// The identity keys of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeyRow {
    /// Whose device.
    pub user: UserNid,
    /// Which.
    pub device_id: OwnedDeviceId,
    /// The signed object, as JSON.
    pub keys: String,
}

/// What a batch writes about identity keys.
#[derive(Debug, Default)]
pub struct DeviceKeyWrites {
    /// Identity keys as they are now. The device must exist, else the commit fails with [`StoreError::Conflict`].
    pub set: Vec<DeviceKeyRow>,
}

impl Family for DeviceKeyWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.set.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.set);
        let rows = latest(rows.map(|row| ((row.user, &row.device_id), encode(row))));
        let conflict =
            OnConflict::columns([Column::UserNid, Column::DeviceId]).update_columns([Column::Keys]).to_owned();
        insert::<Entity>(scope.tx, rows.map(|(_, model)| model).collect(), Some(conflict)).await
    }
}

impl Reader {
    /// The identity keys of a device.
    pub async fn device_key(&self, user: UserNid, device_id: &DeviceId) -> Result<Option<DeviceKeyRow>, StoreError> {
        let key = (user.get(), device_id.to_string());
        Ok(Entity::find_by_id(key).one(self.db()).await?.map(decode))
    }

    /// The identity keys of all devices of these users, in no particular order.
    pub async fn device_keys(&self, users: &[UserNid]) -> Result<Vec<DeviceKeyRow>, StoreError> {
        let users = users.iter().map(|user| user.get());
        let found = select_in(self.db(), Entity::find(), Column::UserNid, users).await?;
        Ok(found.into_iter().map(decode).collect())
    }
}

fn encode(row: &DeviceKeyRow) -> Model {
    Model { user_nid: row.user.get(), device_id: row.device_id.to_string(), keys: row.keys.clone() }
}

fn decode(model: Model) -> DeviceKeyRow {
    DeviceKeyRow { user: UserNid(model.user_nid), device_id: model.device_id.into(), keys: model.keys }
}

#[cfg(test)]
pub(crate) mod tests;
