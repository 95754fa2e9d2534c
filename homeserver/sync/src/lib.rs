//! What changed for a user: `/sync`, and the long-poll that waits for it.

mod account_data;
mod encryption;
mod joined;
mod lazy;
mod left;
pub mod response;
mod service;
mod v3;

pub use self::{service::Sync, v3::SyncRequest};
