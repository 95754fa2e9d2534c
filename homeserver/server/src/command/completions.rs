//! `heliograph completions`

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::{Heliograph, say};
use crate::failure::Failure;

/// Prints the script for a shell.
pub(super) fn print(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(shell, &mut Heliograph::command(), "heliograph", &mut script);
    say(String::from_utf8_lossy(&script).trim_end())
}
