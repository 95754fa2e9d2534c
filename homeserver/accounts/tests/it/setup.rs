//! What every test begins with.

use std::{sync::Arc, time::Duration};

use hs_accounts::{Accounts, Contact, Identifier, NewDevice, Registered, Registering, Session, Settings, SignedIn};
use hs_config::{AccessTokens, HashCost, Passwords, Registration, RegistrationMode};
use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError};
use hs_storage::{DatabaseOptions, Store};
use ruma::{
    api::{
        client::uiaa::{AuthData, Dummy, MatrixUserIdentifier, Password, RegistrationToken, UserIdentifier},
        error::ErrorCode,
    },
    owned_server_name,
};

pub(crate) const PASSWORD: &str = "correct horse";

/// A server without people.
pub(crate) struct Server {
    pub(crate) accounts: Accounts,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

impl Server {
    pub(crate) async fn open() -> Self {
        Self::with(RegistrationMode::Open, false).await
    }

    pub(crate) async fn with(mode: RegistrationMode, guests: bool) -> Self {
        Self::new(Store::memory().await.unwrap(), mode, guests)
    }

    /// On the database with this URL.
    pub(crate) async fn on(url: &str) -> Self {
        let store = Store::open(&DatabaseOptions::new(url)).await.unwrap();
        Self::new(store, RegistrationMode::Open, false)
    }

    fn new(store: Store, mode: RegistrationMode, guests: bool) -> Self {
        let clock = Clock::manual(1_700_000_000_000);
        let accounts = Self::node(&store, &clock, mode, guests, 1);
        Self { accounts, store, clock }
    }

    /// A further process on the same database.
    pub(crate) fn another_node(&self) -> Accounts {
        Self::node(&self.store, &self.clock, RegistrationMode::Open, false, 2)
    }

    fn node(store: &Store, clock: &Clock, mode: RegistrationMode, guests: bool, seed: u64) -> Accounts {
        let settings = Settings {
            server_name: owned_server_name!("example.org"),
            registration: Registration { mode, guests, shared_secret: None, requires_email: false, terms: Vec::new() },
            passwords: Passwords { hash_cost: HashCost::Minimum },
            access_tokens: AccessTokens { lifetime: None, refreshable_lifetime: Duration::from_hours(1) },
            presence: true,
            app_services: Vec::new(),
            contact: Contact::default(),
        };
        Accounts::new(store.clone(), settings, clock.clone(), Entropy::seeded(seed)).unwrap()
    }

    /// Registers somebody in one step, with the password that all have.
    pub(crate) async fn register(&self, username: &str) -> Result<Registered, MatrixError> {
        let auth = dummy(None);
        let registering = Registering {
            username: Some(username),
            password: Some(PASSWORD),
            device: Some(NewDevice::default()),
            auth: Some(&auth),
            guest_access_token: None,
        };
        self.accounts.user.register(registering).await
    }

    /// Registers somebody and signs them in.
    pub(crate) async fn person(&self, username: &str) -> (Arc<Session>, String) {
        let token = self.register(username).await.unwrap().session.unwrap().access_token.into_secret();
        (self.accounts.session.authenticate(&token).await.unwrap(), token)
    }

    pub(crate) async fn login(&self, user: &str, password: &str) -> Result<SignedIn, MatrixError> {
        self.login_device(user, password, NewDevice::default()).await
    }

    pub(crate) async fn login_device(
        &self,
        user: &str,
        password: &str,
        device: NewDevice,
    ) -> Result<SignedIn, MatrixError> {
        self.accounts.session.login(Identifier::User(user), password, &device).await
    }

    /// Whether an access token is still good.
    pub(crate) async fn knows(&self, token: &str) -> bool {
        self.accounts.session.authenticate(token).await.is_ok()
    }

    pub(crate) fn let_pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

pub(crate) fn dummy(session: Option<&str>) -> AuthData {
    AuthData::Dummy(Dummy { session: session.map(ToOwned::to_owned) })
}

pub(crate) fn token(token: &str, session: Option<&str>) -> AuthData {
    let session = session.map(ToOwned::to_owned);
    AuthData::RegistrationToken(RegistrationToken { token: token.to_owned(), session })
}

pub(crate) fn password(user: &str, password: &str, session: Option<&str>) -> AuthData {
    let identifier = UserIdentifier::Matrix(MatrixUserIdentifier::new(user.to_owned()));
    AuthData::Password(Password { identifier, password: password.to_owned(), session: session.map(ToOwned::to_owned) })
}

/// The errcode of a refusal.
pub(crate) fn code<T>(result: Result<T, MatrixError>) -> ErrorCode {
    match result {
        Ok(_) => panic!("this was expected to fail"),
        Err(error) => error.kind().errcode(),
    }
}

/// The session of a challenge.
pub(crate) fn challenged<T>(result: Result<T, MatrixError>) -> String {
    match result {
        Ok(_) => panic!("a challenge was expected"),
        Err(error) => error.uiaa().expect("not a challenge").session.clone().unwrap(),
    }
}
