//! E-mail: through whom mail is sent, and whom we believe that an address is somebody's.

use std::fmt;

use ruma::{OwnedServerName, ServerName};

use super::federation::ServerPattern;
use crate::read::{Named, Section};

/// `[email]`
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    /// The server that takes our mail; none is sent where there is none.
    pub server: Option<OwnedServerName>,
    /// How the way to it is kept private.
    pub encryption: MailEncryption,
    /// Who we are to it; nobody in particular where this is empty.
    pub username: String,
    /// With which password.
    pub password: String,
    /// Whom mail comes from: `Example <matrix@example.org>`.
    pub from: String,
}

/// How the way to the mail server is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailEncryption {
    /// The connection begins openly and is encrypted before anything is said.
    StartTls,
    /// It is encrypted from the start.
    Tls,
    /// Not at all: for a server on this machine.
    None,
}

impl Named for MailEncryption {
    const NAMES: &'static [(&'static str, Self)] =
        &[("starttls", Self::StartTls), ("tls", Self::Tls), ("none", Self::None)];
}

impl Email {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let email = Self {
            server: section.parsed("server", None, "a host, such as \"smtp.example.org:587\"", |text| match text {
                "" => Ok(None),
                _ => ServerName::parse(text)
                    .map(Some)
                    .map_err(|_| format!("found {text:?}: write a host, such as \"smtp.example.org:587\"")),
            }),
            encryption: section.named("encryption", MailEncryption::StartTls),
            username: section.string("username", ""),
            password: section.string("password", ""),
            from: section.string("from", ""),
        };
        if email.is_enabled() && !email.from.contains('@') {
            section.problem("from", "write whom mail comes from, such as \"Example <matrix@example.org>\"".to_owned());
        }
        if email.encryption == MailEncryption::None && !email.password.is_empty() {
            section.problem("encryption", "a password would be sent openly: write \"starttls\" or \"tls\"".to_owned());
        }
        email
    }

    /// Whether mail can be sent.
    pub fn is_enabled(&self) -> bool {
        self.server.is_some()
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Email").field("server", &self.server).field("from", &self.from).finish_non_exhaustive()
    }
}

/// `[identity]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Identity servers whose word we take that an address is somebody's.
    pub trusted_servers: Vec<ServerPattern>,
}

impl Identity {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { trusted_servers: section.parsed_list("trusted_servers", ServerPattern::parse) }
    }
}
