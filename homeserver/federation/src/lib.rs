//! What may involve other servers. Where only this server is concerned, it calls rooms and accounts straight.
//! See <https://spec.matrix.org/v1.19/server-server-api/>.
//!
//! [`Federation`] is the service: each file adds the methods of one subject, in both roles — asking other servers, and
//! answering them.

mod backfill;
mod device_list;
mod edu;
mod inbound;
mod keys;
mod membership;
mod policy;
mod pull;
mod query;
mod service;
mod transaction;
mod turn;

pub use self::{
    keys::{KeyQuery, KeyRing, Keys, WantedKeys},
    membership::{Address, AddressInvite, BoundInvite},
    policy::PolicyClient,
    query::{SpacePage, SpaceQuery, SpaceView},
    service::{Federation, FederationParts},
    transaction::PduResults,
};
