//! The keys of other servers, each with the answer that told of it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, text},
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
        let server_key = vec![
            text("server_name"),
            text("key_id"),
            text("public_key"),
            boolean("is_old"),
            big_integer("until_ts"),
            text("response"),
            big_integer("fetched_ts"),
        ];
        manager.create_table(keyed("server_key", 2, server_key)).await?;
        manager.create_index(Index::create().name("server_key_age").table("server_key").col("fetched_ts").take()).await
    }
}
