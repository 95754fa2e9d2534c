//! Smaller pictures of pictures.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_thumbnail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_hash: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant: String,
    pub hash: String,
    pub size: i64,
    pub content_type: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
