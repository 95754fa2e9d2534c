//! What identity servers sign: that somebody who was invited by their address is a user.
//! See <https://spec.matrix.org/v1.19/client-server-api/#third-party-invites>.

use std::collections::BTreeMap;

use ruma::{
    CanonicalJsonObject, CanonicalJsonValue,
    serde::Base64,
    signatures::{PublicKeyMap, verify_json},
    third_party_invite::IdentityServerBase64PublicKey,
};

/// Whether one of the signatures on an object was made with this key, whatever name it goes by.
pub fn is_signed_with(object: &CanonicalJsonObject, public_key: &str) -> bool {
    let Ok(key) = IdentityServerBase64PublicKey(public_key.to_owned()).decode() else { return false };
    let Some(CanonicalJsonValue::Object(signatures)) = object.get("signatures") else { return false };
    signatures.iter().any(|(signer, by_key)| {
        let CanonicalJsonValue::Object(by_key) = by_key else { return false };
        by_key.iter().any(|(key_id, signature)| {
            let only = BTreeMap::from([(key_id.clone(), signature.clone())]);
            let only = BTreeMap::from([(signer.clone(), CanonicalJsonValue::Object(only))]);
            let mut object = object.clone();
            object.insert("signatures".to_owned(), CanonicalJsonValue::Object(only));
            let keys = BTreeMap::from([(key_id.clone(), Base64::new(key.clone()))]);
            verify_json(&PublicKeyMap::from([(signer.clone(), keys)]), &object).is_ok()
        })
    })
}

#[cfg(test)]
mod tests;
