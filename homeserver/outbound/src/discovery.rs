//! From the name of a server to where it is reached, and what it must be called there.
//! See <https://spec.matrix.org/v1.19/server-server-api/#resolving-server-names>.

mod dns;
mod well_known;

use hs_core::entropy::Entropy;
use ruma::{OwnedServerName, ServerName};
use url::{Host, Url};

pub(crate) use self::{
    dns::{Dns, Found, Plain, Services},
    well_known::WellKnown,
};
use crate::{OutboundError, guard::Guard};

/// The port of servers that name none.
pub(crate) const DEFAULT_PORT: u16 = 8448;

/// Where a server is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// What follows `https://`. Its host is the name that the certificate must be for.
    pub(crate) authority: String,
    /// What the `Host` header says.
    pub(crate) host_header: String,
    /// Whether SRV records say where the host really is. If not, its addresses do.
    pub(crate) by_service: bool,
}

impl Target {
    /// An address or a name with a port: nothing more is looked for than the addresses of the name.
    fn exact(name: &ServerName, port: u16) -> Self {
        Self { authority: format!("{}:{port}", name.host()), host_header: name.as_str().to_owned(), by_service: false }
    }

    /// A name without a port.
    fn by_service(name: &ServerName) -> Self {
        Self { authority: name.host().to_owned(), host_header: name.host().to_owned(), by_service: true }
    }

    /// What a name means where delegation plays no part any more.
    fn of(name: &ServerName, guard: Guard) -> Result<Self, OutboundError> {
        if name.is_ip_literal() {
            let literal = name.host().trim_start_matches('[').trim_end_matches(']');
            // Literal addresses never reach a resolver, so this is where they are looked at.
            if !literal.parse().is_ok_and(|address| guard.permits(address)) {
                return Err(OutboundError::Refused("That server's address is not a public one"));
            }
            return Ok(Self::exact(name, name.port().unwrap_or(DEFAULT_PORT)));
        }
        // A URL takes `127.1` and `0x7f000001` for addresses, which the specification does not. No resolver would see them.
        match Url::parse(&format!("https://{}", name.host())) {
            Ok(url) if matches!(url.host(), Some(Host::Domain(_))) => {}
            _ => return Err(OutboundError::Refused("This is not the name of a server")),
        }
        Ok(name.port().map_or_else(|| Self::by_service(name), |port| Self::exact(name, port)))
    }
}

/// Finds servers.
pub(crate) struct Discovery {
    well_known: WellKnown,
    guard: Guard,
}

impl Discovery {
    pub(crate) fn new(well_known: WellKnown, guard: Guard) -> Self {
        Self { well_known, guard }
    }

    /// Where `name` is reached. Asks its `.well-known` where the name alone does not say.
    pub(crate) async fn target(&self, name: &ServerName) -> Result<Target, OutboundError> {
        if name.is_ip_literal() || name.port().is_some() {
            return Target::of(name, self.guard);
        }
        let delegated: Option<OwnedServerName> = self.well_known.lookup(name).await;
        Target::of(delegated.as_deref().unwrap_or(name), self.guard)
    }
}

/// Puts services into the order in which they are to be tried: by priority, and among equals by chance, as their weights
/// say. See <https://www.rfc-editor.org/rfc/rfc2782>.
fn order(mut services: Vec<Found>, entropy: &Entropy) -> Vec<Found> {
    let mut ordered = Vec::with_capacity(services.len());
    while let Some(first) = services.iter().map(|service| service.priority).min() {
        let equals = || services.iter().enumerate().filter(|(_, service)| service.priority == first);
        let total: u64 = equals().map(|(_, service)| u64::from(service.weight) + 1).sum();
        let mut left = u64::from_le_bytes(entropy.bytes()) % total.max(1);
        let chosen = equals().find(|(_, service)| {
            let share = u64::from(service.weight) + 1;
            let is_it = left < share;
            left = left.saturating_sub(share);
            is_it
        });
        let Some((index, _)) = chosen else { break };
        ordered.push(services.swap_remove(index));
    }
    ordered
}

#[cfg(test)]
mod tests;
