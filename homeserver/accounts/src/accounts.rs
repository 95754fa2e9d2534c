//! The subjects of this crate, put together.

use std::{num::NonZero, ops::Deref, sync::Arc, thread, time::Duration};

use hs_config::{AccessTokens, ApplicationService, Passwords as PasswordsConfig, Registration};
use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError, nid::UserNid};
use hs_storage::Store;
use ruma::{OwnedServerName, UserId, api::client::uiaa::AuthData};

use crate::{
    account_data::AccountData,
    app_service::AppServices,
    blocking::Blocking,
    context::Context,
    cross_signing::CrossSigning,
    dehydrated::DehydratedDevices,
    device::Devices,
    filter::Filters,
    key_backup::KeyBackup,
    keys::Keys,
    openid::Openid,
    password::Passwords,
    presence::Presence,
    profile::Profiles,
    push_rules::PushRules,
    pusher::Pushers,
    registration_token::RegistrationTokens,
    session::{Session, Sessions},
    third_party_id::ThirdPartyIds,
    to_device::ToDevice,
    token::Token,
    uia::{Operation, Uia, terms::Terms},
    user::Users,
    validation::{Contact, Validations},
};

/// People, devices and their private data. Cheap to clone; clones share caches and the pool that hashes passwords.
#[derive(Clone)]
pub struct Accounts(Arc<Subjects>);

/// What [`Accounts`] can do, by subject.
pub struct Subjects {
    /// Accounts: making, finding, changing and closing them.
    pub user: Users,
    /// Signing in and out, and who is behind an access token.
    pub session: Arc<Sessions>,
    /// Bridges and bots that own a part of the namespace.
    pub app_service: Arc<AppServices>,
    /// User-interactive authentication.
    pub uia: Arc<Uia>,
    /// Making sure that an address is somebody's.
    pub validation: Arc<Validations>,
    /// The addresses of accounts.
    pub third_party_id: Arc<ThirdPartyIds>,
    /// What users are signed in with.
    pub device: Devices,
    /// The keys of devices.
    pub keys: Arc<Keys>,
    /// The keys with which users vouch for devices and for each other.
    pub cross_signing: CrossSigning,
    /// Backups of room keys.
    pub key_backup: KeyBackup,
    /// Messages between devices.
    pub to_device: Arc<ToDevice>,
    /// Devices that receive while their user is signed in nowhere.
    pub dehydrated: DehydratedDevices,
    /// What users tell everybody about themselves.
    pub profile: Arc<Profiles>,
    /// Who is there.
    pub presence: Arc<Presence>,
    /// What clients keep on the server for their user.
    pub account_data: AccountData,
    /// Whom users do not want to hear of.
    pub blocking: Arc<Blocking>,
    /// Filters that clients uploaded.
    pub filter: Filters,
    /// Tokens by which users show others who they are.
    pub openid: Openid,
    /// What users want to be told about.
    pub push_rules: Arc<PushRules>,
    /// Where users want to be told of events.
    pub pusher: Pushers,
    /// Invitations to the server.
    pub registration_token: RegistrationTokens,
}

/// The parts of the configuration that accounts go by.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The part after the colon in our users' ids.
    pub server_name: OwnedServerName,
    /// Who may make an account.
    pub registration: Registration,
    /// How passwords are stored.
    pub passwords: PasswordsConfig,
    /// How long a sign-in is good.
    pub access_tokens: AccessTokens,
    /// Whether it is told who is there.
    pub presence: bool,
    /// Bridges and bots that own a part of the namespace.
    pub app_services: Vec<ApplicationService>,
    /// By what means people are reached outside of Matrix.
    pub contact: Contact,
}

