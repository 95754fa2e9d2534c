//! The server's own signing key, in the text form that Synapse writes too: `ed25519 a_1 <unpadded base64 seed>`.
//! See <https://spec.matrix.org/v1.19/appendices/#signing-details>.

mod file;
mod published;
mod third_party;
mod x_matrix;

use ed25519_dalek::{Signer as _, SigningKey as DalekKey};
use ruma::{
    AnyKeyName, CanonicalJsonObject, OwnedServerName, OwnedServerSigningKeyId, ServerName, SigningKeyAlgorithm,
    SigningKeyId,
    api::federation::authentication::XMatrix,
    room_version_rules::RoomVersionRules,
    serde::{Base64, base64::Standard},
    signatures::{JsonError, KeyPair, Signature, hash_and_sign_event, sign_json},
};
use thiserror::Error;

pub use self::{
    file::{KeyFile, OldKey},
    published::{KeysError, PublishedKey, read_keys, verify_signature},
    third_party::is_signed_with,
    x_matrix::{XMatrixError, x_matrix},
};

/// Why a signing key could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SigningKeyError {
    /// The text is not three words.
    #[error("expected three words: `ed25519 <version> <unpadded base64 seed>`")]
    Shape,
    /// The first word is not `ed25519`.
    #[error("the algorithm `{0}` is not known; only ed25519 is")]
    Algorithm(String),
    /// The second word has characters that a key id may not have.
    #[error("the key version `{0}` may only have letters, digits and `_`")]
    Version(String),
    /// The third word is not 32 bytes in base64.
    #[error("the seed is not 32 bytes in unpadded base64")]
    Seed,
    /// A line after the first is not an old key.
    #[error("expected old keys to be written as `old ed25519 <version> <unpadded base64 public key> <milliseconds>`")]
    OldShape,
}

/// An Ed25519 key with its id.
pub struct SigningKey {
    key: DalekKey,
    id: OwnedServerSigningKeyId,
}

impl SigningKey {
    /// Makes a key from 32 random bytes. The version is made of the key's public half, so that a key which replaces
    /// a lost one never reuses its id: peers would take its signatures for forgeries.
    pub fn from_seed(seed: [u8; 32]) -> Result<Self, SigningKeyError> {
        let key = DalekKey::from_bytes(&seed);
        let [a, b, c, d, ..] = key.verifying_key().to_bytes();
        let id = key_id(&format!("a_{:08x}", u32::from_be_bytes([a, b, c, d])))?;
        Ok(Self { key, id })
    }

    /// Reads the text form. Only the first line that is not empty counts.
    pub fn from_text(text: &str) -> Result<Self, SigningKeyError> {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty()).ok_or(SigningKeyError::Shape)?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let &[algorithm, version, seed] = words.as_slice() else { return Err(SigningKeyError::Shape) };
        if algorithm != "ed25519" {
            return Err(SigningKeyError::Algorithm(algorithm.to_owned()));
        }
        let id = key_id(version)?;
        let seed = Base64::<Standard>::parse(seed).map_err(|_| SigningKeyError::Seed)?;
        let seed: [u8; 32] = seed.into_inner().try_into().map_err(|_| SigningKeyError::Seed)?;
        Ok(Self { key: DalekKey::from_bytes(&seed), id })
    }

    /// Writes the text form, with a line break at its end. The result is a secret.
    pub fn to_text(&self) -> String {
        format!("ed25519 {} {}\n", self.id.key_name(), Base64::<Standard, _>::new(self.key.to_bytes()).encode())
    }

    /// The key's id, `ed25519:<version>`.
    pub fn id(&self) -> &OwnedServerSigningKeyId {
        &self.id
    }

    /// The public half.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }
}

fn key_id(version: &str) -> Result<OwnedServerSigningKeyId, SigningKeyError> {
    // Checked here because ruma, in order to read the ids of older servers, lets every character through.
    let is_valid = !version.is_empty() && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    OwnedServerSigningKeyId::try_from(format!("ed25519:{version}"))
        .ok()
        .filter(|_| is_valid)
        .ok_or_else(|| SigningKeyError::Version(version.to_owned()))
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl KeyPair for SigningKey {
    fn sign(&self, message: &[u8]) -> Signature {
        let name = <&AnyKeyName>::from(self.id.key_name().as_str());
        let id = SigningKeyId::from_parts(SigningKeyAlgorithm::Ed25519, name);
        Signature::new(id, self.key.sign(message).to_bytes().to_vec())
    }
}

/// Who this server is: its name and the key that proves it.
#[derive(Debug)]
pub struct ServerIdentity {
    name: OwnedServerName,
    key: SigningKey,
    old_keys: Vec<OldKey>,
}

impl ServerIdentity {
    /// Puts name and key together.
    pub fn new(name: OwnedServerName, key: SigningKey) -> Self {
        Self { name, key, old_keys: Vec::new() }
    }

    /// Puts together a name and what its file of keys says.
    pub fn from_file(name: OwnedServerName, file: KeyFile) -> Self {
        let (key, old_keys) = file.into_parts();
        Self { name, key, old_keys }
    }

    /// The keys that we signed with before, the latest first.
    pub fn old_keys(&self) -> &[OldKey] {
        &self.old_keys
    }

    /// The part after the colon in our ids.
    pub fn name(&self) -> &ServerName {
        &self.name
    }

    /// The key that we sign with today.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Adds `hashes` and our signature to an event.
    pub fn sign_event(&self, event: &mut CanonicalJsonObject, rules: &RoomVersionRules) -> Result<(), JsonError> {
        hash_and_sign_event(self.name.as_str(), &self.key, event, &rules.redaction)
    }

    /// What goes into the `Authorization` header of a request to `destination`, so that it knows who asks.
    /// See <https://spec.matrix.org/v1.19/server-server-api/#request-authentication>.
    pub fn sign_request(
        &self,
        request: &http::Request<impl AsRef<[u8]>>,
        destination: &ServerName,
    ) -> Result<XMatrix, serde_json::Error> {
        let object = XMatrix::request_object(request, &self.name, destination)?;
        let signature = self.key.sign(&serde_json::to_vec(&object)?);
        let signature = Base64::new(signature.as_bytes().to_vec());
        Ok(XMatrix::new(self.name.clone(), destination.to_owned(), self.key.id.clone(), signature))
    }

    /// Adds our signature to any JSON object.
    pub fn sign_json(&self, object: &mut CanonicalJsonObject) -> Result<(), JsonError> {
        sign_json(self.name.as_str(), &self.key, object)
    }
}

#[cfg(test)]
mod tests;
