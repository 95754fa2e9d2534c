//! When the devices and keys of a user last changed: for everybody (observer 0), or in one user's eyes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_list")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub observer_nid: i64,
    pub position: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
