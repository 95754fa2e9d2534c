//! Filters that clients uploaded, so that later requests can name them.
//!
//! The id is made from the definition, so uploading the same filter again is the same row.

use hs_core::nid::UserNid;
use sea_orm::{DbErr, EntityTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::client_filter::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFilterRow {
    /// Whose it is.
    pub user: UserNid,
    /// Its id, which follows from the definition.
    pub filter_id: String,
    /// The filter as JSON.
    pub definition: String,
}

/// What a batch writes about filters.
#[derive(Debug, Default)]
pub struct ClientFilterWrites {
    /// Filters to have; one that is there already stays.
    pub add: Vec<ClientFilterRow>,
}

impl Family for ClientFilterWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.add.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.add).map(|row| ((row.user, &row.filter_id), row));
        let models = latest(rows).map(|(_, row)| Model {
            user_nid: row.user.get(),
            filter_id: row.filter_id.clone(),
            definition: row.definition.clone(),
        });
        let known_stay = OnConflict::columns([Column::UserNid, Column::FilterId]).do_nothing().to_owned();
        insert::<Entity>(scope.tx, models.collect(), Some(known_stay)).await
    }
}

impl Reader {
    /// The definition of one of a user's filters, as JSON.
    pub async fn client_filter(&self, user: UserNid, filter_id: &str) -> Result<Option<String>, StoreError> {
        let found = Entity::find_by_id((user.get(), filter_id.to_owned())).one(self.db()).await?;
        Ok(found.map(|model| model.definition))
    }
}

#[cfg(test)]
mod tests;
