//! What events of other servers need: who allows whom, where history has gaps, what forks came to, redactions that
//! came too early, and what has been received but not yet taken in.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text},
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
        let db = manager.get_connection();
        let resolved = Table::alter().table("event").add_column(big_integer_null("resolved_nid")).take();
        manager.alter_table(resolved).await?;

        create_clustered(db, &keyed("event_auth", 2, vec![big_integer("auth_nid"), big_integer("event_nid")])).await?;
        let redaction = vec![text("event_id"), big_integer("redaction_nid")];
        create_clustered(db, &keyed("early_redaction", 2, redaction)).await?;
        let extremity =
            vec![big_integer("room_nid"), text("event_id"), big_integer("child_nid"), big_integer("child_order")];
        create_clustered(db, &keyed("backward_extremity", 3, extremity)).await?;
        let mut order = Index::create();
        order.name("backward_extremity_order").table("backward_extremity").col("room_nid").col("child_order");
        manager.create_index(order).await?;
        let stripped = vec![big_integer("room_nid"), big_integer("user_nid"), text("events")];
        create_clustered(db, &keyed("stripped_state", 2, stripped)).await?;
        inbound_tables(manager).await
    }
}

async fn inbound_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let staged = vec![
        text("room_id"),
        text("event_id"),
        text("origin"),
        text("json"),
        big_integer("received_ts"),
        big_integer("tries"),
    ];
    manager.create_table(keyed("inbound", 2, staged)).await?;
    let transaction = vec![text("origin"), text("txn_id"), text("response"), big_integer("created_ts")];
    manager.create_table(keyed("inbound_transaction", 2, transaction)).await?;
    for (name, table, column) in
        [("inbound_age", "inbound", "received_ts"), ("inbound_transaction_age", "inbound_transaction", "created_ts")]
    {
        manager.create_index(Index::create().name(name).table(table).col(column).take()).await?;
    }
    Ok(())
}
