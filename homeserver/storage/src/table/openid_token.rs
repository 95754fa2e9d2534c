//! Tokens by which users prove to others who they are. Only their hashes are here.

use hs_core::nid::UserNid;
use sea_orm::{DbErr, EntityTrait};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::openid_token::{Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenidTokenRow {
    /// The hash of the token.
    pub hash: Vec<u8>,
    /// Who proves to be themselves with it.
    pub user: UserNid,
    /// Until when it is good, in milliseconds.
    pub expires_ts: i64,
}

/// What a batch writes about these tokens.
#[derive(Debug, Default)]
pub struct OpenidTokenWrites {
    /// New tokens.
    pub rows: Vec<OpenidTokenRow>,
}

impl Family for OpenidTokenWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows).map(|row| Model {
            hash: row.hash.clone(),
            user_nid: row.user.get(),
            expires_ts: row.expires_ts,
        });
        insert::<Entity>(scope.tx, rows.collect(), None).await
    }
}

impl Reader {
    /// The token with this hash, expired or not.
    pub async fn openid_token(&self, hash: &[u8]) -> Result<Option<OpenidTokenRow>, StoreError> {
        let found = Entity::find_by_id(hash.to_vec()).one(self.db()).await?;
        Ok(found.map(|model| OpenidTokenRow {
            hash: model.hash,
            user: UserNid(model.user_nid),
            expires_ts: model.expires_ts,
        }))
    }
}
