//! The command line.

mod completions;
mod config;
mod database;
mod keys;
mod serve;
mod user;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use hs_config::Config;
use tokio::runtime::{Builder, Runtime};

use crate::failure::Failure;

/// A Matrix homeserver.
///
/// `heliograph serve` starts the server with the configuration in ./config.toml. The first account that is made there
/// becomes the administrator.
#[derive(Debug, Parser)]
#[command(name = "heliograph", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Heliograph {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server and run until it is told to stop (Ctrl-C, or SIGTERM)
    Serve(ConfigFile),
    /// Look at the configuration without starting anything
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Make accounts and look after them, whether the server runs or not
    #[command(subcommand)]
    User(user::UserCommand),
    /// The keys by which other servers know this one
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Work on the database
    #[command(subcommand)]
    Database(DatabaseCommand),
    /// Print a completion script for a shell
    ///
    /// For bash: heliograph completions bash > ~/.local/share/bash-completion/completions/heliograph
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Tell everything that is wrong with the configuration; exit with status 2 if there is anything
    Check(ConfigFile),
}

#[derive(Debug, Subcommand)]
enum DatabaseCommand {
    /// Bring the schema up to date, as `serve` does when it starts
    Migrate(ConfigFile),
}

/// Which configuration to use.
#[derive(Debug, Args)]
struct ConfigFile {
    /// The configuration file. Each key can be overridden by an environment variable, such as `HELIOGRAPH_DATABASE__URL`
    #[arg(long, short, value_name = "FILE", default_value = "config.toml")]
    config: PathBuf,
}

impl ConfigFile {
    fn path(&self) -> &Path {
        &self.config
    }

    fn load(&self) -> Result<Config, Failure> {
        Ok(Config::load(&self.config)?)
    }
}

impl Heliograph {
    /// Does what the command line asks for.
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Serve(file) => {
                let config = file.load()?;
                runtime()?.block_on(serve::serve(config))
            }
            Command::Config(ConfigCommand::Check(file)) => config::check(&file),
            Command::User(command) => command.run(),
            Command::Keys(command) => command.run(),
            Command::Database(DatabaseCommand::Migrate(file)) => database::migrate(&file),
            Command::Completions { shell } => completions::print(shell),
        }
    }
}

fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::because("the program cannot start its threads", error, "raise the limits of this user")
    })
}

/// Writes a line for the person at the terminal.
fn say(line: &str) -> Result<(), Failure> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{line}")
        .map_err(|error| Failure::because("standard output cannot be written", error, "redirect it elsewhere"))
}
