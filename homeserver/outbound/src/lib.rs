//! Everything that leaves by HTTP. Knows no database.
//!
//! Addresses that others can choose are only ever asked through a [`Fetch`], which refuses what is not public.

mod error;
mod fetch;
mod guard;

pub use error::OutboundError;
pub use fetch::{Fetch, Fetched};
pub use guard::Guard;
