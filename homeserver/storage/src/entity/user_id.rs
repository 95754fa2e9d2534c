//! Every user that was ever seen, by number.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_id")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nid: i64,
    pub id: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
