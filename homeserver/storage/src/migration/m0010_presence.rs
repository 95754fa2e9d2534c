//! Who is there: one row per user, ours and those of other servers.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, text, text_null},
};

use crate::dialect::nid_key;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_connection().get_database_backend();
        let presence = Table::create()
            .table("presence")
            .col(nid_key(backend, "user_nid"))
            .col(boolean("is_local"))
            .col(text("state"))
            .col(text_null("status_msg"))
            .col(big_integer("last_active_ts"))
            .col(boolean("currently_active"))
            .col(big_integer("seen_ts"))
            .col(big_integer("position"))
            .take();
        manager.create_table(presence).await?;
        for (name, column) in [("presence_position", "position"), ("presence_age", "seen_ts")] {
            manager.create_index(Index::create().name(name).table("presence").col(column).take()).await?;
        }
        Ok(())
    }
}
