//! One-time keys and the fallback keys for when they run out.
//! See <https://spec.matrix.org/v1.19/client-server-api/#one-time-and-fallback-keys>.
//!
//! Who claims a key is told inside the writer's transaction which one it is: a read before the commit could promise the
//! same key to fifty callers. Rows go with their device: a foreign key of the database sees to that.

use hs_core::nid::UserNid;
use ruma::{DeviceId, OwnedDeviceId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::{fallback_key, one_time_key},
    error::StoreError,
    reader::Reader,
};
use claim::KeyClaim;

pub(crate) mod claim;

/// A one-time key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeKeyRow {
    /// Whose device.
    pub user: UserNid,
    /// Which.
    pub device_id: OwnedDeviceId,
    /// What kind of key.
    pub algorithm: String,
    /// Its name among those of its kind.
    pub key_id: String,
    /// The key, as JSON.
    pub key: String,
    /// When it was uploaded, in milliseconds: the oldest is claimed first.
    pub created_ts: i64,
}

/// A fallback key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FallbackKeyRow {
    /// Whose device.
    pub user: UserNid,
    /// Which.
    pub device_id: OwnedDeviceId,
    /// What kind of key: there is one of each.
    pub algorithm: String,
    /// Its name.
    pub key_id: String,
    /// The key, as JSON.
    pub key: String,
    /// Whether anybody was given it.
    pub used: bool,
}

/// What a batch writes about one-time and fallback keys.
#[derive(Debug, Default)]
pub struct OneTimeKeyWrites {
    /// New one-time keys. One whose name is taken makes the commit fail with [`StoreError::Duplicate`].
    pub add: Vec<OneTimeKeyRow>,
    /// Fallback keys, each in place of the one before.
    pub set_fallback: Vec<FallbackKeyRow>,
    /// Keys that somebody asks for. They hold the answers once the batch is committed.
    pub claim: Vec<KeyClaim>,
}

impl Family for OneTimeKeyWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.add.len() + self.set_fallback.len() + self.claim.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        use fallback_key::Column::{Algorithm, DeviceId, Key, KeyId, Used, UserNid};
        let added = parts.iter().flat_map(|part| part.writes.add.iter().map(encode));
        insert::<one_time_key::Entity>(scope.tx, added.collect(), None).await?;
        let fallbacks = parts.iter().flat_map(|part| &part.writes.set_fallback);
        let fallbacks = latest(fallbacks.map(|row| ((row.user, &row.device_id, &row.algorithm), encode_fallback(row))));
        let conflict =
            OnConflict::columns([UserNid, DeviceId, Algorithm]).update_columns([KeyId, Key, Used]).to_owned();
        let fallbacks = fallbacks.map(|(_, model)| model).collect();
        insert::<fallback_key::Entity>(scope.tx, fallbacks, Some(conflict)).await?;
        claim::settle(scope.tx, parts.iter().flat_map(|part| &part.writes.claim)).await
    }
}

impl Reader {
    /// The one-time keys of a device with these ids, of any kind, in no particular order.
    pub async fn one_time_keys(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        key_ids: &[&str],
    ) -> Result<Vec<OneTimeKeyRow>, StoreError> {
        use one_time_key::{Column, Entity};
        let select =
            Entity::find().filter(Column::UserNid.eq(user.get())).filter(Column::DeviceId.eq(device_id.as_str()));
        let found = select_in(self.db(), select, Column::KeyId, key_ids.iter().copied()).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// How many one-time keys of each kind a device has left, by kind.
    pub async fn one_time_key_counts(
        &self,
        user: UserNid,
        device_id: &DeviceId,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        use one_time_key::{Column, Entity};
        let counts = Entity::find()
            .select_only()
            .column(Column::Algorithm)
            .column_as(Column::KeyId.count(), "keys")
            .filter(Column::UserNid.eq(user.get()))
            .filter(Column::DeviceId.eq(device_id.as_str()))
            .group_by(Column::Algorithm);
        let counts: Vec<(String, i64)> = counts.into_tuple().all(self.db()).await?;
        Ok(counts.into_iter().map(|(algorithm, count)| (algorithm, u64::try_from(count).unwrap_or(0))).collect())
    }

    /// The fallback keys of a device.
    pub async fn fallback_keys(&self, user: UserNid, device_id: &DeviceId) -> Result<Vec<FallbackKeyRow>, StoreError> {
        use fallback_key::{Column, Entity};
        let select =
            Entity::find().filter(Column::UserNid.eq(user.get())).filter(Column::DeviceId.eq(device_id.as_str()));
        Ok(select.all(self.db()).await?.into_iter().map(decode_fallback).collect())
    }
}

fn encode(row: &OneTimeKeyRow) -> one_time_key::Model {
    one_time_key::Model {
        user_nid: row.user.get(),
        device_id: row.device_id.to_string(),
        algorithm: row.algorithm.clone(),
        key_id: row.key_id.clone(),
        key: row.key.clone(),
        created_ts: row.created_ts,
    }
}

fn decode(model: one_time_key::Model) -> OneTimeKeyRow {
    OneTimeKeyRow {
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        algorithm: model.algorithm,
        key_id: model.key_id,
        key: model.key,
        created_ts: model.created_ts,
    }
}

fn encode_fallback(row: &FallbackKeyRow) -> fallback_key::Model {
    fallback_key::Model {
        user_nid: row.user.get(),
        device_id: row.device_id.to_string(),
        algorithm: row.algorithm.clone(),
        key_id: row.key_id.clone(),
        key: row.key.clone(),
        used: row.used,
    }
}

fn decode_fallback(model: fallback_key::Model) -> FallbackKeyRow {
    FallbackKeyRow {
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        algorithm: model.algorithm,
        key_id: model.key_id,
        key: model.key,
        used: model.used,
    }
}

#[cfg(test)]
mod tests;
