//! Who is about to show that an address is theirs.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "validation_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sid: String,
    pub client_secret: String,
    pub medium: String,
    pub address: String,
    pub purpose: String,
    pub token_hash: Vec<u8>,
    pub send_attempt: i64,
    pub next_link: Option<String>,
    pub mails: i64,
    pub sent_ts: i64,
    pub expires_ts: i64,
    pub validated_ts: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
