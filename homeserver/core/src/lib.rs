//! What the Matrix specification decides, as plain functions of their arguments: no clock, no database, no async.

pub mod auth;
pub mod backoff;
pub mod clock;
pub mod dag;
pub mod entropy;
pub mod error;
pub mod filter;
pub mod nid;
pub mod pdu;
pub mod policy;
pub mod power;
pub mod push;
pub mod resolve;
pub mod room_version;
pub mod search;
pub mod signing;
pub mod state;
pub mod sync;
pub mod visibility;
