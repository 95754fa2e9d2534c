//! The keys of other servers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "server_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub server_name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: String,
    pub public_key: String,
    pub is_old: bool,
    pub until_ts: i64,
    pub response: String,
    pub fetched_ts: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
