//! Rooms that have chosen a policy server: what is said in them needs its signature, ours and that of others.
//! See <https://spec.matrix.org/v1.19/server-server-api/#policy-servers>.

use std::{fmt::Debug, pin::Pin, sync::Arc};

use hs_core::{
    error::MatrixError,
    pdu::{Pdu, SharedPdu},
    policy::{KIND, PolicyServer},
};
use ruma::{ServerName, events::StateEventType, room_version_rules::RoomVersionRules};
use serde_json::value::RawValue;

use crate::{
    append::{Change, Ends},
    service::Rooms,
};

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
        match self.server_to_ask(change, &pdu).await? {
            Some(server) => self.ask(&server, &change.head.rules, &pdu).await,
            None => Ok(Ok(pdu)),
        }
    }

    /// The same for an event of ours that is about to enter the room. However long the policy server takes, what others
    /// say goes on meanwhile.
    pub(crate) async fn have_recommended(
        &self,
        change: &mut Change,
        ends: &mut Ends,
        pdu: SharedPdu,
    ) -> Result<SharedPdu, MatrixError> {
        let Some(server) = self.server_to_ask(change, &pdu).await? else { return Ok(pdu) };
        let has_stepped_aside = change.step_aside();
        let pdu = self.ask(&server, &change.head.rules, &pdu).await??;
        if has_stepped_aside {
            self.step_back(change, ends, &pdu).await?;
        }
        Ok(pdu)
    }

    async fn ask(
        &self,
        server: &PolicyServer,
        rules: &RoomVersionRules,
        pdu: &SharedPdu,
    ) -> Result<Result<SharedPdu, MatrixError>, MatrixError> {
        let signature = match self.options.policy_servers.sign(server.name(), pdu.json()).await {
            Ok(signature) => signature,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let signed = server.add_signature(pdu, signature).map_err(MatrixError::internal)?;
        if server.recommends(&signed, rules) {
            return Ok(Ok(Arc::new(signed)));
        }
        Ok(Err(MatrixError::forbidden("The room's policy server signs with another key than the room says")))
    }

    /// The room's policy server, if it has one that has not recommended an event yet.
    async fn server_to_ask(&self, change: &Change, pdu: &Pdu) -> Result<Option<PolicyServer>, MatrixError> {
        let Some(key) = self.state_key(&StateEventType::from(KIND), "").await? else { return Ok(None) };
        let Some(nid) = change.head.state_event(key) else { return Ok(None) };
        let Some(server) = PolicyServer::read(&*self.pdu_in(change, nid).await?) else { return Ok(None) };
        let is_there = self.is_server_in(&change.head, server.name()).await?;
        Ok(Some(server).filter(|server| is_there && !server.recommends(pdu, &change.head.rules)))
    }
}
