//! Servers that know each other by TLS on loopback, each with a name, a database and users of its own.

use std::net::TcpListener;

use hs_testkit::{Server, Setup};

use crate::{Authority, program};

/// Servers that trust the same authority.
#[derive(Default)]
pub struct Network {
    authority: Authority,
}

/// A server of a network. It can be stopped and started again under its name.
pub struct Homeserver {
    setup: Setup,
    name: String,
    running: Option<Server>,
}

impl Network {
    /// Nobody is there yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The authority that all of its servers trust.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Starts a server with a name of its own.
    pub fn start(&self) -> Homeserver {
        self.start_with(|setup| setup)
    }

    /// Starts a server with further settings.
    pub fn start_with(&self, settings: impl FnOnce(Setup) -> Setup) -> Homeserver {
        let port = free_port();
        let name = format!("localhost:{port}");
        let certificate = self.authority.certify(&["localhost"]);
        let listeners = format!(
            "[{{ bind = \"127.0.0.1:0\", apis = [\"client\", \"federation\", \"metrics\"] }}, {{ bind = \
             \"127.0.0.1:{port}\", apis = [\"federation\"], tls = {{ certificate = \"{}\", private_key = \"{}\" }} }}]",
            certificate.certificate.display(),
            certificate.private_key.display()
        );
        let setup = Setup::new(&program())
            .with("server_name", &name)
            .with("database.url", "sqlite://data/heliograph.db")
            .with_raw("listeners", &listeners)
            .with_raw("outbound.allow_private_addresses", "true")
            .with_raw("outbound.extra_ca_certificates", &format!("[\"{}\"]", self.authority.root().display()))
            .with_raw("federation.trusted_key_servers", "[]");
        let setup = settings(setup);
        let running = Some(setup.start());
        Homeserver { setup, name, running }
    }
}

impl Homeserver {
    /// Its name: what follows the colon in its users' ids.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it was started with.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Stops it in good order.
    pub fn stop(&mut self) {
        let stopped = self.running.take().map(Server::stop);
        assert!(stopped.is_some_and(|status| status.success()), "{} did not stop in good order", self.name);
    }

    /// Ends it without a warning, as a power cut would.
    pub fn kill(&mut self) {
        self.running.take().map_or_else(|| panic!("{} does not run", self.name), Server::kill);
    }

    /// Starts it again with what it left behind.
    pub fn start(&mut self) {
        self.running = Some(self.setup.start());
    }
}

impl std::ops::Deref for Homeserver {
    type Target = Server;

    fn deref(&self) -> &Server {
        self.running.as_ref().unwrap_or_else(|| panic!("{} does not run", self.name))
    }
}

/// A port that nobody uses. Another program may take it before we do, which fails the test with a clear word.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.unwrap_or_else(|error| panic!("no free port: {error}")).port()
}
