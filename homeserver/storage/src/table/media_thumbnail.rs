//! Smaller pictures of pictures. They belong to the content of a file, whoever uploaded it under which URI.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::{
        media,
        media_thumbnail::{Column, Entity, Model},
    },
    error::StoreError,
    reader::Reader,
};

/// A smaller picture of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaThumbnailRow {
    /// The file it was made from.
    pub source_hash: String,
    /// Size, method and whether it moves, in a spelling of the caller's.
    pub variant: String,
    /// The file with the thumbnail.
    pub hash: String,
    /// How many bytes it has.
    pub size: i64,
    /// What it is.
    pub content_type: String,
}

/// What a batch writes about thumbnails.
#[derive(Debug, Default)]
pub struct MediaThumbnailWrites {
    /// New thumbnails. Two nodes may make the same one; the later stays.
    pub rows: Vec<MediaThumbnailRow>,
    /// Whether those go whose picture has no URI any more.
    pub remove_orphans: bool,
}

impl Family for MediaThumbnailWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len() + usize::from(self.remove_orphans)
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows);
        let rows = latest(rows.map(|row| ((&row.source_hash, &row.variant), row)));
        let conflict = OnConflict::columns([Column::SourceHash, Column::Variant])
            .update_columns([Column::Hash, Column::Size, Column::ContentType])
            .to_owned();
        insert::<Entity>(scope.tx, rows.map(|(_, row)| encode(row)).collect(), Some(conflict)).await?;
        if parts.iter().any(|part| part.writes.remove_orphans) {
            let pictures = media::Entity::find().select_only().column(media::Column::Hash);
            let pictures = pictures.filter(media::Column::Hash.is_not_null()).into_query();
            Entity::delete_many().filter(Column::SourceHash.not_in_subquery(pictures)).exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The thumbnail of a file in one variant, if it has been made.
    pub async fn media_thumbnail(
        &self,
        source_hash: &str,
        variant: &str,
    ) -> Result<Option<MediaThumbnailRow>, StoreError> {
        let key = (source_hash.to_owned(), variant.to_owned());
        Ok(Entity::find_by_id(key).one(self.db()).await?.map(decode))
    }
}

fn encode(row: &MediaThumbnailRow) -> Model {
    let MediaThumbnailRow { source_hash, variant, hash, size, content_type } = row.clone();
    Model { source_hash, variant, hash, size, content_type }
}

fn decode(model: Model) -> MediaThumbnailRow {
    let Model { source_hash, variant, hash, size, content_type } = model;
    MediaThumbnailRow { source_hash, variant, hash, size, content_type }
}

#[cfg(test)]
mod tests;
