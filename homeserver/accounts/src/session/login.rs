//! Signing in with a password.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#login>.

use hs_core::error::MatrixError;
use hs_storage::{AccountRow, StoreError, WriteBatch};
use ruma::{OwnedUserId, UserId};

use super::{NewDevice, Sessions, SignedIn};
use crate::username;

/// How somebody who signs in says who they are.
#[derive(Clone, Copy, Debug)]
pub enum Identifier<'a> {
    /// By a localpart or a whole user id.
    User(&'a str),
    /// By an e-mail address, a telephone number or something else that no account here is known by.
    Unknown,
}

impl Sessions {
    /// Signs a person in with their password.
    ///
    /// An unknown user and a wrong password get the same answer after the same work.
    pub async fn login(
        &self,
        identifier: Identifier<'_>,
        password: &str,
        device: &NewDevice,
    ) -> Result<SignedIn, MatrixError> {
        let found = self.find(identifier).await?;
        let stored = found.as_ref().and_then(|(_, account)| account.password_hash.as_deref());
        let is_right = self.passwords.verify(password, stored).await?;
        let Some((user_id, account)) = found.filter(|_| is_right) else { return Err(refused()) };
        self.open_verified(&user_id, account, device).await
    }

    /// Whether this is the password of that user, at the cost that [`Sessions::login`] has.
    pub(crate) async fn verify(&self, user_id: &UserId, password: &str) -> Result<bool, MatrixError> {
        let account = self.context.account(user_id).await?;
        let stored = account.as_ref().and_then(|account| account.password_hash.as_deref());
        self.passwords.verify(password, stored).await
    }

    async fn find(&self, identifier: Identifier<'_>) -> Result<Option<(OwnedUserId, AccountRow)>, MatrixError> {
        let Identifier::User(user) = identifier else { return Ok(None) };
        for user_id in username::candidates(user, &self.context.server_name) {
            if let Some(account) = self.context.account(&user_id).await? {
                return Ok(Some((user_id, account)));
            }
        }
        Ok(None)
    }

    /// Opens a session for somebody whose password was found to be that of the account as it was read.
    pub(crate) async fn open_verified(
        &self,
        user_id: &UserId,
        account: AccountRow,
        device: &NewDevice,
    ) -> Result<SignedIn, MatrixError> {
        let user = account.user;
        let mut batch = WriteBatch::default();
        if device.device_id.is_some() {
            // An older token of the device ends, of which other processes hear by the wake.
            batch.touch_user(user);
        }
        let signed_in = self.open(&mut batch, user, user_id, device)?;
        // The password may change between our check and the commit; then it opens nothing any more.
        batch.account.verified.extend(account.password_hash.map(|hash| (user, hash)));
        let committed = self.context.store.commit(batch).await;
        self.forget(user);
        match committed {
            Ok(_) => Ok(signed_in),
            Err(StoreError::Conflict) => Err(refused()),
            Err(error) => Err(error.into()),
        }
    }
}

fn refused() -> MatrixError {
    MatrixError::forbidden("The user name or the password is wrong")
}
