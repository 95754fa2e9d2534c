//! Events that are to be sent later.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delayed_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub delay_id: String,
    pub user_nid: i64,
    pub device_id: Option<String>,
    pub room_id: String,
    #[sea_orm(column_name = "type")]
    pub event_type: String,
    pub state_key: Option<String>,
    pub content: String,
    pub delay_ms: i64,
    pub scheduled_ts: i64,
    pub send_ts: i64,
    pub finalised_ts: Option<i64>,
    pub event_id: Option<String>,
    pub error: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
