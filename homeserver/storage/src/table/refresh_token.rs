//! Refresh tokens: each opens the next generation of its device's tokens. Only their SHA-256 is here.
//! See <https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens>.

use std::fmt;

use hs_core::nid::UserNid;
use ruma::{DeviceId, OwnedDeviceId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::refresh_token::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// How many generations of spent tokens are kept, to notice that somebody presents one who should not have it.
const REMEMBERED: i64 = 4;

/// A refresh token.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshTokenRow {
    /// The SHA-256 of the token.
    pub hash: Vec<u8>,
    /// Whose it is.
    pub user: UserNid,
    /// The device that it belongs to.
    pub device_id: OwnedDeviceId,
    /// Which of the device's refresh tokens it is.
    pub generation: i64,
    /// Whether a token that came of it has been used, so that nobody honest presents it again.
    pub is_spent: bool,
    /// When it was issued, in milliseconds.
    pub created_ts: i64,
}

/// What a batch writes about refresh tokens. Within a batch, revoking comes before issuing.
#[derive(Default)]
pub struct RefreshTokenWrites {
    /// Devices whose tokens end.
    pub revoke: Vec<(UserNid, OwnedDeviceId)>,
    /// Users whose tokens end, except those of the device beside them.
    pub revoke_all: Vec<(UserNid, Option<OwnedDeviceId>)>,
    /// Devices of which a token of this generation has been used: those before it are spent.
    pub used: Vec<(UserNid, OwnedDeviceId, i64)>,
    /// New tokens. One of the same generation of the device, which nobody has used, ends.
    pub issue: Vec<RefreshTokenRow>,
}

impl Family for RefreshTokenWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.revoke.len() + self.revoke_all.len() + self.used.len() + self.issue.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            for (user, device_id) in &part.writes.revoke {
                Entity::delete_many().filter(of(*user, device_id)).exec(scope.tx).await?;
            }
            for (user, except) in &part.writes.revoke_all {
                let mut tokens = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
                if let Some(device_id) = except {
                    tokens = tokens.filter(Column::DeviceId.ne(device_id.as_str()));
                }
                tokens.exec(scope.tx).await?;
            }
            for (user, device_id, generation) in &part.writes.used {
                let spent = Entity::update_many()
                    .filter(of(*user, device_id))
                    .filter(Column::Generation.lt(*generation))
                    .col_expr(Column::IsSpent, Expr::value(true));
                spent.exec(scope.tx).await?;
                let forgotten = Column::Generation.lt(generation.saturating_sub(REMEMBERED));
                Entity::delete_many().filter(of(*user, device_id)).filter(forgotten).exec(scope.tx).await?;
            }
            for row in &part.writes.issue {
                let superseded = Column::Generation.gte(row.generation);
                let tokens = Entity::delete_many().filter(of(row.user, &row.device_id));
                tokens.filter(superseded).exec(scope.tx).await?;
            }
            insert::<Entity>(scope.tx, part.writes.issue.iter().map(encode).collect(), None).await?;
        }
        Ok(())
    }
}

fn of(user: UserNid, device_id: &DeviceId) -> sea_orm::Condition {
    sea_orm::Condition::all().add(Column::UserNid.eq(user.get())).add(Column::DeviceId.eq(device_id.as_str()))
}

impl Reader {
    /// The refresh token with this SHA-256.
    pub async fn refresh_token(&self, hash: &[u8]) -> Result<Option<RefreshTokenRow>, StoreError> {
        Ok(Entity::find_by_id(hash.to_vec()).one(self.db()).await?.map(decode))
    }

    /// Whether a device has refresh tokens from before a generation that are not known to be spent.
    pub async fn has_unspent_before(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        generation: i64,
    ) -> Result<bool, StoreError> {
        let unspent = Entity::find().filter(of(user, device_id)).filter(Column::Generation.lt(generation));
        Ok(unspent.filter(Column::IsSpent.eq(false)).one(self.db()).await?.is_some())
    }
}

fn encode(row: &RefreshTokenRow) -> Model {
    Model {
        hash: row.hash.clone(),
        user_nid: row.user.get(),
        device_id: row.device_id.to_string(),
        generation: row.generation,
        is_spent: row.is_spent,
        created_ts: row.created_ts,
    }
}

fn decode(model: Model) -> RefreshTokenRow {
    RefreshTokenRow {
        hash: model.hash,
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        generation: model.generation,
        is_spent: model.is_spent,
        created_ts: model.created_ts,
    }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for RefreshTokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshTokenRow(…)")
    }
}

impl fmt::Debug for RefreshTokenWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshTokenWrites(…)")
    }
}
