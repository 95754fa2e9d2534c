//! User-interactive authentications under way. They live in the database so that any node can answer the next request.

use std::fmt;

use hs_core::nid::UserNid;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{BinOper, Expr, ExprTrait},
};

use super::{Family, Part, Scope, exactly_one, insert};
use crate::{
    entity::uia_session::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// An authentication under way.
#[derive(Clone, PartialEq, Eq)]
pub struct UiaSessionRow {
    /// The secret that the client refers to it by.
    pub id: String,
    /// What is to be done once it is complete. It is good for nothing else.
    pub operation: String,
    /// Who began it, where somebody was signed in.
    pub user: Option<UserNid>,
    /// The completed stages, a bit each.
    pub completed: i64,
    /// The registration token that was presented.
    pub registration_token: Option<String>,
    /// What the client asked for when it began, where that is to be remembered.
    pub params: Option<String>,
    /// The documents that the client was shown to accept, where there were any.
    pub presented: Option<String>,
    /// What came of it, once it is used up and where that is to be remembered.
    pub outcome: Option<String>,
    /// The address of which it was shown that it is theirs, as JSON.
    pub validated: Option<String>,
    /// When it is forgotten, in milliseconds.
    pub expires_ts: i64,
}

/// How an authentication has gone on.
#[derive(Default)]
pub struct UiaProgress {
    /// Which one.
    pub id: String,
    /// The stages that were completed.
    pub completed: i64,
    /// The registration token that was presented, if any.
    pub registration_token: Option<String>,
    /// The address of which it was shown that it is theirs, as JSON, if any.
    pub validated: Option<String>,
}

/// What a batch writes about authentications under way.
#[derive(Default)]
pub struct UiaSessionWrites {
    /// New ones.
    pub create: Vec<UiaSessionRow>,
    /// Stages that were completed.
    pub complete: Vec<UiaProgress>,
    /// Ones that are used up, and what came of it: without that they go at once, with it they stay until they expire. Of
    /// two batches that use up the same one the second fails with [`StoreError::Conflict`].
    pub consume: Vec<(String, Option<String>)>,
}

impl Family for UiaSessionWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.create.len() + self.complete.len() + self.consume.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            insert::<Entity>(scope.tx, part.writes.create.iter().map(encode).collect(), None).await?;
            for UiaProgress { id, completed, registration_token, validated } in &part.writes.complete {
                // United in the database, so that of two stages completed at once neither is lost.
                let united = Expr::col(Column::Completed).binary(BinOper::BitOr, Expr::value(*completed));
                let mut update = Entity::update_many().filter(Column::Id.eq(id.as_str()));
                update = update.col_expr(Column::Completed, united);
                if let Some(token) = registration_token {
                    update = update.col_expr(Column::RegistrationToken, Expr::value(token.as_str()));
                }
                if let Some(validated) = validated {
                    update = update.col_expr(Column::Validated, Expr::value(validated.as_str()));
                }
                update.exec(scope.tx).await?;
            }
            for (id, outcome) in &part.writes.consume {
                exactly_one(consume(scope, id, outcome.as_deref()).await?)?;
            }
        }
        Ok(())
    }
}

async fn consume(scope: &Scope<'_>, id: &str, outcome: Option<&str>) -> Result<u64, DbErr> {
    let Some(outcome) = outcome else { return Ok(Entity::delete_by_id(id).exec(scope.tx).await?.rows_affected) };
    let unused = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::Outcome.is_null());
    Ok(unused.col_expr(Column::Outcome, Expr::value(outcome)).exec(scope.tx).await?.rows_affected)
}

impl Reader {
    /// The authentication with this id, expired or not.
    pub async fn uia_session(&self, id: &str) -> Result<Option<UiaSessionRow>, StoreError> {
        Ok(Entity::find_by_id(id).one(self.db()).await?.map(decode))
    }
}

fn encode(row: &UiaSessionRow) -> Model {
    Model {
        id: row.id.clone(),
        operation: row.operation.clone(),
        user_nid: row.user.map(UserNid::get),
        completed: row.completed,
        registration_token: row.registration_token.clone(),
        params: row.params.clone(),
        presented: row.presented.clone(),
        outcome: row.outcome.clone(),
        validated: row.validated.clone(),
        expires_ts: row.expires_ts,
    }
}

fn decode(model: Model) -> UiaSessionRow {
    UiaSessionRow {
        id: model.id,
        operation: model.operation,
        user: model.user_nid.map(UserNid),
        completed: model.completed,
        registration_token: model.registration_token,
        params: model.params,
        presented: model.presented,
        outcome: model.outcome,
        validated: model.validated,
        expires_ts: model.expires_ts,
    }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for UiaSessionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UiaSessionRow(…)")
    }
}

impl fmt::Debug for UiaSessionWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UiaSessionWrites(…)")
    }
}

#[cfg(test)]
mod tests;
