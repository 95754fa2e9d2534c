//! Names to addresses, by DNS: what other servers are called is theirs to choose, so each address passes the guard.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use hickory_resolver::{
    TokioResolver,
    config::{LookupIpStrategy, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};
use hs_core::entropy::Entropy;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{DEFAULT_PORT, order};
use crate::guard::Guard;

/// How many services of a name, and how many addresses of all of them, are looked at.
const MAX_SERVICES: usize = 8;
const MAX_ADDRESSES: usize = 16;
/// How many answers are remembered, for as long as their servers say, but no longer than a day.
const CACHE_SIZE: u64 = 16 * 1024;
const MAX_TTL: Duration = Duration::from_hours(24);
/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(3);

/// The names of the service: what the specification says today, and what it said until version 1.8.
const SERVICES: [&str; 2] = ["_matrix-fed._tcp", "_matrix._tcp"];

/// A service record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) priority: u16,
    pub(crate) weight: u16,
    pub(crate) port: u16,
    pub(crate) name: String,
}

/// A resolver with its cache. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Dns(Arc<Inner>);

struct Inner {
    resolver: TokioResolver,
    guard: Guard,
    entropy: Entropy,
}

impl Dns {
    /// Asks whom the system asks. A system that asks nobody can still reach addresses and the names in its hosts file.
    pub(crate) fn system(guard: Guard, entropy: Entropy) -> io::Result<Self> {
        let builder = TokioResolver::builder_tokio().unwrap_or_else(|error| {
            tracing::warn!(%error, "the system's name servers are not known: only servers with literal addresses are found");
            TokioResolver::builder_with_config(ResolverConfig::default(), TokioRuntimeProvider::default())
        });
        Self::build(builder, guard, entropy)
    }

    fn build(
        mut builder: hickory_resolver::ResolverBuilder<TokioRuntimeProvider>,
        guard: Guard,
        entropy: Entropy,
    ) -> io::Result<Self> {
        let options = builder.options_mut();
        options.cache_size = CACHE_SIZE;
        options.timeout = ATTEMPT;
        options.positive_max_ttl = Some(MAX_TTL);
        options.negative_max_ttl = Some(Duration::from_hours(1));
        options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        let resolver = builder.build().map_err(io::Error::other)?;
        Ok(Self(Arc::new(Inner { resolver, guard, entropy })))
    }

    /// A resolver that asks one server only.
    #[cfg(test)]
    pub(crate) fn asking(server: SocketAddr, guard: Guard, entropy: Entropy) -> Self {
        use hickory_resolver::config::{ConnectionConfig, NameServerConfig};
        let mut connection = ConnectionConfig::udp();
        connection.port = server.port();
        let server = NameServerConfig::new(server.ip(), true, vec![connection]);
        let config = ResolverConfig::from_name_servers(vec![server]);
        let builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        Self::build(builder, guard, entropy).expect("a resolver")
    }

    /// The addresses of a name that may be talked to.
    async fn addresses(&self, name: &str) -> Vec<IpAddr> {
        match self.0.resolver.lookup_ip(absolute(name)).await {
            Ok(found) => found.iter().filter(|address| self.0.guard.permits(*address)).take(MAX_ADDRESSES).collect(),
            Err(error) => {
                tracing::debug!(%error, name, "a name was not found");
                Vec::new()
            }
        }
    }

    /// The services of a name, in the order in which they are to be tried.
    async fn services(&self, name: &str) -> Vec<Found> {
        for service in SERVICES {
            let Ok(found) = self.0.resolver.srv_lookup(absolute(&format!("{service}.{name}"))).await else { continue };
            let found = found.answers().iter().filter_map(|record| match &record.data {
                RData::SRV(srv) => Some(Found {
                    priority: srv.priority,
                    weight: srv.weight,
                    port: srv.port,
                    name: srv.target.to_ascii(),
                }),
                _ => None,
            });
            // A lone dot says that there is no such service here.
            let found: Vec<Found> = found.filter(|found| found.name != ".").take(MAX_SERVICES).collect();
            if !found.is_empty() {
                return order(found, &self.0.entropy);
            }
        }
        Vec::new()
    }

    /// Where the servers of a name without a port are: what its services say, else the name itself at the usual port.
    async fn service_addresses(&self, name: &str) -> Vec<SocketAddr> {
        let mut services: Vec<(String, u16)> =
            self.services(name).await.into_iter().map(|service| (service.name, service.port)).collect();
        if services.is_empty() {
            services.push((name.to_owned(), DEFAULT_PORT));
        }
        let mut found = Vec::new();
        for (name, port) in services {
            found.extend(self.addresses(&name).await.into_iter().map(|address| SocketAddr::new(address, port)));
            if found.len() >= MAX_ADDRESSES {
                break;
            }
        }
        found
    }
}

/// Without the dot at its end, the system's own domains would be tried behind it. A name without any dot is of the
/// system's own network, where its hosts file may know it.
fn absolute(name: &str) -> String {
    if name.ends_with('.') || !name.contains('.') { name.to_owned() } else { format!("{name}.") }
}

fn answer(found: Vec<SocketAddr>) -> Result<Addrs, Box<dyn std::error::Error + Send + Sync>> {
    if found.is_empty() {
        return Err("the name has no address that may be talked to".into());
    }
    Ok(Box::new(found.into_iter()))
}

/// For URLs with a port: the addresses of the name.
pub(crate) struct Plain(pub(crate) Dns);

impl Resolve for Plain {
    fn resolve(&self, name: Name) -> Resolving {
        let dns = self.0.clone();
        Box::pin(async move {
            let found = dns.addresses(name.as_str()).await;
            answer(found.into_iter().map(|address| SocketAddr::new(address, 0)).collect())
        })
    }
}

/// For URLs without a port: where the services of the name are. The port in the answer is the one that is used.
pub(crate) struct Services(pub(crate) Dns);

impl Resolve for Services {
    fn resolve(&self, name: Name) -> Resolving {
        let dns = self.0.clone();
        Box::pin(async move { answer(dns.service_addresses(name.as_str()).await) })
    }
}

#[cfg(test)]
pub(crate) mod tests;
