//! Tokens that sign somebody in once. Only their SHA-256 is here.
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token>.

use std::fmt;

use hs_core::nid::UserNid;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{Family, Part, Scope, exactly_one, insert};
use crate::{
    entity::login_token::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A login token.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginTokenRow {
    /// The SHA-256 of the token.
    pub hash: Vec<u8>,
    /// Whom it signs in.
    pub user: UserNid,
    /// Until when it is good, in milliseconds.
    pub expires_ts: i64,
}

/// What a batch writes about login tokens.
#[derive(Default)]
pub struct LoginTokenWrites {
    /// New tokens.
    pub issue: Vec<LoginTokenRow>,
    /// Tokens that sign in now. One that is not there any more makes the commit fail with [`StoreError::Conflict`].
    pub spend: Vec<Vec<u8>>,
    /// Users whose tokens end.
    pub revoke_all: Vec<UserNid>,
}

impl Family for LoginTokenWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.issue.len() + self.spend.len() + self.revoke_all.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            for user in &part.writes.revoke_all {
                Entity::delete_many().filter(Column::UserNid.eq(user.get())).exec(scope.tx).await?;
            }
            for hash in &part.writes.spend {
                exactly_one(Entity::delete_by_id(hash.clone()).exec(scope.tx).await?.rows_affected)?;
            }
            let rows = part.writes.issue.iter().map(|row| Model {
                hash: row.hash.clone(),
                user_nid: row.user.get(),
                expires_ts: row.expires_ts,
            });
            insert::<Entity>(scope.tx, rows.collect(), None).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The login token with this SHA-256, expired or not.
    pub async fn login_token(&self, hash: &[u8]) -> Result<Option<LoginTokenRow>, StoreError> {
        let found = Entity::find_by_id(hash.to_vec()).one(self.db()).await?;
        Ok(found.map(|model| LoginTokenRow {
            hash: model.hash,
            user: UserNid(model.user_nid),
            expires_ts: model.expires_ts,
        }))
    }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for LoginTokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginTokenRow(…)")
    }
}

impl fmt::Debug for LoginTokenWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginTokenWrites(…)")
    }
}
