//! `heliograph config`

use super::{ConfigFile, say};
use crate::failure::Failure;

/// Reads the configuration as `serve` would, and says that it is fine.
pub(super) fn check(file: &ConfigFile) -> Result<(), Failure> {
    let config = file.load()?;
    say(&format!("{}: the configuration of {} is fine", file.path().display(), config.server_name))
}
