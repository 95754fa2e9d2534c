//! What other servers are still to be told: events, messages to devices, changes of devices; and who tells them.

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
        let event = vec![
            big_integer("position"),
            big_integer("event_nid"),
            big_integer("room_nid"),
            text_null("origin"),
            big_integer("created_ts"),
        ];
        manager.create_table(keyed("outgoing_event", 2, event)).await?;
        let to_device = vec![
            text("destination"),
            big_integer("position"),
            text("message_id"),
            text("content"),
            big_integer("created_ts"),
        ];
        manager.create_table(keyed("outgoing_to_device", 3, to_device)).await?;
        let device =
            vec![big_integer("user_nid"), text("device_id"), big_integer("position"), big_integer("changed_ts")];
        manager.create_table(keyed("outgoing_device", 2, device)).await?;
        let told = vec![text("destination"), big_integer("user_nid"), big_integer("stream_id"), big_integer("told_ts")];
        manager.create_table(keyed("device_list_told", 2, told)).await?;
        let destination = vec![
            text("server_name"),
            big_integer("failures"),
            big_integer("failing_since_ts"),
            big_integer("retry_ts"),
            big_integer("owed_after"),
        ];
        manager.create_table(keyed("destination", 1, destination)).await?;
        manager.create_table(keyed("lease", 1, vec![text("name"), text("holder"), big_integer("until_ts")])).await?;
        for (name, table, column) in [
            ("outgoing_event_age", "outgoing_event", "created_ts"),
            ("outgoing_to_device_age", "outgoing_to_device", "created_ts"),
            ("outgoing_to_device_position", "outgoing_to_device", "position"),
            ("outgoing_device_age", "outgoing_device", "changed_ts"),
            ("outgoing_device_position", "outgoing_device", "position"),
            ("device_list_told_age", "device_list_told", "told_ts"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).take()).await?;
        }
        Ok(())
    }
}
