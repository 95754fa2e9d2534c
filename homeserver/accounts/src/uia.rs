//! User-interactive authentication: proving again who you are, or for the first time that you may join.
//!
//! A request that needs it names an [`Operation`]. Without proof it is answered with a challenge; the client completes
//! one stage per repetition of the request until a flow is complete. What is already proved is remembered in the
//! database, so any node can answer, and is good for that operation of that user only, once.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api>.

use std::{borrow::Cow, sync::Arc};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{StoreError, UiaProgress, UiaSessionRow, WriteBatch};
use ruma::{
    UserId,
    api::{
        client::uiaa::{AuthData, Password, ThirdpartyIdCredentials, UiaaInfo, UserIdentifier},
        error::{ErrorKind, StandardErrorBody},
    },
};
use serde_json::json;

use crate::{
    context::Context,
    registration_token::RegistrationTokens,
    session::{Session, Sessions},
    text,
    uia::{
        stage::{Stage, StageSet, auth_flows, offers},
        terms::Terms,
    },
    username,
    validation::{Credentials, Validated, Validations, purpose::Purpose},
};

pub(crate) mod page;
mod stage;
pub(crate) mod terms;

pub use stage::{Flow, Flows, Stage as AuthStage};

/// How long a client may take to complete a flow, in milliseconds.
const LIFETIME_MS: i64 = 60 * 60 * 1000;

/// Proof by password, for whoever is signed in.
const PASSWORD: Flows<'static> = &[Cow::Borrowed(&[Stage::Password])];
/// Proof by an e-mail address, for whoever has forgotten their password.
pub(crate) const EMAIL: Flows<'static> = &[Cow::Borrowed(&[Stage::Email])];

/// What is to be done once the client has authenticated.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// Method and path, like `DELETE /devices/ABC`. Every version of a path is the same operation.
    pub name: &'a str,
    /// Who does it, where somebody is signed in.
    pub session: Option<&'a Session>,
    /// The ways to authenticate.
    pub flows: Flows<'a>,
    /// What to remember of the request, for a client that repeats it with nothing but its `auth`.
    pub params: Option<&'a str>,
}

impl<'a> Operation<'a> {
    /// Something that whoever is signed in has to give their password for.
    pub fn by_password(name: &'a str, session: &'a Session) -> Self {
        Self { name, session: Some(session), flows: PASSWORD, params: None }
    }
}

/// Proof that the client has authenticated. To be spent with [`Authorized::consume`] in the batch that does the work.
#[derive(Debug, Default)]
#[must_use = "an authentication that is not consumed can be used again"]
pub struct Authorized {
    session: Option<String>,
    registration_token: Option<String>,
    /// The documents that were accepted.
    accepted: Option<String>,
    /// The address that was shown to be theirs.
    validated: Option<Validated>,
}

impl Authorized {
    /// Uses the authentication up, together with the work that it was for. Two requests that hold the same one cannot
    /// both commit: the second gets [`StoreError::Conflict`](hs_storage::StoreError::Conflict). With an `outcome` it is
    /// remembered what came of it, for a client that did not get the answer.
    pub(crate) fn consume(&self, batch: &mut WriteBatch, now_ts: i64, outcome: Option<&str>) {
        let consumed = self.session.clone().map(|id| (id, outcome.map(ToOwned::to_owned)));
        batch.uia_session.consume.extend(consumed);
        batch.registration_token.redeem.extend(self.registration_token.clone().map(|token| (token, now_ts)));
        if let Some(validated) = &self.validated {
            validated.spend(batch);
        }
    }

    /// Adds to a batch what the user has accepted whom it makes.
    pub(crate) fn note_acceptance(&self, batch: &mut WriteBatch, user: UserNid, now_ts: i64) {
        if let Some(accepted) = &self.accepted {
            batch.accepted_policy.rows.extend(terms::accepted(user, accepted, now_ts));
        }
    }

    /// Adds to a batch what address the user has whom it makes.
    pub(crate) fn note_address(&self, batch: &mut WriteBatch, user: UserNid, now_ts: i64) {
        if let Some(validated) = &self.validated {
            validated.add_to(batch, user, now_ts);
        }
    }

    /// The address that was shown to be theirs.
    pub(crate) fn address(&self) -> Option<&str> {
        self.validated.as_ref().map(|validated| &*validated.address)
    }

    /// The registration token that was presented.
    pub(crate) fn registration_token(&self) -> Option<&str> {
        self.registration_token.as_deref()
    }
}

