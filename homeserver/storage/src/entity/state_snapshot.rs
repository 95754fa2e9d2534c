//! A state of a room, as a packed difference to its parent.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "state_snapshot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nid: i64,
    pub room_nid: i64,
    pub chain: Vec<u8>,
    pub hash: Vec<u8>,
    pub delta: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
