//! The real program, seen from outside.
#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    reason = "what is not in an answer fails the test, as it should"
)]

mod account_data;
mod app_service;
mod backup;
mod bad_input;
mod blocking;
mod command;
mod concurrency;
mod create_room;
mod cross_signing;
mod dehydrated_device;
mod delayed_event;
mod device;
mod directory;
mod discovery;
mod durability;
mod email;
mod encryption;
mod fallback;
mod fan_out;
mod fuzz;
mod guest;
mod invite;
mod keys;
mod lifecycle;
mod login;
mod media;
mod membership;
mod message;
mod moment;
mod nio;
mod old_sync;
mod openid;
mod presence;
mod profile;
mod push_rule;
mod pusher;
mod receipt;
mod redaction;
mod registration;
mod relation;
mod report;
mod search;
mod session;
mod sliding;
mod spaces;
mod state;
mod summary;
mod sync;
mod tags;
mod third_party_id;
mod to_device;
mod token;
mod typing;
mod upgrade;
mod user_directory;
mod visibility;
mod voip;

use hs_testkit::Setup;

/// Runs a test with the program on each database. The server keeps to itself: what crosses servers is tested in
/// `federation-tests/`, and nothing here may depend on the world's network.
fn on_each_database(body: impl Fn(Setup) + Sync) {
    hs_testkit::on_each_database(env!("CARGO_BIN_EXE_heliograph"), |setup| {
        body(setup.with_raw("federation.enabled", "false"));
    });
}

/// A setup with SQLite, for tests that are not about databases.
fn setup() -> Setup {
    Setup::new(env!("CARGO_BIN_EXE_heliograph"))
}
