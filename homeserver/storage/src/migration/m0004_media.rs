//! The tables of media: what is behind an `mxc://` URI, thumbnails, and previews of web pages.
//!
//! The files themselves are elsewhere, each under the hash of what is in it; several rows may name one file.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, text, text_null},
};

use super::m0001_foundation::keyed;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let media = vec![
            text("server_name"),
            text("media_id"),
            // Null where nobody uploaded it: the picture of a web page, or what another server gave us.
            big_integer_null("user_nid"),
            // Null until it has been uploaded.
            text_null("hash"),
            big_integer("size"),
            text_null("content_type"),
            text_null("file_name"),
            boolean("is_open"),
            big_integer("created_ts"),
            big_integer("used_ts"),
            big_integer_null("expires_ts"),
            big_integer_null("quarantined_ts"),
        ];
        manager.create_table(keyed("media", 2, media)).await?;
        for (name, column) in [("media_hash", "hash"), ("media_user", "user_nid"), ("media_age", "expires_ts")] {
            manager.create_index(Index::create().name(name).table("media").col(column).take()).await?;
        }
        let thumbnail =
            vec![text("source_hash"), text("variant"), text("hash"), big_integer("size"), text("content_type")];
        manager.create_table(keyed("media_thumbnail", 2, thumbnail)).await?;
        let by_file = Index::create().name("media_thumbnail_hash").table("media_thumbnail").col("hash").take();
        manager.create_index(by_file).await?;
        let preview = vec![text("url"), text("json"), big_integer("expires_ts")];
        manager.create_table(keyed("url_preview", 1, preview)).await?;
        let age = Index::create().name("url_preview_age").table("url_preview").col("expires_ts").take();
        manager.create_index(age).await
    }
}
