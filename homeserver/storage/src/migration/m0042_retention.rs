//! Up to where messages that are too old have been taken away.

use sea_orm_migration::{prelude::*, schema::big_integer};

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
        let columns = vec![big_integer("room_nid"), big_integer("room_order")];
        create_clustered(manager.get_connection(), &keyed("retention", 1, columns)).await
    }
}
