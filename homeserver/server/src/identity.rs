//! The file with this server's signing key.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use hs_config::Config;
use hs_core::{
    entropy::Entropy,
    signing::{KeyFile, ServerIdentity, SigningKey},
};

use crate::{failure::Failure, folder::make_private};

/// Reads the signing key, or makes one on first start.
pub(crate) fn load_or_create(config: &Config, entropy: &Entropy) -> Result<ServerIdentity, Failure> {
    let path = &config.signing_key.path;
    let file = match fs::read_to_string(path) {
        Ok(text) => KeyFile::from_text(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, entropy)?,
        Err(error) => {
            return Err(failure(path, "cannot be read", error, "correct signing_key.path or the file's permissions"));
        }
    };
    let file = file.map_err(|error| {
        failure(
            path,
            "is not a signing key",
            error,
            "put the right file there; never make a new key for a server that has users",
        )
    })?;
    Ok(ServerIdentity::from_file(config.server_name.clone(), file))
}

type Key = Result<KeyFile, hs_core::signing::SigningKeyError>;

fn create(path: &Path, entropy: &Entropy) -> Result<Key, Failure> {
    let key = match SigningKey::from_seed(entropy.bytes()) {
        Ok(key) => key,
        Err(error) => return Ok(Err(error)),
    };
    write_secret(path, &key.to_text()).map_err(|error| {
        failure(path, "cannot be written", error, "make its folder writable, or correct signing_key.path")
    })?;
    tracing::info!(path = %path.display(), key = %key.id(), "made a signing key: keep a copy of it in a safe place");
    Ok(Ok(KeyFile::new(key)))
}

/// Writes a file that only its owner can read, whole or not at all.
fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        make_private(folder)?;
    }
    let draft = path.with_extension("new");
    let mut file: File = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

fn failure(path: &Path, what: &str, error: impl std::fmt::Display, remedy: &str) -> Failure {
    Failure::because(format!("the signing key {} {what}", path.display()), error, remedy)
}

#[cfg(test)]
mod tests;
