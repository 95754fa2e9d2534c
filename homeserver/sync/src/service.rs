//! The service, and how a request waits until there is something to say.

use std::{sync::Arc, time::Duration};

use hs_accounts::Accounts;
use hs_core::{clock::Clock, entropy::Entropy, error::MatrixError, nid::StreamPosition};
use hs_rooms::{Actor, Rooms};
use hs_storage::Store;
use ruma::presence::PresenceState;
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    lazy::SentMembers,
    response::Response,
    sliding::{Connections, ToldMembers},
    v3::SyncRequest,
};

/// No request waits longer, whatever it asks for.
const LONGEST_WAIT: Duration = Duration::from_mins(5);
/// How long to wait for a position that another process has given out.
const CATCH_UP: Duration = Duration::from_secs(2);

/// The service behind `/sync`. Cheap to clone.
#[derive(Clone)]
pub struct Sync {
    pub(crate) store: Store,
    pub(crate) accounts: Accounts,
    pub(crate) rooms: Rooms,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) sent_members: Arc<SentMembers>,
    pub(crate) connections: Arc<Connections>,
    pub(crate) told_members: Arc<ToldMembers>,
    shutdown: CancellationToken,
}

impl Sync {
    /// Builds the service. Requests that wait are answered as soon as `shutdown` is cancelled.
    pub fn new(
        store: Store,
        accounts: Accounts,
        rooms: Rooms,
        clock: Clock,
        entropy: Entropy,
        shutdown: CancellationToken,
    ) -> Self {
        Self {
            store,
            accounts,
            rooms,
            clock,
            entropy,
            sent_members: Arc::default(),
            connections: Arc::default(),
            told_members: Arc::default(),
            shutdown,
        }
    }

    /// Answers a sync: at once if there is something new, else when there is, or when the time is over.
    pub async fn respond(&self, actor: &Actor, request: &SyncRequest) -> Result<Response, MatrixError> {
        let device = actor.device();
        let there = device.and_then(|device| self.accounts.presence.sync(actor.user, device, &request.set_presence));
        // Coming online has a second's time; who asks for something else wants it to be seen.
        if there.is_some() && request.set_presence != PresenceState::Online {
            self.accounts.presence.show(actor.user).await?;
        }
        let deadline = self.begin(request.timeout, request.since.map(|since| since.position)).await;
        loop {
            // Register first and read then: what is committed in between wakes us.
            let news = self.rooms.changes().wait(actor.user);
            // On the heap, and gone again: putting an answer together needs many times the memory of waiting for one.
            let until = Box::pin(self.steady_position(actor)).await?;
            let response = Box::pin(self.build(actor, request, until)).await?;
            let may_wait = request.since.is_some() && !request.full_state && response.is_empty();
            if !may_wait || self.is_over(deadline) {
                return Ok(response);
            }
            drop(response);
            self.wait(&news, deadline).await;
        }
    }

    /// When a request has waited long enough; and makes sure that what it asks about is known here.
    pub(crate) async fn begin(&self, timeout: Duration, since: Option<StreamPosition>) -> Instant {
        let deadline = Instant::now() + timeout.min(LONGEST_WAIT);
        // What was acknowledged to anybody before this request came is part of the answer.
        let acknowledged = self.store.wake().applied();
        self.reach(since.map_or(acknowledged, |since| since.max(acknowledged))).await;
        deadline
    }

    /// Whether a request has to be answered, with news or without.
    pub(crate) fn is_over(&self, deadline: Instant) -> bool {
        Instant::now() >= deadline || self.shutdown.is_cancelled()
    }

    /// Waits for news, the deadline or the server's stop.
    pub(crate) async fn wait(&self, news: &Notify, deadline: Instant) {
        let _counted = Waiting::begin();
        tokio::select! {
            () = news.notified() => {}
            () = sleep_until(deadline) => {}
            () = self.shutdown.cancelled() => {}
        }
    }

    /// A position up to which everything is known here, and whose memberships are those of now: a membership that is
    /// newer than the log is a moment ahead of it, never longer.
    pub(crate) async fn steady_position(&self, actor: &Actor) -> Result<StreamPosition, MatrixError> {
        loop {
            let until = self.rooms.changes().applied();
            let newest = self.rooms.rooms_of(actor.user).await?.newest();
            if newest <= until {
                return Ok(until);
            }
            self.rooms.changes().reached(newest).await;
        }
    }

    /// Waits for a position that another process may have given out. One that never comes is answered all the same.
    async fn reach(&self, since: StreamPosition) {
        let _in_time = timeout(CATCH_UP, self.rooms.changes().reached(since)).await;
    }
}

/// A request that waits for news, counted as long as it does.
struct Waiting;

impl Waiting {
    fn begin() -> Self {
        metrics::gauge!("heliograph_sync_waiting_requests").increment(1);
        Self
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        metrics::gauge!("heliograph_sync_waiting_requests").decrement(1);
    }
}
