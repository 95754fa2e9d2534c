//! The real program, seen from outside.
#![expect(clippy::indexing_slicing, reason = "a key that is not in an answer fails the test, as it should")]

mod account_data;
mod backup;
mod bad_input;
mod command;
mod concurrency;
mod create_room;
mod cross_signing;
mod dehydrated_device;
mod device;
mod directory;
mod discovery;
mod durability;
mod encryption;
mod fan_out;
mod fuzz;
mod invite;
mod keys;
mod lifecycle;
mod login;
mod media;
mod membership;
mod message;
mod nio;
mod profile;
mod push_rule;
mod receipt;
mod redaction;
mod registration;
mod state;
mod sync;
mod to_device;
mod typing;
mod visibility;

use hs_testkit::Setup;

/// Runs a test with the program on each database.
fn on_each_database(body: impl Fn(Setup)) {
    hs_testkit::on_each_database(env!("CARGO_BIN_EXE_heliograph"), body);
}

/// A setup with SQLite, for tests that are not about databases.
fn setup() -> Setup {
    Setup::new(env!("CARGO_BIN_EXE_heliograph"))
}
