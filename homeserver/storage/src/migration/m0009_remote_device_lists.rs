//! The table of our copies of other servers' device lists, and the way from a room to those of ours who are in it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean},
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
        let copy = vec![
            big_integer("user_nid"),
            big_integer("stream_id"),
            big_integer("fetched_position"),
            boolean("is_stale"),
        ];
        manager.create_table(keyed("remote_device_list", 1, copy)).await?;
        let db = manager.get_connection();
        db.execute_unprepared("CREATE INDEX membership_local ON membership (room_nid) WHERE is_local").await?;
        Ok(())
    }
}
