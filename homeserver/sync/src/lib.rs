//! What changed for a user: `/sync` and sliding sync, and the long-poll that waits for it.

mod account_data;
mod encryption;
mod event_stream;
mod fork;
mod heroes;
mod initial_sync;
mod joined;
mod lazy;
mod left;
mod presence;
mod receipt;
pub mod response;
mod service;
pub mod sliding;
mod v3;

pub use self::{
    event_stream::{EventStream, StreamRequest},
    initial_sync::{InitialSync, RoomSync},
    service::Sync,
    sliding::SlidingRequest,
    v3::SyncRequest,
};
