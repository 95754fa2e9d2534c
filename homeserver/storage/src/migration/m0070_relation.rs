//! Relations by room: what is said about an event is found without a look at the rest of its room.

use sea_orm_migration::prelude::*;

use crate::dialect::describe_rooms;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX event_relation").await?;
        db.execute_unprepared(
            "CREATE INDEX event_relation ON event (room_nid, relates_to, room_order) WHERE relates_to IS NOT NULL",
        )
        .await?;
        describe_rooms(db).await
    }
}
