//! Telling application services what happens in the rooms that they are interested in.
//!
//! Each service follows the stream at its own pace. What it is to be told next is put together as one transaction and
//! written down, with the position up to which it reaches, before it is sent: it is repeated, exactly as it is and with
//! the same id, until it has arrived, and only then comes the next. So the queue is the stream itself, nothing is lost
//! when a process stops, and a service that was away gets everything in order.
//!
//! See <https://spec.matrix.org/v1.19/application-service-api/#pushing-events>.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use hs_accounts::{Accounts, AppService};
use hs_core::{
    backoff::Backoff,
    clock::Clock,
    entropy::Entropy,
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
};
use hs_outbound::{AppServiceAddress, AppServiceClient};
use hs_rooms::Rooms;
use hs_storage::{AppServiceRow, Store, Wake, WakeReceiver, WriteBatch};
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::lease::Leases;

mod contents;
mod ephemeral;
mod interest;
mod query;

pub use self::query::Network;

/// How long to wait after a failure of our own.
const PAUSE: Duration = Duration::from_secs(5);
/// How far a service that had nothing to be told may be ahead of its row.
const LAG: i64 = 1_000;

/// What the service is built from.
pub struct AppServicesParts {
    /// The database.
    pub store: Store,
    /// People, devices and their private data.
    pub accounts: Accounts,
    /// The event engine.
    pub rooms: Rooms,
    /// Asks application services.
    pub client: AppServiceClient,
    /// What time it is.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// Whether other processes work on the same database.
    pub is_shared: bool,
}

/// Tells application services, and asks them. Cheap to clone.
#[derive(Clone)]
pub struct AppServicesDelivery(Arc<Inner>);

struct Inner {
    parts: AppServicesParts,
    protocols: query::Protocols,
}

/// What there may be to tell.
struct News {
    wakes: WakeReceiver,
    /// Up to which position.
    head: StreamPosition,
    /// The rooms that may have something new; `None` if it is not known which.
    candidates: Option<BTreeSet<RoomNid>>,
}

impl AppServicesDelivery {
    /// Builds the service. Nothing is sent before [`AppServicesDelivery::run`].
    pub fn new(parts: AppServicesParts) -> Self {
        Self(Arc::new(Inner { parts, protocols: query::Protocols::default() }))
    }

    fn parts(&self) -> &AppServicesParts {
        &self.0.parts
    }

    /// Follows the stream and sends, whenever no other process does, until `closing` is cancelled.
    pub async fn run(&self, closing: CancellationToken) {
        let AppServicesParts { store, accounts, clock, entropy, is_shared, .. } = self.parts();
        let services = accounts.app_service.all().iter().filter(|service| service.url().is_some());
        let services: Vec<_> = services.cloned().collect();
        if services.is_empty() {
            return;
        }
        let leases = Leases { store, clock, entropy, name: "app_services", is_shared: *is_shared };
        while !closing.is_cancelled() {
            let Some(lease) = closing.run_until_cancelled(leases.wait()).await else { return };
            let all = async {
                let mut serving: FuturesUnordered<_> = services.iter().map(|service| self.serve(service)).collect();
                while serving.next().await.is_some() {}
            };
            tokio::select! {
                () = all => {}
                () = leases.keep(&lease) => {}
                () = closing.cancelled() => {}
            }
            leases.release(&lease).await;
        }
    }

    /// Tells one service everything, for ever.
    async fn serve(&self, service: &Arc<AppService>) {
        loop {
            if let Err(error) = self.follow(service).await {
                tracing::warn!(%error, service = service.id(), "an application service could not be told of events");
            }
            sleep(PAUSE).await;
        }
    }

    async fn follow(&self, service: &Arc<AppService>) -> Result<(), MatrixError> {
        let store = &self.parts().store;
        let wakes = store.wake().subscribe();
        let applied = store.wake().applied();
        let mut row = match store.app_service(service.id()).await? {
            Some(row) => row,
            // A new service is told what is new.
            None => self.begin(service, applied).await?,
        };
        let mut written = row.position;
        let mut interest = interest::Interest::new(Arc::clone(service));
        let mut news = News { wakes, head: applied, candidates: None };
        loop {
            if row.transaction.is_some() {
                self.send(service, &mut row).await?;
                written = row.position;
            }
            news.take_along().await;
            if news.head <= row.position {
                if news.wait().await {
                    continue;
                }
                return Ok(());
            }
            self.parts().rooms.changes().reached(news.head).await;
            let range = (row.position, news.head);
            let found = self.contents(&mut interest, news.candidates.as_ref(), range).await?;
            row.position = found.until;
            if found.until >= news.head {
                news.candidates = Some(BTreeSet::new());
            }
            if found.transaction.is_some() {
                row.txn_number += 1;
                row.transaction = found.transaction;
                self.write(&row).await?;
            } else if row.position.get() - written.get() > LAG {
                self.write(&row).await?;
                written = row.position;
            }
        }
    }

    async fn begin(&self, service: &AppService, position: StreamPosition) -> Result<AppServiceRow, MatrixError> {
        let id = service.id().to_owned();
        let row = AppServiceRow { id, position, txn_number: 0, transaction: None, failures: 0, retry_ts: 0 };
        self.write(&row).await?;
        Ok(row)
    }

    async fn write(&self, row: &AppServiceRow) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        batch.app_service.rows.push(row.clone());
        self.parts().store.commit(batch).await?;
        Ok(())
    }

    /// Sends the transaction that is under way until it has arrived.
    async fn send(&self, service: &AppService, row: &mut AppServiceRow) -> Result<(), MatrixError> {
        let AppServicesParts { client, clock, entropy, .. } = self.parts();
        let (Some(address), Some(transaction)) = (address_of(service), row.transaction.clone()) else { return Ok(()) };
        loop {
            let wait = row.retry_ts.saturating_sub(clock.now_ms()).max(0);
            if row.failures > 0 {
                sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
            }
            match client.push(address, &row.txn_number.to_string(), &transaction).await {
                Ok(()) => {
                    (row.transaction, row.failures, row.retry_ts) = (None, 0, 0);
                    return self.write(row).await;
                }
                Err(error) => {
                    tracing::debug!(%error, service = service.id(), "an application service did not take a transaction");
                    row.failures = row.failures.saturating_add(1);
                    let [chance] = entropy.bytes();
                    let pause = Backoff::APP_SERVICE.pause(row.failures, chance);
                    row.retry_ts = clock.now_ms() + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
                    self.write(row).await?;
                }
            }
        }
    }
}

/// Where a service is, if it wants to be told anything.
fn address_of(service: &AppService) -> Option<AppServiceAddress<'_>> {
    service.url().map(|url| AppServiceAddress { url, token: service.hs_token() })
}

impl News {
    /// Waits for more. `false` if there will be none.
    async fn wait(&mut self) -> bool {
        let Some(wake) = self.wakes.recv().await else { return false };
        self.add(&wake);
        true
    }

    /// Takes along what has come meanwhile.
    async fn take_along(&mut self) {
        let now = Instant::now();
        while let Ok(Some(wake)) = timeout_at(now, self.wakes.recv()).await {
            self.add(&wake);
        }
    }

    fn add(&mut self, wake: &Wake) {
        self.head = self.head.max(wake.head);
        if wake.everything {
            self.candidates = None;
        } else if let Some(candidates) = &mut self.candidates {
            candidates.extend(&wake.rooms);
        }
    }
}
