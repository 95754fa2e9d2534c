//! One-time keys that nobody has claimed yet.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub algorithm: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: String,
    pub key: String,
    pub created_ts: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
