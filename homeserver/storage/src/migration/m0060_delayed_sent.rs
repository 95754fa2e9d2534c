//! Delayed events by the event that was sent: whoever sent it is told which it was.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sent = "CREATE INDEX delayed_event_sent ON delayed_event (event_id) WHERE event_id IS NOT NULL";
        manager.get_connection().execute_unprepared(sent).await.map(drop)
    }
}
