//! Telling keys: our own, and those of others, with our signature beside theirs.
//! See <https://spec.matrix.org/v1.19/server-server-api/#querying-keys-through-another-server>.

use std::collections::BTreeMap;

use hs_core::error::MatrixError;
use hs_storage::ServerKeyRow;
use ruma::{
    CanonicalJsonObject, OwnedServerName, OwnedServerSigningKeyId, api::federation::discovery::ServerSigningKeys,
    serde::Raw,
};

use super::{Keys, WantedKeys};

/// About how many servers one may ask at once.
const MAX_SERVERS: usize = 200;
/// How many answers are given about one server.
const MAX_ANSWERS: usize = 8;

/// Which keys of a server are asked for, each with the time at which it should be good; none of them means all.
pub type KeyQuery = BTreeMap<OwnedServerSigningKeyId, i64>;

impl Keys {
    /// Our own keys, signed.
    pub fn publish(&self) -> Result<Raw<ServerSigningKeys>, MatrixError> {
        let object = self.0.identity.publish(self.now()).map_err(MatrixError::internal)?;
        raw(&object)
    }

    /// The keys of other servers, each signed by its server and by us. What cannot be found is left out; a key that is
    /// no longer good is better than none. Where all keys of a server are asked for, some should be good at `at_ts`.
    pub async fn notarise(
        &self,
        queries: BTreeMap<OwnedServerName, KeyQuery>,
        at_ts: i64,
    ) -> Result<Vec<Raw<ServerSigningKeys>>, MatrixError> {
        if queries.len() > MAX_SERVERS {
            return Err(MatrixError::too_large(format!("Ask about {MAX_SERVERS} servers at most at once")));
        }
        let mut wanted = WantedKeys::default();
        let mut answers = Vec::new();
        let mut unnamed = Vec::new();
        for (server, query) in &queries {
            if server == self.0.identity.name() {
                answers.push(self.publish()?);
                continue;
            }
            for (id, at_ts) in query {
                wanted.add(server, id.clone(), *at_ts);
            }
            if query.is_empty() {
                unnamed.push(server.clone());
            }
        }
        self.find(wanted).await?;
        self.refresh(&unnamed, at_ts).await?;
        let servers: Vec<OwnedServerName> = queries.keys().cloned().collect();
        let mut responses = BTreeMap::<(OwnedServerName, i64, String), bool>::new();
        for row in self.0.store.server_keys(&servers).await? {
            let is_asked =
                queries.get(&row.server).is_some_and(|query| query.is_empty() || query.contains_key(&row.key_id));
            let ServerKeyRow { server, response, fetched_ts, .. } = row;
            *responses.entry((server, -fetched_ts, response)).or_default() |= is_asked;
        }
        let mut given = BTreeMap::<OwnedServerName, usize>::new();
        for ((server, _, response), _) in responses.into_iter().filter(|(_, is_asked)| *is_asked) {
            let count = given.entry(server).or_default();
            *count += 1;
            if *count <= MAX_ANSWERS {
                answers.push(self.countersign(&response)?);
            }
        }
        Ok(answers)
    }

    /// Asks servers of whom all keys are wanted and none is known to be good at that time.
    async fn refresh(&self, servers: &[OwnedServerName], at_ts: i64) -> Result<(), MatrixError> {
        let known = self.known(servers).await?;
        let ring = super::KeyRing::new(known);
        for server in servers {
            let good = ring.good_at([server], Some(at_ts));
            if good.get(server.as_str()).is_none_or(BTreeMap::is_empty) {
                self.ask_once(server.clone()).await;
            }
        }
        Ok(())
    }

    fn countersign(&self, response: &str) -> Result<Raw<ServerSigningKeys>, MatrixError> {
        let mut object: CanonicalJsonObject = serde_json::from_str(response).map_err(MatrixError::internal)?;
        self.0.identity.sign_json(&mut object).map_err(MatrixError::internal)?;
        raw(&object)
    }
}

fn raw(object: &CanonicalJsonObject) -> Result<Raw<ServerSigningKeys>, MatrixError> {
    let json = serde_json::value::to_raw_value(object).map_err(MatrixError::internal)?;
    Ok(Raw::from_json(json))
}
