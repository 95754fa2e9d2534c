//! What every subject of this crate works with.

use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError, nid::UserNid};
use hs_storage::{AccountRow, Store};
use ruma::{OwnedServerName, OwnedUserId, UserId};

#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) server_name: OwnedServerName,
}

impl Context {
    /// The account of a user of ours, closed or not; `None` where there never was one.
    pub(crate) async fn account(&self, user_id: &UserId) -> Result<Option<AccountRow>, MatrixError> {
        match self.user(user_id).await? {
            Some(user) => Ok(self.store.account(user).await?),
            None => Ok(None),
        }
    }

    /// The number of a user of ours whom the database has seen.
    pub(crate) async fn user(&self, user_id: &UserId) -> Result<Option<UserNid>, MatrixError> {
        if user_id.server_name() != self.server_name || !crate::text::may_be_key(user_id.as_str()) {
            return Ok(None);
        }
        Ok(self.store.find_user(user_id).await?)
    }

    /// The number of a user, who gets one if they have none.
    pub(crate) async fn intern(&self, user_id: &UserId) -> Result<UserNid, MatrixError> {
        self.store.intern_users(&[user_id]).await?.first().copied().ok_or_else(lost)
    }

    /// The user with this number.
    pub(crate) async fn user_id(&self, user: UserNid) -> Result<OwnedUserId, MatrixError> {
        self.store.user_ids(&[user]).await?.pop().ok_or_else(lost)
    }
}

/// The store promises one answer per question.
fn lost() -> MatrixError {
    MatrixError::internal("the store answered a question about one user with none")
}
