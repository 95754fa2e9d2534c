//! One process sends at a time. Where there can be only one, nobody has to ask.

use std::time::Duration;

use hs_core::{clock::Clock, entropy::Entropy};
use hs_storage::{LeaseClaim, Store, StoreError, WriteBatch};
use tokio::time::{Instant, sleep, timeout_at};

/// How long it is good, and how soon it is renewed.
const GOOD_FOR: Duration = Duration::from_secs(20);
const RENEWED_AFTER: Duration = Duration::from_secs(5);
/// How long before its end a lease that could not be renewed counts as lost: whatever is under way has to end before
/// another process begins.
const MARGIN: Duration = Duration::from_secs(5);

/// A lease that this process holds, and by which name; `None` where there is nobody to share with.
pub(crate) struct Lease(Option<String>);

/// Leases of one kind of work.
#[derive(Clone, Copy)]
pub(crate) struct Leases<'a> {
    pub(crate) store: &'a Store,
    pub(crate) clock: &'a Clock,
    pub(crate) entropy: &'a Entropy,
    /// What the lease is called.
    pub(crate) name: &'static str,
    /// Whether other processes work on the same database.
    pub(crate) is_shared: bool,
}

impl Leases<'_> {
    /// Waits until this process may send.
    pub(crate) async fn wait(&self) -> Lease {
        if !self.is_shared {
            return Lease(None);
        }
        let holder = format!("{:032x}", u128::from_be_bytes(self.entropy.bytes()));
        loop {
            match self.claim(&holder).await {
                Ok(()) => return Lease(Some(holder)),
                Err(error) if error.is_conflict() => {}
                Err(error) => tracing::warn!(%error, "cannot ask which process sends; trying again"),
            }
            sleep(RENEWED_AFTER).await;
        }
    }

    /// Renews the lease. Ends when it is lost, or as good as.
    pub(crate) async fn keep(&self, lease: &Lease) {
        let Some(holder) = &lease.0 else { return std::future::pending().await };
        let mut lost = Instant::now() + GOOD_FOR.saturating_sub(MARGIN);
        loop {
            sleep(RENEWED_AFTER).await;
            let renewed = Instant::now();
            match timeout_at(lost, self.claim(holder)).await {
                Ok(Ok(())) => lost = renewed + GOOD_FOR.saturating_sub(MARGIN),
                Ok(Err(error)) if error.is_conflict() => break,
                Ok(Err(error)) => tracing::warn!(%error, "cannot renew the right to send"),
                Err(_) => break,
            }
        }
        tracing::warn!("another process sends now");
    }

    /// Lets another process send at once.
    pub(crate) async fn release(&self, lease: &Lease) {
        let Some(holder) = &lease.0 else { return };
        let mut batch = WriteBatch::default();
        batch.lease.released.push((self.name.to_owned(), holder.clone()));
        if let Err(error) = self.store.commit(batch).await {
            tracing::debug!(%error, "the right to send was not given back: it ends by itself");
        }
    }

    async fn claim(&self, holder: &str) -> Result<(), StoreError> {
        let now = self.clock.now_ms();
        let mut batch = WriteBatch::default();
        batch.lease.claims.push(LeaseClaim {
            name: self.name.to_owned(),
            holder: holder.to_owned(),
            now_ts: now,
            until_ts: now.saturating_add(i64::try_from(GOOD_FOR.as_millis()).unwrap_or(i64::MAX)),
        });
        self.store.commit(batch).await.map(drop)
    }
}
