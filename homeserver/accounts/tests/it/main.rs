//! Accounts on a database in memory with a clock that only the test moves.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod device;
mod filter;
mod login;
mod presence;
mod profile;
mod push_rule;
mod registration;
mod session;
mod setup;
mod uia;
