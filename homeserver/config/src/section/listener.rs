//! Where we listen, for what, and within which limits; and the web client that is served there.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use crate::read::{Named, Section};

/// A part of the server that a listener can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApiKind {
    /// The client-server API, for every Matrix client.
    Client,
    /// The server-server API, for other servers.
    Federation,
    /// The web client at `/`.
    Web,
    /// The administration API.
    Admin,
    /// Prometheus metrics at `/metrics`.
    Metrics,
}

impl Named for ApiKind {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("client", Self::Client),
        ("federation", Self::Federation),
        ("web", Self::Web),
        ("admin", Self::Admin),
        ("metrics", Self::Metrics),
    ];
}

/// `[[listeners]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The address and port.
    pub bind: SocketAddr,
    /// What is offered there.
    pub apis: Vec<ApiKind>,
    /// Certificate and key, where we end TLS ourselves.
    pub tls: Option<Tls>,
}

/// `tls = { certificate = …, private_key = … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The certificate chain, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM.
    pub private_key: PathBuf,
}

const DEFAULT_BIND: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8008);

impl Listener {
    pub(super) fn read_all(root: &mut Section<'_>) -> Vec<Self> {
        let listeners = root.sections("listeners", Self::read);
        for (index, listener) in listeners.iter().enumerate() {
            let earlier = listeners.iter().take(index).position(|other| clash(other.bind, listener.bind));
            if let Some(earlier) = earlier {
                let message = format!(
                    "{} is taken by listeners.{earlier} already: give this one another port, or put its apis there",
                    listener.bind
                );
                root.problem(&format!("listeners.{index}.bind"), message);
            }
        }
        listeners
    }

    fn read(section: &mut Section<'_>) -> Self {
        let bind = section.parsed("bind", DEFAULT_BIND, "an address with a port, such as \"127.0.0.1:8008\"", |text| {
            text.parse::<SocketAddr>().map_err(|_| {
                format!("{text:?} is not an IP address with a port: write \"127.0.0.1:8008\", or \"[::]:8008\" for every address")
            })
        });
        let apis = section.named_list("apis");
        if apis.is_empty() && !section.has_problem("apis") {
            section.problem(
                "apis",
                "found an empty list: name at least one of client, federation, web, admin, metrics".into(),
            );
        }
        let tls = section.optional_section("tls", |tls| Tls {
            certificate: tls.existing_file("certificate"),
            private_key: tls.existing_file("private_key"),
        });
        Self { bind, apis, tls }
    }
}

/// Port 0 asks the system for any free port, so it never clashes.
fn clash(one: SocketAddr, other: SocketAddr) -> bool {
    let everywhere = one.ip().is_unspecified() || other.ip().is_unspecified();
    one.port() == other.port() && one.port() != 0 && (one.ip() == other.ip() || everywhere)
}

/// `[http]`: limits of every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// How large a JSON body may be. Uploads have a limit of their own.
    pub max_body_size: u64,
    /// How long a request may take that is not a long-poll, its body included.
    pub request_timeout: Duration,
    /// How long running requests have to finish when we shut down.
    pub shutdown_timeout: Duration,
    /// Reverse proxies whose `X-Forwarded-For` we believe.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Http {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            max_body_size: section.bytes("max_body_size", 1 << 20),
            request_timeout: section.duration("request_timeout", Duration::from_mins(1)),
            shutdown_timeout: section.duration("shutdown_timeout", Duration::from_secs(15)),
            trusted_proxies: section.parsed_list("trusted_proxies", |text| {
                text.parse().map_err(|_| format!("{text:?} is not an IP address: write one such as \"127.0.0.1\""))
            }),
        }
    }
}

/// `[web]`: the web client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// The folder that the web client's build wrote.
    pub root: PathBuf,
}

impl Web {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { root: section.path("root", "client-web/out") }
    }
}
