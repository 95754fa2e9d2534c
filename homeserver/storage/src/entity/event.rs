//! Events, accepted or not, with their place in the room and in the stream.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nid: i64,
    pub event_id: String,
    pub room_nid: i64,
    pub room_order: Option<i64>,
    pub position: Option<i64>,
    pub sender_nid: i64,
    #[sea_orm(column_name = "type")]
    pub event_type: String,
    pub state_key_nid: Option<i64>,
    pub snapshot_nid: Option<i64>,
    pub origin_server_ts: i64,
    pub depth: i64,
    pub status: i64,
    pub redacted_by: Option<i64>,
    pub relates_to: Option<String>,
    pub rel_type: Option<String>,
    pub json: String,
    pub resolved_nid: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
