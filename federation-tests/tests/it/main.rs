//! Several servers at once.
#![expect(clippy::indexing_slicing, reason = "a key that is not in an answer fails the test, as it should")]

mod cluster;
mod delivery;
mod directory;
mod encryption;
mod fuzz;
mod identity;
mod identity_server;
