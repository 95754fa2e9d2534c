//! What is behind an `mxc://` URI. Files are named by the hash of what is in them, so that several rows may share one.

use hs_core::nid::UserNid;
use ruma::{OwnedServerName, ServerName};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};

use super::{Family, Part, Scope, exactly_one, insert, parsed};
use crate::{
    entity::media::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// What is behind an `mxc://` URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRow {
    /// The server in the URI.
    pub server_name: OwnedServerName,
    /// The rest of the URI.
    pub media_id: String,
    /// Who uploaded it, where it was one of our users.
    pub user: Option<UserNid>,
    /// The file; `None` until it has been uploaded.
    pub file: Option<MediaFile>,
    /// Whether the deprecated endpoints may show it to anybody.
    pub is_open: bool,
    /// When the URI was made, in milliseconds.
    pub created_ts: i64,
    /// When it was last asked for, in milliseconds; written seldom.
    pub used_ts: i64,
    /// When the row goes, in milliseconds: what was never uploaded, and pictures of web pages.
    pub expires_ts: Option<i64>,
    /// When an administrator hid it, in milliseconds.
    pub quarantined_ts: Option<i64>,
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// The SHA-256 of its content in hexadecimal digits, which is its name in the store of files.
    pub hash: String,
    /// How many bytes it has.
    pub size: i64,
    /// What the uploader said it is.
    pub content_type: Option<String>,
    /// What the uploader called it.
    pub file_name: Option<String>,
}

/// What a batch writes about media.
#[derive(Debug, Default)]
pub struct MediaWrites {
    /// New rows.
    pub create: Vec<MediaRow>,
    /// Files of rows that had none. Where there is one by now, or no row any more, the commit fails with
    /// [`StoreError::Conflict`].
    pub fill: Vec<(OwnedServerName, String, MediaFile)>,
    /// How many bytes the files of a user may have after this batch; if they have more, the commit fails with
    /// [`StoreError::Conflict`].
    pub within: Vec<(UserNid, i64)>,
    /// Rows that were asked for, and when.
    pub used: Vec<(OwnedServerName, String, i64)>,
}

/// What a user has uploaded, and means to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MediaUse {
    /// The bytes of all their files.
    pub bytes: i64,
    /// URIs that were made and are still without a file.
    pub pending: u64,
}

impl Family for MediaWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.create.len() + self.fill.len() + self.within.len() + self.used.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            insert::<Entity>(scope.tx, part.writes.create.iter().map(encode).collect(), None).await?;
            for (server_name, media_id, file) in &part.writes.fill {
                let update = Entity::update_many()
                    .filter(Column::ServerName.eq(server_name.as_str()))
                    .filter(Column::MediaId.eq(media_id.as_str()))
                    .filter(Column::Hash.is_null())
                    .col_expr(Column::Hash, Expr::value(file.hash.as_str()))
                    .col_expr(Column::Size, Expr::value(file.size))
                    .col_expr(Column::ContentType, Expr::value(file.content_type.clone()))
                    .col_expr(Column::FileName, Expr::value(file.file_name.clone()))
                    .col_expr(Column::ExpiresTs, Expr::value(Option::<i64>::None));
                exactly_one(update.exec(scope.tx).await?.rows_affected)?;
            }
            for (user, most) in &part.writes.within {
                exactly_one(u64::from(bytes_of(scope.tx, *user).await? <= *most))?;
            }
            for (server_name, media_id, used_ts) in &part.writes.used {
                let update = Entity::update_many()
                    .filter(Column::ServerName.eq(server_name.as_str()))
                    .filter(Column::MediaId.eq(media_id.as_str()))
                    .col_expr(Column::UsedTs, Expr::value(*used_ts));
                update.exec(scope.tx).await?;
            }
        }
        Ok(())
    }
}

impl Reader {
    /// What is behind this `mxc://` URI, expired or not.
    pub async fn media(&self, server_name: &ServerName, media_id: &str) -> Result<Option<MediaRow>, StoreError> {
        let key = (server_name.as_str().to_owned(), media_id.to_owned());
        Entity::find_by_id(key).one(self.db()).await?.map(decode).transpose()
    }

    /// What a user has uploaded, and means to. `now_ts` is in milliseconds.
    pub async fn media_use(&self, user: UserNid, now_ts: i64) -> Result<MediaUse, StoreError> {
        let pending = Entity::find()
            .filter(Column::UserNid.eq(user.get()))
            .filter(Column::Hash.is_null())
            .filter(Column::ExpiresTs.gt(now_ts));
        let pending = pending.count(self.db()).await?;
        Ok(MediaUse { bytes: bytes_of(self.db(), user).await?, pending })
    }
}

async fn bytes_of(db: &impl ConnectionTrait, user: UserNid) -> Result<i64, DbErr> {
    let sum = Expr::col(Column::Size).sum().cast_as("BIGINT");
    let query = Entity::find().select_only().expr_as(sum, "bytes").filter(Column::UserNid.eq(user.get()));
    let sum: Option<Option<i64>> = query.into_tuple().one(db).await?;
    Ok(sum.flatten().unwrap_or_default())
}

fn encode(row: &MediaRow) -> Model {
    let file = row.file.as_ref();
    Model {
        server_name: row.server_name.to_string(),
        media_id: row.media_id.clone(),
        user_nid: row.user.map(UserNid::get),
        hash: file.map(|file| file.hash.clone()),
        size: file.map_or(0, |file| file.size),
        content_type: file.and_then(|file| file.content_type.clone()),
        file_name: file.and_then(|file| file.file_name.clone()),
        is_open: row.is_open,
        created_ts: row.created_ts,
        used_ts: row.used_ts,
        expires_ts: row.expires_ts,
        quarantined_ts: row.quarantined_ts,
    }
}

fn decode(model: Model) -> Result<MediaRow, StoreError> {
    let Model { size, content_type, file_name, .. } = model;
    Ok(MediaRow {
        server_name: parsed(model.server_name)?,
        media_id: model.media_id,
        user: model.user_nid.map(UserNid),
        file: model.hash.map(|hash| MediaFile { hash, size, content_type, file_name }),
        is_open: model.is_open,
        created_ts: model.created_ts,
        used_ts: model.used_ts,
        expires_ts: model.expires_ts,
        quarantined_ts: model.quarantined_ts,
    })
}

#[cfg(test)]
mod tests;
