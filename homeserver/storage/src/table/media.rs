//! What is behind an `mxc://` URI. Files are named by the hash of what is in them, so that several rows may share one.

use std::collections::{BTreeSet, HashSet};

use hs_core::nid::UserNid;
use ruma::{OwnedServerName, ServerName};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::Expr,
};

use super::{Family, Part, Scope, exactly_one, insert, parsed, select_in};
use crate::{
    entity::{
        media::{Column, Entity, Model},
        media_thumbnail,
    },
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
    /// Files, by their hashes, that are hidden from that time on, or shown again; under all URIs that they have.
    pub quarantine: Vec<(String, Option<i64>)>,
    /// Rows that go; where a time is given only if nobody has asked for them since.
    pub remove: Vec<(OwnedServerName, String, Option<i64>)>,
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
        let news = self.create.len() + self.fill.len() + self.within.len() + self.used.len();
        news + self.quarantine.len() + self.remove.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            insert::<Entity>(scope.tx, part.writes.create.iter().map(encode).collect(), None).await?;
            for (server_name, media_id, file) in &part.writes.fill {
                let update = of_uri(Entity::update_many(), server_name, media_id)
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
                let update = of_uri(Entity::update_many(), server_name, media_id);
                update.col_expr(Column::UsedTs, Expr::value(*used_ts)).exec(scope.tx).await?;
            }
            for (hash, since_ts) in &part.writes.quarantine {
                let update = Entity::update_many().filter(Column::Hash.eq(hash.as_str()));
                update.col_expr(Column::QuarantinedTs, Expr::value(*since_ts)).exec(scope.tx).await?;
            }
            for (server_name, media_id, unused_since_ts) in &part.writes.remove {
                let mut delete = of_uri(Entity::delete_many(), server_name, media_id);
                if let Some(since_ts) = unused_since_ts {
                    delete = delete.filter(Column::UsedTs.lte(*since_ts));
                }
                delete.exec(scope.tx).await?;
            }
        }
        Ok(())
    }
}

fn of_uri<Q: QueryFilter>(query: Q, server_name: &ServerName, media_id: &str) -> Q {
    query.filter(Column::ServerName.eq(server_name.as_str())).filter(Column::MediaId.eq(media_id))
}

impl Reader {
    /// What is behind this `mxc://` URI, expired or not.
    pub async fn media(&self, server_name: &ServerName, media_id: &str) -> Result<Option<MediaRow>, StoreError> {
        let key = (server_name.as_str().to_owned(), media_id.to_owned());
        Entity::find_by_id(key).one(self.db()).await?.map(decode).transpose()
    }

    /// What is behind these `mxc://` URIs, as far as there is anything.
    pub async fn media_of_uris(&self, uris: &BTreeSet<(&ServerName, &str)>) -> Result<Vec<MediaRow>, StoreError> {
        let ids = uris.iter().map(|(_, media_id)| *media_id);
        let rows: Result<Vec<_>, _> =
            select_in(self.db(), Entity::find(), Column::MediaId, ids).await?.into_iter().map(decode).collect();
        let mut rows = rows?;
        rows.retain(|row| uris.contains(&(&*row.server_name, &*row.media_id)));
        Ok(rows)
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

impl Reader {
    /// Files of other servers, the longest unused first, that were last asked for before that time. What is hidden is
    /// left out: it would only be fetched again.
    pub async fn unused_remote_media(
        &self,
        own: &ServerName,
        before_ts: i64,
        limit: u64,
    ) -> Result<Vec<MediaRow>, StoreError> {
        let rows = remote(own).filter(Column::UsedTs.lt(before_ts)).filter(Column::QuarantinedTs.is_null());
        let rows = rows.order_by_asc(Column::UsedTs).limit(limit).all(self.db()).await?;
        rows.into_iter().map(decode).collect()
    }

    /// How many bytes the files of other servers have together.
    pub async fn remote_media_bytes(&self, own: &ServerName) -> Result<i64, StoreError> {
        Ok(sum_of_sizes(self.db(), remote(own)).await?)
    }

    /// A page of what a user has uploaded, the newest first, and how many there are.
    pub async fn media_of(&self, user: UserNid, offset: u64, limit: u64) -> Result<(Vec<MediaRow>, u64), StoreError> {
        let all = Entity::find().filter(Column::UserNid.eq(user.get())).filter(Column::Hash.is_not_null());
        let count = all.clone().count(self.db()).await?;
        let page = all.order_by_desc(Column::CreatedTs).order_by_asc(Column::MediaId).offset(offset).limit(limit);
        let rows: Result<_, _> = page.all(self.db()).await?.into_iter().map(decode).collect();
        Ok((rows?, count))
    }

    /// Since when a file is hidden, if it is.
    pub async fn media_quarantine(&self, hash: &str) -> Result<Option<i64>, StoreError> {
        let hidden = Entity::find().filter(Column::Hash.eq(hash)).filter(Column::QuarantinedTs.is_not_null());
        Ok(hidden.one(self.db()).await?.and_then(|model| model.quarantined_ts))
    }

    /// Those of these files that anything refers to: a URI, or a thumbnail.
    pub async fn media_in_use(&self, hashes: &[String]) -> Result<HashSet<String>, StoreError> {
        let files = select_in(self.db(), Entity::find(), Column::Hash, hashes.iter().cloned()).await?;
        let thumbnails = media_thumbnail::Entity::find();
        let thumbnails =
            select_in(self.db(), thumbnails, media_thumbnail::Column::Hash, hashes.iter().cloned()).await?;
        let thumbnails = thumbnails.into_iter().map(|model| model.hash);
        Ok(files.into_iter().filter_map(|model| model.hash).chain(thumbnails).collect())
    }
}

/// The files of other servers.
fn remote(own: &ServerName) -> Select<Entity> {
    Entity::find().filter(Column::ServerName.ne(own.as_str()))
}

async fn bytes_of(db: &impl ConnectionTrait, user: UserNid) -> Result<i64, DbErr> {
    sum_of_sizes(db, Entity::find().filter(Column::UserNid.eq(user.get()))).await
}

async fn sum_of_sizes(db: &impl ConnectionTrait, rows: Select<Entity>) -> Result<i64, DbErr> {
    let sum = Expr::col(Column::Size).sum().cast_as("BIGINT");
    let sum: Option<Option<i64>> = rows.select_only().expr_as(sum, "bytes").into_tuple().one(db).await?;
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