impl Accounts {
    /// Puts the subjects together.
    pub fn new(store: Store, settings: Settings, clock: Clock, entropy: Entropy) -> Result<Self, MatrixError> {
        let Settings { server_name, registration, passwords, access_tokens, presence, app_services, contact } =
            settings;
        let app_service = Arc::new(AppServices::new(&app_services, &server_name)?);
        let passwords = Passwords::new(passwords.hash_cost, hashing_threads(), entropy.clone())?;
        let context = Context { store, clock, entropy, server_name };
        let keys = Arc::new(Keys::new(context.clone()));
        let session = Arc::new(Sessions::new(context.clone(), passwords.clone(), access_tokens, Arc::clone(&keys)));
        let registration_token = RegistrationTokens::new(context.clone());
        let terms = Terms::new(registration.terms.clone())?;
        let validation = Arc::new(Validations::new(context.clone(), contact));
        let uia =
            Uia::new(context.clone(), Arc::clone(&session), registration_token.clone(), terms, Arc::clone(&validation));
        let uia = Arc::new(uia);
        let third_party_id = Arc::new(ThirdPartyIds::new(context.clone(), Arc::clone(&validation), Arc::clone(&uia)));
        let push_rules = Arc::new(PushRules::new(context.clone()));
        let profile = Arc::new(Profiles::new(context.clone()));
        let blocking = Arc::new(Blocking::new(context.clone()));
        let user = Users::new(
            context.clone(),
            registration,
            passwords,
            Arc::clone(&session),
            Arc::clone(&uia),
            Arc::clone(&profile),
            Arc::clone(&app_service),
        );
        let to_device = Arc::new(ToDevice::new(context.clone()));
        Ok(Self(Arc::new(Subjects {
            user,
            validation,
            third_party_id,
            device: Devices::new(context.clone(), Arc::clone(&session), Arc::clone(&uia)),
            dehydrated: DehydratedDevices::new(context.clone(), Arc::clone(&keys), Arc::clone(&to_device)),
            keys,
            cross_signing: CrossSigning::new(context.clone(), Arc::clone(&uia)),
            key_backup: KeyBackup::new(context.clone()),
            to_device,
            session,
            app_service,
            uia,
            presence: Arc::new(Presence::new(context.clone(), presence)),
            profile,
            account_data: AccountData::new(context.clone(), Arc::clone(&push_rules), Arc::clone(&blocking)),
            blocking,
            openid: Openid::new(context.clone()),
            pusher: Pushers::new(context.clone()),
            filter: Filters::new(context),
            push_rules,
            registration_token,
        })))
    }

    /// Makes a token with which whoever is signed in can sign another device in, after they have proved that it is them.
    pub async fn login_token(
        &self,
        session: &Session,
        auth: Option<&AuthData>,
    ) -> Result<(Token, Duration), MatrixError> {
        let operation = Operation::by_password("POST /login/get_token", session);
        let authorized = self.uia.authorize(&operation, auth).await?;
        self.session.issue_login_token(session, &authorized).await
    }

    /// Closes the account of whoever is signed in, after they have proved that it is them. Rooms know nothing of it yet:
    /// whoever calls this makes the user leave theirs. Answers whether identity servers tell nothing of them any more: the
    /// one that is named, or those that we told.
    pub async fn deactivate_own(
        &self,
        session: &Session,
        erase: bool,
        auth: Option<&AuthData>,
        id_server: Option<&str>,
    ) -> Result<bool, MatrixError> {
        let bound = self.third_party_id.all_bound(session.user, id_server).await?;
        self.user.deactivate_own(session, erase, auth).await?;
        Ok(bound.is_empty() || self.third_party_id.forget(&session.user_id, &bound).await?)
    }

    /// Closes an account. Nobody can use the name again. Whoever calls this makes the user leave their rooms.
    pub async fn deactivate(&self, user_id: &UserId) -> Result<(), MatrixError> {
        let account = self.user.open_account(user_id).await?;
        let bound = self.third_party_id.all_bound(account.user, None).await?;
        self.user.deactivate(user_id).await?;
        self.third_party_id.forget(user_id, &bound).await?;
        Ok(())
    }

    /// Drops what is remembered of a user. For a change that another process made and whose wake names the user.
    pub fn forget(&self, user: UserNid) {
        self.session.forget(user);
        self.profile.forget(user);
        self.push_rules.forget(user);
        self.blocking.forget(user);
    }

    /// Drops what is remembered of anybody. For when it is not known what other processes changed.
    pub fn forget_all(&self) {
        self.session.forget_all();
        self.profile.forget_all();
        self.push_rules.forget_all();
        self.user.standing.forget_erased();
        self.blocking.forget_all();
        self.pusher.forget_all();
    }
}

impl Deref for Accounts {
    type Target = Subjects;

    fn deref(&self) -> &Subjects {
        &self.0
    }
}

/// Half of the cores may hash passwords; the others are for everybody who is signed in already.
fn hashing_threads() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    (cores / 2).max(1)
}
