//! Cross-signing keys. See <https://spec.matrix.org/v1.19/client-server-api/#cross-signing>.

use hs_core::nid::UserNid;
use ruma::encryption::KeyUsage;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{Family, Part, Scope, exactly_one, insert, select_in};
use crate::{
    entity::cross_signing_key::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A cross-signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossSigningKeyRow {
    /// Whose.
    pub user: UserNid,
    /// What it signs.
    pub usage: KeyUsage,
    /// Its public half in base64, which is also its name.
    pub public_key: String,
    /// The key with the signatures that it was uploaded with, as JSON.
    pub key: String,
}

/// What a batch writes about cross-signing keys. Within a batch, removing comes before setting.
#[derive(Debug, Default)]
pub struct CrossSigningKeyWrites {
    /// Commits only while a user's master key has this name, or while they have none; otherwise fails with
    /// [`StoreError::Conflict`].
    pub master_unchanged: Vec<(UserNid, Option<String>)>,
    /// Users whose keys go.
    pub remove_all: Vec<UserNid>,
    /// Keys, each in place of the one before of the same use.
    pub set: Vec<CrossSigningKeyRow>,
}

impl Family for CrossSigningKeyWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.master_unchanged.len() + self.remove_all.len() + self.set.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let conflict = OnConflict::columns([Column::UserNid, Column::Usage])
            .update_columns([Column::PublicKey, Column::Key])
            .to_owned();
        for part in parts {
            for (user, expected) in &part.writes.master_unchanged {
                let master = Entity::find_by_id((user.get(), KeyUsage::Master.to_string())).one(scope.tx).await?;
                let is_unchanged = master.map(|model| model.public_key) == *expected;
                exactly_one(u64::from(is_unchanged))?;
            }
            let removed = part.writes.remove_all.iter().map(|user| user.get());
            if !part.writes.remove_all.is_empty() {
                Entity::delete_many().filter(Column::UserNid.is_in(removed)).exec(scope.tx).await?;
            }
            let set = part.writes.set.iter().map(encode).collect();
            insert::<Entity>(scope.tx, set, Some(conflict.clone())).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The cross-signing keys of these users, in no particular order.
    pub async fn cross_signing_keys(&self, users: &[UserNid]) -> Result<Vec<CrossSigningKeyRow>, StoreError> {
        let users = users.iter().map(|user| user.get());
        let found = select_in(self.db(), Entity::find(), Column::UserNid, users).await?;
        Ok(found.into_iter().map(decode).collect())
    }
}

fn encode(row: &CrossSigningKeyRow) -> Model {
    Model {
        user_nid: row.user.get(),
        usage: row.usage.to_string(),
        public_key: row.public_key.clone(),
        key: row.key.clone(),
    }
}

fn decode(model: Model) -> CrossSigningKeyRow {
    CrossSigningKeyRow {
        user: UserNid(model.user_nid),
        usage: KeyUsage::from(model.usage),
        public_key: model.public_key,
        key: model.key,
    }
}

#[cfg(test)]
mod tests;
