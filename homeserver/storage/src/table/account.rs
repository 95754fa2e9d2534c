//! Accounts: who can sign in here, and as what.

use std::fmt;

use hs_core::nid::UserNid;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{Family, Part, Scope, insert, select_in};
use crate::{
    entity::account::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// Marks the founder's row; the column is unique, so there is one founder.
const FOUNDER: i64 = 1;

/// An account.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each of them is a column, and independent of the others")]
pub struct AccountRow {
    /// Whose it is.
    pub user: UserNid,
    /// The PHC string of the password; `None` where there is none to sign in with.
    pub password_hash: Option<String>,
    /// Whether this is a guest, who may look around only.
    pub is_guest: bool,
    /// Whether this user administers the server.
    pub is_admin: bool,
    /// Whether this is the first account of the server. A second founder is a [`StoreError::Duplicate`].
    pub is_founder: bool,
    /// When the account was made, in milliseconds.
    pub created_ts: i64,
    /// When it was closed, in milliseconds.
    pub deactivated_ts: Option<i64>,
    /// Whether it may do nothing at all for the time being.
    pub is_locked: bool,
    /// Whether it may read and go, but say nothing, for the time being.
    pub is_suspended: bool,
    /// Whether its owner wanted to be forgotten when they closed it.
    pub is_erased: bool,
}

/// A change of an existing account.
#[derive(Clone)]
pub enum AccountChange {
    /// Gives the account a password, or takes it away.
    Password(Option<String>),
    /// Grants or revokes the administration of the server.
    Admin(bool),
    /// Closes the account at that time and takes its password away.
    Deactivate(i64),
    /// Forgets what the owner of a closed account said, as far as that can be.
    Erase,
    /// Locks the account, or opens it again.
    Lock(bool),
    /// Suspends the account, or lets it speak again.
    Suspend(bool),
}

/// What a batch writes about accounts.
#[derive(Default)]
pub struct AccountWrites {
    /// New accounts. A user who has one already makes the commit fail with [`StoreError::Duplicate`].
    pub create: Vec<AccountRow>,
    /// Commits only while the account has this password hash, otherwise fails with [`StoreError::Conflict`]: a session
    /// that a password opened must not outlive a change of that password.
    pub verified: Vec<(UserNid, String)>,
    /// Guests who become users, with the hash of the password that they chose. Somebody who is no guest, or not any more,
    /// makes the commit fail with [`StoreError::Conflict`].
    pub upgrade: Vec<(UserNid, String)>,
    /// Changes of existing accounts.
    pub change: Vec<(UserNid, AccountChange)>,
}

impl Family for AccountWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.create.len() + self.verified.len() + self.upgrade.len() + self.change.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            insert::<Entity>(scope.tx, part.writes.create.iter().map(encode).collect(), None).await?;
            for (user, password_hash) in &part.writes.verified {
                // An update that changes nothing: it finds out whether the row is still so, and keeps it so until the
                // end of the transaction.
                let unchanged = Entity::update_many()
                    .filter(Column::UserNid.eq(user.get()))
                    .filter(Column::PasswordHash.eq(password_hash.as_str()))
                    .col_expr(Column::UserNid, Expr::value(user.get()));
                super::exactly_one(unchanged.exec(scope.tx).await?.rows_affected)?;
            }
            for (user, password_hash) in &part.writes.upgrade {
                let upgraded = Entity::update_many()
                    .filter(Column::UserNid.eq(user.get()))
                    .filter(Column::IsGuest.eq(true))
                    .filter(Column::DeactivatedTs.is_null())
                    .col_expr(Column::IsGuest, Expr::value(false))
                    .col_expr(Column::PasswordHash, Expr::value(password_hash.as_str()));
                super::exactly_one(upgraded.exec(scope.tx).await?.rows_affected)?;
            }
            for (user, change) in &part.writes.change {
                apply_change(scope, *user, change).await?;
            }
        }
        Ok(())
    }
}

