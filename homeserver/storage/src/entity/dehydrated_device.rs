//! The one device of a user that receives while no other is there.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dehydrated_device")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    pub device_id: String,
    pub device_data: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
