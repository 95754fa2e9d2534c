//! A room's head: its fence, its forward extremities and where its timeline stands.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "room")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nid: i64,
    pub room_id: String,
    pub room_version: String,
    pub fence: i64,
    pub snapshot_nid: Option<i64>,
    pub extremities: String,
    pub depth: i64,
    pub last_order: i64,
    pub first_order: i64,
    pub last_position: i64,
    pub notify_seq: i64,
    pub published: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
