//! Which endpoints of the specification there are: a server is asked for each, and the tests say which they called.
//!
//! `make coverage` writes `docs/coverage.md`; a test compares that table with the program as it is.
#![expect(clippy::panic, clippy::missing_panics_doc, reason = "this crate is a check, where a panic is how one fails")]

mod calls;
mod endpoint;
mod probe;
mod table;

pub use self::{
    calls::{Calls, read_calls},
    endpoint::{Endpoint, Side, all},
    probe::{is_implemented, program},
    table::{claimed, reason_against, write},
};
