//! Registration tokens: invitations to make an account, good for a number of times or until a day.

use std::fmt;

use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};

use super::{Family, Part, Scope, exactly_one, insert};
use crate::{
    entity::registration_token::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A registration token.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistrationTokenRow {
    /// The token, as people hand it on.
    pub token: String,
    /// How many accounts it is good for; `None` for any number.
    pub uses_allowed: Option<i64>,
    /// How many accounts were made with it.
    pub uses: i64,
    /// When it ends, in milliseconds; `None` for never.
    pub expires_ts: Option<i64>,
    /// When it was made, in milliseconds.
    pub created_ts: i64,
}

/// What a batch writes about registration tokens.
#[derive(Default)]
pub struct RegistrationTokenWrites {
    /// New tokens. One that exists makes the commit fail with [`StoreError::Duplicate`].
    pub create: Vec<RegistrationTokenRow>,
    /// Uses a token once, at the time beside it. If it is not good any more, the commit fails with
    /// [`StoreError::Conflict`].
    pub redeem: Vec<(String, i64)>,
    /// Tokens that go.
    pub remove: Vec<String>,
}

impl Family for RegistrationTokenWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.create.len() + self.redeem.len() + self.remove.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            insert::<Entity>(scope.tx, part.writes.create.iter().map(encode).collect(), None).await?;
            for (token, now) in &part.writes.redeem {
                let update = Entity::update_many()
                    .filter(Column::Token.eq(token.as_str()))
                    .filter(has_uses_left())
                    .filter(Condition::any().add(Column::ExpiresTs.is_null()).add(Column::ExpiresTs.gt(*now)))
                    .col_expr(Column::Uses, Expr::col(Column::Uses).add(1));
                exactly_one(update.exec(scope.tx).await?.rows_affected)?;
            }
            for token in &part.writes.remove {
                Entity::delete_by_id(token.as_str()).exec(scope.tx).await?;
            }
        }
        Ok(())
    }
}

fn has_uses_left() -> Condition {
    let left = Expr::col(Column::Uses).lt(Expr::col(Column::UsesAllowed));
    Condition::any().add(Column::UsesAllowed.is_null()).add(left)
}

impl Reader {
    /// The registration token that reads so.
    pub async fn registration_token(&self, token: &str) -> Result<Option<RegistrationTokenRow>, StoreError> {
        Ok(Entity::find_by_id(token).one(self.db()).await?.map(decode))
    }

    /// All registration tokens, the oldest first.
    pub async fn registration_tokens(&self) -> Result<Vec<RegistrationTokenRow>, StoreError> {
        let tokens = Entity::find().order_by_asc(Column::CreatedTs).order_by_asc(Column::Token);
        Ok(tokens.all(self.db()).await?.into_iter().map(decode).collect())
    }
}

fn encode(row: &RegistrationTokenRow) -> Model {
    let RegistrationTokenRow { token, uses_allowed, uses, expires_ts, created_ts } = row.clone();
    Model { token, uses_allowed, uses, expires_ts, created_ts }
}

fn decode(model: Model) -> RegistrationTokenRow {
    let Model { token, uses_allowed, uses, expires_ts, created_ts } = model;
    RegistrationTokenRow { token, uses_allowed, uses, expires_ts, created_ts }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for RegistrationTokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationTokenRow(…)")
    }
}

impl fmt::Debug for RegistrationTokenWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationTokenWrites(…)")
    }
}

#[cfg(test)]
mod tests;
