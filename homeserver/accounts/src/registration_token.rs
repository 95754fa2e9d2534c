//! Registration tokens: invitations to a server that is not open to everybody.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#token-authenticated-registration>.

use hs_core::error::MatrixError;
use hs_storage::{RegistrationTokenRow, StoreError, WriteBatch};
use ruma::api::error::ErrorKind;

use crate::context::Context;

const MAX_TOKEN_BYTES: usize = 64;

/// The subject of registration tokens. See the [module](self).
#[derive(Clone)]
pub struct RegistrationTokens {
    context: Context,
}

impl RegistrationTokens {
    pub(crate) fn new(context: Context) -> Self {
        Self { context }
    }

    /// Whether an account could be made with this token now.
    pub async fn is_valid(&self, token: &str) -> Result<bool, MatrixError> {
        if !is_well_formed(token) {
            return Ok(false);
        }
        let found = self.context.store.registration_token(token).await?;
        Ok(found.is_some_and(|row| is_good(&row, self.context.clock.now_ms())))
    }

    /// Makes a token, for that many accounts and until that time; unlimited where not said.
    pub async fn create(
        &self,
        token: Option<String>,
        uses_allowed: Option<i64>,
        expires_ts: Option<i64>,
    ) -> Result<RegistrationTokenRow, MatrixError> {
        let token = token.unwrap_or_else(|| self.generate());
        if !is_well_formed(&token) {
            let message = format!("A registration token has 1 to {MAX_TOKEN_BYTES} of A-Z, a-z, 0-9 and ._~-");
            return Err(MatrixError::invalid_param(message));
        }
        let created_ts = self.context.clock.now_ms();
        let row = RegistrationTokenRow { token, uses_allowed, uses: 0, expires_ts, created_ts };
        let mut batch = WriteBatch::default();
        batch.registration_token.create.push(row.clone());
        match self.context.store.commit(batch).await {
            Ok(_) => Ok(row),
            Err(StoreError::Duplicate(_)) => {
                Err(MatrixError::new(ErrorKind::InvalidParam, "There is such a registration token already"))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// All tokens, the oldest first, used up and expired ones included.
    pub async fn list(&self) -> Result<Vec<RegistrationTokenRow>, MatrixError> {
        Ok(self.context.store.registration_tokens().await?)
    }

    /// Takes a token away. Accounts made with it stay.
    pub async fn remove(&self, token: &str) -> Result<(), MatrixError> {
        if !is_well_formed(token) || self.context.store.registration_token(token).await?.is_none() {
            return Err(MatrixError::not_found("There is no such registration token"));
        }
        let mut batch = WriteBatch::default();
        batch.registration_token.remove.push(token.to_owned());
        self.context.store.commit(batch).await?;
        Ok(())
    }

    fn generate(&self) -> String {
        self.context.entropy.text::<16>(b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789")
    }
}

fn is_good(row: &RegistrationTokenRow, now_ts: i64) -> bool {
    row.uses_allowed.is_none_or(|allowed| row.uses < allowed) && row.expires_ts.is_none_or(|expires| expires > now_ts)
}

/// The grammar of the specification: short, and safe in a URL.
fn is_well_formed(token: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'-');
    (1..=MAX_TOKEN_BYTES).contains(&token.len()) && token.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests;
