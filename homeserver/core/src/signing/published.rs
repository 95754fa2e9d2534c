//! Keys as servers publish them: ours written, those of others read.
//! See <https://spec.matrix.org/v1.19/server-server-api/#retrieving-server-keys>.

use std::time::Duration;

use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, MilliSecondsSinceUnixEpoch, OwnedServerSigningKeyId, ServerName,
    api::federation::discovery::{OldVerifyKey, ServerSigningKeys, VerifyKey},
    canonical_json::to_canonical_value,
    serde::{Base64, base64::Standard},
    signatures::{JsonError, PublicKeyMap, PublicKeySet, VerificationError, verify_json},
};
use serde::Deserialize;

use super::ServerIdentity;

/// How long others may believe an answer of ours without asking again.
const OUR_VALIDITY: Duration = Duration::from_hours(24);
/// How long we believe an answer of others at most.
const MAX_VALIDITY: Duration = Duration::from_hours(7 * 24);
/// How many keys of one server are looked at.
const MAX_KEYS: usize = 64;

/// A public key of another server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedKey {
    /// Its id.
    pub id: OwnedServerSigningKeyId,
    /// The key itself.
    pub key: Base64<Standard>,
    /// Whether the server no longer signs with it.
    pub is_old: bool,
    /// Until when it signs, or signed, in milliseconds.
    pub until_ts: i64,
}

impl PublishedKey {
    /// Whether what it signed at this time counts.
    pub fn is_good_at(&self, ts: i64) -> bool {
        if self.is_old { ts < self.until_ts } else { ts <= self.until_ts }
    }
}

/// Why an answer about keys is not believed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// It is not what the specification asks for.
    #[error("not a list of keys: {0}")]
    Shape(#[from] serde_json::Error),
    /// It is about another server.
    #[error("the keys are those of another server")]
    OtherServer,
    /// There are too many.
    #[error("there are more than {MAX_KEYS} keys")]
    TooMany,
    /// None of the keys in it has signed it.
    #[error("the keys are not signed by the server itself: {0}")]
    Unsigned(#[from] VerificationError),
}

impl ServerIdentity {
    /// Our keys as we publish them, signed.
    pub fn publish(&self, now_ts: i64) -> Result<CanonicalJsonObject, JsonError> {
        let until_ts = now_ts.saturating_add(milliseconds(OUR_VALIDITY));
        let mut keys = ServerSigningKeys::new(self.name().to_owned(), moment(until_ts));
        let key = Base64::new(self.key().public_key().to_vec());
        keys.verify_keys.insert(self.key().id().clone(), VerifyKey::new(key));
        for old in self.old_keys() {
            let key = OldVerifyKey::new(moment(old.expired_ts), Base64::new(old.public_key.to_vec()));
            keys.old_verify_keys.insert(old.id.clone(), key);
        }
        let mut object = match to_canonical_value(keys) {
            Ok(CanonicalJsonValue::Object(object)) => object,
            // A list of keys is an object without fractions.
            _ => CanonicalJsonObject::new(),
        };
        object.remove("signatures");
        self.sign_json(&mut object)?;
        Ok(object)
    }
}

/// Reads the keys of `server` out of a signed answer, wherever it came from.
pub fn read_keys(
    object: &CanonicalJsonObject,
    server: &ServerName,
    now_ts: i64,
) -> Result<Vec<PublishedKey>, KeysError> {
    let value = serde_json::to_value(object)?;
    let keys = ServerSigningKeys::deserialize(value)?;
    if keys.server_name != server {
        return Err(KeysError::OtherServer);
    }
    if keys.verify_keys.len() + keys.old_verify_keys.len() > MAX_KEYS {
        return Err(KeysError::TooMany);
    }
    let current = keys.verify_keys.iter().map(|(id, key)| (id.to_string(), key.key.clone()));
    let current = PublicKeyMap::from([(server.to_string(), current.collect::<PublicKeySet>())]);
    verify_signature(object, server, &current)?;

    let until_ts = timestamp(keys.valid_until_ts).min(now_ts.saturating_add(milliseconds(MAX_VALIDITY)));
    let current =
        keys.verify_keys.into_iter().map(|(id, key)| PublishedKey { id, key: key.key, is_old: false, until_ts });
    let old = keys.old_verify_keys.into_iter().map(|(id, old)| PublishedKey {
        id,
        key: old.key,
        is_old: true,
        until_ts: timestamp(old.expired_ts),
    });
    Ok(current.chain(old).collect())
}

/// Checks the signature of one server on an object that others may have signed as well.
pub fn verify_signature(
    object: &CanonicalJsonObject,
    server: &ServerName,
    keys: &PublicKeyMap,
) -> Result<(), VerificationError> {
    let mut object = object.clone();
    if let Some(CanonicalJsonValue::Object(signatures)) = object.get_mut("signatures") {
        signatures.retain(|signer, _| signer == server.as_str());
        if signatures.is_empty() {
            return Err(VerificationError::NoSignaturesForEntity(server.to_string()));
        }
    }
    verify_json(keys, &object)
}

fn moment(ts: i64) -> MilliSecondsSinceUnixEpoch {
    MilliSecondsSinceUnixEpoch(ruma::UInt::try_from(ts).unwrap_or_default())
}

fn timestamp(moment: MilliSecondsSinceUnixEpoch) -> i64 {
    moment.get().into()
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
