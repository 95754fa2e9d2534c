//! Servers that know each other by TLS on loopback, each with a name, a database and users of its own.

use std::{net::TcpListener, time::Duration};

use hs_testkit::{Server, Setup};

use crate::{Authority, Proxy, Synapse, program, synapse::Face};

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
        self.start_at("localhost", settings)
    }

    /// Starts a server that is named after `host`, an address of this machine or `localhost`.
    pub fn start_at(&self, host: &str, settings: impl FnOnce(Setup) -> Setup) -> Homeserver {
        let port = free_port();
        let certificate = self.authority.certify(&[host]);
        let bind = address_of(host);
        let listeners = format!(
            "[{{ bind = \"127.0.0.1:0\", apis = [\"client\", \"federation\", \"metrics\"] }}, {{ bind = \
             \"{bind}:{port}\", apis = [\"federation\"], tls = {{ certificate = \"{}\", private_key = \"{}\" }} }}]",
            certificate.certificate.display(),
            certificate.private_key.display()
        );
        self.start_named(format!("{host}:{port}"), &listeners, settings)
    }

    /// Starts a Synapse that is named after `host`, an address of this machine or `localhost`.
    pub fn start_synapse_at(&self, host: &str) -> Synapse {
        Synapse::new(&self.authority, (host, free_port()), Face::Own)
    }

    /// What may stand between a server and all others.
    pub fn proxy(&self) -> Proxy {
        Proxy::new(&self.authority)
    }

    /// Starts a server that others reach by way of a proxy.
    pub fn start_behind(&self, proxy: &Proxy) -> Homeserver {
        let bind = proxy.plain_port();
        let apis = "apis = [\"client\", \"federation\", \"metrics\"]";
        let listeners = format!("[{{ bind = \"127.0.0.1:{bind}\", {apis} }}]");
        self.start_named(format!("localhost:{}", proxy.port()), &listeners, |setup| setup)
    }

    /// Starts a Synapse that others reach by way of a proxy.
    pub fn start_synapse_behind(&self, proxy: &Proxy) -> Synapse {
        Synapse::new(&self.authority, ("localhost", proxy.port()), Face::Proxy(proxy.plain_port()))
    }

    fn start_named(&self, name: String, listeners: &str, settings: impl FnOnce(Setup) -> Setup) -> Homeserver {
        let setup = Setup::new(&program())
            .with("server_name", &name)
            .with("database.url", "sqlite://data/heliograph.db")
            .with_raw("listeners", listeners)
            .with_raw("outbound.allow_private_addresses", "true")
            .with_raw("outbound.extra_ca_certificates", &format!("[\"{}\"]", self.authority.root().display()))
            .with_raw("federation.trusted_key_servers", "[]");
        let setup = settings(setup);
        let running = Some(setup.start());
        Homeserver { setup, name, running }
    }
}

/// Where a server listens that is named after `host`.
pub(crate) fn address_of(host: &str) -> &str {
    if host == "localhost" { "127.0.0.1" } else { host }
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

    /// Starts it again with what it left behind, unless it runs.
    pub fn start(&mut self) {
        self.running.get_or_insert_with(|| self.setup.start());
    }

    /// Lets time pass for it: if it runs, it is stopped in good order and started again then.
    pub fn let_pass(&mut self, time: Duration) {
        let runs = self.running.is_some();
        if runs {
            self.stop();
        }
        self.setup = self.setup.clone().after(time);
        if runs {
            self.start();
        }
    }

    /// What it has logged since it was started; nothing if it does not run.
    pub fn log(&self) -> String {
        self.running.as_ref().map(Server::log).unwrap_or_default()
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
