//! The service and what it is made of.

use std::{
    collections::HashMap,
    convert::Infallible,
    ops::Deref,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use hs_accounts::Accounts;
use hs_config::Config;
use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError, nid::StreamPosition};
use hs_outbound::FederationClient;
use hs_rooms::Rooms;
use hs_storage::{Store, WriteBatch};
use quick_cache::sync::Cache;
use ruma::{OwnedServerName, ServerName};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    lease::Leases,
    queue::{DestinationState, Queue},
};

/// How many transactions are under way at once.
const AT_ONCE: usize = 128;
/// Of how many servers it is remembered when they were last heard of.
const HEARD: usize = 10_000;
/// How soon it is looked at again whether a server that speaks to us is one that did not answer, in milliseconds.
const HEARD_AGAIN: i64 = 10_000;
/// How long to wait after a failure of our own.
const PAUSE: Duration = Duration::from_secs(1);

/// What the service is built from.
pub struct DeliveryParts {
    /// The configuration the node was started with.
    pub config: Arc<Config>,
    /// The database.
    pub store: Store,
    /// People, devices and their private data.
    pub accounts: Accounts,
    /// The event engine.
    pub rooms: Rooms,
    /// Asks other servers.
    pub client: FederationClient,
    /// What time it is.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
}

/// Tells other servers. Cheap to clone.
#[derive(Clone)]
pub struct Delivery(Arc<Inner>);

/// The parts of the service, and what it remembers.
pub struct Inner {
    parts: DeliveryParts,
    queues: Mutex<HashMap<OwnedServerName, Arc<Queue>>>,
    pub(crate) sending: Semaphore,
    heard: Cache<OwnedServerName, i64>,
    transactions: AtomicU64,
    followed: AtomicI64,
}

impl Deref for Delivery {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Deref for Inner {
    type Target = DeliveryParts;

    fn deref(&self) -> &DeliveryParts {
        &self.parts
    }
}

impl Delivery {
    /// Builds the service. Nothing is sent before [`Delivery::run`].
    pub fn new(parts: DeliveryParts) -> Self {
        // Other processes, and this one before, must not have used the same numbers.
        let first = u64::from_be_bytes(parts.entropy.bytes());
        Self(Arc::new(Inner {
            parts,
            queues: Mutex::default(),
            sending: Semaphore::new(AT_ONCE),
            heard: Cache::new(HEARD),
            transactions: AtomicU64::new(first),
            followed: AtomicI64::new(0),
        }))
    }

    /// Follows the stream and sends, whenever no other process does. Ends when `closing` is cancelled and what is under
    /// way has been written down.
    pub async fn run(&self, closing: CancellationToken) {
        if !self.config.federation.enabled {
            return;
        }
        let is_shared = self.config.database.is_shared();
        let (store, clock, entropy) = (&self.store, &self.clock, &self.entropy);
        let leases = Leases { store, clock, entropy, name: "delivery", is_shared };
        while !closing.is_cancelled() {
            let Some(lease) = closing.run_until_cancelled(leases.wait()).await else { return };
            // Senders end with the lease, and are waited for before anybody else can have it.
            let (senders, ending) = (TaskTracker::new(), closing.child_token());
            let followed = tokio::select! {
                followed = self.follow(&senders, &ending) => followed,
                () = leases.keep(&lease) => Ok(()),
                () = closing.cancelled() => Ok(()),
            };
            ending.cancel();
            senders.close();
            senders.wait().await;
            if let Err(error) = followed {
                tracing::warn!(%error, "what other servers are to be told could not be read; trying again");
                let _ = closing.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
            self.lock_queues().clear();
            leases.release(&lease).await;
        }
    }

    /// A server has spoken to us: if it did not answer before, it may now.
    pub async fn heard_from(&self, server: &ServerName) {
        let now = self.clock.now_ms();
        let queue = self.lock_queues().get(server).cloned();
        if let Some(queue) = queue
            && queue.is_failing()
        {
            queue.retry_now();
            return;
        }
        // The process that sends may be another one.
        let last = match self.heard.get_or_insert_with(server, || Ok::<_, Infallible>(i64::MIN)) {
            Ok(last) => last,
            Err(never) => match never {},
        };
        if !self.config.database.is_shared() || now < last.saturating_add(HEARD_AGAIN) {
            return;
        }
        self.heard.insert(server.to_owned(), now);
        if let Ok(Some(row)) = self.store.failing_destination(server).await
            && row.retry_ts > now
        {
            let mut batch = WriteBatch::default();
            batch.destination.heard.push(server.to_owned());
            // Nobody waits for it: the server would be tried later in any case.
            let _committed_in_time = self.store.enqueue(batch);
        }
    }

    /// How it stands with every server to whom we have something to say, as far as this process knows, and with those
    /// that do not answer.
    pub async fn destinations(&self) -> Result<Vec<DestinationState>, MatrixError> {
        let mut states: HashMap<OwnedServerName, DestinationState> = HashMap::new();
        for row in self.store.failing_destinations().await? {
            states.insert(row.server.clone(), DestinationState::failing(&row));
        }
        let queues: Vec<Arc<Queue>> = self.lock_queues().values().cloned().collect();
        for queue in queues {
            states.insert(queue.server().to_owned(), queue.state());
        }
        let mut states: Vec<DestinationState> = states.into_values().collect();
        states.sort_by(|one, other| one.server.cmp(&other.server));
        Ok(states)
    }

    /// The queue of a server, a new one where there is none.
    pub(crate) fn queue(&self, server: &ServerName) -> Arc<Queue> {
        let mut queues = self.lock_queues();
        if let Some(queue) = queues.get(server) {
            return Arc::clone(queue);
        }
        let queue = Arc::new(Queue::new(server.to_owned()));
        queues.insert(server.to_owned(), Arc::clone(&queue));
        queue
    }

    /// Up to where everything has been put into queues.
    pub(crate) fn followed(&self) -> StreamPosition {
        StreamPosition(self.followed.load(Ordering::Acquire))
    }

    pub(crate) fn set_followed(&self, position: StreamPosition) {
        self.followed.store(position.get(), Ordering::Release);
    }

    /// Up to where every server was told that answers.
    pub(crate) fn settled(&self) -> StreamPosition {
        let followed = self.followed();
        let queues = self.lock_queues();
        queues.values().filter_map(|queue| queue.first_waiting()).map(before).fold(followed, StreamPosition::min)
    }

    /// Forgets queues in which nothing waits.
    pub(crate) fn tidy(&self) {
        let mut queues = self.lock_queues();
        queues.retain(|_, queue| Arc::strong_count(queue) > 1 || !queue.is_idle());
        #[expect(clippy::cast_precision_loss, reason = "nobody counts that many servers")]
        metrics::gauge!("heliograph_delivery_destinations").set(queues.len() as f64);
    }

    pub(crate) fn lock_queues(&self) -> std::sync::MutexGuard<'_, HashMap<OwnedServerName, Arc<Queue>>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that no other transaction of ours has.
    pub(crate) fn next_transaction(&self) -> u64 {
        self.transactions.fetch_add(1, Ordering::Relaxed)
    }
}

/// The position just before one.
fn before(position: StreamPosition) -> StreamPosition {
    StreamPosition(position.get() - 1)
}
