//! Signed JSON objects, and the signatures of users' keys on them.
//!
//! See <https://spec.matrix.org/v1.19/appendices/#signing-json>.

use std::collections::BTreeMap;

use hs_core::error::MatrixError;
use hs_storage::{CrossSigningKeyRow, DeviceKeyRow, StoreError};
use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, DeviceId, SigningKeyAlgorithm, UserId,
    api::error::ErrorKind,
    serde::{Base64, base64::Standard},
    signatures::{to_canonical_json_string_for_signing, verify_canonical_json_bytes},
};
use serde_json::json;

const ED25519: &str = "ed25519:";
/// How long a public key is.
const ED25519_BYTES: usize = 32;

/// Public keys by the id that signatures call them by.
pub(crate) type KnownKeys = BTreeMap<String, String>;

/// An object with signatures on it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Signed {
    object: CanonicalJsonObject,
}

impl Signed {
    /// Reads what a client sent.
    pub(crate) fn parse(json: &str, what: &str) -> Result<Self, MatrixError> {
        let object = serde_json::from_str(json);
        let object =
            object.map_err(|error| MatrixError::bad_json(format!("{what}: this is not canonical JSON: {error}")))?;
        Ok(Self { object })
    }

    /// Reads what the database holds.
    pub(crate) fn stored(json: &str) -> Result<Self, MatrixError> {
        let object = serde_json::from_str(json);
        let object = object.map_err(|error| StoreError::Corrupt(format!("a signed object: {error}")))?;
        Ok(Self { object })
    }

    /// A text field.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.object.get(field)?.as_str()
    }

    /// A list of texts.
    pub(crate) fn texts(&self, field: &str) -> Vec<&str> {
        let list = self.object.get(field).and_then(CanonicalJsonValue::as_array).unwrap_or_default();
        list.iter().filter_map(CanonicalJsonValue::as_str).collect()
    }

    /// The public keys in the object, by their ids.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        let keys = self.object.get("keys").and_then(CanonicalJsonValue::as_object).into_iter().flatten();
        keys.filter_map(|(id, key)| Some((id.as_str(), key.as_str()?)))
    }

    /// The key with which the device that this describes signs, if it is one that can sign at all.
    pub(crate) fn signing_key(&self, device_id: &DeviceId) -> Option<&str> {
        let id = signing_key_id(device_id);
        let is_key = |key: &str| Base64::<Standard>::parse(key).is_ok_and(|key| key.as_bytes().len() == ED25519_BYTES);
        self.keys().find(|(found, key)| *found == id && is_key(key)).map(|(_, key)| key)
    }

    /// Whether there is a list, or an object, of this name.
    pub(crate) fn has(&self, field: &str) -> bool {
        matches!(self.object.get(field), Some(CanonicalJsonValue::Array(_) | CanonicalJsonValue::Object(_)))
    }

    /// The signatures of a user, by the ids of the keys.
    pub(crate) fn signatures_of(&self, user_id: &UserId) -> Vec<(String, String)> {
        let signatures = self.object.get("signatures").and_then(CanonicalJsonValue::as_object);
        let signatures = signatures.and_then(|all| all.get(user_id.as_str())?.as_object()).into_iter().flatten();
        signatures.filter_map(|(id, signature)| Some((id.clone(), signature.as_str()?.to_owned()))).collect()
    }

    /// Whether this is what is signed in the other object, too.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let content = |signed: &Self| {
            let mut object = signed.object.clone();
            object.remove("signatures");
            object.remove("unsigned");
            object
        };
        content(self) == content(other)
    }

    /// Whether `public_key` made this signature of the object.
    pub(crate) fn is_signed_by(&self, public_key: &str, signature: &str) -> bool {
        let (Ok(key), Ok(signature)) = (Base64::<Standard>::parse(public_key), Base64::<Standard>::parse(signature))
        else {
            return false;
        };
        let Ok(content) = to_canonical_json_string_for_signing(&self.object) else { return false };
        let verified = verify_canonical_json_bytes(
            &SigningKeyAlgorithm::Ed25519,
            key.as_bytes(),
            signature.as_bytes(),
            content.as_bytes(),
        );
        verified.is_ok()
    }

    /// Leaves only those signatures that a user's known keys made: what cannot be checked is not passed on, and what
    /// is wrong is refused. Answers with the ids of the keys.
    pub(crate) fn keep_signatures(&mut self, user_id: &UserId, known: &KnownKeys) -> Result<Vec<String>, MatrixError> {
        let mut kept = CanonicalJsonObject::new();
        for (id, signature) in self.signatures_of(user_id) {
            let Some(public_key) = known.get(&id) else { continue };
            if !self.is_signed_by(public_key, &signature) {
                return Err(invalid_signature(format!("The signature of {id} is not valid")));
            }
            kept.insert(id, signature.into());
        }
        let ids = kept.keys().cloned().collect();
        self.object.remove("unsigned");
        self.object.remove("signatures");
        if !kept.is_empty() {
            let signatures = CanonicalJsonObject::from([(user_id.to_string(), kept.into())]);
            self.object.insert("signatures".to_owned(), signatures.into());
        }
        Ok(ids)
    }

    /// Adds a signature.
    pub(crate) fn add_signature(&mut self, signer: &UserId, key_id: &str, signature: &str) {
        let mut signatures = take_object(&mut self.object, "signatures");
        let mut of_signer = take_object(&mut signatures, signer.as_str());
        of_signer.insert(key_id.to_owned(), signature.into());
        signatures.insert(signer.to_string(), of_signer.into());
        self.object.insert("signatures".to_owned(), signatures.into());
    }

    /// Sets a field.
    pub(crate) fn insert(&mut self, field: &str, value: CanonicalJsonObject) {
        self.object.insert(field.to_owned(), value.into());
    }

    /// The whole of it as JSON.
    pub(crate) fn to_json(&self) -> Result<String, MatrixError> {
        serde_json::to_string(&self.object).map_err(MatrixError::internal)
    }
}

/// Takes the object out of a field; an empty one where there is none.
fn take_object(object: &mut CanonicalJsonObject, field: &str) -> CanonicalJsonObject {
    match object.remove(field) {
        Some(CanonicalJsonValue::Object(value)) => value,
        _ => CanonicalJsonObject::new(),
    }
}

/// The id of the key with which a device signs.
pub(crate) fn signing_key_id(device_id: &DeviceId) -> String {
    format!("{ED25519}{device_id}")
}

/// The id of a cross-signing key, whose name is the key itself.
pub(crate) fn cross_signing_key_id(public_key: &str) -> String {
    format!("{ED25519}{public_key}")
}

/// The keys of a user that can sign something: those of devices and of cross-signing.
pub(crate) fn known_keys(
    devices: &[DeviceKeyRow],
    cross_signing: &[CrossSigningKeyRow],
) -> Result<KnownKeys, MatrixError> {
    let mut known = KnownKeys::new();
    for row in devices {
        if let Some(key) = Signed::stored(&row.keys)?.signing_key(&row.device_id) {
            known.insert(signing_key_id(&row.device_id), key.to_owned());
        }
    }
    for row in cross_signing {
        known.insert(cross_signing_key_id(&row.public_key), row.public_key.clone());
    }
    Ok(known)
}

/// `M_INVALID_SIGNATURE`, which ruma knows only by its name.
pub(crate) fn invalid_signature(message: impl Into<String>) -> MatrixError {
    let kind = serde_json::from_value(json!({ "errcode": "M_INVALID_SIGNATURE" })).unwrap_or(ErrorKind::InvalidParam);
    MatrixError::new(kind, message)
}

#[cfg(test)]
mod tests;
