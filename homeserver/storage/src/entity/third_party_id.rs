//! Addresses by which accounts are known.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "third_party_id")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub medium: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    pub user_nid: i64,
    pub validated_ts: i64,
    pub added_ts: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
