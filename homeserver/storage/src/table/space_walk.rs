//! How far readers have come in looking through spaces: what they go on from is too much for a token.

use hs_core::nid::UserNid;
use sea_orm::{DbErr, EntityTrait};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::space_walk::{Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A place in a walk through a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceWalkRow {
    /// By what the reader names it.
    pub token: String,
    /// Whose walk it is.
    pub user: UserNid,
    /// The place, as JSON.
    pub walk: String,
    /// Until when it is remembered, in milliseconds.
    pub expires_ts: i64,
}

/// What a batch writes about these walks.
#[derive(Debug, Default)]
pub struct SpaceWalkWrites {
    /// New places.
    pub rows: Vec<SpaceWalkRow>,
}

impl Family for SpaceWalkWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows).cloned().map(|row| Model {
            token: row.token,
            user_nid: row.user.get(),
            walk: row.walk,
            expires_ts: row.expires_ts,
        });
        insert::<Entity>(scope.tx, rows.collect(), None).await
    }
}

impl Reader {
    /// The place with this token, expired or not.
    pub async fn space_walk(&self, token: &str) -> Result<Option<SpaceWalkRow>, StoreError> {
        let found = Entity::find_by_id(token).one(self.db()).await?;
        Ok(found.map(|model| SpaceWalkRow {
            token: model.token,
            user: UserNid(model.user_nid),
            walk: model.walk,
            expires_ts: model.expires_ts,
        }))
    }
}
