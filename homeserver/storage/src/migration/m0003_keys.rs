//! The tables of end-to-end encryption: keys, signatures, backups and messages between devices.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, text},
};

use super::m0001_foundation::keyed;
use crate::dialect::create_clustered;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        device_tables(manager).await?;
        signing_tables(manager).await?;
        backup_tables(manager).await
    }
}

/// A table whose rows go with their device.
pub(super) fn of_device(name: &'static str, keys: usize, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut columns_of_device = vec![big_integer("user_nid"), text("device_id")];
    columns_of_device.extend(columns);
    let mut device = ForeignKey::create()
        .from_tbl(name)
        .from_col("user_nid")
        .from_col("device_id")
        .to_tbl("device")
        .to_col("user_nid")
        .to_col("device_id")
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    keyed(name, keys, columns_of_device).foreign_key(&mut device).take()
}

async fn device_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    manager.create_table(of_device("device_key", 2, vec![text("keys")])).await?;
    let one_time_key = vec![text("algorithm"), text("key_id"), text("key"), big_integer("created_ts")];
    create_clustered(db, &of_device("one_time_key", 4, one_time_key)).await?;
    let fallback_key = vec![text("algorithm"), text("key_id"), text("key"), boolean("used")];
    create_clustered(db, &of_device("fallback_key", 3, fallback_key)).await?;
    manager.create_table(of_device("to_device", 3, vec![big_integer("position"), text("event")])).await?;
    manager.create_table(of_device("dehydrated_device", 1, vec![text("device_data")])).await
}

async fn signing_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let cross_signing_key = vec![big_integer("user_nid"), text("usage"), text("public_key"), text("key")];
    manager.create_table(keyed("cross_signing_key", 2, cross_signing_key)).await?;
    let key_signature = vec![
        big_integer("user_nid"),
        text("key_id"),
        big_integer("signer_nid"),
        text("signer_key_id"),
        text("signature"),
    ];
    create_clustered(db, &keyed("key_signature", 4, key_signature)).await?;
    let device_list = vec![big_integer("user_nid"), big_integer("observer_nid"), big_integer("position")];
    create_clustered(db, &keyed("device_list", 2, device_list)).await?;
    let by_observer =
        Index::create().name("device_list_observer").table("device_list").col("observer_nid").col("position").take();
    manager.create_index(by_observer).await
}

async fn backup_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let version = vec![
        big_integer("user_nid"),
        big_integer("version"),
        text("algorithm"),
        text("auth_data"),
        big_integer("etag"),
        boolean("deleted"),
    ];
    manager.create_table(keyed("key_backup_version", 2, version)).await?;
    let session = vec![
        big_integer("user_nid"),
        big_integer("version"),
        text("room_id"),
        text("session_id"),
        big_integer("first_message_index"),
        big_integer("forwarded_count"),
        boolean("is_verified"),
        text("session_data"),
    ];
    manager.create_table(keyed("key_backup_session", 4, session)).await
}
