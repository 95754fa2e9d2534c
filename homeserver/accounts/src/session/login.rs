//! Signing in with a password, or with a token that another device has got.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#login>.

use std::time::Duration;

use hs_core::error::MatrixError;
use hs_storage::{AccountRow, LoginTokenRow, StoreError, WriteBatch};
use ruma::{OwnedUserId, UserId};

use super::{NewDevice, Session, Sessions, SignedIn, locked};
use crate::{
    token::{Purpose, Token, TokenHash},
    uia::Authorized,
    username,
    validation::{EMAIL, address},
};

/// How long a login token is good: as long as it takes to pick up another device.
const LOGIN_TOKEN_TTL: Duration = Duration::from_mins(2);

/// How somebody who signs in says who they are.
#[derive(Clone, Copy, Debug)]
pub enum Identifier<'a> {
    /// By a localpart or a whole user id.
    User(&'a str),
    /// By an e-mail address.
    Email(&'a str),
    /// By a telephone number or something else that no account here is known by.
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

    /// Makes a token with which whoever is signed in can sign another device in, once and soon. They have proved that it
    /// is them.
    pub async fn issue_login_token(
        &self,
        session: &Session,
        authorized: &Authorized,
    ) -> Result<(Token, Duration), MatrixError> {
        let token = Token::generate(Purpose::Login, &self.context.entropy);
        let now = self.context.clock.now_ms();
        let mut batch = WriteBatch::default();
        authorized.consume(&mut batch, now, None);
        let expires_ts = now + i64::try_from(LOGIN_TOKEN_TTL.as_millis()).unwrap_or(0);
        let hash = token.hash().as_bytes().to_vec();
        batch.login_token.issue.push(LoginTokenRow { hash, user: session.user, expires_ts });
        self.commit(batch, session.user).await?;
        Ok((token, LOGIN_TOKEN_TTL))
    }

    /// Signs somebody in who has a login token.
    pub async fn login_by_token(&self, token: &str, device: &NewDevice) -> Result<SignedIn, MatrixError> {
        let refused = || MatrixError::forbidden("This login token is not valid, or not any more");
        let store = &self.context.store;
        let row = store.login_token(TokenHash::of(token).as_bytes()).await?.ok_or_else(refused)?;
        if row.expires_ts <= self.context.clock.now_ms() {
            return Err(refused());
        }
        let account = store.account(row.user).await?.filter(|account| account.deactivated_ts.is_none());
        check_open(&account.ok_or_else(refused)?)?;
        let user_id = self.context.user_id(row.user).await?;
        let mut batch = WriteBatch::default();
        batch.login_token.spend.push(row.hash);
        batch.touch_user(row.user);
        let signed_in = self.open(&mut batch, row.user, &user_id, device)?;
        let committed = store.commit(batch).await;
        self.forget(row.user);
        match committed {
            Ok(_) => Ok(signed_in),
            Err(StoreError::Conflict) => Err(refused()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether this is the password of that user, at the cost that [`Sessions::login`] has.
    pub(crate) async fn verify(&self, user_id: &UserId, password: &str) -> Result<bool, MatrixError> {
        let account = self.context.account(user_id).await?;
        let stored = account.as_ref().and_then(|account| account.password_hash.as_deref());
        self.passwords.verify(password, stored).await
    }

    async fn find(&self, identifier: Identifier<'_>) -> Result<Option<(OwnedUserId, AccountRow)>, MatrixError> {
        let user = match identifier {
            Identifier::User(user) => user,
            Identifier::Email(address) => return self.find_by_email(address).await,
            Identifier::Unknown => return Ok(None),
        };
        for user_id in username::candidates(user, &self.context.server_name) {
            if let Some(account) = self.context.account(&user_id).await? {
                return Ok(Some((user_id, account)));
            }
        }
        Ok(None)
    }

    async fn find_by_email(&self, address: &str) -> Result<Option<(OwnedUserId, AccountRow)>, MatrixError> {
        let store = &self.context.store;
        let Some(address) = address::canonical(address) else { return Ok(None) };
        let Some(row) = store.third_party_id(EMAIL, &address).await? else { return Ok(None) };
        let Some(account) = store.account(row.user).await? else { return Ok(None) };
        Ok(Some((self.context.user_id(row.user).await?, account)))
    }

    /// Opens a session for somebody whose password was found to be that of the account as it was read.
    pub(crate) async fn open_verified(
        &self,
        user_id: &UserId,
        account: AccountRow,
        device: &NewDevice,
    ) -> Result<SignedIn, MatrixError> {
        check_open(&account)?;
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

/// Refuses those whose account is locked.
pub(super) fn check_open(account: &AccountRow) -> Result<(), MatrixError> {
    if account.is_locked { Err(locked()) } else { Ok(()) }
}

fn refused() -> MatrixError {
    MatrixError::forbidden("The user name or the password is wrong")
}
