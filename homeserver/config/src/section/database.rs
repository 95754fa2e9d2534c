//! Where everything is kept, and the key that signs for this server.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::read::Section;

/// `[database]`
#[derive(Clone, PartialEq, Eq)]
pub struct Database {
    /// `sqlite://FILE` or `postgres://user:password@host/name`. It may hold a password: never log it whole.
    pub url: String,
    /// How many connections we keep open at most.
    pub max_connections: u32,
    /// How many bytes of events we keep in memory.
    pub event_cache: u64,
}

impl Database {
    /// The file, where the database is one.
    pub fn file(&self) -> Option<&Path> {
        let path = self.url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path).split('?').next()?;
        (!path.is_empty() && path != ":memory:").then(|| Path::new(path))
    }

    /// Whether several processes may work on the database at the same time.
    pub fn is_shared(&self) -> bool {
        !self.url.starts_with("sqlite:")
    }

    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            url: section.parsed("url", "sqlite://data/heliograph.db".to_owned(), "a database URL in quotes", check_url),
            max_connections: section.integer("max_connections", 8, 2..=1_000),
            event_cache: section.bytes("event_cache", 16 << 20),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.url.split_once(':').map_or("", |(scheme, _)| scheme);
        f.debug_struct("Database")
            .field("url", &format_args!("{scheme}:…"))
            .field("max_connections", &self.max_connections)
            .field("event_cache", &self.event_cache)
            .finish()
    }
}

fn check_url(text: &str) -> Result<String, String> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|start| text.len() > start.len() && text.starts_with(start)) {
        Ok(text.to_owned())
    } else {
        // The text is not repeated: what is written here may be a password gone astray.
        Err("this is not a database URL: write sqlite://data/heliograph.db or postgres://user:password@host/name"
            .into())
    }
}

/// `[signing_key]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// The file with the key, in the text form `ed25519 a_1 <unpadded base64 seed>`. Made on first start.
    pub path: PathBuf,
}

impl SigningKey {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { path: section.path("path", "data/signing.key") }
    }
}
