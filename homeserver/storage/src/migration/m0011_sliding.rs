//! What connections of sliding sync have been told.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text, text_null},
};

use super::m0003_keys::of_device;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = vec![
            text("conn_id"),
            big_integer("serial"),
            text("told"),
            big_integer_null("previous_serial"),
            text_null("previous"),
            big_integer("used_ts"),
        ];
        manager.create_table(of_device("sliding_connection", 3, connection)).await?;
        let age = Index::create().name("sliding_connection_age").table("sliding_connection").col("used_ts").take();
        manager.create_index(age).await
    }
}