async fn apply_change(scope: &Scope<'_>, user: UserNid, change: &AccountChange) -> Result<(), DbErr> {
    let update = Entity::update_many().filter(Column::UserNid.eq(user.get()));
    let update = match change {
        AccountChange::Password(hash) => update.col_expr(Column::PasswordHash, Expr::value(hash.clone())),
        AccountChange::Admin(is_admin) => update.col_expr(Column::IsAdmin, Expr::value(*is_admin)),
        AccountChange::Erase => update.col_expr(Column::IsErased, Expr::value(true)),
        AccountChange::Lock(is_locked) => update.col_expr(Column::IsLocked, Expr::value(*is_locked)),
        AccountChange::Suspend(is_suspended) => update.col_expr(Column::IsSuspended, Expr::value(*is_suspended)),
        AccountChange::Deactivate(now) => update
            .col_expr(Column::PasswordHash, Expr::value(None::<String>))
            .col_expr(Column::IsAdmin, Expr::value(false))
            .col_expr(Column::DeactivatedTs, Expr::value(*now)),
    };
    update.exec(scope.tx).await?;
    Ok(())
}

impl Reader {
    /// The account of this user.
    pub async fn account(&self, user: UserNid) -> Result<Option<AccountRow>, StoreError> {
        Ok(Entity::find_by_id(user.get()).one(self.db()).await?.map(decode))
    }

    /// The accounts of these users, in no particular order; users without one are left out.
    pub async fn accounts(&self, users: &[UserNid]) -> Result<Vec<AccountRow>, StoreError> {
        let keys = users.iter().map(|user| user.get());
        let found = select_in(self.db(), Entity::find(), Column::UserNid, keys).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// Those of these users who are guests, in no particular order.
    pub async fn guests_among(&self, users: &[UserNid]) -> Result<Vec<UserNid>, StoreError> {
        let keys = users.iter().map(|user| user.get());
        let guests = Entity::find().filter(Column::IsGuest.eq(true)).filter(Column::DeactivatedTs.is_null());
        let found = select_in(self.db(), guests, Column::UserNid, keys).await?;
        Ok(found.into_iter().map(|model| UserNid(model.user_nid)).collect())
    }

    /// A page of accounts in the order of their numbers, beginning after `after`.
    pub async fn accounts_after(&self, after: UserNid, limit: u64) -> Result<Vec<AccountRow>, StoreError> {
        let page = Entity::find().filter(Column::UserNid.gt(after.get())).order_by_asc(Column::UserNid);
        Ok(page.limit(limit).all(self.db()).await?.into_iter().map(decode).collect())
    }

    /// The users who wanted to be forgotten.
    pub async fn erased_users(&self) -> Result<Vec<UserNid>, StoreError> {
        let select = Entity::find().select_only().column(Column::UserNid).filter(Column::IsErased.eq(true));
        let users: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(users.into_iter().map(UserNid).collect())
    }

    /// Whether the server has a founder yet.
    pub async fn has_founder(&self) -> Result<bool, StoreError> {
        Ok(Entity::find().filter(Column::Founder.eq(FOUNDER)).one(self.db()).await?.is_some())
    }
}

fn encode(row: &AccountRow) -> Model {
    Model {
        user_nid: row.user.get(),
        password_hash: row.password_hash.clone(),
        is_guest: row.is_guest,
        is_admin: row.is_admin,
        founder: row.is_founder.then_some(FOUNDER),
        created_ts: row.created_ts,
        deactivated_ts: row.deactivated_ts,
        is_locked: row.is_locked,
        is_suspended: row.is_suspended,
        is_erased: row.is_erased,
    }
}

fn decode(model: Model) -> AccountRow {
    AccountRow {
        user: UserNid(model.user_nid),
        password_hash: model.password_hash,
        is_guest: model.is_guest,
        is_admin: model.is_admin,
        is_founder: model.founder.is_some(),
        created_ts: model.created_ts,
        deactivated_ts: model.deactivated_ts,
        is_locked: model.is_locked,
        is_suspended: model.is_suspended,
        is_erased: model.is_erased,
    }
}

// Rows and writes hold secrets, which no log may show.

impl fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountRow(…)")
    }
}

impl fmt::Debug for AccountWrites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountWrites(…)")
    }
}

#[cfg(test)]
mod tests;
