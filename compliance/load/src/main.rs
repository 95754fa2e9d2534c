//! A load generator that speaks the plain client-server API, so that any homeserver can stand under it.
//!
//! `load run` plays the parts against one server and writes what it measured as JSON; `load compare` puts two such files
//! side by side. Every part checks what it measures: a server that loses or doubles a message fails the run.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is what it is for")]

mod connection;
mod figure;
mod part;
mod process;
mod report;
mod user;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use tokio::runtime::Builder;

use crate::{part::Part, report::Report};

/// What anything here ends with that goes wrong: a sentence.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures homeservers with the plain client-server API.
#[derive(Parser)]
#[command(version)]
struct Load {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Play the parts against a running server that lets anybody register
    Run(Run),
    /// Put the results of two runs side by side, as a Markdown table
    Compare {
        /// The server whose ratio is asked for
        ours: PathBuf,
        /// The one to compare it with
        theirs: PathBuf,
    },
}

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scale {
    /// Seconds: does everything work?
    Smoke,
    /// A few minutes: for ratios
    Full,
}

#[derive(clap::Args)]
struct Run {
    /// Where the server listens: plain HTTP, host and port
    #[arg(long, default_value = "127.0.0.1:8008")]
    address: String,
    /// What to call the server in tables
    #[arg(long, default_value = "server")]
    label: String,
    /// The server's process; memory and processor time of it and its children are read from /proc
    #[arg(long)]
    pid: Option<u32>,
    /// Also count the memory and time of these processes, such as the database's
    #[arg(long)]
    with_pid: Vec<u32>,
    /// How much to do
    #[arg(long, value_enum, default_value = "full")]
    scale: Scale,
    /// Play these parts only
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Write the results here, as JSON
    #[arg(long)]
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Load::parse().command {
        Command::Run(run) => play(&run),
        Command::Compare { ours, theirs } => {
            Report::read(&ours).and_then(|ours| Ok((ours, Report::read(&theirs)?))).map(|(ours, theirs)| {
                print!("{}", report::compare(&ours, &theirs));
            })
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("load: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn play(run: &Run) -> Result<(), Failure> {
    // One thread: the generator must not take more of the machine than it has to.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(part::play(run))?;
    print!("{}", report.table());
    if let Some(path) = &run.json {
        report.write(path)?;
    }
    Ok(())
}
