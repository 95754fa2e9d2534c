//! The people, guests and robots that sign in here.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
#[expect(clippy::struct_excessive_bools, reason = "each of them is a column, and independent of the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_nid: i64,
    pub password_hash: Option<String>,
    pub is_guest: bool,
    pub is_admin: bool,
    pub founder: Option<i64>,
    pub created_ts: i64,
    pub deactivated_ts: Option<i64>,
    pub is_locked: bool,
    pub is_suspended: bool,
    pub is_erased: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
