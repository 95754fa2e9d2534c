//! Asking for a URL that somebody else has chosen.
//!
//! Every place on the way is looked at: the URL itself (a literal address never reaches the resolver), what names
//! resolve to, and each redirect, which we follow by hand for that reason. Proxies of the environment are not used:
//! they would resolve names where nobody looks.

use std::{io, net::SocketAddr, time::Duration};

use bytes::Bytes;
use hs_config::Outbound;
use http::{StatusCode, header};
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use tokio::{net::lookup_host, time::Instant};
use url::{Host, Url};

use crate::{certificate::extra_roots, error::OutboundError, guard::Guard};

mod identity;
mod notify;

pub use self::identity::{IdentityServer, InviteKey, StoredInvite, ThirdPartyId};

/// How often we let ourselves be sent on.
const MAX_REDIRECTS: usize = 5;
/// How long it may take until somebody answers at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Many sites have something to say only to those who say that they are a machine.
const USER_AGENT: &str = concat!("Heliograph/", env!("CARGO_PKG_VERSION"), " (bot)");

/// A client for URLs that others have chosen. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Fetch {
    client: Client,
    guard: Guard,
}

impl Fetch {
    /// A client that keeps to the configuration. Fails where a certificate cannot be read.
    pub fn new(config: &Outbound) -> io::Result<Self> {
        let guard = Guard::new(config.allow_private_addresses);
        Self::resolving_with(config, GuardedResolver(guard))
    }

    /// The same with another way to find addresses, which must keep to the guard.
    pub(crate) fn resolving_with(config: &Outbound, resolver: impl Resolve + 'static) -> io::Result<Self> {
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .no_proxy()
            .no_gzip()
            .referer(false)
            .dns_resolver(resolver)
            .tls_certs_merge(extra_roots(config)?)
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { client, guard: Guard::new(config.allow_private_addresses) })
    }

    /// Asks for what is behind a URL and follows redirects. Everything, the reading of the body included, must be done
    /// within `time`.
    pub async fn get(&self, url: Url, accept: &'static str, time: Duration) -> Result<Fetched, OutboundError> {
        self.follow(url, accept, time, &["http", "https"]).await
    }

    /// The same, and nobody on the way can have changed the answer: no redirect leads out of TLS.
    pub(crate) async fn get_securely(
        &self,
        url: Url,
        accept: &'static str,
        time: Duration,
    ) -> Result<Fetched, OutboundError> {
        self.follow(url, accept, time, &["https"]).await
    }

    async fn follow(
        &self,
        url: Url,
        accept: &'static str,
        time: Duration,
        schemes: &[&str],
    ) -> Result<Fetched, OutboundError> {
        let deadline = Instant::now() + time;
        let mut url = url;
        for _ in 0..=MAX_REDIRECTS {
            self.check(&url, schemes)?;
            let left = deadline.saturating_duration_since(Instant::now());
            let request = self.client.get(url.clone()).header(header::ACCEPT, accept).timeout(left);
            let response = request.send().await.map_err(classify)?;
            match redirected(&url, &response) {
                Some(next) => url = next?,
                None => return Ok(Fetched { url, response }),
            }
        }
        Err(OutboundError::Redirects)
    }

    fn check(&self, url: &Url, schemes: &[&str]) -> Result<(), OutboundError> {
        if !schemes.contains(&url.scheme()) {
            return Err(OutboundError::Refused("Only addresses that begin with http:// or https:// are asked for"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OutboundError::Refused("Addresses with a user name or password in them are not asked for"));
        }
        let permitted = match url.host() {
            Some(Host::Ipv4(address)) => self.guard.permits(address.into()),
            Some(Host::Ipv6(address)) => self.guard.permits(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if permitted { Ok(()) } else { Err(OutboundError::Refused("That address is not a public one")) }
    }
}

/// Where an answer sends us, if it does.
fn redirected(url: &Url, response: &Response) -> Option<Result<Url, OutboundError>> {
    let sends_on = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = response.headers().get(header::LOCATION).filter(|_| sends_on)?;
    let next = location.to_str().ok().and_then(|location| url.join(location).ok());
    Some(next.ok_or(OutboundError::Redirects))
}

pub(crate) fn classify(error: reqwest::Error) -> OutboundError {
    if error.is_timeout() {
        OutboundError::Timeout
    } else {
        // The URL may be a secret link, and the error goes to the log.
        OutboundError::Unreachable(error.without_url().into())
    }
}

/// An answer whose body has not been read yet.
#[derive(Debug)]
pub struct Fetched {
    url: Url,
    response: Response,
}

impl Fetched {
    /// Where the answer came from, after all redirects.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// What the server says the body is.
    pub fn content_type(&self) -> Option<&str> {
        self.response.headers().get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// A header of the answer, where it is text.
    pub fn header(&self, name: &header::HeaderName) -> Option<&str> {
        self.response.headers().get(name)?.to_str().ok()
    }

    /// How long the server says the body is.
    pub fn content_length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The next part of the body, `None` at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, OutboundError> {
        self.response.chunk().await.map_err(classify)
    }

    /// The first `most` bytes of the body, or all of it where there are less. The rest is never read.
    pub async fn read_start(mut self, most: usize) -> Result<Vec<u8>, OutboundError> {
        let mut start = Vec::new();
        while start.len() < most
            && let Some(chunk) = self.chunk().await?
        {
            let take = chunk.len().min(most - start.len());
            start.extend_from_slice(chunk.get(..take).unwrap_or(&chunk));
        }
        Ok(start)
    }
}

/// Resolves as the system does, and leaves out what must not be talked to.
#[derive(Clone, Copy, Debug)]
struct GuardedResolver(Guard);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0;
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let permitted: Vec<SocketAddr> = found.filter(|address| guard.permits(address.ip())).collect();
            if permitted.is_empty() {
                return Err("the name has no address that may be talked to".into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
