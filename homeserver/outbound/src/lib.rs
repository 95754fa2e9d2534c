//! Everything that leaves: requests by HTTP, and mail. Knows no database.
//!
//! Addresses that others can choose are only ever asked through a [`Fetch`] or a [`FederationClient`], which refuse what
//! is not public.

mod app_service;
mod certificate;
mod discovery;
mod error;
mod federation;
mod fetch;
mod guard;
mod identity;
mod mail;

pub use app_service::{AppServiceAddress, AppServiceClient, Queried};
pub use error::OutboundError;
pub use federation::{Bounds, FederationClient, Opened};
pub use fetch::{Fetch, Fetched, IdentityServer, InviteKey, StoredInvite, ThirdPartyId};
pub use guard::Guard;
pub use identity::{IdentityServers, Proof, Validated};
pub use mail::{Mail, Mailer, Postman};
