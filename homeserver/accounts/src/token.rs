//! Access tokens and the other bearer secrets that we make up, and the only form in which they are stored.
//!
//! A token is a prefix, which tells secret scanners and people what it is, and 256 random bits. The database holds its
//! SHA-256 alone: that much randomness needs no salt and no slow hash, and whoever reads the database can use nothing
//! in it.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hs_core::entropy::Entropy;
use sha2::{Digest, Sha256};

/// What a token may be used for: its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Authenticates a device.
    Access,
    /// Gets the next access token.
    Refresh,
    /// Signs a device in, once.
    Login,
    /// Tells somebody else who a user is.
    Openid,
    /// Shows that somebody has read a mail.
    Validation,
}

impl Purpose {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Access => "hga_",
            Self::Refresh => "hgr_",
            Self::Login => "hgl_",
            Self::Openid => "hgo_",
            Self::Validation => "hgv_",
        }
    }
}

/// A fresh secret. It exists in the answer to the client and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub(crate) fn generate(purpose: Purpose, entropy: &Entropy) -> Self {
        Self(format!("{}{}", purpose.prefix(), URL_SAFE_NO_PAD.encode(entropy.bytes::<32>())))
    }

    /// The form that may be stored.
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }

    /// The secret itself, for the one answer that carries it.
    pub fn into_secret(self) -> String {
        self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The SHA-256 of a token: identifies it without revealing it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of a token that a client presents.
    pub(crate) fn of(token: &str) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// The bytes that the database stores.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

#[cfg(test)]
mod tests;
