//! What is behind an `mxc://` URI.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub server_name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_id: String,
    pub user_nid: Option<i64>,
    pub hash: Option<String>,
    pub size: i64,
    pub content_type: Option<String>,
    pub file_name: Option<String>,
    pub is_open: bool,
    pub created_ts: i64,
    pub used_ts: i64,
    pub expires_ts: Option<i64>,
    pub quarantined_ts: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