/// The subject of user-interactive authentication. See the [module](self).
pub struct Uia {
    context: Context,
    sessions: Arc<Sessions>,
    tokens: RegistrationTokens,
    terms: Terms,
    validations: Arc<Validations>,
}

/// An authentication as far as it has come.
#[derive(Clone, Default)]
struct Progress {
    session: Option<String>,
    completed: StageSet,
    registration_token: Option<String>,
    presented: Option<String>,
    validated: Option<Validated>,
    begun: Begun,
}

/// What is remembered of an authentication beside its stages.
#[derive(Clone, Default)]
pub(crate) struct Begun {
    /// What was asked for when it began.
    pub(crate) params: Option<String>,
    /// What came of it, if it is used up.
    pub(crate) outcome: Option<String>,
}

/// What a completed stage leaves behind.
enum Attempt {
    Passed(Left),
    Failed(MatrixError),
}

/// What there is to remember of a completed stage.
#[derive(Default)]
struct Left {
    registration_token: Option<String>,
    validated: Option<Validated>,
}

impl Attempt {
    fn passed() -> Self {
        Self::Passed(Left::default())
    }
}

/// What a proof is checked against.
struct Asked<'a> {
    /// Who has to prove that it is them.
    user_id: Option<&'a UserId>,
    /// The documents that were presented.
    presented: Option<&'a str>,
    /// What an address must have been validated for.
    purpose: Purpose,
}

impl<'a> Asked<'a> {
    fn of(operation: &Operation<'a>, progress: &'a Progress) -> Self {
        let user_id = operation.session.map(|session| &*session.user_id);
        Self { user_id, presented: progress.presented.as_deref(), purpose: purpose_of(operation.name) }
    }
}

impl Uia {
    pub(crate) fn new(
        context: Context,
        sessions: Arc<Sessions>,
        tokens: RegistrationTokens,
        terms: Terms,
        validations: Arc<Validations>,
    ) -> Self {
        Self { context, sessions, tokens, terms, validations }
    }

    /// The registration tokens that stages are checked against.
    pub(crate) fn tokens(&self) -> &RegistrationTokens {
        &self.tokens
    }

    /// What shows that an address is somebody's.
    pub(crate) fn validations(&self) -> &Validations {
        &self.validations
    }

    /// The documents that whoever registers has to accept.
    pub(crate) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Goes one step further with the authentication for an operation. The error is the challenge, unless `auth` was
    /// the last step.
    pub async fn authorize(
        &self,
        operation: &Operation<'_>,
        auth: Option<&AuthData>,
    ) -> Result<Authorized, MatrixError> {
        if operation.session.is_some_and(|session| session.app_service.is_some()) {
            // Who has the service's token controls its users.
            return Ok(Authorized::default());
        }
        let Some(auth) = auth else { return Err(self.begin(operation, None).await?) };
        let mut progress = match auth.session() {
            None => Progress::default(),
            Some(id) => {
                let resumed = self.resume(id, operation).await?;
                let Some(progress) = resumed.filter(|progress| self.goes_on(operation, progress)) else {
                    let expired = MatrixError::unknown("This authentication has expired: start again");
                    return Err(self.begin(operation, Some(&expired)).await?);
                };
                progress
            }
        };
        let failure = match Stage::attempted(auth).filter(|stage| offers(operation.flows, *stage)) {
            None if matches!(auth, AuthData::FallbackAcknowledgement(_)) => None,
            None => Some(MatrixError::unrecognized("This way to authenticate is not offered here")),
            Some(stage) => match self.attempt(auth, &Asked::of(operation, &progress)).await? {
                Attempt::Failed(error) => Some(error),
                Attempt::Passed(Left { registration_token, validated }) => {
                    progress.completed = progress.completed.with(stage);
                    progress.registration_token = registration_token.or(progress.registration_token);
                    progress.validated = validated.or(progress.validated);
                    None
                }
            },
        };
        if failure.is_none() && progress.completed.satisfies(operation.flows) {
            let Progress { session, registration_token, presented, validated, completed, .. } = progress;
            let accepted = presented.filter(|_| completed.contains(Stage::Terms));
            return Ok(Authorized { session, registration_token, accepted, validated });
        }
        let id = self.remember(operation, &progress).await?;
        Err(self.challenge(operation, id, progress.completed, failure.as_ref()))
    }

