//! The relay for calls.

use std::{fmt, time::Duration};

use crate::read::Section;

/// `[turn]`
#[derive(Clone, PartialEq, Eq)]
pub struct Turn {
    /// Where the relay is; clients are told of none where this is empty.
    pub uris: Vec<String>,
    /// What the relay (coturn's `static-auth-secret`) and we alone know.
    pub shared_secret: String,
    /// How long credentials are good.
    pub ttl: Duration,
}

impl Turn {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let turn = Self {
            uris: section.parsed_list("uris", parse_uri),
            shared_secret: section.string("shared_secret", ""),
            ttl: section.duration("ttl", Duration::from_hours(24)),
        };
        if !turn.uris.is_empty() && turn.shared_secret.is_empty() {
            let message = "write the relay's shared secret, or leave out uris: nobody could use them without it";
            section.problem("shared_secret", message.to_owned());
        }
        turn
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn").field("uris", &self.uris).field("ttl", &self.ttl).finish_non_exhaustive()
    }
}

fn parse_uri(text: &str) -> Result<String, String> {
    let is_relay = ["turn:", "turns:", "stun:", "stuns:"].iter().any(|scheme| text.starts_with(scheme));
    if is_relay {
        return Ok(text.to_owned());
    }
    Err(format!("found {text:?}: write the URI of a relay, such as \"turn:turn.example.org?transport=udp\""))
}
