//! User-interactive authentications under way.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "uia_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub operation: String,
    pub user_nid: Option<i64>,
    pub completed: i64,
    pub registration_token: Option<String>,
    pub params: Option<String>,
    pub presented: Option<String>,
    pub outcome: Option<String>,
    pub validated: Option<String>,
    pub expires_ts: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
