//! The real program, started and spoken to by tests: a process, a database of its own, and HTTP.
//!
//! Nothing here knows the server's code. Failing is a panic with a sentence, since only tests use it.
//!
//! ```no_run
//! use hs_testkit::{Setup, json};
//!
//! hs_testkit::on_each_database(env!("CARGO_PKG_NAME"), |setup: Setup| {
//!     let server = setup.start();
//!     let alice = server.register("alice");
//!     let room = alice.create_room(json!({ "name": "Tea" }));
//!     alice.say(&room, "Hello");
//! });
//! ```
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "this crate is a part of tests, where a panic is how one fails"
)]

pub mod fuzz;
mod http;
mod mail;
mod nio;
mod process;
mod room;
mod setup;
mod wire;

pub use http::{Answer, Client, note_call};
pub use mail::{Letter, MailServer, Manners};
pub use nio::talk_in_private;
pub use process::Server;
pub use room::{bodies, encode, event_id, ids, in_room, members, next_batch, types, unique};
pub use serde_json::{Value, json};
pub use setup::{Setup, on_each_database, on_postgres};
pub use wire::Wire;
