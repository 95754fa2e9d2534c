//! `heliograph database`

use super::{ConfigFile, runtime, say};
use crate::{database, failure::Failure};

/// Brings the schema up to date.
pub(super) fn migrate(file: &ConfigFile) -> Result<(), Failure> {
    let config = file.load()?;
    let taken = runtime()?.block_on(database::migrate(&config))?;
    if taken.is_empty() {
        return say("the database is up to date");
    }
    for step in taken {
        say(&format!("done: {step}"))?;
    }
    Ok(())
}
