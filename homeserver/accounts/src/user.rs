//! Accounts: making, finding, changing and closing them.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration-and-management>.

use std::sync::Arc;

use hs_config::{Registration, RegistrationMode};
use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{AccountChange, AccountRow, ThirdPartyIdChange, WriteBatch};
use ruma::{
    DeviceId, OwnedUserId, UserId,
    api::{client::uiaa::AuthData, error::ErrorKind},
};

use self::standing::Standing;
use crate::{
    app_service::AppServices,
    context::Context,
    keys,
    password::{Passwords, check_policy},
    profile::Profiles,
    session::{Session, Sessions, sign_out_all},
    uia::{self, AuthStage, Authorized, Flow, Flows, Operation, Uia},
    username,
};

pub(crate) mod create;
pub(crate) mod register;
pub(crate) mod standing;

/// The subject of accounts. See the [module](self).
pub struct Users {
    context: Context,
    registration: Registration,
    /// The ways to make an account.
    flows: Vec<Flow>,
    passwords: Passwords,
    sessions: Arc<Sessions>,
    uia: Arc<Uia>,
    profiles: Arc<Profiles>,
    app_services: Arc<AppServices>,
    pub(crate) standing: Standing,
}

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub user_id: OwnedUserId,
    /// Our number for them; where the next page begins.
    pub user: UserNid,
    /// Whether this is a guest.
    pub is_guest: bool,
    /// Whether this user administers the server.
    pub is_admin: bool,
    /// Whether the account has been closed.
    pub is_deactivated: bool,
    /// When the account was made, in milliseconds.
    pub created_ts: i64,
}

/// Which sessions end when a password changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LogOut<'a> {
    /// None.
    Nobody,
    /// All but this device.
    Except(&'a DeviceId),
    /// All.
    Everybody,
}

impl Users {
    pub(crate) fn new(
        context: Context,
        registration: Registration,
        passwords: Passwords,
        sessions: Arc<Sessions>,
        uia: Arc<Uia>,
        profiles: Arc<Profiles>,
        app_services: Arc<AppServices>,
    ) -> Self {
        let standing = Standing::new(context.clone());
        let flows = flows(&registration, uia.terms().is_empty(), uia.validations().sends_mail());
        Self { context, registration, flows, passwords, sessions, uia, profiles, app_services, standing }
    }

    /// The user id that this name would give, if it is free and registration is not closed.
    pub async fn check_available(&self, username: &str) -> Result<OwnedUserId, MatrixError> {
        self.registration_flows()?;
        self.available(username).await
    }

    /// Whether a registration token would be asked for and would be good; `M_FORBIDDEN` where registration is closed.
    pub async fn is_token_valid(&self, token: &str) -> Result<bool, MatrixError> {
        self.registration_flows()?;
        self.uia.tokens().is_valid(token).await
    }

    /// The number of a user of ours who has an account, closed or not.
    pub async fn find(&self, user_id: &UserId) -> Result<Option<UserNid>, MatrixError> {
        Ok(self.context.account(user_id).await?.map(|account| account.user))
    }

    /// Whether this user of ours has an account that has not been closed.
    pub async fn is_active(&self, user_id: &UserId) -> Result<bool, MatrixError> {
        Ok(self.context.account(user_id).await?.is_some_and(|account| account.deactivated_ts.is_none()))
    }

    /// Whether this user of ours had an account that has been closed.
    pub async fn is_closed(&self, user_id: &UserId) -> Result<bool, MatrixError> {
        Ok(self.context.account(user_id).await?.is_some_and(|account| account.deactivated_ts.is_some()))
    }

    /// A page of accounts, in the order in which the server met them, beginning after `after`.
    pub async fn list(&self, after: Option<UserNid>, limit: u64) -> Result<Vec<Account>, MatrixError> {
        let rows = self.context.store.accounts_after(after.unwrap_or_default(), limit).await?;
        let users: Vec<_> = rows.iter().map(|row| row.user).collect();
        let user_ids = self.context.store.user_ids(&users).await?;
        let accounts = rows.into_iter().zip(user_ids).map(|(row, user_id)| Account {
            user_id,
            user: row.user,
            is_guest: row.is_guest,
            is_admin: row.is_admin,
            is_deactivated: row.deactivated_ts.is_some(),
            created_ts: row.created_ts,
        });
        Ok(accounts.collect())
    }

    /// Changes the password of whoever is signed in, after they have proved that it is them. The session that asks
    /// goes on.
    pub async fn change_password(
        &self,
        session: &Session,
        new_password: &str,
        logs_out: bool,
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        check_policy(new_password)?;
        let authorized = self.reauthorize("POST /account/password", session, auth).await?;
        let others = if logs_out { LogOut::Except(&session.device_id) } else { LogOut::Nobody };
        self.write_password(session.user, new_password, others, Some(&authorized)).await
    }

    /// Gives somebody another password who has shown that the e-mail address of their account is theirs.
    pub async fn reset_password(
        &self,
        new_password: &str,
        logs_out: bool,
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        check_policy(new_password)?;
        let operation = Operation { name: "POST /account/password", session: None, flows: uia::EMAIL, params: None };
        let authorized = self.uia.authorize(&operation, auth).await?;
        let owner = self.uia.validations().owner(authorized.address().unwrap_or_default()).await?;
        let nobody = || MatrixError::new(ErrorKind::ThreepidNotFound, "No account here has this address");
        let account = self.open_account(&owner.ok_or_else(nobody)?).await?;
        let others = if logs_out { LogOut::Everybody } else { LogOut::Nobody };
        self.write_password(account.user, new_password, others, Some(&authorized)).await
    }

