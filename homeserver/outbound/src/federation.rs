//! Asking other servers: typed requests, signed, within bounds.
//! See <https://spec.matrix.org/v1.19/server-server-api/>.

mod answer;

use std::{io, sync::Arc, time::Duration};

use bytes::BytesMut;
use hs_config::{Federation, Outbound};
use hs_core::{clock::Clock, entropy::Entropy, signing::ServerIdentity};
use http::{HeaderValue, Method, header};
use quick_cache::sync::Cache;
use reqwest::{Client, Response, redirect::Policy};
use ruma::{
    OwnedServerName, ServerName,
    api::{
        Metadata, OutgoingBody, OutgoingRequest, auth_scheme::NoAuthentication, error::Error, error::IntoHttpError,
        federation::authentication::ServerSignatures, path_builder::SinglePath,
    },
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, timeout_at},
};

use crate::{
    certificate::extra_roots,
    discovery::{Discovery, Dns, Plain, Services, Target, WellKnown},
    error::OutboundError,
    fetch::{Fetch, classify},
    guard::Guard,
};

/// How many requests to one server are under way at once; more wait.
const PER_DESTINATION: usize = 32;
/// For how many servers that is counted.
const DESTINATIONS: usize = 10_000;
/// How long it may take until somebody answers at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long, and how many, connections without work are kept for each server.
const IDLE: Duration = Duration::from_mins(1);
const MAX_IDLE: usize = 4;
/// How often a request is tried again to whom no connection came about, and after which pauses.
const PAUSES: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];
const USER_AGENT: &str = concat!("Heliograph/", env!("CARGO_PKG_VERSION"));

/// What a request may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How long it may take, from finding the server to the last byte of its answer.
    pub time: Duration,
    /// How long the body of the answer may be, in bytes, after decompression.
    pub body: usize,
}

impl Bounds {
    /// For what somebody waits for, and for short answers: keys, profiles, directories.
    pub const QUICK: Self = Self { time: Duration::from_secs(10), body: 1 << 20 };
    /// For events and pieces of history.
    pub const USUAL: Self = Self { time: Duration::from_secs(30), body: 32 << 20 };
    /// For the state of a whole room.
    pub const JOIN: Self = Self { time: Duration::from_mins(3), body: 512 << 20 };
}

/// Asks other servers in the name of this one. Cheap to clone.
#[derive(Clone)]
pub struct FederationClient(Arc<Inner>);

struct Inner {
    identity: Arc<ServerIdentity>,
    config: Federation,
    discovery: Discovery,
    /// For URLs with a port, and for those whose port is found by DNS. The resolver is not told which it has before it.
    plain: Client,
    services: Client,
    slots: Cache<OwnedServerName, Arc<Semaphore>>,
}

/// A request as it goes out.
struct Prepared {
    method: Method,
    request: reqwest::Request,
    by_service: bool,
}

impl FederationClient {
    /// A client that keeps to the configuration. Fails where a certificate cannot be read.
    pub fn new(
        identity: Arc<ServerIdentity>,
        federation: &Federation,
        outbound: &Outbound,
        clock: Clock,
        entropy: Entropy,
    ) -> io::Result<Self> {
        let guard = Guard::new(outbound.allow_private_addresses);
        let dns = Dns::system(guard, entropy)?;
        let fetch = Fetch::resolving_with(outbound, Plain(dns.clone()))?;
        Self::with(identity, federation, outbound, clock, dns, fetch)
    }

    fn with(
        identity: Arc<ServerIdentity>,
        federation: &Federation,
        outbound: &Outbound,
        clock: Clock,
        dns: Dns,
        fetch: Fetch,
    ) -> io::Result<Self> {
        let guard = Guard::new(outbound.allow_private_addresses);
        let roots = extra_roots(outbound)?;
        let builder = || {
            Client::builder()
                .user_agent(USER_AGENT)
                .connect_timeout(CONNECT_TIMEOUT)
                .pool_idle_timeout(IDLE)
                .pool_max_idle_per_host(MAX_IDLE)
                .redirect(Policy::none())
                .no_proxy()
                .referer(false)
                .https_only(true)
                .tls_certs_merge(roots.clone())
        };
        Ok(Self(Arc::new(Inner {
            identity,
            config: federation.clone(),
            discovery: Discovery::new(WellKnown::new(fetch, clock), guard),
            plain: builder().dns_resolver(Plain(dns.clone())).build().map_err(io::Error::other)?,
            services: builder().dns_resolver(Services(dns)).build().map_err(io::Error::other)?,
            slots: Cache::new(DESTINATIONS),
        })))
    }

