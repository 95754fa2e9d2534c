//! Which state event allows which.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_auth")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub auth_nid: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_nid: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
