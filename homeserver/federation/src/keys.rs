//! The keys of other servers: fetched, remembered, and what they signed checked.
//! See <https://spec.matrix.org/v1.19/server-server-api/#retrieving-server-keys>.
//!
//! A key is looked for in memory, in the database, at its server and at the servers that the configuration trusts. Many
//! who need the keys of one server cause one request; a server that does not answer is left alone for a while.

mod authenticate;
mod fetch;
mod known;
mod notary;
mod patience;
mod verify;

use std::{collections::BTreeMap, convert::Infallible, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use hs_config::Federation;
use hs_core::{clock::Clock, error::MatrixError, signing::ServerIdentity};
use hs_outbound::FederationClient;
use hs_storage::Store;
use quick_cache::sync::Cache;
use ruma::{OwnedServerName, OwnedServerSigningKeyId, ServerName};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout_at},
};

use self::{known::ServerKeys, patience::Patience};
pub use self::{
    known::{KeyRing, WantedKeys},
    notary::KeyQuery,
};

/// Of how many servers the keys are kept in memory.
const CACHE_SIZE: usize = 10_000;
/// How many servers are asked at once.
const AT_ONCE: usize = 64;
/// From how many missing servers on those that know many are asked first.
const MANY: usize = 8;
/// How long a search for the keys of many servers may take; what has not come by then is missing.
const TIME: Duration = Duration::from_secs(30);

/// Held by whoever asks a server; says when it was last asked to the end.
type Turn = Arc<Mutex<Option<Instant>>>;

/// The keys of other servers. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    store: Store,
    client: FederationClient,
    identity: Arc<ServerIdentity>,
    config: Federation,
    clock: Clock,
    cache: Cache<OwnedServerName, Arc<ServerKeys>>,
    patience: Patience,
    turns: Cache<OwnedServerName, Turn>,
}

impl Keys {
    /// Starts with what the database knows.
    pub fn new(
        store: Store,
        client: FederationClient,
        identity: Arc<ServerIdentity>,
        config: &Federation,
        clock: Clock,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            client,
            identity,
            config: config.clone(),
            clock,
            cache: Cache::new(CACHE_SIZE),
            patience: Patience::default(),
            turns: Cache::new(CACHE_SIZE),
        }))
    }

    /// Finds the keys that are wanted, as far as they can be found. Each server is asked at most once.
    pub async fn find(&self, mut wanted: WantedKeys) -> Result<KeyRing, MatrixError> {
        let deadline = Instant::now() + TIME;
        let own = wanted.remove(self.0.identity.name()).map(|_| ServerKeys::own(&self.0.identity));
        let servers: Vec<OwnedServerName> = wanted.servers().cloned().collect();
        let mut known = self.known(&servers).await?;
        let missing = wanted.missing(&known);
        if !missing.is_empty() {
            self.fetch(missing, deadline).await?;
            known = self.known(&servers).await?;
        }
        if let Some(own) = own {
            known.insert(self.0.identity.name().to_owned(), Arc::new(own));
        }
        Ok(KeyRing::new(known))
    }

    /// What is in memory or in the database.
    async fn known(
        &self,
        servers: &[OwnedServerName],
    ) -> Result<BTreeMap<OwnedServerName, Arc<ServerKeys>>, MatrixError> {
        let mut known = BTreeMap::new();
        let mut unread = Vec::new();
        for server in servers {
            match self.0.cache.get(server) {
                Some(keys) => drop(known.insert(server.clone(), keys)),
                None => unread.push(server.clone()),
            }
        }
        if unread.is_empty() {
            return Ok(known);
        }
        let rows = self.0.store.server_keys(&unread).await?;
        let mut read: BTreeMap<OwnedServerName, ServerKeys> =
            unread.into_iter().map(|server| (server, ServerKeys::default())).collect();
        for row in rows {
            if let Some(keys) = read.get_mut(&row.server) {
                keys.add_row(&row)?;
            }
        }
        for (server, keys) in read {
            let keys = Arc::new(keys);
            self.0.cache.insert(server.clone(), keys.clone());
            known.insert(server, keys);
        }
        Ok(known)
    }

    /// Asks for what is missing: where it is much, first those who know the keys of many; then each server itself; then
    /// those who know many for the rest.
    async fn fetch(&self, mut missing: WantedKeys, deadline: Instant) -> Result<(), MatrixError> {
        let is_much = missing.len() > MANY;
        if is_much {
            self.ask_notaries(&missing, deadline).await;
            missing = self.still_missing(missing).await?;
        }
        let asked = stream::iter(missing.servers().cloned().map(|server| self.ask_once(server)))
            .for_each_concurrent(AT_ONCE, |asked| asked);
        // What has not come by then is missing; it may still come for those who ask next.
        let _ = timeout_at(deadline, asked).await;
        if !is_much {
            missing = self.still_missing(missing).await?;
            if !missing.is_empty() {
                self.ask_notaries(&missing, deadline).await;
            }
        }
        Ok(())
    }

    async fn still_missing(&self, missing: WantedKeys) -> Result<WantedKeys, MatrixError> {
        let servers: Vec<OwnedServerName> = missing.servers().cloned().collect();
        let known = self.known(&servers).await?;
        Ok(missing.missing(&known))
    }

    /// Asks a server for its keys, or waits for somebody who is asking already.
    async fn ask_once(&self, server: OwnedServerName) {
        let began = Instant::now();
        let turn = match self.0.turns.get_or_insert_with(&server, || Ok::<_, Infallible>(Turn::default())) {
            Ok(turn) => turn,
            Err(never) => match never {},
        };
        let mut answered = turn.lock().await;
        if answered.is_none_or(|answered| answered < began) {
            self.ask_server(&server).await;
            *answered = Some(Instant::now());
        }
    }

    /// Keeps keys, in memory and in the database.
    async fn keep(&self, server: &ServerName, fetched: fetch::Fetched) {
        let known = self.0.cache.get(server).unwrap_or_default();
        let mut keys = ServerKeys::clone(&known);
        keys.add(&fetched.keys);
        self.0.cache.insert(server.to_owned(), Arc::new(keys));
        if let Err(error) = self.0.store.commit(fetched.into_batch(server)).await {
            tracing::warn!(%error, %server, "the keys of a server were not written: they will be asked for again");
        }
    }

    fn now(&self) -> i64 {
        self.0.clock.now_ms()
    }
}

/// The keys of a server that somebody wants, each with the time at which it must be good.
type KeyIds = BTreeMap<OwnedServerSigningKeyId, i64>;
