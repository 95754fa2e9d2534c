//! Sessions that are renewed and opened by tokens, accounts that are locked, and pushers.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, boolean, text, text_null},
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
        for column in ["is_locked", "is_suspended", "is_erased"] {
            add(manager, "account", boolean(column).default(false).take()).await?;
        }
        add(manager, "device", text_null("user_agent")).await?;
        add(manager, "access_token", big_integer_null("expires_ts")).await?;
        add(manager, "access_token", big_integer("generation").default(0).take()).await?;
        token_tables(manager).await?;
        pusher_table(manager).await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

async fn token_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let refresh = vec![
        blob("hash"),
        big_integer("user_nid"),
        text("device_id"),
        big_integer("generation"),
        boolean("is_spent"),
        big_integer("created_ts"),
    ];
    manager.create_table(keyed("refresh_token", 1, refresh)).await?;
    let of_device =
        Index::create().name("refresh_token_device").table("refresh_token").col("user_nid").col("device_id").take();
    manager.create_index(of_device).await?;
    let login = vec![blob("hash"), big_integer("user_nid"), big_integer("expires_ts")];
    manager.create_table(keyed("login_token", 1, login)).await?;
    let age = Index::create().name("login_token_age").table("login_token").col("expires_ts").take();
    manager.create_index(age).await
}

async fn pusher_table(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let pusher = vec![
        big_integer("user_nid"),
        text("app_id"),
        text("pushkey"),
        text("device_id"),
        text("definition"),
        big_integer("created_ts"),
        // Up to where its user has been told; what they were told is unread; and when to try again after a failure.
        big_integer("position"),
        big_integer("badge"),
        big_integer("claimed_ts"),
        big_integer_null("failing_ts"),
    ];
    let mut device = ForeignKey::create()
        .from_tbl("pusher")
        .from_col("user_nid")
        .from_col("device_id")
        .to_tbl("device")
        .to_col("user_nid")
        .to_col("device_id")
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    manager.create_table(keyed("pusher", 3, pusher).foreign_key(&mut device).take()).await?;
    let by_key = Index::create().name("pusher_key").table("pusher").col("app_id").col("pushkey").take();
    manager.create_index(by_key).await
}
