//! E-mail addresses of accounts, and how people show that one is theirs.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, text, text_null},
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
        let id = vec![
            text("medium"),
            text("address"),
            big_integer("user_nid"),
            big_integer("validated_ts"),
            big_integer("added_ts"),
        ];
        manager.create_table(keyed("third_party_id", 2, id)).await?;
        let of_user = Index::create().name("third_party_id_user").table("third_party_id").col("user_nid").take();
        manager.create_index(of_user).await?;
        let binding = vec![big_integer("user_nid"), text("medium"), text("address"), text("id_server")];
        manager.create_table(keyed("third_party_binding", 4, binding)).await?;
        let session = vec![
            text("sid"),
            text("client_secret"),
            text("medium"),
            text("address"),
            text("purpose"),
            blob("token_hash"),
            big_integer("send_attempt"),
            text_null("next_link"),
            big_integer("mails"),
            big_integer("sent_ts"),
            big_integer("expires_ts"),
            big_integer_null("validated_ts"),
        ];
        manager.create_table(keyed("validation_session", 1, session)).await?;
        let once = Index::create()
            .name("validation_session_once")
            .table("validation_session")
            .col("medium")
            .col("address")
            .col("purpose")
            .col("client_secret")
            .unique()
            .take();
        manager.create_index(once).await?;
        let age = Index::create().name("validation_session_age").table("validation_session").col("expires_ts").take();
        manager.create_index(age).await?;
        let validated = Table::alter().table("uia_session").add_column(text_null("validated")).take();
        manager.alter_table(validated).await
    }
}
