//! What handlers work with: every service of this node, built once by the program.

use std::{error::Error as StdError, ops::Deref, sync::Arc};

use futures_util::future::BoxFuture;
use hs_config::Config;
use hs_core::{clock::Clock, error::MatrixError};

use crate::{extract::Session, limit::Limiter};

/// Answers whether the database can be reached.
pub type Probe = Arc<dyn Fn() -> BoxFuture<'static, Result<(), Box<dyn StdError + Send + Sync>>> + Send + Sync>;

/// Finds the session of an access token.
pub type Authenticate = Arc<dyn Fn(String) -> BoxFuture<'static, Result<Arc<Session>, MatrixError>> + Send + Sync>;

/// The services of this node.
pub struct Services {
    /// The configuration the node was started with.
    pub config: Arc<Config>,
    /// What time it is.
    pub clock: Clock,
    /// Who asked how often.
    pub limiter: Limiter,
    /// Who is behind an access token.
    pub authenticate: Authenticate,
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
