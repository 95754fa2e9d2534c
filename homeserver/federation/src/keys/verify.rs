//! Signatures on events and other objects, checked many at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZero,
    sync::Arc,
    thread::available_parallelism,
};

use futures_util::future::join_all;
use hs_core::{
    error::MatrixError,
    pdu::check::{Received, Refusal, Unchecked},
    signing::verify_signature,
};
use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, OwnedServerName, OwnedServerSigningKeyId, ServerName,
    room_version_rules::RoomVersionRules,
};
use tokio::task::spawn_blocking;

use super::{KeyRing, Keys, WantedKeys};

/// How many events are checked on the spot; more go to threads of their own.
const FEW: usize = 4;

/// An event and who must have signed it.
type Claimed = (Unchecked, BTreeSet<OwnedServerName>);

impl Keys {
    /// Checks the signatures of events of one room version, and tells of each in turn what it is worth. The keys of each
    /// server are fetched once at most. Fails only where the database does.
    pub async fn verify(
        &self,
        events: Vec<Unchecked>,
        rules: &Arc<RoomVersionRules>,
    ) -> Result<Vec<Result<Received, Refusal>>, MatrixError> {
        let is_bound = rules.enforce_key_validity;
        let mut wanted = WantedKeys::default();
        let mut claimed: Vec<Result<Claimed, Refusal>> = Vec::with_capacity(events.len());
        for event in events {
            claimed.push(event.required_servers(rules).map(|servers| {
                let at_ts = if is_bound { sent_at(event.object()).unwrap_or(i64::MAX) } else { 0 };
                for server in &servers {
                    want(&mut wanted, event.object(), server, at_ts);
                }
                (event, servers)
            }));
        }
        let ring = self.find(wanted).await?;
        if claimed.len() <= FEW {
            return Ok(check_all(claimed, &ring, rules));
        }
        let threads = available_parallelism().map_or(1, NonZero::get);
        let size = claimed.len().div_ceil(threads);
        let mut parts = Vec::with_capacity(threads);
        while !claimed.is_empty() {
            let rest = claimed.split_off(size.min(claimed.len()));
            let (part, ring, rules) = (std::mem::replace(&mut claimed, rest), ring.clone(), Arc::clone(rules));
            parts.push(spawn_blocking(move || check_all(part, &ring, &rules)));
        }
        let mut checked = Vec::new();
        for part in join_all(parts).await {
            checked.extend(part.map_err(MatrixError::internal)?);
        }
        Ok(checked)
    }

    /// Checks the signature of a server on an object that is not an event, by the keys that are good now.
    pub async fn verify_json(&self, server: &ServerName, object: &CanonicalJsonObject) -> Result<(), MatrixError> {
        let now = self.now();
        let mut wanted = WantedKeys::default();
        want(&mut wanted, object, &server.to_owned(), now);
        let ring = self.find(wanted).await?;
        let keys = ring.good_at([&server.to_owned()], Some(now));
        verify_signature(object, server, &keys)
            .map_err(|error| MatrixError::forbidden(format!("The signature of {server} does not hold: {error}")))
    }
}

fn check_all(
    claimed: Vec<Result<Claimed, Refusal>>,
    ring: &KeyRing,
    rules: &RoomVersionRules,
) -> Vec<Result<Received, Refusal>> {
    let check = |(event, servers): Claimed| {
        let sent_at = if rules.enforce_key_validity { Some(sent_at(event.object()).unwrap_or(i64::MAX)) } else { None };
        let keys = ring.good_at(&servers, sent_at);
        if let Some(server) = servers.iter().find(|server| keys.get(server.as_str()).is_none_or(BTreeMap::is_empty)) {
            return Err(Refusal::Signature(format!("the keys of {server} could not be found")));
        }
        event.verify(&keys, rules)
    };
    claimed.into_iter().map(|claimed| claimed.and_then(check)).collect()
}

/// When an event was sent, by its own account.
fn sent_at(object: &CanonicalJsonObject) -> Option<i64> {
    match object.get("origin_server_ts") {
        Some(CanonicalJsonValue::Integer(ts)) => Some((*ts).into()),
        _ => None,
    }
}

/// Wants the keys with which a server says that it signed an object.
fn want(wanted: &mut WantedKeys, object: &CanonicalJsonObject, server: &OwnedServerName, at_ts: i64) {
    let Some(CanonicalJsonValue::Object(signatures)) = object.get("signatures") else { return };
    let Some(CanonicalJsonValue::Object(signatures)) = signatures.get(server.as_str()) else { return };
    for id in signatures.keys().take(MAX_SIGNATURES) {
        if let Ok(id) = OwnedServerSigningKeyId::try_from(id.as_str())
            && id.algorithm() == ruma::SigningKeyAlgorithm::Ed25519
        {
            wanted.add(server, id, at_ts);
        }
    }
}

/// How many signatures of one server on one object are looked at.
const MAX_SIGNATURES: usize = 8;
