//! Dehydrated devices: what receives messages for a user who is signed in nowhere.
//! See <https://github.com/matrix-org/matrix-spec-proposals/pull/3814>.
//!
//! Rows go with their device: a foreign key of the database sees to that.

use hs_core::nid::UserNid;
use ruma::OwnedDeviceId;
use sea_orm::{DbErr, EntityTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::dehydrated_device::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A dehydrated device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DehydratedDeviceRow {
    /// Whose.
    pub user: UserNid,
    /// Its id; there is a device with it.
    pub device_id: OwnedDeviceId,
    /// Its private keys, encrypted by the client, as JSON.
    pub device_data: String,
}

/// What a batch writes about dehydrated devices.
#[derive(Debug, Default)]
pub struct DehydratedDeviceWrites {
    /// The dehydrated devices of users as they are now.
    pub set: Vec<DehydratedDeviceRow>,
}

impl Family for DehydratedDeviceWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.set.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = latest(parts.iter().flat_map(|part| &part.writes.set).map(|row| (row.user, row)));
        let rows = rows.map(|(user, row)| Model {
            user_nid: user.get(),
            device_id: row.device_id.to_string(),
            device_data: row.device_data.clone(),
        });
        let conflict =
            OnConflict::column(Column::UserNid).update_columns([Column::DeviceId, Column::DeviceData]).to_owned();
        insert::<Entity>(scope.tx, rows.collect(), Some(conflict)).await
    }
}

impl Reader {
    /// The dehydrated device of a user.
    pub async fn dehydrated_device(&self, user: UserNid) -> Result<Option<DehydratedDeviceRow>, StoreError> {
        let found = Entity::find_by_id(user.get()).one(self.db()).await?;
        Ok(found.map(|model| DehydratedDeviceRow {
            user,
            device_id: model.device_id.into(),
            device_data: model.device_data,
        }))
    }
}
