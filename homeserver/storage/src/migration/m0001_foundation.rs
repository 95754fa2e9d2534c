//! The tables of the first release: stream, names, rooms, events, state and what users keep about them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, boolean, text, text_null},
};

use crate::dialect::{create_clustered, nid_key};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        server_tables(manager).await?;
        name_tables(manager).await?;
        room_table(manager).await?;
        event_table(manager).await?;
        state_tables(manager).await?;
        member_tables(manager).await?;
        user_tables(manager).await
    }
}

/// A table with these columns, the first `keys` of which are its key.
pub(super) fn keyed(name: &'static str, keys: usize, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut key = Index::create();
    let mut table = Table::create().table(name).take();
    for (place, mut column) in columns.into_iter().enumerate() {
        if place < keys {
            key.col(column.get_column_name());
        }
        table.col(&mut column);
    }
    table.primary_key(&mut key).take()
}

async fn server_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let stream_head = Table::create()
        .table("stream_head")
        .col(nid_key(db.get_database_backend(), "id"))
        .col(big_integer("head"))
        .take();
    manager.create_table(stream_head).await?;
    db.execute_unprepared("INSERT INTO stream_head (id, head) VALUES (1, 0)").await?;
    create_clustered(db, &keyed("server_meta", 1, vec![text("key"), text("value")])).await?;
    create_clustered(db, &keyed("counter", 1, vec![text("name"), big_integer("next")])).await
}

async fn name_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let user_id = Table::create().table("user_id").col(nid_key(backend, "nid")).col(text("id").unique_key()).take();
    manager.create_table(user_id).await?;
    let state_key = Table::create()
        .table("state_key")
        .col(nid_key(backend, "nid"))
        .col(text("type"))
        .col(text("key"))
        .index(Index::create().unique().col("type").col("key"))
        .take();
    manager.create_table(state_key).await
}

async fn room_table(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let room = Table::create()
        .table("room")
        .col(nid_key(manager.get_database_backend(), "nid"))
        .col(text("room_id").unique_key())
        .col(text("room_version"))
        .col(big_integer("fence"))
        .col(big_integer_null("snapshot_nid"))
        .col(text("extremities"))
        .col(big_integer("depth"))
        .col(big_integer("last_order"))
        .col(big_integer("first_order"))
        .col(big_integer("last_position"))
        .col(big_integer("notify_seq"))
        .col(boolean("published"))
        .take();
    manager.create_table(room).await?;
    let db = manager.get_connection();
    db.execute_unprepared("CREATE INDEX room_published ON room (nid) WHERE published").await?;

    let alias = keyed("room_alias", 1, vec![text("alias"), big_integer("room_nid"), big_integer("creator_nid")]);
    create_clustered(db, &alias).await?;
    manager.create_index(Index::create().name("room_alias_room").table("room_alias").col("room_nid").take()).await
}

async fn event_table(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let event = Table::create()
        .table("event")
        .col(nid_key(manager.get_database_backend(), "nid"))
        .col(text("event_id").unique_key())
        .col(big_integer("room_nid"))
        .col(big_integer_null("room_order"))
        .col(big_integer_null("position"))
        .col(big_integer("sender_nid"))
        .col(text("type"))
        .col(big_integer_null("state_key_nid"))
        .col(big_integer_null("snapshot_nid"))
        .col(big_integer("origin_server_ts"))
        .col(big_integer("depth"))
        .col(big_integer("status"))
        .col(big_integer_null("redacted_by"))
        .col(text_null("relates_to"))
        .col(text_null("rel_type"))
        .col(text("json"))
        .take();
    manager.create_table(event).await?;
    let db = manager.get_connection();
    // Outliers have neither order nor position, and are not in these indexes.
    db.execute_unprepared(
        "CREATE UNIQUE INDEX event_order ON event (room_nid, room_order) WHERE room_order IS NOT NULL",
    )
    .await?;
    db.execute_unprepared(
        "CREATE INDEX event_position ON event (room_nid, position, room_order) WHERE position IS NOT NULL",
    )
    .await?;
    db.execute_unprepared("CREATE INDEX event_relation ON event (relates_to, rel_type) WHERE relates_to IS NOT NULL")
        .await?;
    db.execute_unprepared(
        "CREATE INDEX event_thread ON event (room_nid, relates_to, room_order) WHERE rel_type = 'm.thread'",
    )
    .await?;
    Ok(())
}

async fn state_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let snapshot = Table::create()
        .table("state_snapshot")
        .col(nid_key(manager.get_database_backend(), "nid"))
        .col(big_integer("room_nid"))
        .col(blob("chain"))
        .col(blob("hash"))
        .col(blob("delta"))
        .take();
    manager.create_table(snapshot).await?;
    let by_hash =
        Index::create().name("state_snapshot_hash").table("state_snapshot").col("room_nid").col("hash").take();
    manager.create_index(by_hash).await?;
    let columns = vec![big_integer("room_nid"), big_integer("state_key_nid"), big_integer("event_nid")];
    create_clustered(manager.get_connection(), &keyed("current_state", 2, columns)).await
}

async fn member_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let member = || vec![big_integer("room_nid"), big_integer("user_nid")];
    let with = |columns: Vec<ColumnDef>| member().into_iter().chain(columns).collect::<Vec<_>>();

    let membership = with(vec![
        text("membership"),
        big_integer("event_nid"),
        big_integer("position"),
        boolean("forgotten"),
        boolean("is_local"),
    ]);
    create_clustered(db, &keyed("membership", 2, membership)).await?;
    manager.create_index(Index::create().name("membership_user").table("membership").col("user_nid").take()).await?;

    let unread = with(vec![big_integer("base"), big_integer("highlight")]);
    create_clustered(db, &keyed("unread", 2, unread)).await?;
    manager.create_index(Index::create().name("unread_user").table("unread").col("user_nid").take()).await?;

    let receipt = with(vec![
        text("kind"),
        text("thread").default("").take(),
        big_integer("event_nid"),
        text("event_id"),
        big_integer("room_order"),
        big_integer("ts"),
        big_integer("position"),
    ]);
    create_clustered(db, &keyed("receipt", 4, receipt)).await?;
    let news = Index::create().name("receipt_position").table("receipt").col("room_nid").col("position").take();
    manager.create_index(news).await?;

    let typing = Table::create()
        .table("typing")
        .col(nid_key(db.get_database_backend(), "room_nid"))
        .col(text("users"))
        .col(big_integer("position"))
        .take();
    manager.create_table(typing).await
}

async fn user_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let transaction = keyed(
        "transaction_id",
        4,
        vec![
            big_integer("user_nid"),
            text("device_id"),
            text("scope"),
            text("txn_id"),
            big_integer_null("event_nid"),
            text_null("response"),
            big_integer("created_ts"),
        ],
    );
    create_clustered(db, &transaction).await?;
    db.execute_unprepared(
        "CREATE INDEX transaction_id_event ON transaction_id (event_nid) WHERE event_nid IS NOT NULL",
    )
    .await?;
    let age = Index::create().name("transaction_id_age").table("transaction_id").col("created_ts").take();
    manager.create_index(age).await?;

    let account_data = keyed(
        "account_data",
        3,
        vec![
            big_integer("user_nid"),
            big_integer("room_nid").default(0).take(),
            text("type"),
            text("content"),
            big_integer("position"),
        ],
    );
    create_clustered(db, &account_data).await?;
    let news =
        Index::create().name("account_data_position").table("account_data").col("user_nid").col("position").take();
    manager.create_index(news).await
}
