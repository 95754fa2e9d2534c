//! The present state of each room, for SQL to join.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "current_state")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub room_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub state_key_nid: i64,
    pub event_nid: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
