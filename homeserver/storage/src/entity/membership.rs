//! Who is, was or may be in which room.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub room_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    pub membership: String,
    pub event_nid: i64,
    pub position: i64,
    pub forgotten: bool,
    pub is_local: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
