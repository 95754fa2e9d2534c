//! Rooms that have chosen a policy server: what is said in them needs its signature, ours and that of others.
//! See <https://spec.matrix.org/v1.19/server-server-api/#policy-servers>.

use std::{fmt::Debug, pin::Pin, sync::Arc};

use hs_core::{
    error::MatrixError,
    pdu::SharedPdu,
    policy::{KIND, PolicyServer},
};
use ruma::{ServerName, events::StateEventType};
use serde_json::value::RawValue;

use crate::{append::Change, service::Rooms};

/// The answer of a policy server: its signature, or why it gives none.
pub type Recommendation<'a> = Pin<Box<dyn Future<Output = Result<String, MatrixError>> + Send + 'a>>;

/// Asks policy servers.
pub trait PolicyServers: Debug + Send + Sync {
    /// Has a policy server sign an event.
    fn sign<'a>(&'a self, server: &'a ServerName, event: &'a RawValue) -> Recommendation<'a>;
}

/// Nobody asks: all that needs a recommendation goes without.
#[derive(Debug)]
pub struct NoPolicyServers;

impl PolicyServers for NoPolicyServers {
    fn sign<'a>(&'a self, _: &'a ServerName, _: &'a RawValue) -> Recommendation<'a> {
        Box::pin(async { Err(MatrixError::forbidden("This server asks no policy servers")) })
    }
}

impl Rooms {
    /// An event with the recommendation that its room wants, as far as it wants one; else why it has none.
    pub(crate) async fn recommended(
        &self,
        change: &Change,
        pdu: SharedPdu,
    ) -> Result<Result<SharedPdu, MatrixError>, MatrixError> {
        let Some(server) = self.policy_server(change).await? else { return Ok(Ok(pdu)) };
        let rules = &change.head.rules;
        if server.recommends(&pdu, rules) {
            return Ok(Ok(pdu));
        }
        let signature = match self.options.policy_servers.sign(server.name(), pdu.json()).await {
            Ok(signature) => signature,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let signed = server.add_signature(&pdu, signature).map_err(MatrixError::internal)?;
        if server.recommends(&signed, rules) {
            return Ok(Ok(Arc::new(signed)));
        }
        Ok(Err(MatrixError::forbidden("The room's policy server signs with another key than the room says")))
    }

    async fn policy_server(&self, change: &Change) -> Result<Option<PolicyServer>, MatrixError> {
        let Some(key) = self.state_key(&StateEventType::from(KIND), "").await? else { return Ok(None) };
        let Some(nid) = change.head.state_event(key) else { return Ok(None) };
        let Some(server) = PolicyServer::read(&*self.pdu_in(change, nid).await?) else { return Ok(None) };
        let is_there = self.is_server_in(&change.head, server.name()).await?;
        Ok(is_there.then_some(server))
    }
}
