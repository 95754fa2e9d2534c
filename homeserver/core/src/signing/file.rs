//! The file with a server's signing key: its first line is the key, as Synapse writes it too, and each line after it a
//! key that signed before, of which only the public half is left:
//!
//! ```text
//! ed25519 a_1f2e <unpadded base64 seed>
//! old ed25519 a_0c3d <unpadded base64 public key> 1700000000000
//! ```

use std::fmt::Write as _;

use ruma::{
    OwnedServerSigningKeyId,
    serde::{Base64, base64::Standard},
};

use super::{SigningKey, SigningKeyError, key_id};

/// A key that this server signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldKey {
    /// Its id.
    pub id: OwnedServerSigningKeyId,
    /// The public half.
    pub public_key: [u8; 32],
    /// Since when it no longer signs, in milliseconds.
    pub expired_ts: i64,
}

/// What the file says.
#[derive(Debug)]
pub struct KeyFile {
    key: SigningKey,
    old: Vec<OldKey>,
}

impl KeyFile {
    /// A file with a key and nothing before it.
    pub fn new(key: SigningKey) -> Self {
        Self { key, old: Vec::new() }
    }

    /// Reads the text form.
    pub fn from_text(text: &str) -> Result<Self, SigningKeyError> {
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with("old "));
        Ok(Self { key: SigningKey::from_text(text)?, old: lines.map(OldKey::from_line).collect::<Result<_, _>>()? })
    }

    /// Writes the text form. The result is a secret.
    pub fn to_text(&self) -> String {
        let mut text = self.key.to_text();
        for old in &self.old {
            let key = Base64::<Standard, _>::new(old.public_key).encode();
            // Writing to a string does not fail.
            let _ = writeln!(text, "old ed25519 {} {key} {}", old.id.key_name(), old.expired_ts);
        }
        text
    }

    /// Puts another key into the place of the one that signed until now.
    pub fn rotate(&mut self, key: SigningKey, now_ts: i64) {
        let last = std::mem::replace(&mut self.key, key);
        let last = OldKey { id: last.id().clone(), public_key: last.public_key(), expired_ts: now_ts };
        self.old.insert(0, last);
    }

    /// The key that signs.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The keys before it, the latest first.
    pub fn old(&self) -> &[OldKey] {
        &self.old
    }

    pub(super) fn into_parts(self) -> (SigningKey, Vec<OldKey>) {
        (self.key, self.old)
    }
}

impl OldKey {
    fn from_line(line: &str) -> Result<Self, SigningKeyError> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let &["old", algorithm, version, key, expired_ts] = words.as_slice() else {
            return Err(SigningKeyError::OldShape);
        };
        if algorithm != "ed25519" {
            return Err(SigningKeyError::Algorithm(algorithm.to_owned()));
        }
        let key = Base64::<Standard>::parse(key).ok().and_then(|key| key.into_inner().try_into().ok());
        let expired_ts = expired_ts.parse().ok();
        match (key, expired_ts) {
            (Some(public_key), Some(expired_ts)) => Ok(Self { id: key_id(version)?, public_key, expired_ts }),
            _ => Err(SigningKeyError::OldShape),
        }
    }
}

#[cfg(test)]
mod tests;
