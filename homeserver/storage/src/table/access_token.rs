//! Access tokens. Only their SHA-256 is here: who reads the database can use none of them.

use std::fmt;

use hs_core::nid::UserNid;
use ruma::OwnedDeviceId;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::access_token::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// An access token.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessTokenRow {
    /// The SHA-256 of the token.
    pub hash: Vec<u8>,
    /// Whom it authenticates.
    pub user: UserNid,
    /// The device that it belongs to.
    pub device_id: OwnedDeviceId,
    /// When it was issued, in milliseconds.
    pub created_ts: i64,
    /// Until when it is good, in milliseconds; `None` for one that is good until it is revoked.
    pub expires_ts: Option<i64>,
    /// Which of the device's tokens it is, where they are refreshed; else 0.
    pub generation: i64,
}

/// What a batch writes about access tokens. Within a batch, revoking comes before issuing.
#[derive(Default)]
pub struct AccessTokenWrites {
    /// Devices whose tokens end.
    pub revoke: Vec<(UserNid, OwnedDeviceId)>,
    /// Users whose tokens end, except those of the device beside them.
    pub revoke_all: Vec<(UserNid, Option<OwnedDeviceId>)>,
    /// Devices whose tokens from before a generation end.
    pub revoke_before: Vec<(UserNid, OwnedDeviceId, i64)>,
    /// New tokens.
    pub issue: Vec<AccessTokenRow>,
}

impl Family for AccessTokenWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.revoke.len() + self.revoke_all.len() + self.revoke_before.len() + self.issue.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            for (user, device_id) in &part.writes.revoke {
                let tokens = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
                tokens.filter(Column::DeviceId.eq(device_id.as_str())).exec(scope.tx).await?;
            }
            for (user, except) in &part.writes.revoke_all {
                let mut tokens = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
                if let Some(device_id) = except {
                    tokens = tokens.filter(Column::DeviceId.ne(device_id.as_str()));
                }
                tokens.exec(scope.tx).await?;
            }
            for (user, device_id, generation) in &part.writes.revoke_before {
                let tokens = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
                let tokens = tokens.filter(Column::DeviceId.eq(device_id.as_str()));
                tokens.filter(Column::Generation.lt(*generation)).exec(scope.tx).await?;
            }
            insert::<Entity>(scope.tx, part.writes.issue.iter().map(encode).collect(), None).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The access token with this SHA-256.
    pub async fn access_token(&self, hash: &[u8]) -> Result<Option<AccessTokenRow>, StoreError> {
        Ok(Entity::find_by_id(hash.to_vec()).one(self.db()).await?.map(decode))
    }
}

fn encode(row: &AccessTokenRow) -> Model {
    Model {
        hash: row.hash.clone(),
        user_nid: row.user.get(),
        device_id: row.device_id.to_string(),
        created_ts: row.created_ts,
        expires_ts: row.expires_ts,
        generation: row.generation,
    }
}

fn decode(model: Model) -> AccessTokenRow {
    AccessTokenRow {
        hash: model.hash,
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        created_ts: model.created_ts,
        expires_ts: model.expires_ts,
        generation: model.generation,
    }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for AccessTokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessTokenRow(…)")
    }
}

impl fmt::Debug for AccessTokenWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessTokenWrites(…)")
    }
}

#[cfg(test)]
mod tests;
