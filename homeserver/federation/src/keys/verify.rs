//! Signatures on events and other objects, checked many at a time.

use hs_core::{error::MatrixError, signing::verify_signature};
use ruma::{CanonicalJsonObject, CanonicalJsonValue, OwnedServerName, OwnedServerSigningKeyId, ServerName};

use super::{Keys, WantedKeys};

impl Keys {
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
