//! Validation sessions: people who are about to show that an address is theirs. Of the token in the mail only its
//! SHA-256 is here. See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidemailrequesttoken>.

use std::fmt;

use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{Family, Part, Scope, exactly_one, insert};
use crate::{
    entity::validation_session::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// Somebody who is about to show that an address is theirs.
#[derive(Clone, PartialEq, Eq)]
pub struct ValidationSessionRow {
    /// By what it is known.
    pub sid: String,
    /// What the client proves with that it is its own.
    pub client_secret: String,
    /// What kind of address.
    pub medium: String,
    /// The address.
    pub address: String,
    /// What it is for; it is good for nothing else.
    pub purpose: String,
    /// The SHA-256 of the token in the newest mail.
    pub token_hash: Vec<u8>,
    /// Which attempt of the client that mail was.
    pub send_attempt: i64,
    /// Where to go when it is done.
    pub next_link: Option<String>,
    /// How many mails there were.
    pub mails: i64,
    /// When the newest was sent, in milliseconds.
    pub sent_ts: i64,
    /// When it is forgotten, in milliseconds.
    pub expires_ts: i64,
    /// When it was shown that the address is theirs, in milliseconds.
    pub validated_ts: Option<i64>,
}

/// What happens to a validation session. Where a condition is not met the commit fails with [`StoreError::Conflict`].
pub enum ValidationSessionChange {
    /// It begins. One that is there already makes the commit fail with [`StoreError::Duplicate`].
    Begin(ValidationSessionRow),
    /// A further mail is sent, if it is a later attempt than was made and nothing has been shown yet. This is what it is
    /// like from now on.
    SendAgain(ValidationSessionRow),
    /// Somebody has shown its token, by its SHA-256, at a time.
    Validate(String, Vec<u8>, i64),
    /// It is used up. It must have been validated.
    Spend(String),
}

/// What a batch writes about validation sessions.
#[derive(Default)]
pub struct ValidationSessionWrites {
    /// One after the other.
    pub changes: Vec<ValidationSessionChange>,
}

impl Family for ValidationSessionWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.changes.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for change in parts.iter().flat_map(|part| &part.writes.changes) {
            let rows_affected = match change {
                ValidationSessionChange::Begin(row) => {
                    insert::<Entity>(scope.tx, vec![encode(row)], None).await?;
                    continue;
                }
                ValidationSessionChange::SendAgain(row) => {
                    let update = unvalidated(&row.sid)
                        .filter(Column::SendAttempt.lt(row.send_attempt))
                        .col_expr(Column::SendAttempt, Expr::value(row.send_attempt))
                        .col_expr(Column::TokenHash, Expr::value(row.token_hash.clone()))
                        .col_expr(Column::NextLink, Expr::value(row.next_link.clone()))
                        .col_expr(Column::Mails, Expr::col(Column::Mails).add(1))
                        .col_expr(Column::SentTs, Expr::value(row.sent_ts))
                        .col_expr(Column::ExpiresTs, Expr::value(row.expires_ts));
                    update.exec(scope.tx).await?.rows_affected
                }
                ValidationSessionChange::Validate(sid, token_hash, now) => {
                    let update = unvalidated(sid)
                        .filter(Column::TokenHash.eq(token_hash.clone()))
                        .filter(Column::ExpiresTs.gt(*now))
                        .col_expr(Column::ValidatedTs, Expr::value(*now));
                    update.exec(scope.tx).await?.rows_affected
                }
                ValidationSessionChange::Spend(sid) => {
                    let row = Entity::delete_by_id(sid.as_str()).filter(Column::ValidatedTs.is_not_null());
                    row.exec(scope.tx).await?.rows_affected
                }
            };
            exactly_one(rows_affected)?;
        }
        Ok(())
    }
}

fn unvalidated(sid: &str) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many().filter(Column::Sid.eq(sid)).filter(Column::ValidatedTs.is_null())
}

impl Reader {
    /// The validation session with this id, expired or not.
    pub async fn validation_session(&self, sid: &str) -> Result<Option<ValidationSessionRow>, StoreError> {
        Ok(Entity::find_by_id(sid).one(self.db()).await?.map(decode))
    }

    /// All validation sessions of an address, expired or not.
    pub async fn validation_sessions(
        &self,
        medium: &str,
        address: &str,
    ) -> Result<Vec<ValidationSessionRow>, StoreError> {
        let of_address = Entity::find().filter(Column::Medium.eq(medium)).filter(Column::Address.eq(address));
        Ok(of_address.all(self.db()).await?.into_iter().map(decode).collect())
    }
}

fn encode(row: &ValidationSessionRow) -> Model {
    Model {
        sid: row.sid.clone(),
        client_secret: row.client_secret.clone(),
        medium: row.medium.clone(),
        address: row.address.clone(),
        purpose: row.purpose.clone(),
        token_hash: row.token_hash.clone(),
        send_attempt: row.send_attempt,
        next_link: row.next_link.clone(),
        mails: row.mails,
        sent_ts: row.sent_ts,
        expires_ts: row.expires_ts,
        validated_ts: row.validated_ts,
    }
}

fn decode(model: Model) -> ValidationSessionRow {
    ValidationSessionRow {
        sid: model.sid,
        client_secret: model.client_secret,
        medium: model.medium,
        address: model.address,
        purpose: model.purpose,
        token_hash: model.token_hash,
        send_attempt: model.send_attempt,
        next_link: model.next_link,
        mails: model.mails,
        sent_ts: model.sent_ts,
        expires_ts: model.expires_ts,
        validated_ts: model.validated_ts,
    }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for ValidationSessionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ValidationSessionRow(…)")
    }
}

impl fmt::Debug for ValidationSessionWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ValidationSessionWrites(…)")
    }
}

#[cfg(test)]
mod tests;
