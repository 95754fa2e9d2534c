//! Events that are to be sent later.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text, text_null},
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
        let delayed = vec![
            text("delay_id"),
            big_integer("user_nid"),
            text_null("device_id"),
            text("room_id"),
            text("type"),
            text_null("state_key"),
            text("content"),
            big_integer("delay_ms"),
            big_integer("scheduled_ts"),
            big_integer("send_ts"),
            big_integer_null("finalised_ts"),
            text_null("event_id"),
            text_null("error"),
        ];
        manager.create_table(keyed("delayed_event", 1, delayed)).await?;
        let db = manager.get_connection();
        db.execute_unprepared("CREATE INDEX delayed_event_due ON delayed_event (send_ts) WHERE finalised_ts IS NULL")
            .await?;
        db.execute_unprepared(
            "CREATE INDEX delayed_event_age ON delayed_event (finalised_ts) WHERE finalised_ts IS NOT NULL",
        )
        .await?;
        let of_user = Index::create().name("delayed_event_user").table("delayed_event").col("user_nid").take();
        manager.create_index(of_user).await
    }
}
