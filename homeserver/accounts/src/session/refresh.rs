//! Refreshing: a session that lives on short-lived access tokens, and what is done when its refresh token is stolen.
//!
//! Each refresh makes a new generation of tokens. The old ones stay good until one of the new ones is used, since the
//! answer may have been lost on its way; then they end. Whoever presents a refresh token after that has found it
//! somewhere, or somebody else has: as nobody can tell who is who, all tokens of the device end.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens>.

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{AccessTokenRow, RefreshTokenRow, WriteBatch};
use ruma::{DeviceId, OwnedDeviceId};

use super::{Sessions, milliseconds};
use crate::token::{Purpose, Token, TokenHash};

/// The generation of the tokens with which a session begins.
pub(super) const FIRST: i64 = 1;

/// A session's next tokens.
#[derive(Debug)]
pub struct Refreshed {
    /// What the client proves itself with.
    pub access_token: Token,
    /// What it gets the next ones for.
    pub refresh_token: Token,
    /// For how long the access token is good, in milliseconds.
    pub expires_in_ms: i64,
}

impl Sessions {
    /// Gives the tokens that come after a refresh token.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Refreshed, MatrixError> {
        let store = &self.context.store;
        let hash = TokenHash::of(refresh_token);
        let unknown = || MatrixError::unknown_token(false);
        let row = store.refresh_token(hash.as_bytes()).await?.ok_or_else(unknown)?;
        let account = store.account(row.user).await?.filter(|account| account.deactivated_ts.is_none());
        if account.ok_or_else(unknown)?.is_locked {
            return Err(super::locked());
        }
        let mut batch = WriteBatch::default();
        if row.is_spent {
            let user_id = self.context.user_id(row.user).await?;
            tracing::warn!(user = %user_id, device = %row.device_id, "a refresh token came again: the session ends");
            batch.access_token.revoke.push((row.user, row.device_id.clone()));
            batch.refresh_token.revoke.push((row.user, row.device_id));
            self.commit(batch, row.user).await?;
            return Err(MatrixError::unknown_token(true));
        }
        used(&mut batch, row.user, &row.device_id, row.generation);
        let refreshed = self.issue(&mut batch, row.user, &row.device_id, row.generation + 1);
        self.commit(batch, row.user).await?;
        Ok(refreshed)
    }

    /// Adds tokens of a generation to a batch.
    pub(super) fn issue(
        &self,
        batch: &mut WriteBatch,
        user: UserNid,
        device_id: &DeviceId,
        generation: i64,
    ) -> Refreshed {
        let access_token = Token::generate(Purpose::Access, &self.context.entropy);
        let refresh_token = Token::generate(Purpose::Refresh, &self.context.entropy);
        let created_ts = self.context.clock.now_ms();
        let expires_in_ms = milliseconds(self.lifetimes.refreshable_lifetime);
        batch.access_token.issue.push(AccessTokenRow {
            hash: access_token.hash().as_bytes().to_vec(),
            user,
            device_id: device_id.to_owned(),
            created_ts,
            expires_ts: Some(created_ts.saturating_add(expires_in_ms)),
            generation,
        });
        batch.refresh_token.issue.push(RefreshTokenRow {
            hash: refresh_token.hash().as_bytes().to_vec(),
            user,
            device_id: device_id.to_owned(),
            generation,
            is_spent: false,
            created_ts,
        });
        Refreshed { access_token, refresh_token, expires_in_ms }
    }

    /// An access token is used: tokens of earlier generations end. Costs a write the first time and a read from then on.
    pub(super) async fn note_used(&self, token: &AccessTokenRow) -> Result<(), MatrixError> {
        let AccessTokenRow { user, device_id, generation, .. } = token;
        if !self.context.store.has_unspent_before(*user, device_id, *generation).await? {
            return Ok(());
        }
        let mut batch = WriteBatch::default();
        used(&mut batch, *user, device_id, *generation);
        self.commit(batch, *user).await
    }
}

/// Adds to a batch that a token of a generation was used.
fn used(batch: &mut WriteBatch, user: UserNid, device_id: &DeviceId, generation: i64) {
    let device_id: OwnedDeviceId = device_id.to_owned();
    batch.access_token.revoke_before.push((user, device_id.clone(), generation));
    batch.refresh_token.used.push((user, device_id, generation));
}
