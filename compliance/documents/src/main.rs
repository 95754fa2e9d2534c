//! Prints `docs/configuration.md`, made of the sample configuration: `cargo run -p documents > docs/configuration.md`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it prints a document")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match documents::reference(include_str!("../../../config.toml")) {
        Ok(document) => {
            print!("{document}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("config.toml: {reason}");
            ExitCode::FAILURE
        }
    }
}
