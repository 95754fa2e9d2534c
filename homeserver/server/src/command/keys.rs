//! `heliograph keys`

use clap::Subcommand;
use hs_core::{clock::Clock, entropy::Entropy};
use ruma::serde::{Base64, base64::Standard};

use super::{ConfigFile, say};
use crate::{failure::Failure, identity};

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Tell with which key this server signs, and with which it did before
    Show(ConfigFile),
    /// Put a new signing key into the place of the present one
    ///
    /// What the old key signed stays valid: its public half is kept in the same file, and other servers are told. Restart
    /// every process of the server afterwards; until then they sign with the old key.
    Rotate(ConfigFile),
}

impl KeysCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Show(file) => show(&file),
            Self::Rotate(file) => rotate(&file),
        }
    }
}

fn show(file: &ConfigFile) -> Result<(), Failure> {
    let config = file.load()?;
    let keys = identity::read(&config)?;
    say(&format!("{} {} signs for {}", keys.key().id(), encode(keys.key().public_key()), config.server_name))?;
    for old in keys.old() {
        say(&format!(
            "{} {} signed until {} (milliseconds since 1970)",
            old.id,
            encode(old.public_key),
            old.expired_ts
        ))?;
    }
    Ok(())
}

fn rotate(file: &ConfigFile) -> Result<(), Failure> {
    let config = file.load()?;
    let entropy = Entropy::system().map_err(|error| {
        Failure::because("the system gives no random numbers", error, "make /dev/urandom available")
    })?;
    let keys = identity::rotate(&config, &entropy, Clock::system().now_ms())?;
    say(&format!("{} will sign for {} after the next start", keys.key().id(), config.server_name))?;
    say(&format!("keep a copy of {} in a safe place", config.signing_key.path.display()))
}

fn encode(key: [u8; 32]) -> String {
    Base64::<Standard, _>::new(key).encode()
}
