//! Who is typing in a room, and until when.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "typing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub room_nid: i64,
    pub users: String,
    pub position: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
