//! What a server under test is started with.

use std::{
    fs, panic,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use hs_storage::testing;
use tempfile::TempDir;

use crate::process::Server;

/// A folder, a configuration and a database. Servers that are started from it one after the other find what the last
/// one left behind.
#[derive(Clone)]
pub struct Setup {
    program: PathBuf,
    folder: Arc<TempDir>,
    settings: Vec<(String, String)>,
    ahead: Duration,
}

/// Runs `body` with SQLite and, when `TEST_DATABASE_URL` is set, once more with PostgreSQL. `program` is the path of the
/// program, `env!("CARGO_BIN_EXE_heliograph")`.
pub fn on_each_database(program: &str, body: impl Fn(Setup) + Sync) {
    body(Setup::new(program).with("database.url", "sqlite://data/heliograph.db"));
    on_postgres(program, body);
}

/// Runs `body` with a PostgreSQL database of its own, when `TEST_DATABASE_URL` is set.
pub fn on_postgres(program: &str, body: impl Fn(Setup) + Sync) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    runtime.block_on(testing::on_postgres(async |options| {
        let setup = Setup::new(program).with("database.url", &options.url);
        // On a thread of its own: a test may want a runtime, and there cannot be one inside another.
        let ran = thread::scope(|scope| scope.spawn(|| body(setup)).join());
        if let Err(panic) = ran {
            panic::resume_unwind(panic);
        }
    }));
}

impl Setup {
    /// An empty folder, and settings that suit a test: any free port, cheap passwords, no limits.
    pub fn new(program: &str) -> Self {
        let folder = TempDir::new().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let (program, folder) = (PathBuf::from(program), Arc::new(folder));
        let setup = Self { program, folder, settings: Vec::new(), ahead: Duration::ZERO };
        setup
            .with("passwords.hash_cost", "minimum")
            .with("logging.format", "json")
            .with_raw("rate_limits.enabled", "false")
            .with_raw("listeners", "[{ bind = \"127.0.0.1:0\" }]")
    }

    /// Sets a key to text.
    #[must_use]
    pub fn with(self, key: &str, text: &str) -> Self {
        self.with_raw(key, &format!("{text:?}"))
    }

    /// Sets a key to a value that is written as TOML.
    #[must_use]
    pub fn with_raw(mut self, key: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != key);
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Lets time pass for the servers that are started from now on. Only builds for development believe it.
    #[must_use]
    pub fn after(self, time: Duration) -> Self {
        Self { ahead: self.ahead + time, ..self }
    }

    /// What a key is set to, without the quotes of TOML; empty if it is not set.
    pub fn setting(&self, key: &str) -> String {
        let found = self.settings.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.trim_matches('"').to_owned()).unwrap_or_default()
    }

    /// The folder that the program runs in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a server and waits until it listens.
    pub fn start(&self) -> Server {
        Server::start(self.clone())
    }

    /// Runs another command of the program to its end, with `input` as its standard input.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        use std::io::Write;
        let mut command = self.command(arguments);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{} does not start: {error}", self.program.display()));
        if let Some(mut stdin) = child.stdin.take() {
            // Who does not read its input has closed it; that is no failure.
            let _ = stdin.write_all(input.as_bytes());
        }
        child.wait_with_output().unwrap_or_else(|error| panic!("the command has no end: {error}"))
    }

    /// The program with these arguments and the configuration of this setup.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let text = self.settings.iter().map(|(key, value)| format!("{key} = {value}\n")).collect::<Vec<_>>().concat();
        let file = self.folder().join("config.toml");
        fs::write(&file, text).unwrap_or_else(|error| panic!("{} cannot be written: {error}", file.display()));
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--config").arg("config.toml").current_dir(self.folder());
        // It says which program a test starts, and is no key of the configuration.
        command.env_remove("HELIOGRAPH_BIN");
        command.env("TEST_CLOCK_AHEAD", self.ahead.as_secs().to_string());
        command
    }
}
