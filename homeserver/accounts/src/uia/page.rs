//! Stages that people complete on a page of the server, for clients that do not know how:
//! <https://spec.matrix.org/v1.19/client-server-api/#fallback>.
//!
//! The page knows nothing but the id of the authentication, which is a secret. What was proved there counts once the
//! client repeats its request with that id.

use hs_config::Policy;
use hs_core::error::MatrixError;
use hs_storage::{UiaProgress, UiaSessionRow, WriteBatch};
use ruma::{
    ClientSecret, OwnedUserId, SessionId,
    api::client::uiaa::{
        AuthData, Dummy, MatrixUserIdentifier, Password, RegistrationToken, Terms, ThirdpartyIdCredentials,
        UserIdentifier,
    },
};

use super::{Asked, Attempt, Left, Stage, StageSet, Uia, purpose_of};
use crate::validation::TokenRequest;

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
    /// That they have confirmed their address, by the session in which the page asked for a mail.
    Confirmed(&'a str),
}

impl Typed<'_> {
    fn stage(&self) -> Stage {
        match self {
            Self::Nothing => Stage::Dummy,
            Self::RegistrationToken(_) => Stage::RegistrationToken,
            Self::Password(_) => Stage::Password,
            Self::Acceptance => Stage::Terms,
            Self::Confirmed(_) => Stage::Email,
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

    /// Sends a mail to the address that somebody typed on the page, and answers the session in which they are to confirm
    /// it. A minute apart, so that whoever presses the button in a hurry gets one.
    pub async fn send_mail(&self, id: &str, email: &str) -> Result<String, MatrixError> {
        let row = self.row(id).await?.filter(|row| row.outcome.is_none()).ok_or_else(expired)?;
        let request = TokenRequest {
            purpose: purpose_of(&row.operation),
            // Nobody knows it but the client and who sees the page.
            client_secret: &row.id,
            email,
            send_attempt: self.context.clock.now_ms() / 60_000,
            next_link: None,
        };
        self.validations.request_token(request).await
    }

    /// Completes a stage of an authentication.
    pub async fn complete(&self, id: &str, typed: Typed<'_>) -> Result<(), MatrixError> {
        let owner = self.owner(id).await?;
        let row = self.row(id).await?.ok_or_else(expired)?;
        let asked = Asked {
            user_id: owner.as_deref(),
            presented: row.presented.as_deref(),
            purpose: purpose_of(&row.operation),
        };
        let auth = match typed {
            Typed::Confirmed(sid) => return self.complete_email(&row, sid).await,
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
            Attempt::Passed(left) => self.note(row.id, typed.stage(), left).await,
        }
    }

    async fn complete_email(&self, row: &UiaSessionRow, sid: &str) -> Result<(), MatrixError> {
        let sid = SessionId::parse(sid).map_err(|_| expired())?;
        let client_secret = ClientSecret::parse(&*row.id).map_err(|_| expired())?;
        let proof = ThirdpartyIdCredentials::new(sid, client_secret);
        match self.attempt_email(&proof, purpose_of(&row.operation)).await? {
            Attempt::Failed(error) => Err(error),
            Attempt::Passed(left) => self.note(row.id.clone(), Stage::Email, left).await,
        }
    }

    async fn note(&self, id: String, stage: Stage, left: Left) -> Result<(), MatrixError> {
        let Left { registration_token, validated } = left;
        let validated = validated.as_ref().map(serde_json::to_string).transpose().map_err(MatrixError::internal)?;
        let completed = StageSet::default().with(stage).bits();
        let mut batch = WriteBatch::default();
        batch.uia_session.complete.push(UiaProgress { id, completed, registration_token, validated });
        self.context.store.commit(batch).await?;
        Ok(())
    }
}

fn expired() -> MatrixError {
    MatrixError::unknown("This page has expired: go back to where you came from and begin again")
}
