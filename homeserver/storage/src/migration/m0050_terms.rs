//! What people accept when they register, and files by when they were last looked at.

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
        let presented = Table::alter().table("uia_session").add_column(text_null("presented")).take();
        manager.alter_table(presented).await?;
        let accepted = vec![big_integer("user_nid"), text("policy_id"), text("version"), big_integer("accepted_ts")];
        manager.create_table(keyed("accepted_policy", 2, accepted)).await?;
        let last_use = Index::create().name("media_used").table("media").col("used_ts").take();
        manager.create_index(last_use).await
    }
}
