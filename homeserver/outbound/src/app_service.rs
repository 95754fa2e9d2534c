//! Asking application services. Their addresses are written in files of the administrator's, so none is refused.
//!
//! See <https://spec.matrix.org/v1.19/application-service-api/#homeserver---application-service-api>.

use std::{io, time::Duration};

use hs_config::Outbound;
use http::{Method, StatusCode, header};
use reqwest::{Client, Response, redirect::Policy};
use ruma::api::error::StandardErrorBody;
use serde_json::{Value, json};
use tokio::time::Instant;
use url::Url;

use crate::{certificate::extra_roots, error::OutboundError, fetch::classify};

/// How long a service may take for its answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take until somebody answers at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How much of an answer is read.
const MAX_ANSWER: usize = 1 << 20;
/// What the path of every request begins with, and of those to services that are older than that.
const PREFIX: [&str; 3] = ["_matrix", "app", "v1"];
const OLD_PREFIX: [&str; 3] = ["_matrix", "app", "unstable"];

/// Where a service is, and by what it knows us.
#[derive(Clone, Copy)]
pub struct AppServiceAddress<'a> {
    /// Its URL.
    pub url: &'a Url,
    /// The `hs_token`.
    pub token: &'a str,
}

/// What an application service knows of by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queried<'a> {
    /// A user, by id.
    User(&'a str),
    /// A room, by an alias.
    Alias(&'a str),
}

/// A client for application services. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AppServiceClient {
    client: Client,
}

/// An answer, read.
struct Answer {
    status: StatusCode,
    body: Vec<u8>,
}

impl Answer {
    /// Whether the service does not know the path, which is not the same as not knowing what was asked for.
    fn is_unrecognized(&self) -> bool {
        match self.status {
            StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED => true,
            StatusCode::NOT_FOUND => {
                let errcode = self.json().and_then(|body| Some(body.get("errcode")?.as_str()?.to_owned()));
                errcode.is_none_or(|errcode| errcode == "M_UNRECOGNIZED")
            }
            _ => false,
        }
    }

    fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    fn refused(&self) -> OutboundError {
        let said = serde_json::from_slice::<StandardErrorBody>(&self.body).ok();
        let message = said.as_ref().map_or_else(|| "the application service refused".to_owned(), |e| e.message.clone());
        OutboundError::Remote { status: self.status, kind: said.map(|error| Box::new(error.kind)), message }
    }
}

impl AppServiceClient {
    /// A client that keeps to the configuration. Fails where a certificate cannot be read.
    pub fn new(config: &Outbound) -> io::Result<Self> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .tls_certs_merge(extra_roots(config)?)
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { client })
    }

    /// Tells a service of events.
    pub async fn push(&self, to: AppServiceAddress<'_>, txn_id: &str, body: &str) -> Result<(), OutboundError> {
        let paths = [[&PREFIX[..], &["transactions", txn_id]].concat(), vec!["transactions", txn_id]];
        let answer = self.ask(to, Method::PUT, &paths, &[], Some(body)).await?;
        if answer.status.is_success() { Ok(()) } else { Err(answer.refused()) }
    }

    /// Whether a service knows of somebody or something, which it makes before it answers.
    pub async fn exists(&self, to: AppServiceAddress<'_>, queried: Queried<'_>) -> Result<bool, OutboundError> {
        let path = match queried {
            Queried::User(id) => ["users", id],
            Queried::Alias(id) => ["rooms", id],
        };
        let paths = [[&PREFIX[..], &path].concat(), path.to_vec()];
        let answer = self.ask(to, Method::GET, &paths, &[], None).await?;
        match answer.status {
            status if status.is_success() => Ok(true),
            StatusCode::NOT_FOUND => Ok(false),
            _ => Err(answer.refused()),
        }
    }

    /// Asks what a service knows of another network. `path` follows on `/thirdparty`.
    pub async fn look_up(
        &self,
        to: AppServiceAddress<'_>,
        path: &[&str],
        query: &[(String, String)],
    ) -> Result<Value, OutboundError> {
        let of = |prefix: &[&'static str]| [prefix, &["thirdparty"], path].concat();
        let answer = self.ask(to, Method::GET, &[of(&PREFIX), of(&OLD_PREFIX)], query, None).await?;
        if !answer.status.is_success() {
            return Err(answer.refused());
        }
        answer.json().ok_or_else(|| OutboundError::Malformed("the answer is not JSON".to_owned()))
    }

    /// Asks a service whether it is there. Gives how long that took, or the status and the text of another answer than
    /// the right one.
    pub async fn ping(
        &self,
        to: AppServiceAddress<'_>,
        transaction_id: Option<&str>,
    ) -> Result<Result<Duration, (StatusCode, String)>, OutboundError> {
        let body = match transaction_id {
            Some(transaction_id) => json!({ "transaction_id": transaction_id }),
            None => json!({}),
        };
        let began = Instant::now();
        let path = [&PREFIX[..], &["ping"]].concat();
        let answer = self.ask(to, Method::POST, &[path], &[], Some(&body.to_string())).await?;
        if answer.status.is_success() {
            return Ok(Ok(began.elapsed()));
        }
        Ok(Err((answer.status, String::from_utf8_lossy(&answer.body).into_owned())))
    }

    /// Asks by the first of these paths that the service knows.
    async fn ask(
        &self,
        to: AppServiceAddress<'_>,
        method: Method,
        paths: &[Vec<&str>],
        query: &[(String, String)],
        body: Option<&str>,
    ) -> Result<Answer, OutboundError> {
        let mut paths = paths.iter().peekable();
        loop {
            let Some(path) = paths.next() else { return Err(OutboundError::Malformed("no path".to_owned())) };
            let mut request = self.client.request(method.clone(), address(to.url, path, query)?).bearer_auth(to.token);
            if let Some(body) = body {
                request = request.header(header::CONTENT_TYPE, "application/json").body(body.to_owned());
            }
            let answer = read(request.send().await.map_err(classify)?).await?;
            if !answer.is_unrecognized() || paths.peek().is_none() {
                return Ok(answer);
            }
        }
    }
}

/// Where to ask: the path comes after that of the service's URL.
fn address(base: &Url, path: &[&str], query: &[(String, String)]) -> Result<Url, OutboundError> {
    let mut url = base.clone();
    match url.path_segments_mut() {
        Ok(mut segments) => drop(segments.pop_if_empty().extend(path)),
        Err(()) => return Err(OutboundError::Refused("The URL of the application service cannot have a path")),
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(url)
}

async fn read(mut response: Response) -> Result<Answer, OutboundError> {
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(OutboundError::TooLarge(MAX_ANSWER));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body })
}

#[cfg(test)]
mod tests;
