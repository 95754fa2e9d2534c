//! Stages that people complete on a page of the server, for clients that do not know how:
//! <https://spec.matrix.org/v1.19/client-server-api/#fallback>.
//!
//! The page knows nothing but the id of the authentication, which is a secret. What was proved there counts once the
//! client repeats its request with that id.

use hs_config::Policy;
use hs_core::error::MatrixError;
use hs_storage::{UiaProgress, WriteBatch};
use ruma::{
    OwnedUserId,
    api::client::uiaa::{AuthData, Dummy, MatrixUserIdentifier, Password, RegistrationToken, Terms, UserIdentifier},
};

use super::{Asked, Attempt, Left, Stage, StageSet, Uia};

/// What somebody typed or pressed on the page of a stage. It may be a secret, which no log may show.
#[derive(Clone, Copy)]
pub enum Typed<'a> {
    /// They want to go on.
    Nothing,
    /// A registration token.
    RegistrationToken(&'a str),
    /// The password of their account.
    Password(&'a str),
    /// That they accept the documents.
    Acceptance,
}

impl Typed<'_> {
    fn stage(&self) -> Stage {
        match self {
            Self::Nothing => Stage::Dummy,
            Self::RegistrationToken(_) => Stage::RegistrationToken,
            Self::Password(_) => Stage::Password,
            Self::Acceptance => Stage::Terms,
        }
    }
}

impl Uia {
    /// The documents that whoever registers has to accept.
    pub fn policies(&self) -> &[Policy] {
        self.terms.policies()
    }

    /// Whose authentication this is; nobody's where somebody is about to register. `M_UNKNOWN` where it has expired.
    pub async fn owner(&self, id: &str) -> Result<Option<OwnedUserId>, MatrixError> {
        let row = self.row(id).await?.filter(|row| row.outcome.is_none()).ok_or_else(expired)?;
        match row.user {
            Some(user) => Ok(Some(self.context.user_id(user).await?)),
            None => Ok(None),
        }
    }

    /// Completes a stage of an authentication.
    pub async fn complete(&self, id: &str, typed: Typed<'_>) -> Result<(), MatrixError> {
        let owner = self.owner(id).await?;
        let row = self.row(id).await?.ok_or_else(expired)?;
        let asked = Asked { user_id: owner.as_deref(), presented: row.presented.as_deref(), purpose: None };
        let auth = match typed {
            Typed::Nothing => AuthData::Dummy(Dummy::new()),
            Typed::RegistrationToken(token) => AuthData::RegistrationToken(RegistrationToken::new(token.to_owned())),
            Typed::Acceptance => AuthData::Terms(Terms::new()),
            Typed::Password(password) => {
                let user = owner.as_ref().map(ToString::to_string).unwrap_or_default();
                let identifier = UserIdentifier::Matrix(MatrixUserIdentifier::new(user));
                AuthData::Password(Password::new(identifier, password.to_owned()))
            }
        };
        match self.attempt(&auth, &asked).await? {
            Attempt::Failed(error) => Err(error),
            Attempt::Passed(Left { registration_token, .. }) => {
                let completed = StageSet::default().with(typed.stage()).bits();
                let mut batch = WriteBatch::default();
                let progress = UiaProgress { id: row.id, completed, registration_token, validated: None };
                batch.uia_session.complete.push(progress);
                self.context.store.commit(batch).await?;
                Ok(())
            }
        }
    }
}

fn expired() -> MatrixError {
    MatrixError::unknown("This page has expired: go back to where you came from and begin again")
}
