//! Other servers: with whom we talk, and whom we believe.

use ruma::{OwnedServerName, ServerName};

use crate::read::Section;

/// `[federation]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Federation {
    /// Whether we talk to other servers at all.
    pub enabled: bool,
    /// Who speaks for our name, where that is not who listens at it: what `/.well-known/matrix/server` tells.
    pub server: Option<OwnedServerName>,
    /// Where not empty, the only servers we talk to.
    pub allowed_servers: Vec<ServerPattern>,
    /// Servers we do not talk to.
    pub denied_servers: Vec<ServerPattern>,
    /// Servers that are asked for the keys of those that do not answer themselves.
    pub trusted_key_servers: Vec<OwnedServerName>,
    /// How large the body of another server's request may be.
    pub max_body_size: u64,
    /// Identity servers by which our users may invite people whose e-mail address or telephone number they know.
    pub identity_servers: Vec<ServerPattern>,
}

/// A server, or with a `*.` before it all servers of a domain. Ports play no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerPattern {
    host: String,
    is_domain: bool,
}

impl Federation {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            enabled: section.boolean("enabled", true),
            server: section.parsed("server", None, "a server name in quotes", |text| {
                (!text.is_empty()).then(|| server_name(text)).transpose()
            }),
            allowed_servers: section.parsed_list("allowed_servers", ServerPattern::parse),
            denied_servers: section.parsed_list("denied_servers", ServerPattern::parse),
            trusted_key_servers: section
                .list("trusted_key_servers", server_name)
                .unwrap_or_else(|| vec![ruma::owned_server_name!("matrix.org")]),
            max_body_size: section.bytes("max_body_size", 32 << 20),
            identity_servers: section.parsed_list("identity_servers", ServerPattern::parse),
        }
    }

    /// Whether we talk to this server.
    pub fn permits(&self, server: &ServerName) -> bool {
        let is_in = |list: &[ServerPattern]| list.iter().any(|pattern| pattern.matches(server));
        !is_in(&self.denied_servers) && (self.allowed_servers.is_empty() || is_in(&self.allowed_servers))
    }
}

impl ServerPattern {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (is_domain, host) = text.strip_prefix("*.").map_or((false, text), |host| (true, host));
        Ok(Self { host: server_name(host)?.host().to_ascii_lowercase(), is_domain })
    }

    /// Whether this is the server, or one of the domain.
    pub fn matches(&self, server: &ServerName) -> bool {
        let host = server.host().to_ascii_lowercase();
        if !self.is_domain {
            return host == self.host;
        }
        host.strip_suffix(&self.host).is_some_and(|rest| rest.ends_with('.'))
    }
}

fn server_name(text: &str) -> Result<OwnedServerName, String> {
    ServerName::parse(text)
        .map_err(|_| format!("{text:?} is not a server name: write a domain such as \"example.org\""))
}

#[cfg(test)]
mod tests;
