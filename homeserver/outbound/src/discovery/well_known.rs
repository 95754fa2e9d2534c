//! `.well-known/matrix/server`: a domain says which server speaks for it.
//! See <https://spec.matrix.org/v1.19/server-server-api/#getwell-knownmatrixserver>.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use hs_core::clock::Clock;
use http::{StatusCode, header};
use quick_cache::sync::Cache;
use ruma::{OwnedServerName, ServerName};
use serde::Deserialize;
use url::Url;

use crate::fetch::{Fetch, Fetched};

/// How many domains are remembered.
const CACHE_SIZE: usize = 10_000;
/// How long a domain may take to answer, redirects included.
const TIME: Duration = Duration::from_secs(10);
/// How much of an answer is read.
const MAX_BODY: usize = 50 * 1024;
/// How long an answer is believed that does not say so itself, and within which bounds one that does.
const DEFAULT_AGE: Duration = Duration::from_hours(24);
const MIN_AGE: Duration = Duration::from_mins(5);
const MAX_AGE: Duration = Duration::from_hours(48);
/// How long it is believed that a domain says nothing.
const NOTHING_AGE: Duration = Duration::from_hours(1);
/// How long a delegation that was there is still believed when its domain fails to answer.
const GRACE: Duration = Duration::from_hours(24);
/// How soon a domain is asked again that failed.
const RETRY: Duration = Duration::from_mins(2);

/// What a domain said, and how long that is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Saying {
    delegated: Option<OwnedServerName>,
    until_ts: i64,
    /// Until when a delegation is believed if the domain says nothing any more.
    grace_ts: i64,
}

#[derive(Deserialize)]
struct Body {
    #[serde(rename = "m.server")]
    server: OwnedServerName,
}

/// Why a domain says nothing.
enum Silence {
    /// It has nothing to say.
    Nothing,
    /// It may have, later.
    Failed,
}

/// Asks domains, and remembers what they said.
pub(crate) struct WellKnown {
    fetch: Fetch,
    clock: Clock,
    cache: Cache<OwnedServerName, Arc<Saying>>,
}

impl WellKnown {
    pub(crate) fn new(fetch: Fetch, clock: Clock) -> Self {
        Self { fetch, clock, cache: Cache::new(CACHE_SIZE) }
    }

    /// The server that speaks for `domain`, if it says so. Many who ask at once cause one request.
    pub(crate) async fn lookup(&self, domain: &ServerName) -> Option<OwnedServerName> {
        let now = self.clock.now_ms();
        let old = self.cache.get(domain);
        if let Some(saying) = old.as_ref().filter(|saying| saying.until_ts > now) {
            return saying.delegated.clone();
        }
        self.cache.remove_if(domain, |saying| saying.until_ts <= now);
        let guard = match self.cache.get_value_or_guard_async(domain).await {
            Ok(saying) => return saying.delegated.clone(),
            Err(guard) => guard,
        };
        let saying = self.ask(domain, old.as_deref()).await;
        let delegated = saying.delegated.clone();
        drop(guard.insert(Arc::new(saying)));
        delegated
    }

    async fn ask(&self, domain: &ServerName, old: Option<&Saying>) -> Saying {
        let asked = self.fetch(domain).await;
        let now = self.clock.now_ms();
        let after = |span: Duration| now.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX));
        match asked {
            Ok((delegated, age)) => {
                let age = age.clamp(MIN_AGE, MAX_AGE);
                Saying { delegated: Some(delegated), until_ts: after(age), grace_ts: after(age + GRACE) }
            }
            Err(Silence::Nothing) => Saying { delegated: None, until_ts: after(NOTHING_AGE), grace_ts: 0 },
            Err(Silence::Failed) => {
                let kept = old.filter(|old| old.delegated.is_some() && old.grace_ts > now);
                Saying {
                    delegated: kept.and_then(|old| old.delegated.clone()),
                    until_ts: after(RETRY),
                    grace_ts: kept.map_or(0, |old| old.grace_ts),
                }
            }
        }
    }

    async fn fetch(&self, domain: &ServerName) -> Result<(OwnedServerName, Duration), Silence> {
        let url = format!("https://{}/.well-known/matrix/server", domain.host());
        let url = Url::parse(&url).map_err(|_| Silence::Nothing)?;
        let fetched = self.fetch.get_securely(url, "application/json", TIME).await.map_err(|error| {
            tracing::debug!(%error, %domain, "no answer about the server of a domain");
            Silence::Failed
        })?;
        if fetched.status().is_server_error() {
            return Err(Silence::Failed);
        }
        if fetched.status() != StatusCode::OK {
            return Err(Silence::Nothing);
        }
        let age = age(&fetched, self.clock.now_ms());
        // One byte more than is permitted tells too long from just long enough.
        let body = fetched.read_start(MAX_BODY + 1).await.map_err(|_| Silence::Failed)?;
        if body.len() > MAX_BODY {
            return Err(Silence::Nothing);
        }
        let body: Body = serde_json::from_slice(&body).map_err(|_| Silence::Nothing)?;
        Ok((body.server, age))
    }
}

/// How long the answer itself wants to be believed. Of two ways to say it, the newer counts.
fn age(fetched: &Fetched, now_ts: i64) -> Duration {
    let by_control = fetched.header(&header::CACHE_CONTROL).and_then(max_age);
    let by_date = || fetched.header(&header::EXPIRES).map(|date| until(date, now_ts));
    by_control.or_else(by_date).unwrap_or(DEFAULT_AGE)
}

/// The time left until the date in an `Expires` header. One that cannot be read is in the past, RFC 9111 says.
fn until(date: &str, now_ts: i64) -> Duration {
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now_ts).unwrap_or(0));
    httpdate::parse_http_date(date).ok().and_then(|date| date.duration_since(now).ok()).unwrap_or_default()
}

/// The time in a `Cache-Control` header.
fn max_age(header: &str) -> Option<Duration> {
    let mut age = None;
    for directive in header.split(',').map(str::trim) {
        if directive.eq_ignore_ascii_case("no-store") || directive.eq_ignore_ascii_case("no-cache") {
            return Some(Duration::ZERO);
        }
        if let Some((name, value)) = directive.split_once('=')
            && name.trim().eq_ignore_ascii_case("max-age")
        {
            age = value.trim().trim_matches('"').parse().ok().map(Duration::from_secs);
        }
    }
    age
}

#[cfg(test)]
mod tests;
