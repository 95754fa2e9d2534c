//! What handlers work with: every service of this node, built once by the program.

use std::{error::Error as StdError, ops::Deref, sync::Arc};

use futures_util::future::BoxFuture;
use hs_accounts::Accounts;
use hs_config::Config;
use hs_core::clock::Clock;
use hs_delivery::{AppServicesDelivery, Delivery};
use hs_federation::Federation;
use hs_media::Media;
use hs_rooms::Rooms;

use crate::limit::Limiter;

/// Answers whether the database can be reached.
pub type Probe = Arc<dyn Fn() -> BoxFuture<'static, Result<(), Box<dyn StdError + Send + Sync>>> + Send + Sync>;

/// The services of this node.
pub struct Services {
    /// The configuration the node was started with.
    pub config: Arc<Config>,
    /// What time it is.
    pub clock: Clock,
    /// Who asked how often.
    pub limiter: Limiter,
    /// People, devices and their private data.
    pub accounts: Accounts,
    /// The event engine.
    pub rooms: Rooms,
    /// What may involve other servers.
    pub federation: Federation,
    /// Tells other servers what happens here.
    pub delivery: Delivery,
    /// Tells and asks application services.
    pub app_services: AppServicesDelivery,
    /// Uploaded files, thumbnails and previews.
    pub media: Media,
    /// What changed for a user.
    pub sync: hs_sync::Sync,
    /// Writes down every figure in Prometheus' text format.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// Whether the database can be reached; what `/health` says.
    pub probe: Probe,
}

/// A handle to the [`Services`], the first argument of every handler. Cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<Services>);

impl Api {
    /// The one handle that all others are clones of.
    pub fn new(services: Services) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for Api {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}
