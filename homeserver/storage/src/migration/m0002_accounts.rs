//! The tables of accounts: who may sign in, with what, and what they keep here.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, boolean, text, text_null},
};

use super::m0001_foundation::keyed;
use crate::dialect::{create_clustered, nid_key};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        account_tables(manager).await?;
        device_tables(manager).await?;
        registration_tables(manager).await?;
        let filter = keyed("client_filter", 2, vec![big_integer("user_nid"), text("filter_id"), text("definition")]);
        manager.create_table(filter).await
    }
}

async fn account_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let account = Table::create()
        .table("account")
        .col(nid_key(backend, "user_nid"))
        .col(text_null("password_hash"))
        .col(boolean("is_guest"))
        .col(boolean("is_admin"))
        // Null for everybody but the founder: a unique column lets there be one.
        .col(big_integer_null("founder").unique_key())
        .col(big_integer("created_ts"))
        .col(big_integer_null("deactivated_ts"))
        .take();
    manager.create_table(account).await?;
    let profile = Table::create()
        .table("profile")
        .col(nid_key(backend, "user_nid"))
        .col(text("fields"))
        .col(big_integer("version"))
        .take();
    manager.create_table(profile).await
}

async fn device_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let device = vec![
        big_integer("user_nid"),
        text("device_id"),
        text_null("display_name"),
        big_integer("created_ts"),
        big_integer_null("last_seen_ts"),
        text_null("last_seen_ip"),
    ];
    manager.create_table(keyed("device", 2, device)).await?;
    let token = vec![blob("hash"), big_integer("user_nid"), text("device_id"), big_integer("created_ts")];
    create_clustered(manager.get_connection(), &keyed("access_token", 1, token)).await?;
    let of_device =
        Index::create().name("access_token_device").table("access_token").col("user_nid").col("device_id").take();
    manager.create_index(of_device).await
}

async fn registration_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let session = vec![
        text("id"),
        text("operation"),
        big_integer_null("user_nid"),
        big_integer("completed"),
        text_null("registration_token"),
        text_null("params"),
        text_null("outcome"),
        big_integer("expires_ts"),
    ];
    manager.create_table(keyed("uia_session", 1, session)).await?;
    let age = Index::create().name("uia_session_age").table("uia_session").col("expires_ts").take();
    manager.create_index(age).await?;
    let token = vec![
        text("token"),
        big_integer_null("uses_allowed"),
        big_integer("uses"),
        big_integer_null("expires_ts"),
        big_integer("created_ts"),
    ];
    manager.create_table(keyed("registration_token", 1, token)).await
}
