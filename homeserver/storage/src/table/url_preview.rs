//! What web pages say about themselves, kept for a while.

use sea_orm::{DbErr, EntityTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::url_preview::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// What a web page says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlPreviewRow {
    /// Where the page is.
    pub url: String,
    /// What clients are told.
    pub json: String,
    /// When it is to be asked for again, in milliseconds.
    pub expires_ts: i64,
}

/// What a batch writes about web pages.
#[derive(Debug, Default)]
pub struct UrlPreviewWrites {
    /// Previews that were made; of those for the same page, the later stays.
    pub rows: Vec<UrlPreviewRow>,
}

impl Family for UrlPreviewWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = latest(parts.iter().flat_map(|part| &part.writes.rows).map(|row| (&row.url, row)));
        let conflict = OnConflict::column(Column::Url).update_columns([Column::Json, Column::ExpiresTs]).to_owned();
        insert::<Entity>(scope.tx, rows.map(|(_, row)| encode(row)).collect(), Some(conflict)).await
    }
}

impl Reader {
    /// What is known of a web page, expired or not.
    pub async fn url_preview(&self, url: &str) -> Result<Option<UrlPreviewRow>, StoreError> {
        Ok(Entity::find_by_id(url).one(self.db()).await?.map(decode))
    }
}

fn encode(row: &UrlPreviewRow) -> Model {
    let UrlPreviewRow { url, json, expires_ts } = row.clone();
    Model { url, json, expires_ts }
}

fn decode(model: Model) -> UrlPreviewRow {
    let Model { url, json, expires_ts } = model;
    UrlPreviewRow { url, json, expires_ts }
}

#[cfg(test)]
mod tests;
