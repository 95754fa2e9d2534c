//! Push: tells gateways of events while no client of a user is listening.
//!
//! Follows the stream. A commit that touches a room has the pushers of its members looked at, and each of them begins
//! where its row says that it has come to; so nothing is lost when a process stops, and a user's pushes come in order.
//! With several processes on one database a pusher is claimed before it is worked on.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-notifications> and
//! <https://spec.matrix.org/v1.19/push-gateway-api/>.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::{StreamExt as _, future::join_all, stream::FuturesUnordered};
use hs_accounts::{Accounts, NewPusher, definition};
use hs_core::{
    clock::Clock,
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_outbound::{Fetch, OutboundError};
use hs_rooms::{Actor, Rooms};
use hs_storage::{PusherKey, PusherRow, Store, StoreError, Wake, WriteBatch};
use tokio::time::{MissedTickBehavior, interval};
use url::Url;

mod payload;

/// How many users are served at once.
const AT_ONCE: usize = 64;
/// How often it is looked who is to be tried again.
const RETRY_EVERY: Duration = Duration::from_secs(5);
/// How long a gateway may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// For how long a pusher is claimed: longer than all that is done meanwhile.
const CLAIM_MS: i64 = 15 * 60_000;
/// The shortest and the longest pause after a failure, in milliseconds.
const PAUSES_MS: (i64, i64) = (5_000, 60 * 60_000);
/// After how long without an answer what has waited is given up, in milliseconds: it is no news any more.
const GIVE_UP_MS: i64 = 24 * 60 * 60_000;
/// How far a pusher that had nothing to tell may be ahead of its row.
const LAG: i64 = 1_000;

/// What the service is built from.
pub struct PushParts {
    /// The database.
    pub store: Store,
    /// People, devices and their private data.
    pub accounts: Accounts,
    /// The event engine.
    pub rooms: Rooms,
    /// Asks gateways, and keeps to the guard.
    pub fetch: Fetch,
    /// What time it is.
    pub clock: Clock,
    /// Whether other processes work on the same database.
    pub is_shared: bool,
}

/// Tells gateways. Cheap to clone.
#[derive(Clone)]
pub struct Push(Arc<Inner>);

struct Inner {
    parts: PushParts,
    /// How far the pushers have come that had nothing to tell, and what they were told last is unread.
    ahead: Mutex<HashMap<PusherKey, StreamPosition>>,
}

impl Push {
    /// Builds the service. [`Push::run`] must run.
    pub fn new(parts: PushParts) -> Self {
        Self(Arc::new(Inner { parts, ahead: Mutex::default() }))
    }

    fn parts(&self) -> &PushParts {
        &self.0.parts
    }

    /// Follows the stream. Ends when the store is closed.
    pub async fn run(&self) {
        let mut wakes = self.parts().store.wake().subscribe();
        let mut ticks = interval(RETRY_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut waiting: HashSet<UserNid> = self.all().await;
        let mut busy: HashSet<UserNid> = HashSet::new();
        let mut running = FuturesUnordered::new();
        loop {
            let free: Vec<UserNid> = waiting.difference(&busy).copied().take(AT_ONCE - busy.len()).collect();
            for user in free {
                waiting.remove(&user);
                busy.insert(user);
                running.push(self.serve(user));
            }
            tokio::select! {
                wake = wakes.recv() => match wake {
                    Some(wake) => waiting.extend(self.concerned(&wake).await),
                    None => return,
                },
                Some(user) = running.next() => drop(busy.remove(&user)),
                _ = ticks.tick() => waiting.extend(self.failed().await),
            }
        }
    }

    /// Everybody who has a pusher.
    async fn all(&self) -> HashSet<UserNid> {
        self.parts().accounts.pusher.users().await.map(|users| (*users).clone()).unwrap_or_default()
    }

    /// Those whose gateways did not answer and are to be tried again.
    async fn failed(&self) -> Vec<UserNid> {
        let PushParts { store, clock, .. } = self.parts();
        store.users_to_push(store.position(), clock.now_ms()).await.unwrap_or_default()
    }

    /// The users with pushers whom a commit concerns.
    async fn concerned(&self, wake: &Wake) -> HashSet<UserNid> {
        let PushParts { accounts, rooms, .. } = self.parts();
        let Ok(users) = accounts.pusher.users().await else { return HashSet::new() };
        if users.is_empty() {
            return HashSet::new();
        }
        if wake.everything {
            return (*users).clone();
        }
        rooms.changes().reached(wake.head).await;
        let private = wake.users.iter().chain(wake.members.iter().map(|(_, user)| user));
        let mut concerned: HashSet<UserNid> = private.copied().filter(|user| users.contains(user)).collect();
        for room in &wake.rooms {
            let Ok(head) = rooms.head(*room).await else { continue };
            if users.len() < head.unread.len() {
                concerned.extend(users.iter().filter(|user| head.unread.contains_key(*user)));
            } else {
                concerned.extend(head.local_joined().filter(|user| users.contains(user)));
            }
        }
        concerned
    }

    /// Brings all pushers of a user up to date.
    async fn serve(&self, user: UserNid) -> UserNid {
        if let Err(error) = self.serve_all(user).await {
            tracing::warn!(%error, "a user could not be told of events");
        }
        user
    }

    async fn serve_all(&self, user: UserNid) -> Result<(), MatrixError> {
        let PushParts { store, rooms, clock, .. } = self.parts();
        let pushers = store.pushers(user).await?;
        let Some(user_id) = store.user_ids(&[user]).await?.pop() else { return Ok(()) };
        let actor = Actor { user_id, user, device_id: None, is_guest: false };
        let until = rooms.changes().applied();
        let ready = pushers.into_iter().filter(|row| row.claimed_ts <= clock.now_ms());
        // At the same time: a gateway that does not answer keeps nothing from the user's other devices.
        let served = join_all(ready.map(|row| self.serve_one(&actor, row, until))).await;
        served.into_iter().collect()
    }

    /// Tells one gateway what its pusher has not been told yet.
    async fn serve_one(&self, actor: &Actor, row: PusherRow, until: StreamPosition) -> Result<(), MatrixError> {
        let rooms = &self.parts().rooms;
        let since = row.position.max(self.ahead_of(&row.key));
        let mut news = if since < until { rooms.news_for(actor, since, until).await? } else { Vec::new() };
        let unread = rooms.unread_in_all(actor.user).await?;
        let badge = i64::try_from(unread).unwrap_or(i64::MAX);
        if news.is_empty() && (badge == row.badge || row.badge < 0) && row.failing_ts.is_none() {
            return self.nothing_to_tell(row, until).await;
        }
        if !self.claim(&row.key).await? {
            return Ok(());
        }
        let pusher = definition(&row)?;
        if self.has_failed_for_long(&row) {
            news.clear();
        }
        let mut told = since;
        for notified in &news {
            let payload = payload::of_event(rooms, actor, &pusher, &row, notified, unread).await?;
            match self.notify(&pusher, &payload).await {
                Ok(true) => told = notified.seen.event.position().unwrap_or(told),
                Ok(false) => return self.remove(row.key).await,
                Err(error) => return self.failed_at(row, told, &error).await,
            }
        }
        if news.is_empty() && badge != row.badge && row.badge >= 0 {
            match self.notify(&pusher, &payload::of_badge(&pusher, &row, unread)).await {
                Ok(true) => {}
                Ok(false) => return self.remove(row.key).await,
                Err(error) => return self.failed_at(row, told, &error).await,
            }
        }
        self.progress(PusherRow { position: until, badge, claimed_ts: 0, failing_ts: None, ..row }).await
    }

    /// A pusher has seen that there is nothing for it, which is written down once in a while only.
    async fn nothing_to_tell(&self, row: PusherRow, until: StreamPosition) -> Result<(), MatrixError> {
        if until.get().saturating_sub(row.position.get()) > LAG {
            return self.progress(PusherRow { position: until, ..row }).await;
        }
        self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner).insert(row.key, until);
        Ok(())
    }

    fn ahead_of(&self, key: &PusherKey) -> StreamPosition {
        self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied().unwrap_or_default()
    }

    /// Makes a pusher this process's own for a while; `false` if another one has it.
    async fn claim(&self, key: &PusherKey) -> Result<bool, MatrixError> {
        if !self.parts().is_shared {
            return Ok(true);
        }
        let now = self.parts().clock.now_ms();
        let mut batch = WriteBatch::default();
        batch.pusher.claim.push((key.clone(), now, now + CLAIM_MS));
        match self.parts().store.commit(batch).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells a gateway; `false` if it knows the app no longer.
    async fn notify(&self, pusher: &NewPusher, payload: &serde_json::Value) -> Result<bool, OutboundError> {
        let url = Url::parse(pusher.url()).map_err(|error| OutboundError::Malformed(error.to_string()))?;
        let rejected = self.parts().fetch.notify(url, payload, PATIENCE).await?;
        Ok(!rejected.contains(&pusher.pushkey))
    }

    fn has_failed_for_long(&self, row: &PusherRow) -> bool {
        row.failing_ts.is_some_and(|since| self.parts().clock.now_ms().saturating_sub(since) > GIVE_UP_MS)
    }

    /// A gateway did not take something: the pusher stays where it was, and rests the longer the longer this goes on.
    async fn failed_at(&self, row: PusherRow, told: StreamPosition, error: &OutboundError) -> Result<(), MatrixError> {
        tracing::debug!(%error, app_id = %row.key.app_id, "a push gateway did not take a notification");
        let now = self.parts().clock.now_ms();
        let failing = row.failing_ts.unwrap_or(now);
        let pause = now.saturating_sub(failing).clamp(PAUSES_MS.0, PAUSES_MS.1);
        self.progress(PusherRow { position: told, claimed_ts: now + pause, failing_ts: Some(failing), ..row }).await
    }

    async fn progress(&self, row: PusherRow) -> Result<(), MatrixError> {
        self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner).remove(&row.key);
        let mut batch = WriteBatch::default();
        batch.pusher.progress.push(row);
        self.parts().store.commit(batch).await?;
        Ok(())
    }

    async fn remove(&self, key: PusherKey) -> Result<(), MatrixError> {
        self.0.ahead.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        let mut batch = WriteBatch::default();
        batch.pusher.remove.push(key);
        self.parts().store.commit(batch).await?;
        Ok(())
    }
}