    /// What is remembered of the authentication that a client goes on with.
    pub(crate) async fn begun(&self, operation: &Operation<'_>, auth: Option<&AuthData>) -> Result<Begun, MatrixError> {
        let Some(id) = auth.and_then(AuthData::session) else { return Ok(Begun::default()) };
        Ok(self.resume(id, operation).await?.unwrap_or_default().begun)
    }

    /// A secret that is good for one operation, once: for endpoints with a protocol of their own.
    pub async fn issue_nonce(&self, operation: &str) -> Result<String, MatrixError> {
        let operation = Operation { name: operation, session: None, flows: &[], params: None };
        self.remember(&operation, &Progress::default()).await
    }

    /// Whether this was a secret for that operation. It is none any more.
    pub async fn redeem_nonce(&self, operation: &str, nonce: &str) -> Result<bool, MatrixError> {
        let operation = Operation { name: operation, session: None, flows: &[], params: None };
        let Some(Progress { session: Some(id), .. }) = self.resume(nonce, &operation).await? else {
            return Ok(false);
        };
        let mut batch = WriteBatch::default();
        batch.uia_session.consume.push((id, None));
        match self.context.store.commit(batch).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The challenge for a client that has proved nothing yet, which `refusal` may explain.
    async fn begin(
        &self,
        operation: &Operation<'_>,
        refusal: Option<&MatrixError>,
    ) -> Result<MatrixError, MatrixError> {
        let id = self.remember(operation, &Progress::default()).await?;
        Ok(self.challenge(operation, id, StageSet::default(), refusal))
    }

    /// What a client has proved already; `None` where nothing is known of it any more.
    async fn resume(&self, id: &str, operation: &Operation<'_>) -> Result<Option<Progress>, MatrixError> {
        let Some(row) = self.row(id).await? else { return Ok(None) };
        if row.operation != operation.name || row.user != user_of(operation) {
            return Err(MatrixError::forbidden("This authentication was for another request"));
        }
        Ok(Some(Progress {
            session: Some(row.id),
            completed: StageSet::from_bits(row.completed),
            registration_token: row.registration_token,
            presented: row.presented,
            validated: read_validated(row.validated.as_deref())?,
            begun: Begun { params: row.params, outcome: row.outcome },
        }))
    }

    /// Whether an authentication is not used up, and about the documents of now.
    fn goes_on(&self, operation: &Operation<'_>, progress: &Progress) -> bool {
        let is_current = progress.presented.as_deref() == Some(self.terms.presented());
        progress.begun.outcome.is_none() && (is_current || !offers(operation.flows, Stage::Terms))
    }

    /// An authentication that has begun and not expired.
    async fn row(&self, id: &str) -> Result<Option<UiaSessionRow>, MatrixError> {
        if !text::may_be_key(id) {
            return Ok(None);
        }
        let row = self.context.store.uia_session(id).await?;
        Ok(row.filter(|row| row.expires_ts > self.context.clock.now_ms()))
    }

    /// Writes down how far the client has come, and answers the id to refer to it by.
    async fn remember(&self, operation: &Operation<'_>, progress: &Progress) -> Result<String, MatrixError> {
        let Progress { session, completed, registration_token, validated, .. } = progress.clone();
        let validated = validated.as_ref().map(serde_json::to_string).transpose().map_err(MatrixError::internal)?;
        let mut batch = WriteBatch::default();
        let id = if let Some(id) = session {
            let completed = completed.bits();
            batch.uia_session.complete.push(UiaProgress { id: id.clone(), completed, registration_token, validated });
            id
        } else {
            let id = self.context.entropy.text::<24>(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
            batch.uia_session.create.push(UiaSessionRow {
                id: id.clone(),
                operation: operation.name.to_owned(),
                user: user_of(operation),
                completed: completed.bits(),
                registration_token,
                params: operation.params.map(ToOwned::to_owned),
                presented: offers(operation.flows, Stage::Terms).then(|| self.terms.presented().to_owned()),
                outcome: None,
                validated,
                expires_ts: self.context.clock.now_ms().saturating_add(LIFETIME_MS),
            });
            id
        };
        self.context.store.commit(batch).await?;
        Ok(id)
    }

    async fn attempt(&self, auth: &AuthData, asked: &Asked<'_>) -> Result<Attempt, MatrixError> {
        match auth {
            AuthData::Dummy(_) => Ok(Attempt::passed()),
            AuthData::RegistrationToken(proof) => {
                if self.tokens.is_valid(&proof.token).await? {
                    let registration_token = Some(proof.token.clone());
                    return Ok(Attempt::Passed(Left { registration_token, ..Left::default() }));
                }
                Ok(Attempt::Failed(MatrixError::unauthorized("This registration token is not valid")))
            }
            AuthData::Terms(_) => Ok(self.attempt_terms(asked.presented)),
            AuthData::EmailIdentity(proof) => self.attempt_email(&proof.thirdparty_id_creds, asked.purpose).await,
            AuthData::Password(proof) => self.attempt_password(proof, asked.user_id).await,
            _ => Ok(Attempt::Failed(MatrixError::unrecognized("This way to authenticate is not known here"))),
        }
    }

    /// Only what somebody was shown can be accepted, and only while it is what the server goes by.
    fn attempt_terms(&self, presented: Option<&str>) -> Attempt {
        match presented {
            Some(presented) if presented == self.terms.presented() => Attempt::passed(),
            Some(_) => Attempt::Failed(MatrixError::unknown("The documents have changed since: start again")),
            None => Attempt::Failed(MatrixError::missing_param("Accept the documents that a \"session\" presented")),
        }
    }

    async fn attempt_password(&self, proof: &Password, user_id: Option<&UserId>) -> Result<Attempt, MatrixError> {
        let Some(user_id) = user_id else {
            return Ok(Attempt::Failed(MatrixError::forbidden("Sign in first")));
        };
        if !self.names(&proof.identifier, user_id) {
            // Not a slip that a second attempt would mend: whoever holds this access token is somebody else.
            return Err(MatrixError::forbidden("Authenticate as the user who is signed in"));
        }
        if self.sessions.verify(user_id, &proof.password).await? {
            return Ok(Attempt::passed());
        }
        Ok(Attempt::Failed(MatrixError::forbidden("The password is wrong")))
    }

    async fn attempt_email(&self, proof: &ThirdpartyIdCredentials, purpose: Purpose) -> Result<Attempt, MatrixError> {
        let identity_server = proof.id_server.as_deref().zip(proof.id_access_token.as_deref());
        let (sid, client_secret) = (proof.sid.as_str(), proof.client_secret.as_str());
        let credentials = Credentials { sid, client_secret, identity_server };
        match self.validations.validated(purpose, credentials).await {
            Ok(Some(validated)) => Ok(Attempt::Passed(Left { validated: Some(validated), ..Left::default() })),
            Ok(None) => {
                let message = "It has not been shown that this address is yours: open the link in the mail first";
                Ok(Attempt::Failed(MatrixError::new(ErrorKind::ThreepidAuthFailed, message)))
            }
            Err(error) if error.status().is_server_error() => Err(error),
            Err(error) => Ok(Attempt::Failed(error)),
        }
    }

    fn challenge(
        &self,
        operation: &Operation<'_>,
        id: String,
        completed: StageSet,
        refusal: Option<&MatrixError>,
    ) -> MatrixError {
        let none = json!({});
        let params = if offers(operation.flows, Stage::Terms) { self.terms.params() } else { &none };
        MatrixError::challenge(UiaaInfo {
            flows: auth_flows(operation.flows),
            completed: completed.auth_types(),
            params: serde_json::value::to_raw_value(params).ok(),
            session: Some(id),
            auth_error: refusal.map(|error| {
                let kind: ErrorKind = error.kind().clone();
                Box::new(StandardErrorBody::new(kind, error.message().to_owned()))
            }),
        })
    }

    fn names(&self, identifier: &UserIdentifier, user_id: &UserId) -> bool {
        let UserIdentifier::Matrix(identifier) = identifier else { return false };
        username::candidates(&identifier.user, &self.context.server_name).iter().any(|candidate| candidate == user_id)
    }
}

/// What an address has to have been validated for to be good for an operation.
fn purpose_of(operation: &str) -> Purpose {
    match operation {
        "POST /register" => Purpose::Register,
        "POST /account/password" => Purpose::ResetPassword,
        _ => Purpose::Add,
    }
}

/// What was remembered of a validated address.
fn read_validated(json: Option<&str>) -> Result<Option<Validated>, MatrixError> {
    json.map(serde_json::from_str).transpose().map_err(MatrixError::internal)
}

fn user_of(operation: &Operation<'_>) -> Option<UserNid> {
    operation.session.map(|session| session.user)
}
