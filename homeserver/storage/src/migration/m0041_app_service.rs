//! What application services have been told, and the rooms that they list.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, text_null},
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
        let service = vec![
            text("id"),
            big_integer("position"),
            big_integer("txn_number"),
            // The transaction that has not arrived yet: repeated as it is.
            text_null("transaction"),
            big_integer("failures"),
            big_integer("retry_ts"),
        ];
        manager.create_table(keyed("app_service", 1, service)).await?;
        let room = vec![text("service_id"), text("network_id"), big_integer("room_nid")];
        manager.create_table(keyed("app_service_room", 3, room)).await
    }
}