    /// Asks `destination` within [`Bounds::USUAL`].
    pub async fn request<R>(&self, destination: &ServerName, request: R) -> Result<R::IncomingResponse, OutboundError>
    where
        R: OutgoingRequest<EndpointError = Error>
            + Metadata<Authentication = ServerSignatures, PathBuilder = SinglePath>,
    {
        self.request_within(destination, request, Bounds::USUAL).await
    }

    /// Asks `destination`, signed.
    pub async fn request_within<R>(
        &self,
        destination: &ServerName,
        request: R,
        bounds: Bounds,
    ) -> Result<R::IncomingResponse, OutboundError>
    where
        R: OutgoingRequest<EndpointError = Error>
            + Metadata<Authentication = ServerSignatures, PathBuilder = SinglePath>,
    {
        self.ask(destination, request, bounds, true).await
    }

    /// Asks `destination` for what everybody may know.
    pub async fn request_unsigned<R>(
        &self,
        destination: &ServerName,
        request: R,
        bounds: Bounds,
    ) -> Result<R::IncomingResponse, OutboundError>
    where
        R: OutgoingRequest<EndpointError = Error>
            + Metadata<Authentication = NoAuthentication, PathBuilder = SinglePath>,
    {
        self.ask(destination, request, bounds, false).await
    }

    /// Asks `destination`, signed, and leaves the body to the caller: files. The time is that of the whole body.
    pub async fn open<R>(&self, destination: &ServerName, request: R, bounds: Bounds) -> Result<Opened, OutboundError>
    where
        R: OutgoingRequest<EndpointError = Error>
            + Metadata<Authentication = ServerSignatures, PathBuilder = SinglePath>,
    {
        let deadline = Instant::now() + bounds.time;
        let answered = timeout_at(deadline, self.send(destination, request, deadline, true)).await;
        let (response, permit) = answered.map_err(|_| OutboundError::Timeout)??;
        if response.status().as_u16() >= 300 {
            return Err(answer::refusal(response).await);
        }
        Ok(Opened { response, left: bounds.body, body: bounds.body, _permit: permit })
    }

    async fn ask<R>(
        &self,
        destination: &ServerName,
        request: R,
        bounds: Bounds,
        is_signed: bool,
    ) -> Result<R::IncomingResponse, OutboundError>
    where
        R: OutgoingRequest<EndpointError = Error> + Metadata<PathBuilder = SinglePath>,
    {
        let deadline = Instant::now() + bounds.time;
        let answered = timeout_at(deadline, async {
            let (response, _permit) = self.send(destination, request, deadline, is_signed).await?;
            answer::read::<R::IncomingResponse>(response, bounds.body).await
        });
        let answered = answered.await.unwrap_or(Err(OutboundError::Timeout));
        count(&answered);
        answered
    }

    /// Sends until the headers of the answer are there.
    async fn send<R>(
        &self,
        destination: &ServerName,
        request: R,
        deadline: Instant,
        is_signed: bool,
    ) -> Result<(Response, OwnedSemaphorePermit), OutboundError>
    where
        R: OutgoingRequest + Metadata<PathBuilder = SinglePath>,
    {
        self.permit(destination)?;
        let permit =
            self.slot(destination).acquire_owned().await.map_err(|error| OutboundError::Unreachable(error.into()))?;
        let target = self.0.discovery.target(destination).await?;
        let prepared = self.prepare(destination, request, target, is_signed)?;
        let client = if prepared.by_service { &self.0.services } else { &self.0.plain };
        // What may be done twice without harm is tried again where no connection came about.
        let may_repeat = matches!(prepared.method, Method::GET | Method::PUT);
        let mut pauses = PAUSES.iter().filter(|_| may_repeat);
        let mut request = prepared.request;
        loop {
            let again = request.try_clone();
            *request.timeout_mut() = Some(deadline.saturating_duration_since(Instant::now()));
            let error = match client.execute(request).await {
                Ok(response) => return Ok((response, permit)),
                Err(error) => error,
            };
            match (pauses.next(), again) {
                (Some(pause), Some(again)) if error.is_connect() && Instant::now() + *pause < deadline => {
                    sleep(*pause).await;
                    request = again;
                }
                _ => return Err(classify(error)),
            }
        }
    }

