//! Synapse, the homeserver that most of the network runs: as a peer, in a process of its own, with a SQLite database.
//!
//! It comes from `PyPI` by `.ci/synapse`, which see for how to name another installation.

use std::{
    fs::{self, File},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Value, json};
use tempfile::TempDir;

use crate::{
    Authority,
    network::{address_of, free_port},
};

/// How long it may take to start on a busy machine, beyond being installed.
const PATIENCE: Duration = Duration::from_mins(2);

/// Who listens where other servers ask.
#[derive(Clone, Copy)]
pub(crate) enum Face {
    /// The server itself.
    Own,
    /// A proxy, which asks the server without TLS at this port.
    Proxy(u16),
}

/// A Synapse. It is ended when this value goes, or when the test's process does.
pub struct Synapse {
    name: String,
    address: SocketAddr,
    python: String,
    folder: TempDir,
    running: Option<Child>,
}

impl Synapse {
    /// Starts one that is named after this host and port.
    pub(crate) fn new(authority: &Authority, (host, port): (&str, u16), face: Face) -> Self {
        let folder = TempDir::new().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let name = format!("{host}:{port}");
        let plain = if let Face::Proxy(plain) = face { plain } else { free_port() };
        let mut config = configuration(&name, authority);
        let mut listeners = vec![listener("127.0.0.1", plain, false, &["client", "federation"])];
        if matches!(face, Face::Own) {
            let files = authority.certify(&[host]);
            config["tls_certificate_path"] = json!(files.certificate);
            config["tls_private_key_path"] = json!(files.private_key);
            listeners.push(listener(address_of(host), port, true, &["federation"]));
        }
        config["listeners"] = json!(listeners);
        // Every JSON text is YAML.
        write(folder.path(), "homeserver.yaml", &config);
        write(folder.path(), "log.yaml", &logging());
        let address = SocketAddr::from(([127, 0, 0, 1], plain));
        let mut synapse = Self { name, address, python: python(), folder, running: None };
        synapse.start();
        synapse
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where clients ask.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Somebody who is not signed in.
    pub fn client(&self) -> Client {
        Client::at(self.address)
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.running.as_ref().map_or_else(|| panic!("{} does not run", self.name), Child::id)
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            // It may have ended by itself, which is what was wanted.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Starts it, unless it runs, with what it left behind, and waits until it answers.
    pub fn start(&mut self) {
        if self.running.is_some() {
            return;
        }
        let folder = self.folder.path();
        let said = File::create(folder.join("said")).unwrap_or_else(|error| panic!("no file: {error}"));
        let mut command = Command::new(&self.python);
        command.args(["-c", include_str!("synapse/start.py"), "--config-path", "homeserver.yaml"]);
        command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(said);
        let spawned = command.spawn().unwrap_or_else(|error| panic!("{} does not start: {error}", self.python));
        let child = self.running.insert(spawned);
        let deadline = Instant::now() + PATIENCE;
        let versions = || Client::at(self.address).exchange("GET", "/_matrix/client/versions", b"");
        while !versions().is_ok_and(|answer| answer.status == 200) {
            let is_over = child.try_wait().is_ok_and(|status| status.is_some()) || Instant::now() > deadline;
            let said = || fs::read_to_string(folder.join("said")).unwrap_or_default();
            assert!(!is_over, "Synapse does not answer:\n{}", said());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Synapse {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A Python that has Synapse.
fn python() -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/synapse");
    let output = Command::new(script).stderr(Stdio::inherit()).output();
    let output = output.unwrap_or_else(|error| panic!("{script} does not start: {error}"));
    assert!(
        output.status.success(),
        "Synapse cannot be installed: that needs PyPI, or a mirror in pip's configuration"
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn write(folder: &Path, name: &str, content: &Value) {
    let written = fs::write(folder.join(name), content.to_string());
    written.unwrap_or_else(|error| panic!("{name} cannot be written: {error}"));
}

fn listener(address: &str, port: u16, is_tls: bool, resources: &[&str]) -> Value {
    let resources = json!([{ "names": resources }]);
    json!({ "port": port, "type": "http", "tls": is_tls, "bind_addresses": [address], "resources": resources })
}

/// Without limits, and without patience for servers that do not answer: tests cannot wait ten minutes.
fn configuration(name: &str, authority: &Authority) -> Value {
    let limit = json!({ "per_second": 1_000_000, "burst_count": 1_000_000 });
    json!({
        "server_name": name,
        "report_stats": false,
        "enable_registration": true,
        "enable_registration_without_verification": true,
        "bcrypt_rounds": 4,
        "signing_key_path": "signing.key",
        "media_store_path": "media",
        "macaroon_secret_key": "of a test",
        "form_secret": "of a test",
        "log_config": "log.yaml",
        "database": { "name": "sqlite3", "args": { "database": "homeserver.db" } },
        "trusted_key_servers": [],
        "federation_custom_ca_list": [authority.root()],
        "ip_range_blacklist": [],
        "federation_ip_range_blacklist": [],
        "federation": {
            "client_timeout": "20s",
            "max_short_retries": 1,
            "max_long_retries": 1,
            "destination_min_retry_interval": "1s",
            "destination_retry_multiplier": 1,
            "destination_max_retry_interval": "1s",
        },
        "allow_public_rooms_over_federation": true,
        "room_list_publication_rules": [{ "action": "allow" }],
        "caches": { "sync_response_cache_duration": "0s" },
        "allow_device_name_lookup_over_federation": true,
        "dynamic_thumbnails": true,
        "rc_message": limit,
        "rc_registration": limit,
        "rc_login": { "address": limit, "account": limit, "failed_attempts": limit },
        "rc_joins": { "local": limit, "remote": limit },
        "rc_joins_per_room": limit,
        "rc_invites": { "per_room": limit, "per_user": limit, "per_issuer": limit },
        "rc_room_creation": limit,
        "rc_key_requests": limit,
        "rc_presence": { "per_user": limit },
        "rc_profile": limit,
        "rc_user_directory": limit,
        "rc_media_create": limit,
        "remote_media_download_per_second": "100M",
        "remote_media_download_burst_count": "1000M",
        "rc_federation": {
            "window_size": 1, "sleep_limit": 1_000_000, "sleep_delay": 1, "reject_limit": 1_000_000, "concurrent": 100,
        },
    })
}

fn logging() -> Value {
    json!({
        "version": 1,
        "formatters": { "line": { "format": "%(asctime)s %(levelname)s %(name)s %(request)s %(message)s" } },
        "handlers": { "file": { "class": "logging.FileHandler", "filename": "log", "formatter": "line" } },
        "root": { "level": "INFO", "handlers": ["file"] },
        "disable_existing_loggers": false,
    })
}
