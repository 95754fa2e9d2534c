//! Which events notified whom, by thread, and from where on users have something unread.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text},
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
        let notification = vec![
            big_integer("room_nid"),
            // 0 for what an event means to every member whom no row of their own says something else of.
            big_integer("user_nid"),
            big_integer("room_order"),
            text("thread"),
            big_integer("sender_nid"),
            big_integer("notify"),
            big_integer("highlight"),
        ];
        let db = manager.get_connection();
        create_clustered(db, &keyed("notification", 3, notification)).await?;
        // For whom a redacted event meant something of their own.
        db.execute_unprepared(
            "CREATE INDEX notification_place ON notification (room_nid, room_order) WHERE user_nid <> 0",
        )
        .await?;
        // The threads with something unread, without what is said beside them.
        db.execute_unprepared(
            "CREATE INDEX notification_thread ON notification (room_nid, user_nid, room_order) WHERE thread <> 'main'",
        )
        .await?;
        let floor = big_integer("floor").default(0).take();
        manager.alter_table(Table::alter().table("unread").add_column(floor).take()).await
    }
}
