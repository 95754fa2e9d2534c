//! Why the program stops: lines for a person, never a backtrace.

use std::{fmt::Display, process::ExitCode};

use hs_config::ConfigError;

/// Something that keeps the program from doing what it was asked for.
#[derive(Debug)]
pub(crate) struct Failure {
    lines: Vec<String>,
}

impl Failure {
    /// One line that says what is wrong and what to do.
    pub(crate) fn new(line: impl Into<String>) -> Self {
        Self { lines: vec![line.into()] }
    }

    /// One line from an error and what was being done; line breaks of the error are folded.
    pub(crate) fn because(doing: impl Display, error: impl Display, remedy: impl Display) -> Self {
        let error = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        Self::new(format!("{doing}: {error}: {remedy}"))
    }

    /// Writes the lines to standard error. The status is the one that says "you have to change something first".
    #[expect(clippy::print_stderr, reason = "this is the one place where the program talks to who started it in vain")]
    pub(crate) fn report(&self) -> ExitCode {
        for line in &self.lines {
            eprintln!("heliograph: {line}");
        }
        ExitCode::from(2)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self { lines: error.0.iter().map(ToString::to_string).collect() }
    }
}
