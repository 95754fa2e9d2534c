//! One node: every service, built once and handed to whoever needs it.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use hs_accounts::{Accounts, Contact, Settings};
use hs_api::{Api, Services, limit::Limiter, service::Probe};
use hs_config::{Config, MediaStorage};
use hs_core::{clock::Clock, entropy::Entropy};
use hs_delivery::{AppServicesDelivery, AppServicesParts, Delivery, DeliveryParts, Push, PushParts};
use hs_federation::{Federation, FederationParts, PolicyClient};
use hs_media::Media;
use hs_outbound::{AppServiceClient, FederationClient, Fetch, IdentityServers, Mailer, Postman};
use hs_rooms::{DelayLimits, RetentionLimits, Rooms, RoomsOptions};
use hs_storage::Store;
use hs_sync::Sync;
use ruma::ServerName;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{database, failure::Failure, folder::make_private, identity, jobs, telemetry::Render};

/// The services of this node. Commands use them like the server does.
pub(crate) struct Node {
    config: Arc<Config>,
    clock: Clock,
    store: Store,
    pub(crate) accounts: Accounts,
    pub(crate) rooms: Rooms,
    pub(crate) federation: Federation,
    delivery: Delivery,
    media: Media,
    push: Push,
    app_services: AppServicesDelivery,
    sync: Sync,
    /// Hands mail over, once it is started.
    postman: Mutex<Option<Postman>>,
    tasks: TaskTracker,
    closing: CancellationToken,
}

impl Node {
    /// Opens the database and builds every service on it. Long-polls answer at once when `stopping` is cancelled; all
    /// else goes on until [`Node::close`], for requests that are still running.
    pub(crate) async fn build(config: Arc<Config>, stopping: CancellationToken) -> Result<Self, Failure> {
        let clock = clock();
        let entropy = Entropy::system().map_err(|error| {
            Failure::because("the system gives no random numbers", error, "make /dev/urandom available")
        })?;
        make_folders(&config)?;
        let identity = identity::load_or_create(&config, &entropy)?;
        let store = database::open(&config).await?;
        let identity = Arc::new(identity);
        let fetch = open_fetch(&config)?;
        let (mailer, postman) = open_mail(&config, &entropy)?.unzip();
        let contact = Contact {
            mailer,
            identity: Some(IdentityServers::new(
                fetch.clone(),
                Arc::clone(&identity),
                &config.identity,
                &config.federation,
            )),
            base_url: config.public_base_url.clone(),
        };
        let settings = Settings {
            server_name: config.server_name.clone(),
            registration: config.registration.clone(),
            passwords: config.passwords.clone(),
            access_tokens: config.access_tokens.clone(),
            presence: config.presence.enabled,
            app_services: config.application_services.services.clone(),
            contact,
        };
        let accounts = Accounts::new(store.clone(), settings, clock.clone(), entropy.clone())
            .map_err(|error| Failure::because("accounts cannot be served", error, "report this, it is a bug"))?;
        accounts.user.register_senders().await.map_err(|error| {
            let what = "the users of application services cannot be made";
            Failure::because(what, error, "correct sender_localpart in their registrations")
        })?;
        let client = FederationClient::new(
            Arc::clone(&identity),
            &config.federation,
            &config.outbound,
            clock.clone(),
            entropy.clone(),
        )
        .map_err(|error| {
            Failure::because(
                "requests to other servers cannot be made",
                error,
                "correct outbound.extra_ca_certificates",
            )
        })?;
        let options = RoomsOptions {
            default_version: config.rooms.default_version.clone(),
            delays: DelayLimits { longest: config.rooms.max_event_delay, most: config.rooms.max_delayed_events.into() },
            retention: RetentionLimits {
                default: config.rooms.message_lifetime,
                shortest: config.rooms.min_message_lifetime,
                longest: config.rooms.max_message_lifetime,
            },
            presence_room_members: config.presence.max_room_members.into(),
            event_cache_bytes: config.database.event_cache,
            policy_servers: Arc::new(PolicyClient::new(client.clone())),
            ..RoomsOptions::default()
        };
        let rooms =
            Rooms::new(store.clone(), accounts.clone(), Arc::clone(&identity), clock.clone(), entropy.clone(), options);
        let media = open_media(&config, &store, fetch.clone(), &client, &clock, &entropy)?;
        let push = Push::new(PushParts {
            store: store.clone(),
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            fetch: fetch.clone(),
            clock: clock.clone(),
            is_shared: config.database.is_shared(),
        });
        let app_services = AppServicesDelivery::new(AppServicesParts {
            store: store.clone(),
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            client: open_app_service_client(&config)?,
            clock: clock.clone(),
            entropy: entropy.clone(),
            is_shared: config.database.is_shared(),
        });
        let (tasks, closing) = (TaskTracker::new(), CancellationToken::new());
        let delivery = Delivery::new(DeliveryParts {
            config: Arc::clone(&config),
            store: store.clone(),
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            client: client.clone(),
            clock: clock.clone(),
            entropy: entropy.clone(),
        });
        let federation = Federation::new(FederationParts {
            config: Arc::clone(&config),
            identity,
            store: store.clone(),
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            client,
            fetch,
            clock: clock.clone(),
            entropy: entropy.clone(),
            tasks: tasks.clone(),
            closing: closing.clone(),
        });
        let sync = Sync::new(store.clone(), accounts.clone(), rooms.clone(), clock.clone(), entropy, stopping);
        Ok(Self {
            config,
            clock,
            store,
            accounts,
            rooms,
            federation,
            delivery,
            media,
            push,
            app_services,
            sync,
            postman: Mutex::new(postman),
            tasks,
            closing,
        })
    }

