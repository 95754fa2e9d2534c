//! One running node: every service, built once and handed to whoever needs it.

use std::sync::Arc;

use hs_api::{Api, Services, limit::Limiter, service::Probe};
use hs_config::{Config, MediaStorage};
use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError};
use hs_storage::Store;
use tokio_util::sync::CancellationToken;

use crate::{database, failure::Failure, identity, telemetry::Render};

/// The services of this node.
pub(crate) struct Node {
    pub(crate) api: Api,
    store: Store,
}

impl Node {
    /// Opens the database and builds every service on it.
    pub(crate) async fn build(config: Arc<Config>, metrics: Render, _: CancellationToken) -> Result<Self, Failure> {
        let clock = Clock::system();
        let entropy = Entropy::system().map_err(|error| {
            Failure::because("the system gives no random numbers", error, "make /dev/urandom available")
        })?;
        make_media_folder(&config)?;
        identity::load_or_create(&config, &entropy)?;
        let store = database::open(&config).await?;
        let services = Services {
            limiter: Limiter::new(config.rate_limits.enabled, clock.clone()),
            clock,
            metrics,
            authenticate: Arc::new(|_| Box::pin(async { Err(MatrixError::unknown_token(false)) })),
            probe: probe(store.clone()),
            config,
        };
        Ok(Self { api: Api::new(services), store })
    }

    /// Whether anybody has an account yet.
    pub(crate) async fn has_accounts(&self) -> Result<bool, Failure> {
        self.store.has_founder().await.map_err(|error| {
            Failure::because("the database cannot be read", error, "see to the database and start again")
        })
    }

    /// Finishes what is being written and closes the database.
    pub(crate) async fn close(self) {
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

fn make_media_folder(config: &Config) -> Result<(), Failure> {
    let MediaStorage::Folder(folder) = &config.media.storage else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| {
        let what = format!("the folder {} cannot be made", folder.display());
        Failure::because(what, error, "make its parent writable, or correct media.storage")
    })
}
