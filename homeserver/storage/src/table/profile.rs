//! Profiles: what our users tell everybody about themselves.
//!
//! A profile is one row and its version one number, so that two changes at once cannot together exceed the size that
//! each of them alone keeps to.

use hs_core::nid::UserNid;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Map, Value};

use super::{Family, Part, Scope, decoded, encoded, exactly_one, insert};
use crate::{
    entity::profile::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileRow {
    /// Whose it is.
    pub user: UserNid,
    /// Its fields.
    pub fields: Map<String, Value>,
    /// Rises by one with every change; 0 means that there is no row yet.
    pub version: i64,
}

/// What a batch writes about profiles.
#[derive(Debug, Default)]
pub struct ProfileWrites {
    /// New values of whole profiles, each with the version that it was built on. If that is not the stored version, the
    /// commit fails with [`StoreError::Conflict`] or, for the first version, with [`StoreError::Duplicate`].
    pub put: Vec<ProfileRow>,
}

impl Family for ProfileWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.put.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for row in parts.iter().flat_map(|part| &part.writes.put) {
            let fields = encoded(&row.fields)?;
            if row.version == 0 {
                let first = Model { user_nid: row.user.get(), fields, version: 1 };
                insert::<Entity>(scope.tx, vec![first], None).await?;
            } else {
                let update = Entity::update_many()
                    .filter(Column::UserNid.eq(row.user.get()))
                    .filter(Column::Version.eq(row.version))
                    .col_expr(Column::Fields, Expr::value(fields))
                    .col_expr(Column::Version, Expr::value(row.version.saturating_add(1)));
                exactly_one(update.exec(scope.tx).await?.rows_affected)?;
            }
        }
        Ok(())
    }
}

impl Reader {
    /// The profile of this user, empty where nothing was ever written.
    pub async fn profile(&self, user: UserNid) -> Result<ProfileRow, StoreError> {
        match Entity::find_by_id(user.get()).one(self.db()).await? {
            Some(model) => {
                Ok(ProfileRow { user, fields: decoded(&model.fields, "profile.fields")?, version: model.version })
            }
            None => Ok(ProfileRow { user, ..ProfileRow::default() }),
        }
    }
}

#[cfg(test)]
mod tests;
