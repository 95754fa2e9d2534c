//! Identity servers as those who make sure of addresses and tell whose they are. Only some are asked: those whose word
//! is taken, and those by which people may be invited, to whom people may say what is theirs.
//! See <https://spec.matrix.org/v1.19/identity-service-api/>.

use std::sync::Arc;

use hs_config::{Federation, Identity, ServerPattern};
use hs_core::signing::ServerIdentity;
use http::{HeaderValue, Method, header};
use ruma::{ServerName, UserId};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    error::OutboundError,
    fetch::{Fetch, IdentityServer, ThirdPartyId},
};

/// What a client proves an address with: a session with an identity server.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// By what the identity server knows the session.
    pub sid: &'a str,
    /// That it is the client's own.
    pub client_secret: &'a str,
}

/// An address that is somebody's, says an identity server.
#[derive(Clone, Debug, Deserialize)]
pub struct Validated {
    /// What kind of address: `email` or `msisdn`.
    pub medium: String,
    /// The address.
    pub address: String,
    /// When it was shown, in milliseconds.
    #[serde(default)]
    pub validated_at: i64,
}

/// Asks identity servers. Cheap to clone.
#[derive(Clone)]
pub struct IdentityServers {
    fetch: Fetch,
    own: Arc<ServerIdentity>,
    trusted: Vec<ServerPattern>,
    known: Vec<ServerPattern>,
}

impl IdentityServers {
    /// Those of the configuration.
    pub fn new(fetch: Fetch, own: Arc<ServerIdentity>, identity: &Identity, federation: &Federation) -> Self {
        let (trusted, known) = (identity.trusted_servers.clone(), federation.identity_servers.clone());
        Self { fetch, own, trusted, known }
    }

    /// Whether the word of any identity server is taken.
    pub fn trusts_any(&self) -> bool {
        !self.trusted.is_empty()
    }

    /// Whether the word of this identity server is taken.
    pub fn trusts(&self, name: &str) -> bool {
        is_one_of(&self.trusted, name)
    }

    /// Whether people may tell this identity server what is theirs.
    pub fn permits(&self, name: &str) -> bool {
        self.trusts(name) || is_one_of(&self.known, name)
    }

    /// Which address a session with an identity server is about, if it was shown that it is the client's.
    pub async fn validated(
        &self,
        server: IdentityServer<'_>,
        proof: Proof<'_>,
    ) -> Result<Option<Validated>, OutboundError> {
        let mut url = self.fetch.identity_url(server.name, "3pid/getValidated3pid")?;
        url.query_pairs_mut().append_pair("sid", proof.sid).append_pair("client_secret", proof.client_secret);
        match self.fetch.identity_at(url, server, None).await {
            Ok(validated) => Ok(Some(validated)),
            Err(OutboundError::Remote { status, .. }) if status.is_client_error() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Has an identity server tell everybody that the address of a session is a user's.
    pub async fn bind(
        &self,
        server: IdentityServer<'_>,
        proof: Proof<'_>,
        user_id: &UserId,
    ) -> Result<Validated, OutboundError> {
        let body = json!({ "sid": proof.sid, "client_secret": proof.client_secret, "mxid": user_id });
        self.fetch.identity(server, "3pid/bind", Some(&body)).await
    }

    /// Has an identity server tell nobody any more that an address is a user's.
    pub async fn unbind(&self, server: &str, id: ThirdPartyId<'_>, user_id: &UserId) -> Result<(), OutboundError> {
        let destination = ServerName::parse(server)
            .map_err(|_| OutboundError::Refused("That is not the name of an identity server"))?;
        let url = self.fetch.identity_url(server, "3pid/unbind")?;
        let body: Value = json!({ "mxid": user_id, "threepid": { "medium": id.medium, "address": id.address } });
        let body = body.to_string().into_bytes();
        let unsigned = |error: &dyn std::fmt::Display| OutboundError::Malformed(error.to_string());
        let request = http::Request::builder().method(Method::POST).uri(url.as_str());
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        let request = request.map_err(|error| unsigned(&error))?;
        let signed = self.own.sign_request(&request, &destination).map_err(|error| unsigned(&error))?;
        let authorization = HeaderValue::from(&signed);
        self.fetch.identity_as_server(url, request.into_body(), authorization).await
    }
}

fn is_one_of(patterns: &[ServerPattern], name: &str) -> bool {
    <&ServerName>::try_from(name).is_ok_and(|name| patterns.iter().any(|pattern| pattern.matches(name)))
}
