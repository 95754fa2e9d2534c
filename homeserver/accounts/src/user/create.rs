//! The one way an account comes to be, whoever asked for it.

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{AccountRow, StoreError, WriteBatch};
use ruma::{OwnedUserId, UserId};

use super::{Users, in_use};
use crate::{
    app_service::AppService,
    profile,
    session::{NewDevice, SignedIn, already_spent},
    uia::Authorized,
    username, validation,
};

/// How often a name is made up before we give up. One in 2^60 is taken.
const ATTEMPTS: usize = 3;

/// A new account.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Who they are.
    pub user_id: OwnedUserId,
    /// Their first session, where one was asked for.
    pub session: Option<SignedIn>,
}

/// What is known of an account before it is one.
pub(super) struct NewAccount {
    pub(super) password_hash: Option<String>,
    pub(super) is_admin: bool,
    pub(super) is_guest: bool,
    pub(super) device: Option<NewDevice>,
}

impl Users {
    /// Makes an account for a guest, who may look around, if the configuration lets them.
    pub async fn register_guest(&self, display_name: Option<String>) -> Result<Registered, MatrixError> {
        if !self.registration.guests {
            return Err(MatrixError::forbidden("Guests are not welcome on this server: make an account"));
        }
        // Guests have no say in the id of their device.
        let device = Some(NewDevice { device_id: None, display_name, refreshes: false });
        let account = NewAccount { password_hash: None, is_admin: false, is_guest: true, device };
        self.create_generated(&account, None).await
    }

    /// Makes an account that an administrator of the machine asked for, whatever the configuration says.
    pub async fn create_directly(
        &self,
        username: &str,
        password: &str,
        is_admin: bool,
        device: Option<NewDevice>,
    ) -> Result<Registered, MatrixError> {
        let user_id = self.available(username).await?;
        let password_hash = Some(self.passwords.hash(password).await?);
        let account = NewAccount { password_hash, is_admin, is_guest: false, device };
        self.create(&user_id, username, &account, None).await
    }

    /// Makes an account for a user of an application service, which needs neither password nor permission.
    pub async fn register_for(
        &self,
        service: &AppService,
        username: &str,
        device: Option<NewDevice>,
    ) -> Result<Registered, MatrixError> {
        let user_id = username::reserved(username, &self.context.server_name)?;
        self.app_services.check_user(&user_id, Some(service))?;
        if self.context.account(&user_id).await?.is_some() {
            return Err(in_use());
        }
        let account = NewAccount { password_hash: None, is_admin: false, is_guest: false, device };
        self.create(&user_id, username, &account, None).await
    }

    /// Makes the accounts of those who act for application services themselves, where they are missing.
    pub async fn register_senders(&self) -> Result<(), MatrixError> {
        for service in self.app_services.all() {
            if self.context.account(&service.sender).await?.is_none() {
                let account = NewAccount { password_hash: None, is_admin: false, is_guest: false, device: None };
                self.create(&service.sender, service.sender.localpart(), &account, None).await?;
            }
        }
        Ok(())
    }

    /// Makes an account under a name that nobody chose.
    pub(super) async fn create_generated(
        &self,
        account: &NewAccount,
        authorized: Option<&Authorized>,
    ) -> Result<Registered, MatrixError> {
        let mut attempt = 1;
        loop {
            let name = username::generate(&self.context.entropy);
            let user_id = username::registrable(&name, &self.context.server_name)?;
            let is_free = self.context.account(&user_id).await?.is_none();
            if is_free || attempt == ATTEMPTS {
                return self.create(&user_id, &name, account, authorized).await;
            }
            attempt += 1;
        }
    }

    /// Makes the account. The first person's on a server administers it: guests and users of application services have
    /// no password.
    pub(super) async fn create(
        &self,
        user_id: &UserId,
        display_name: &str,
        account: &NewAccount,
        authorized: Option<&Authorized>,
    ) -> Result<Registered, MatrixError> {
        let user = self.context.intern(user_id).await?;
        let mut is_founder = account.password_hash.is_some() && !self.context.store.has_founder().await?;
        loop {
            let (batch, session) = self.batch(user, user_id, display_name, account, is_founder, authorized)?;
            match self.context.store.commit(batch).await {
                Ok(_) => return Ok(Registered { user_id: user_id.to_owned(), session }),
                // Two can want to be the first at once. The database lets one of them, the other goes on as second.
                Err(StoreError::Duplicate(_)) if is_founder && self.context.store.has_founder().await? => {
                    is_founder = false;
                }
                Err(StoreError::Duplicate(_)) => {
                    if let Some(authorized) = authorized {
                        self.check_address(authorized).await?;
                    }
                    return Err(in_use());
                }
                Err(StoreError::Conflict) => return Err(self.spent(authorized).await?),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn batch(
        &self,
        user: UserNid,
        user_id: &UserId,
        display_name: &str,
        account: &NewAccount,
        is_founder: bool,
        authorized: Option<&Authorized>,
    ) -> Result<(WriteBatch, Option<SignedIn>), MatrixError> {
        let mut batch = WriteBatch::default();
        batch.account.create.push(AccountRow {
            user,
            password_hash: account.password_hash.clone(),
            is_guest: account.is_guest,
            is_admin: account.is_admin || is_founder,
            is_founder,
            created_ts: self.context.clock.now_ms(),
            deactivated_ts: None,
            is_locked: false,
            is_suspended: false,
            is_erased: false,
        });
        if let Some(authorized) = authorized {
            let now = self.context.clock.now_ms();
            authorized.consume(&mut batch, now, Some(user_id.as_str()));
            authorized.note_acceptance(&mut batch, user, now);
            authorized.note_address(&mut batch, user, now);
        }
        profile::begin(&mut batch, user, user_id, display_name);
        let device = account.device.as_ref();
        let session = device.map(|device| self.sessions.open(&mut batch, user, user_id, device)).transpose()?;
        Ok((batch, session))
    }

    /// Refuses an address that was shown to be somebody's if it belongs to an account already.
    pub(super) async fn check_address(&self, authorized: &Authorized) -> Result<(), MatrixError> {
        match authorized.address() {
            Some(address) if self.uia.validations().owner(address).await?.is_some() => Err(validation::in_use()),
            _ => Ok(()),
        }
    }

    /// Why an authentication that was good a moment ago could not be spent.
    async fn spent(&self, authorized: Option<&Authorized>) -> Result<MatrixError, MatrixError> {
        if let Some(token) = authorized.and_then(Authorized::registration_token)
            && !self.uia.tokens().is_valid(token).await?
        {
            return Ok(MatrixError::unauthorized("This registration token has just been used up"));
        }
        Ok(already_spent())
    }
}