    /// Gives a user another password and ends all their sessions.
    pub async fn set_password(&self, user_id: &UserId, password: &str) -> Result<(), MatrixError> {
        let account = self.open_account(user_id).await?;
        self.write_password(account.user, password, LogOut::Everybody, None).await
    }

    /// Closes the account of whoever is signed in, after they have proved that it is them. Rooms know nothing of it
    /// yet: whoever calls this makes the user leave theirs.
    pub(crate) async fn deactivate_own(
        &self,
        session: &Session,
        erase: bool,
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        let authorized = self.reauthorize("POST /account/deactivate", session, auth).await?;
        self.close(session.user, erase, Some(&authorized)).await
    }

    /// Closes an account. Nobody can use the name again. Whoever calls this makes the user leave their rooms.
    pub(crate) async fn deactivate(&self, user_id: &UserId) -> Result<(), MatrixError> {
        let account = self.open_account(user_id).await?;
        self.close(account.user, false, None).await
    }

    /// Grants or revokes the administration of the server.
    pub async fn set_admin(&self, user_id: &UserId, is_admin: bool) -> Result<(), MatrixError> {
        let account = self.open_account(user_id).await?;
        let mut batch = WriteBatch::default();
        batch.account.change.push((account.user, AccountChange::Admin(is_admin)));
        self.sessions.commit(batch, account.user).await
    }

    async fn write_password(
        &self,
        user: UserNid,
        password: &str,
        log_out: LogOut<'_>,
        authorized: Option<&Authorized>,
    ) -> Result<(), MatrixError> {
        let hash = self.passwords.hash(password).await?;
        let mut batch = WriteBatch::default();
        self.spend(authorized, &mut batch);
        batch.account.change.push((user, AccountChange::Password(Some(hash))));
        match log_out {
            LogOut::Nobody => {}
            LogOut::Except(device_id) => sign_out_all(&self.context, &mut batch, user, Some(device_id)).await?,
            LogOut::Everybody => sign_out_all(&self.context, &mut batch, user, None).await?,
        }
        self.sessions.commit(batch, user).await
    }

    async fn close(&self, user: UserNid, erase: bool, authorized: Option<&Authorized>) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        self.spend(authorized, &mut batch);
        batch.account.change.push((user, AccountChange::Deactivate(self.context.clock.now_ms())));
        if erase {
            batch.account.change.push((user, AccountChange::Erase));
        }
        sign_out_all(&self.context, &mut batch, user, None).await?;
        keys::erase(&mut batch, user);
        batch.third_party_id.changes.push(ThirdPartyIdChange::RemoveAll(user));
        self.profiles.clear(&mut batch, user).await?;
        self.sessions.commit(batch, user).await?;
        self.profiles.forget(user);
        self.standing.forget_erased();
        Ok(())
    }

    fn spend(&self, authorized: Option<&Authorized>, batch: &mut WriteBatch) {
        if let Some(authorized) = authorized {
            authorized.consume(batch, self.context.clock.now_ms(), None);
        }
    }

    async fn reauthorize(
        &self,
        name: &str,
        session: &Session,
        auth: Option<&AuthData>,
    ) -> Result<Authorized, MatrixError> {
        self.uia.authorize(&Operation::by_password(name, session), auth).await
    }

    /// How to authenticate in order to register; an error where nobody may.
    fn registration_flows(&self) -> Result<Flows<'_>, MatrixError> {
        if self.registration.mode == RegistrationMode::Closed {
            let message = "Registration is closed on this server: ask its administrator for an account";
            return Err(MatrixError::forbidden(message));
        }
        Ok(&self.flows)
    }

    async fn available(&self, username: &str) -> Result<OwnedUserId, MatrixError> {
        let server_name = &self.context.server_name;
        // Names of application services often begin with an underscore: whose they are says more than that.
        self.app_services.check_user(&username::reserved(username, server_name)?, None)?;
        let user_id = username::registrable(username, server_name)?;
        if self.context.account(&user_id).await?.is_some() {
            return Err(in_use());
        }
        Ok(user_id)
    }

    pub(crate) async fn open_account(&self, user_id: &UserId) -> Result<AccountRow, MatrixError> {
        let account = self.context.account(user_id).await?;
        let account = account.ok_or_else(|| MatrixError::not_found("There is no such account on this server"))?;
        if account.deactivated_ts.is_some() {
            return Err(MatrixError::user_deactivated("This account has been closed"));
        }
        Ok(account)
    }
}

/// The ways to make an account: what the server asks for, and an e-mail address where it wants one or can have one.
fn flows(registration: &Registration, has_no_terms: bool, sends_mail: bool) -> Vec<Flow> {
    let mut stages = Vec::new();
    if registration.mode == RegistrationMode::Token {
        stages.push(AuthStage::RegistrationToken);
    }
    if !has_no_terms {
        stages.push(AuthStage::Terms);
    }
    let with_email = stages.iter().copied().chain([AuthStage::Email]).collect::<Vec<_>>();
    if stages.is_empty() {
        stages.push(AuthStage::Dummy);
    }
    match (sends_mail, registration.requires_email) {
        (true, true) => vec![with_email.into()],
        (true, false) => vec![stages.into(), with_email.into()],
        (false, _) => vec![stages.into()],
    }
}

fn in_use() -> MatrixError {
    MatrixError::user_in_use("This user name is taken: choose another one")
}
