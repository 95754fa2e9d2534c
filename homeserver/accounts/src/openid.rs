//! `OpenID` tokens: with one of them a user shows somebody else, such as the server of a widget, who they are.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#openid>.

use std::time::Duration;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{OpenidTokenRow, WriteBatch};
use ruma::{OwnedUserId, api::error::ErrorKind, api::error::UnknownTokenErrorData};

use crate::{
    context::Context,
    token::{Purpose, Token, TokenHash},
};

/// How long a token is good: whoever gets it asks about it at once.
const LIFETIME: Duration = Duration::from_hours(1);

/// The subject of these tokens. See the [module](self).
pub struct Openid {
    context: Context,
}

impl Openid {
    pub(crate) fn new(context: Context) -> Self {
        Self { context }
    }

    /// A new token of a user, and how long it will be good.
    pub async fn issue(&self, user: UserNid) -> Result<(Token, Duration), MatrixError> {
        let token = Token::generate(Purpose::Openid, &self.context.entropy);
        let hash = token.hash().as_bytes().to_vec();
        let lifetime = i64::try_from(LIFETIME.as_millis()).unwrap_or(i64::MAX);
        let expires_ts = self.context.clock.now_ms().saturating_add(lifetime);
        let mut batch = WriteBatch::default();
        batch.openid_token.rows.push(OpenidTokenRow { hash, user, expires_ts });
        self.context.store.commit(batch).await?;
        Ok((token, LIFETIME))
    }

    /// Whose token this is.
    pub async fn user(&self, token: &str) -> Result<OwnedUserId, MatrixError> {
        let row = self.context.store.openid_token(TokenHash::of(token).as_bytes()).await?;
        let row = row.filter(|row| row.expires_ts > self.context.clock.now_ms());
        let user = row.ok_or_else(unknown_token)?.user;
        let account = self.context.store.account(user).await?;
        if account.is_none_or(|account| account.deactivated_ts.is_some()) {
            return Err(unknown_token());
        }
        self.context.user_id(user).await
    }
}

fn unknown_token() -> MatrixError {
    let kind = ErrorKind::UnknownToken(UnknownTokenErrorData { soft_logout: false });
    MatrixError::new(kind, "This token is not valid, or not any more")
}
