//! What administrators make of accounts: locked or suspended ones; and those whose owners wanted to be forgotten.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-locking> and
//! <https://spec.matrix.org/v1.19/client-server-api/#account-suspension>.

use std::{collections::HashSet, sync::Arc};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{AccountChange, AccountRow, WriteBatch};
use ruma::UserId;

use super::Users;
use crate::{context::Context, remembered::Remembered, session::Session};

/// Stands for nobody in particular. Users are numbered from one.
const EVERYBODY: UserNid = UserNid(0);

/// Who wanted to be forgotten: few, and asked about for every event that is read.
pub(crate) struct Standing {
    context: Context,
    erased: Remembered<(), Arc<HashSet<UserNid>>>,
}

impl Standing {
    pub(super) fn new(context: Context) -> Self {
        let erased = Remembered::new(1, context.clock.clone());
        Self { context, erased }
    }

    pub(crate) fn forget_erased(&self) {
        self.erased.forget(EVERYBODY);
    }
}

/// What an administrator can do to an account for the time being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restriction {
    /// It may do nothing but sign out.
    Locked,
    /// It may read and go, but say nothing.
    Suspended,
}

impl Restriction {
    fn of(self, account: &AccountRow) -> bool {
        match self {
            Self::Locked => account.is_locked,
            Self::Suspended => account.is_suspended,
        }
    }

    fn change(self, is_on: bool) -> AccountChange {
        match self {
            Self::Locked => AccountChange::Lock(is_on),
            Self::Suspended => AccountChange::Suspend(is_on),
        }
    }
}

impl Users {
    /// The users of ours who closed their accounts and wanted to be forgotten.
    pub async fn erased(&self) -> Result<Arc<HashSet<UserNid>>, MatrixError> {
        let load = async || {
            let users = self.standing.context.store.erased_users().await?;
            Ok::<_, MatrixError>(Some((EVERYBODY, Arc::new(users.into_iter().collect()))))
        };
        Ok(self.standing.erased.get_or_load((), load).await?.unwrap_or_default())
    }

    /// Whether an account is restricted in a way.
    pub async fn is_restricted(&self, user_id: &UserId, restriction: Restriction) -> Result<bool, MatrixError> {
        Ok(restriction.of(&self.restrictable(user_id).await?))
    }

    /// Restricts somebody's account, or lifts the restriction. Administrators leave themselves and each other alone.
    pub async fn restrict(
        &self,
        admin: &Session,
        user_id: &UserId,
        restriction: Restriction,
        is_on: bool,
    ) -> Result<(), MatrixError> {
        let account = self.restrictable(user_id).await?;
        if account.user == admin.user || account.is_admin {
            return Err(MatrixError::forbidden("Administrators cannot do this to themselves or to each other"));
        }
        let mut batch = WriteBatch::default();
        batch.account.change.push((account.user, restriction.change(is_on)));
        self.sessions.commit(batch, account.user).await
    }

    async fn restrictable(&self, user_id: &UserId) -> Result<AccountRow, MatrixError> {
        if user_id.server_name() != self.context.server_name {
            return Err(MatrixError::invalid_param(format!("{user_id} is a user of another server")));
        }
        let account = self.context.account(user_id).await?.filter(|account| account.deactivated_ts.is_none());
        account.ok_or_else(|| MatrixError::not_found("There is no such account on this server, or it is closed"))
    }
}
