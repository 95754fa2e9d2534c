//! What is said in threads, by when it came.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let news = "CREATE INDEX event_thread_news ON event (room_nid, position) WHERE rel_type = 'm.thread'";
        manager.get_connection().execute_unprepared(news).await.map(drop)
    }
}
