//! The tables by which messages, people, spaces and moments are found; tokens that say who somebody is; and reports.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text, text_null},
};

use super::m0001_foundation::keyed;
use crate::dialect::{byte_ordered, create_clustered, create_text_index, nid_key};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        create_text_index(db).await?;
        db.execute_unprepared(
            "CREATE INDEX event_timestamp ON event (room_nid, origin_server_ts, room_order) \
             WHERE room_order IS NOT NULL",
        )
        .await?;
        directory_tables(manager).await?;

        let walk = vec![text("token"), big_integer("user_nid"), text("walk"), big_integer("expires_ts")];
        manager.create_table(keyed("space_walk", 1, walk)).await?;
        let openid = vec![blob("hash"), big_integer("user_nid"), big_integer("expires_ts")];
        manager.create_table(keyed("openid_token", 1, openid)).await?;
        let report = vec![
            text("id"),
            big_integer("created_ts"),
            big_integer("reporter_nid"),
            text_null("room_id"),
            text_null("event_id"),
            text_null("user_id"),
            text("reason"),
        ];
        manager.create_table(keyed("report", 1, report)).await?;
        for (name, table, column) in [
            ("space_walk_age", "space_walk", "expires_ts"),
            ("openid_token_age", "openid_token", "expires_ts"),
            ("report_age", "report", "created_ts"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).take()).await?;
        }
        Ok(())
    }
}

async fn directory_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let backend = db.get_database_backend();
    // Prefixes are found as a range of words, so words must be in the order of their bytes.
    let words = vec![byte_ordered(backend, "word"), big_integer("user_nid")];
    create_clustered(db, &keyed("user_directory_word", 2, words)).await?;
    let of_user = Index::create().name("user_directory_user").table("user_directory_word").col("user_nid").take();
    manager.create_index(of_user).await?;
    let public_room = Table::create().table("public_room").col(nid_key(backend, "room_nid")).take();
    manager.create_table(public_room).await
}
