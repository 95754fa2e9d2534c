//! Asking for keys: a server for its own, and trusted servers for those of others.

use std::{collections::BTreeMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    signing::{PublishedKey, read_keys, verify_signature},
};
use hs_outbound::{Bounds, OutboundError};
use hs_storage::{ServerKeyRow, WriteBatch};
use ruma::{
    CanonicalJsonObject, MilliSecondsSinceUnixEpoch, OwnedServerName, ServerName, UInt,
    api::federation::discovery::{
        ServerSigningKeys, get_remote_server_keys_batch, get_remote_server_keys_batch::v2::QueryCriteria,
        get_server_keys,
    },
    serde::Raw,
};
use tokio::time::{Instant, timeout_at};

use super::{Keys, WantedKeys, known::ServerKeys};

/// How many servers are asked about in one request to a trusted server.
const PER_QUERY: usize = 200;

/// An answer about the keys of one server that has been checked.
pub(super) struct Fetched {
    pub(super) keys: Vec<PublishedKey>,
    pub(super) read_ts: i64,
    response: String,
}

impl Fetched {
    /// Checks what claims to be the keys of a server.
    fn check(
        json: &Raw<ServerSigningKeys>,
        server: &ServerName,
        now: i64,
    ) -> Result<(Self, CanonicalJsonObject), MatrixError> {
        let object: CanonicalJsonObject =
            serde_json::from_str(json.json().get()).map_err(|error| MatrixError::bad_json(error.to_string()))?;
        let keys = read_keys(&object, server, now).map_err(|error| MatrixError::bad_json(error.to_string()))?;
        let response = json.json().get().to_owned();
        Ok((Self { keys, read_ts: now, response }, object))
    }

    pub(super) fn into_batch(self, server: &ServerName) -> WriteBatch {
        let mut batch = WriteBatch::default();
        batch.server_key.rows = self
            .keys
            .into_iter()
            .map(|key| ServerKeyRow {
                server: server.to_owned(),
                key_id: key.id,
                public_key: key.key.encode(),
                is_old: key.is_old,
                until_ts: key.until_ts,
                response: self.response.clone(),
                fetched_ts: self.read_ts,
            })
            .collect();
        batch
    }
}

impl Keys {
    /// Asks a server for its own keys and keeps them.
    pub(super) async fn ask_server(&self, server: &ServerName) {
        if !self.0.patience.may_ask(server, self.now()) {
            return;
        }
        let request = get_server_keys::v2::Request::new();
        match self.0.client.request_unsigned(server, request, Bounds::QUICK).await {
            Ok(response) => {
                self.0.patience.answered(server);
                match Fetched::check(&response.server_key, server, self.now()) {
                    Ok((fetched, _)) => self.keep(server, fetched).await,
                    Err(error) => tracing::info!(%error, %server, "a server's answer about its keys is not believed"),
                }
            }
            Err(error) => self.no_answer(server, &error),
        }
    }

    /// A server that refuses is there, and may be asked again; one that cannot be reached is left alone.
    fn no_answer(&self, server: &ServerName, error: &OutboundError) {
        tracing::debug!(%error, %server, "a server did not tell its keys");
        if error.is_passing() {
            self.0.patience.failed(server, self.now());
        }
    }

    /// Asks the trusted servers, one after the other, for what is missing.
    pub(super) async fn ask_notaries(&self, missing: &WantedKeys, deadline: Instant) {
        for notary in &self.0.config.trusted_key_servers {
            if notary == self.0.identity.name() || Instant::now() >= deadline {
                continue;
            }
            if timeout_at(deadline, self.ask_notary(notary, missing)).await.is_err() {
                tracing::info!(%notary, "a trusted server took too long to tell the keys of others");
            }
        }
    }

    async fn ask_notary(&self, notary: &OwnedServerName, missing: &WantedKeys) {
        let queries: Vec<_> = missing.iter().filter(|(server, _)| *server != notary).map(query).collect();
        if queries.is_empty() || !self.0.patience.may_ask(notary, self.now()) {
            return;
        }
        let Some(notary_keys) = self.keys_of_notary(notary).await else { return };
        for queries in queries.chunks(PER_QUERY) {
            let request = get_remote_server_keys_batch::v2::Request::new(queries.iter().cloned().collect());
            match self.0.client.request_unsigned(notary, request, Bounds::USUAL).await {
                Ok(response) => {
                    self.0.patience.answered(notary);
                    for json in response.server_keys {
                        self.take_notarised(notary, &notary_keys, &json, missing).await;
                    }
                }
                Err(error) => return self.no_answer(notary, &error),
            }
        }
    }

    /// The keys by which we believe a trusted server, from itself.
    async fn keys_of_notary(&self, notary: &OwnedServerName) -> Option<super::KeyRing> {
        let known = |keys: &BTreeMap<OwnedServerName, Arc<ServerKeys>>| {
            let ring = super::KeyRing::new(keys.clone());
            let good = ring.good_at([notary], Some(self.now()));
            good.get(notary.as_str()).is_some_and(|keys| !keys.is_empty()).then_some(ring)
        };
        if let Some(ring) = known(&self.known(std::slice::from_ref(notary)).await.ok()?) {
            return Some(ring);
        }
        self.ask_server(notary).await;
        known(&self.known(std::slice::from_ref(notary)).await.ok()?)
    }

    /// Keeps what a trusted server says of another, if it was asked, and if both have signed it.
    async fn take_notarised(
        &self,
        notary: &OwnedServerName,
        notary_keys: &super::KeyRing,
        json: &Raw<ServerSigningKeys>,
        missing: &WantedKeys,
    ) {
        let Ok(Some(server)) = json.get_field::<OwnedServerName>("server_name") else { return };
        if !missing.servers().any(|asked| *asked == server) {
            return;
        }
        let checked = Fetched::check(json, &server, self.now()).and_then(|(fetched, object)| {
            let keys = notary_keys.good_at([notary], Some(self.now()));
            let signed = verify_signature(&object, notary, &keys);
            signed.map_err(|error| MatrixError::unauthorized(error.to_string()))?;
            Ok(fetched)
        });
        match checked {
            Ok(fetched) => self.keep(&server, fetched).await,
            Err(error) => {
                tracing::info!(%error, %notary, %server, "what a trusted server says of keys is not believed");
            }
        }
    }
}

fn query(
    (server, ids): (&OwnedServerName, &super::KeyIds),
) -> (OwnedServerName, BTreeMap<ruma::OwnedServerSigningKeyId, QueryCriteria>) {
    let ids = ids.iter().map(|(id, at_ts)| {
        let moment = MilliSecondsSinceUnixEpoch(UInt::try_from(*at_ts).unwrap_or_default());
        (id.clone(), QueryCriteria { minimum_valid_until_ts: Some(moment) })
    });
    (server.clone(), ids.collect())
}
