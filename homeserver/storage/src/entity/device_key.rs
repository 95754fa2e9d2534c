//! The identity keys of devices, as they were uploaded.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: String,
    pub keys: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
