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
    signing::{KeyFile, ServerIdentity, SigningKey, SigningKeyError},
};

use crate::{failure::Failure, folder::make_private};

/// Reads the signing key, or makes one on first start.
pub(crate) fn load_or_create(config: &Config, entropy: &Entropy) -> Result<ServerIdentity, Failure> {
    let path = &config.signing_key.path;
    let file = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => understand(path, create(path, entropy)?)?,
        read => parse(path, read)?,
    };
    Ok(ServerIdentity::from_file(config.server_name.clone(), file))
}

/// Reads the file, which must be there.
pub(crate) fn read(config: &Config) -> Result<KeyFile, Failure> {
    let path = &config.signing_key.path;
    parse(path, fs::read_to_string(path))
}

/// Puts a new key into the place of the present one, which stays in the file as an old one.
pub(crate) fn rotate(config: &Config, entropy: &Entropy, now_ts: i64) -> Result<KeyFile, Failure> {
    let path = &config.signing_key.path;
    let mut file = read(config)?;
    let key = understand(path, SigningKey::from_seed(entropy.bytes()))?;
    file.rotate(key, now_ts);
    write(path, &file)?;
    Ok(file)
}

fn parse(path: &Path, read: std::io::Result<String>) -> Result<KeyFile, Failure> {
    let text = read.map_err(|error| {
        failure(path, "cannot be read", error, "correct signing_key.path or the file's permissions")
    })?;
    understand(path, KeyFile::from_text(&text))
}

fn understand<T>(path: &Path, key: Result<T, SigningKeyError>) -> Result<T, Failure> {
    let remedy = "put the right file there; never make a new key for a server that has users";
    key.map_err(|error| failure(path, "is not a signing key", error, remedy))
}

fn write(path: &Path, file: &KeyFile) -> Result<(), Failure> {
    write_secret(path, &file.to_text()).map_err(|error| {
        failure(path, "cannot be written", error, "make its folder writable, or correct signing_key.path")
    })
}

fn create(path: &Path, entropy: &Entropy) -> Result<Result<KeyFile, SigningKeyError>, Failure> {
    let key = match SigningKey::from_seed(entropy.bytes()) {
        Ok(key) => KeyFile::new(key),
        Err(error) => return Ok(Err(error)),
    };
    write(path, &key)?;
    let id = key.key().id();
    tracing::info!(path = %path.display(), key = %id, "made a signing key: keep a copy of it in a safe place");
    Ok(Ok(key))
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
