//! The real program, seen from outside.

mod account_data;
mod command;
mod create_room;
mod device;
mod discovery;
mod lifecycle;
mod login;
mod membership;
mod profile;
mod push_rule;
mod registration;

use hs_testkit::Setup;

/// Runs a test with the program on each database.
fn on_each_database(body: impl Fn(Setup)) {
    hs_testkit::on_each_database(env!("CARGO_BIN_EXE_heliograph"), body);
}

/// A setup with SQLite, for tests that are not about databases.
fn setup() -> Setup {
    Setup::new(env!("CARGO_BIN_EXE_heliograph"))
}
