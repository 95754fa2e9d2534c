//! What is known of servers' keys, and what is wanted of them.

use std::{collections::BTreeMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    signing::{PublishedKey, ServerIdentity},
};
use hs_storage::ServerKeyRow;
use ruma::{
    OwnedServerName, OwnedServerSigningKeyId, ServerName,
    serde::Base64,
    signatures::{PublicKeyMap, PublicKeySet},
};

use super::KeyIds;

/// What one server's keys are known to be.
#[derive(Clone, Debug, Default)]
pub(super) struct ServerKeys {
    keys: BTreeMap<OwnedServerSigningKeyId, PublishedKey>,
}

impl ServerKeys {
    /// Ours, which nobody has to be asked for.
    pub(super) fn own(identity: &ServerIdentity) -> Self {
        let current = (identity.key().id(), identity.key().public_key(), false, i64::MAX);
        let old = identity.old_keys().iter().map(|old| (&old.id, old.public_key, true, old.expired_ts));
        let keys = std::iter::once(current).chain(old).map(|(id, key, is_old, until_ts)| {
            (id.clone(), PublishedKey { id: id.clone(), key: Base64::new(key.to_vec()), is_old, until_ts })
        });
        Self { keys: keys.collect() }
    }

    pub(super) fn add_row(&mut self, row: &ServerKeyRow) -> Result<(), MatrixError> {
        let key = Base64::parse(&row.public_key).map_err(MatrixError::internal)?;
        let key = PublishedKey { id: row.key_id.clone(), key, is_old: row.is_old, until_ts: row.until_ts };
        self.add(&[key]);
        Ok(())
    }

    /// Adds what a server says. Keys that it says nothing of stay: it may have forgotten what it signed with.
    pub(super) fn add(&mut self, keys: &[PublishedKey]) {
        self.keys.extend(keys.iter().map(|key| (key.id.clone(), key.clone())));
    }

    /// Whether asking the server could tell more about this key: it is not known, or not known to be good that long.
    fn lacks(&self, id: &OwnedServerSigningKeyId, at_ts: i64) -> bool {
        self.keys.get(id).is_none_or(|key| !key.is_old && !key.is_good_at(at_ts))
    }
}

/// The keys that somebody wants: of which servers, which ones, and until when they must be good.
#[derive(Clone, Debug, Default)]
pub struct WantedKeys(BTreeMap<OwnedServerName, KeyIds>);

impl WantedKeys {
    /// Adds a key that must be good at a time, in milliseconds.
    pub fn add(&mut self, server: &ServerName, id: OwnedServerSigningKeyId, at_ts: i64) {
        let ids = self.0.entry(server.to_owned()).or_default();
        ids.entry(id).and_modify(|latest| *latest = at_ts.max(*latest)).or_insert(at_ts);
    }

    pub(super) fn servers(&self) -> impl Iterator<Item = &OwnedServerName> {
        self.0.keys()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&OwnedServerName, &KeyIds)> {
        self.0.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn remove(&mut self, server: &ServerName) -> Option<KeyIds> {
        self.0.remove(server)
    }

    /// What is wanted and not known.
    pub(super) fn missing(&self, known: &BTreeMap<OwnedServerName, Arc<ServerKeys>>) -> Self {
        let mut missing = Self::default();
        for (server, ids) in &self.0 {
            for (id, at_ts) in ids {
                if known.get(server).is_none_or(|keys| keys.lacks(id, *at_ts)) {
                    missing.add(server, id.clone(), *at_ts);
                }
            }
        }
        missing
    }
}

/// The keys that were found.
#[derive(Clone, Debug)]
pub struct KeyRing(BTreeMap<OwnedServerName, Arc<ServerKeys>>);

impl KeyRing {
    pub(super) fn new(keys: BTreeMap<OwnedServerName, Arc<ServerKeys>>) -> Self {
        Self(keys)
    }

    /// The keys of these servers that were good at a time; all of them where none is given, which is how room versions
    /// before 5 want it.
    pub fn good_at<'a>(&self, servers: impl IntoIterator<Item = &'a OwnedServerName>, ts: Option<i64>) -> PublicKeyMap {
        let servers = servers.into_iter().map(|server| {
            let keys = self.0.get(server).into_iter().flat_map(|known| known.keys.values());
            let good = keys.filter(|key| ts.is_none_or(|ts| key.is_good_at(ts)));
            let good: PublicKeySet = good.map(|key| (key.id.to_string(), key.key.clone())).collect();
            (server.to_string(), good)
        });
        servers.collect()
    }
}