    /// Starts what has to be done again and again.
    pub(crate) fn start_jobs(&self) {
        let (rooms, closing) = (self.rooms.clone(), self.closing.clone());
        self.tasks.spawn(async move { closing.run_until_cancelled_owned(Box::pin(rooms.run())).await });
        let (accounts, closing) = (self.accounts.clone(), self.closing.clone());
        self.tasks.spawn(async move { closing.run_until_cancelled_owned(accounts.presence.run()).await });
        let (delivery, closing) = (self.delivery.clone(), self.closing.clone());
        self.tasks.spawn(async move { delivery.run(closing).await });
        let (federation, closing) = (self.federation.clone(), self.closing.clone());
        self.tasks.spawn(async move { closing.run_until_cancelled_owned(federation.resume_inbound()).await });
        let (push, closing) = (self.push.clone(), self.closing.clone());
        self.tasks.spawn(async move { closing.run_until_cancelled_owned(Box::pin(push.run())).await });
        let (app_services, closing) = (self.app_services.clone(), self.closing.clone());
        self.tasks.spawn(async move { Box::pin(app_services.run(closing)).await });
        let postman = self.postman.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(postman) = postman {
            self.tasks.spawn(self.closing.clone().run_until_cancelled_owned(postman.run()));
        }
        let (accounts, media) = (&self.accounts, &self.media);
        jobs::start(&self.tasks, &self.closing, &self.config, &self.store, accounts, media, &self.clock);
    }

    /// Runs something beside the requests; closing waits for its end.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Waits for something, or gives `None` as soon as the node closes.
    pub(crate) async fn unless_closing<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        self.closing.run_until_cancelled(future).await
    }

    /// The part after the colon in our users' ids.
    pub(crate) fn server_name(&self) -> &ServerName {
        &self.config.server_name
    }

    /// What handlers work with.
    pub(crate) fn api(&self, metrics: Render) -> Api {
        Api::new(Services {
            config: self.config.clone(),
            clock: self.clock.clone(),
            accounts: self.accounts.clone(),
            rooms: self.rooms.clone(),
            federation: self.federation.clone(),
            delivery: self.delivery.clone(),
            app_services: self.app_services.clone(),
            media: self.media.clone(),
            sync: self.sync.clone(),
            limiter: Limiter::new(self.config.rate_limits.enabled, self.clock.clone()),
            metrics,
            probe: probe(self.store.clone()),
        })
    }

    /// Whether anybody has an account yet.
    pub(crate) async fn has_accounts(&self) -> Result<bool, Failure> {
        self.store.has_founder().await.map_err(|error| {
            Failure::because("the database cannot be read", error, "see to the database and start again")
        })
    }

    /// Ends the jobs, finishes what is being written and closes the database.
    pub(crate) async fn close(&self) {
        self.closing.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        if let Err(error) = self.accounts.session.write_seen().await {
            tracing::warn!(%error, "the last signs of life were not written");
        }
        database::close(&self.store).await;
    }
}

/// What `/health` asks: can the database be read?
fn probe(store: Store) -> Probe {
    Arc::new(move || {
        let store = store.clone();
        Box::pin(async move { Ok(store.has_founder().await.map(drop)?) })
    })
}

fn open_fetch(config: &Config) -> Result<Fetch, Failure> {
    Fetch::new(&config.outbound).map_err(|error| {
        Failure::because("requests to others cannot be made", error, "correct outbound.extra_ca_certificates")
    })
}

fn open_mail(config: &Config, entropy: &Entropy) -> Result<Option<(Mailer, Postman)>, Failure> {
    Postman::new(&config.email, &config.outbound, entropy.clone())
        .map_err(|error| Failure::because("mail cannot be sent", error, "correct the section [email]"))
}

fn open_app_service_client(config: &Config) -> Result<AppServiceClient, Failure> {
    AppServiceClient::new(&config.outbound).map_err(|error| {
        let what = "requests to application services cannot be made";
        Failure::because(what, error, "correct outbound.extra_ca_certificates")
    })
}

fn open_media(
    config: &Config,
    store: &Store,
    fetch: Fetch,
    client: &FederationClient,
    clock: &Clock,
    entropy: &Entropy,
) -> Result<Media, Failure> {
    let settings = hs_media::Settings { server_name: config.server_name.clone(), media: config.media.clone() };
    Media::new(store.clone(), settings, fetch, client.clone(), clock.clone(), entropy.clone())
        .map_err(|error| Failure::because("the store of media cannot be opened", error, "correct media.storage"))
}

/// What is kept here is nobody else's business, so the folders are made before anybody writes to them.
/// The wall clock. Builds for development can be told that some seconds have passed, so that tests see what a week does.
fn clock() -> Clock {
    let ahead = || std::env::var("TEST_CLOCK_AHEAD").ok()?.parse().ok();
    match cfg!(debug_assertions).then(ahead).flatten() {
        Some(seconds) => Clock::ahead(Duration::from_secs(seconds)),
        None => Clock::system(),
    }
}

fn make_folders(config: &Config) -> Result<(), Failure> {
    let media = match &config.media.storage {
        MediaStorage::Folder(folder) => Some((folder.as_path(), "media.storage")),
        MediaStorage::S3 { .. } => None,
    };
    let database = config.database.file().and_then(Path::parent).map(|folder| (folder, "database.url"));
    for (folder, key) in database.into_iter().chain(media) {
        make_private(folder).map_err(|error| {
            let what = format!("the folder {} cannot be made", folder.display());
            Failure::because(what, error, format!("make its parent writable, or correct {key}"))
        })?;
    }
    Ok(())
}
