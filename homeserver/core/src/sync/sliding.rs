//! Simplified sliding sync: what a client may ask for, and what a connection has been told.
//!
//! See MSC4186, <https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md>,
//! in the shape that its unstable path has.

mod connection;
mod filter;
mod request;
mod required_state;

pub use self::{
    connection::{Connection, Enabled, Sent, Step},
    filter::{Filters, Subject},
    request::{
        E2eeRequest, Extensions, List, Request, RoomExtensionRequest, Subscription, ThreadsRequest, ToDeviceRequest,
    },
    required_state::{RequiredState, Rules},
};

#[cfg(test)]
mod tests;
