//! A policy server that has this server's name, whatever program it is.
//! See <https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixpolicy_server>.

use ruma::serde::Base64;

use crate::read::Section;

/// How many bytes an Ed25519 key has.
const KEY_BYTES: usize = 32;

/// `[policy_server]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyServer {
    /// Its public key, by which clients set up rooms; `None` where there is no policy server.
    pub public_key: Option<Base64>,
}

impl PolicyServer {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let public_key = section.parsed("public_key", None, "an Ed25519 key", |text| match text {
            "" => Ok(None),
            _ => Base64::parse(text).ok().filter(|key| key.as_bytes().len() == KEY_BYTES).map(Some).ok_or_else(|| {
                format!("found {text:?}: write the 32 bytes of the public key as base64 without padding")
            }),
        });
        Self { public_key }
    }
}
