//! Asking the policy servers of rooms. See <https://spec.matrix.org/v1.19/server-server-api/#policy-servers>.

use std::fmt;

use hs_core::error::MatrixError;
use hs_outbound::{Bounds, FederationClient, OutboundError};
use hs_rooms::{PolicyServers, Recommendation};
use ruma::{ServerName, api::federation::policy::sign_event::v1::Request};
use serde_json::value::RawValue;

/// Policy servers are asked like any other server. They have to be quick: who speaks waits for them.
pub struct PolicyClient(FederationClient);

impl PolicyClient {
    /// Asks by this client.
    pub fn new(client: FederationClient) -> Self {
        Self(client)
    }
}

impl fmt::Debug for PolicyClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PolicyClient")
    }
}

impl PolicyServers for PolicyClient {
    fn sign<'a>(&'a self, server: &'a ServerName, event: &'a RawValue) -> Recommendation<'a> {
        Box::pin(async move {
            let request = Request::new(event.to_owned());
            let answer = self.0.request_within(server, request, Bounds::QUICK).await.map_err(verbatim)?;
            let signature = answer.ed25519_signature(server).map(ToOwned::to_owned);
            signature.ok_or_else(|| MatrixError::forbidden("The room's policy server does not recommend this"))
        })
    }
}

/// Whoever wanted to say something is told what the policy server said of it, in its words.
fn verbatim(error: OutboundError) -> MatrixError {
    match error {
        OutboundError::Remote { status, kind: Some(kind), message } if status.is_client_error() => {
            MatrixError::new(*kind, message).with_status(status)
        }
        error => error.into(),
    }
}
