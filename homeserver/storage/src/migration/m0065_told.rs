//! What other servers know of somebody's devices, by whose devices they are: whoever comes to a room brings theirs along.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_user = Index::create().name("device_list_told_user").table("device_list_told").col("user_nid").take();
        manager.create_index(by_user).await
    }
}