    /// Refuses servers with which we have nothing to do.
    fn permit(&self, destination: &ServerName) -> Result<(), OutboundError> {
        if !self.0.config.enabled {
            return Err(OutboundError::Refused("This server does not talk to other servers"));
        }
        if destination == self.0.identity.name() {
            return Err(OutboundError::Refused("This server does not ask itself over the network"));
        }
        if !self.0.config.permits(destination) {
            return Err(OutboundError::Refused("This server does not talk to that server"));
        }
        Ok(())
    }

    fn slot(&self, destination: &ServerName) -> Arc<Semaphore> {
        let slot = self.0.slots.get_or_insert_with(destination, || {
            Ok::<_, std::convert::Infallible>(Arc::new(Semaphore::new(PER_DESTINATION)))
        });
        match slot {
            Ok(slot) => slot,
            Err(never) => match never {},
        }
    }

    fn prepare<R>(
        &self,
        destination: &ServerName,
        request: R,
        target: Target,
        is_signed: bool,
    ) -> Result<Prepared, OutboundError>
    where
        R: OutgoingRequest + Metadata<PathBuilder = SinglePath>,
    {
        let base = format!("https://{}", target.authority);
        let request = request.try_into_http_request_inner(&base, ()).map_err(|error| unsent(&error))?;
        let (mut parts, body) = request.into_parts();
        if let Some(content_type) = body.content_type() {
            parts.headers.entry(header::CONTENT_TYPE).or_insert(content_type);
        }
        let host =
            HeaderValue::try_from(target.host_header).map_err(|error| unsent(&IntoHttpError::Header(error.into())))?;
        parts.headers.insert(header::HOST, host);
        let body = body.try_into_buf::<BytesMut>().map_err(|error| unsent(&error.into()))?;
        let mut request = http::Request::from_parts(parts, body);
        if is_signed {
            let signed = self.0.identity.sign_request(&request, destination);
            let signed = signed.map_err(|error| OutboundError::Malformed(error.to_string()))?;
            request.headers_mut().insert(header::AUTHORIZATION, HeaderValue::from(&signed));
        }
        let method = request.method().clone();
        let request = request.map(BytesMut::freeze);
        let request = reqwest::Request::try_from(request).map_err(classify)?;
        Ok(Prepared { method, request, by_service: target.by_service })
    }
}

/// A request that could not be written down.
fn unsent(error: &IntoHttpError) -> OutboundError {
    OutboundError::Malformed(format!("the request could not be written: {error}"))
}

fn count<T>(answered: &Result<T, OutboundError>) {
    let result = match answered {
        Ok(_) => "ok",
        Err(OutboundError::Timeout) => "timeout",
        Err(OutboundError::Unreachable(_)) => "unreachable",
        Err(OutboundError::Refused(_)) => "refused",
        Err(OutboundError::Remote { .. }) => "error",
        Err(OutboundError::Redirects | OutboundError::TooLarge(_) | OutboundError::Malformed(_)) => "malformed",
    };
    metrics::counter!("heliograph_outbound_federation_requests_total", "result" => result).increment(1);
}

/// An answer whose body has not been read yet.
#[derive(Debug)]
pub struct Opened {
    response: Response,
    left: usize,
    body: usize,
    _permit: OwnedSemaphorePermit,
}

impl Opened {
    /// What the server says the body is.
    pub fn content_type(&self) -> Option<&str> {
        self.response.headers().get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// What the server says the body is called, and whether to show it.
    pub fn content_disposition(&self) -> Option<&str> {
        self.response.headers().get(header::CONTENT_DISPOSITION)?.to_str().ok()
    }

    /// The next part of the body, `None` at its end.
    pub async fn chunk(&mut self) -> Result<Option<bytes::Bytes>, OutboundError> {
        let chunk = self.response.chunk().await.map_err(classify)?;
        let read = chunk.as_ref().map_or(0, bytes::Bytes::len);
        self.left = self.left.checked_sub(read).ok_or(OutboundError::TooLarge(self.body))?;
        Ok(chunk)
    }
}
