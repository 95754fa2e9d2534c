//! Backups of room keys. A deleted one keeps its number.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_backup_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub algorithm: String,
    pub auth_data: String,
    pub etag: i64,
    pub deleted: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
