//! Every (event type, state key) pair that was ever seen, by number.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "state_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nid: i64,
    #[sea_orm(column_name = "type")]
    pub event_type: String,
    #[sea_orm(column_name = "key")]
    pub state_key: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
