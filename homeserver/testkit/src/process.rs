//! A running server.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, ChildStderr, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{http::Client, setup::Setup};

/// How long a server may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server. It is killed when this value goes.
pub struct Server {
    setup: Setup,
    child: Child,
    address: SocketAddr,
    log: Arc<Mutex<String>>,
}

impl Server {
    pub(crate) fn start(setup: Setup) -> Self {
        let spawned = setup.command(&["serve"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("the server does not start: {error}"));
        let log = Arc::new(Mutex::new(String::new()));
        let (found, address) = channel();
        if let Some(stderr) = child.stderr.take() {
            let log = Arc::clone(&log);
            thread::spawn(move || follow(stderr, &log, &found));
        }
        let address = wait_for_address(&address, &log);
        Self { setup, child, address, log }
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Somebody who is not signed in.
    pub fn client(&self) -> Client {
        Client::at(self.address)
    }

    /// Makes an account and gives back somebody who is signed in to it.
    pub fn register(&self, username: &str) -> Client {
        self.client().register(username)
    }

    /// What the server has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the server has logged, once that has come to `text`: the log is written a moment after the answer.
    #[track_caller]
    pub fn log_with(&self, text: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let log = self.log();
            if log.contains(text) {
                return log;
            }
            assert!(Instant::now() < deadline, "the log never said {text:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// A figure of `/metrics`, summed over its labels; zero where nothing was counted yet.
    pub fn metric(&self, name: &str) -> f64 {
        let text = self.client().get("/metrics").text;
        let value = |line: &str| {
            let rest = line.strip_prefix(name).filter(|rest| rest.starts_with([' ', '{']))?;
            rest.rsplit(' ').next()?.parse::<f64>().ok()
        };
        text.lines().filter_map(value).sum()
    }

    /// Fails the test if the server has met a bug so far: a panic, or an error that it blames on itself.
    #[track_caller]
    pub fn assert_sound(&self) {
        let log = self.log();
        let bugs = log.lines().filter(|line| line.contains("panicked") || line.contains("\"ERROR\""));
        let bugs = bugs.collect::<Vec<_>>();
        assert!(bugs.is_empty(), "the server has met bugs:\n{}", bugs.join("\n"));
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks the server to stop, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let told = Command::new("kill").arg("-TERM").arg(self.pid().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()), "the server cannot be told to stop");
        self.child.wait().unwrap_or_else(|error| panic!("the server does not end: {error}"))
    }

    /// Ends the server without a warning, as a power cut would.
    pub fn kill(mut self) {
        self.end();
    }

    /// Stops the server in good order and starts it again on the same data.
    #[must_use]
    pub fn restart(self) -> Self {
        let setup = self.setup.clone();
        assert!(self.stop().success(), "the server did not stop in good order");
        setup.start()
    }

    fn end(&mut self) {
        // It may have ended by itself, which is what was wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
        if thread::panicking() {
            // The test has failed: what the server said may say why.
            let log = self.log();
            let is_trouble = |line: &&str| ["\"ERROR\"", "\"WARN\"", "panicked"].iter().any(|word| line.contains(word));
            let trouble = log.lines().filter(is_trouble).take(20);
            let last = log.lines().rev().take(20).collect::<Vec<_>>();
            let told = trouble.chain(["…"]).chain(last.into_iter().rev()).collect::<Vec<_>>().join("\n");
            std::io::Write::write_all(&mut std::io::stderr(), format!("{told}\n").as_bytes()).unwrap_or_default();
        }
    }
}

/// Collects the log, and finds the address in it.
fn follow(stderr: ChildStderr, log: &Mutex<String>, found: &Sender<SocketAddr>) {
    let mut lines = BufReader::new(stderr);
    let mut line = String::new();
    while lines.by_ref().read_line(&mut line).is_ok_and(|length| length > 0) {
        if let Ok(entry) = serde_json::from_str::<Value>(&line)
            && entry["message"] == "listening"
            && let Some(address) = entry["address"].as_str().and_then(|text| text.parse().ok())
        {
            // Nobody waits for the address of a second listener.
            let _ = found.send(address);
        }
        log.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
        line.clear();
    }
}

fn wait_for_address(address: &Receiver<SocketAddr>, log: &Mutex<String>) -> SocketAddr {
    address.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        panic!("the server does not listen:\n{}", log.lock().unwrap_or_else(PoisonError::into_inner))
    })
}
