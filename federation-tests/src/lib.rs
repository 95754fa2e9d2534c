//! Several servers at once, seen from outside: real processes, a real database, HTTP.
//!
//! A [`Network`] has an authority for certificates that all of its servers trust, and starts them on addresses of this
//! machine: ours, and [`Synapse`] from `PyPI`, which `.ci/synapse` installs beside the build. What both can do is a
//! [`Participant`]. A [`Proxy`] before a server loses, repeats and delays what others send; a [`Peer`] is a server of the
//! test's own that says what no honest one would.
//!
//! ```sh
//! cargo build -p hs-server && cargo test -p federation-tests            # all; Synapse needs PyPI, once
//! cargo test -p federation-tests --test interop 'v12 synapse-heliograph'  # host and guest
//! cargo test -p federation-tests --test interop fault                   # partitions, losses, deaths
//! SYNAPSE=/opt/synapse/bin/python cargo test -p federation-tests        # another Synapse
//! make bench-federation                                                 # what others cost
//! ```
//!
//! `tests/it` has what two of ours do in detail, `tests/interop` the scenarios that every pair of servers plays.
#![expect(
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "this crate is a part of tests, where a panic is how one fails"
)]

mod authority;
mod incoming;
mod network;
mod participant;
mod patience;
mod peer;
mod proxy;
mod secure_mail;
mod synapse;

use std::path::PathBuf;

use hs_testkit::{Server, Setup};

pub use self::{
    authority::{Authority, Certificate},
    incoming::{Asked, Reply},
    network::{Homeserver, Network},
    participant::Participant,
    patience::{eventually, hears, sync_after, sync_until},
    peer::{Peer, id_of, reply_json},
    proxy::{Fate, Proxy},
    secure_mail::SecureMail,
    synapse::Synapse,
};

/// The program under test: what `HELIOGRAPH_BIN` names, else the one that was built beside this test.
pub fn program() -> String {
    let beside = || {
        let test = std::env::current_exe().unwrap_or_else(|error| panic!("this test has no path: {error}"));
        let folder = test.parent().and_then(|deps| deps.parent()).map(PathBuf::from).unwrap_or_default();
        folder.join("heliograph").display().to_string()
    };
    std::env::var("HELIOGRAPH_BIN").unwrap_or_else(|_| beside())
}

/// Identical processes on one PostgreSQL database, which is how a server outgrows its machine.
pub struct Cluster {
    /// The processes.
    pub nodes: Vec<Server>,
}

impl Cluster {
    /// Starts `size` processes that share the database and the signing key of `setup`.
    pub fn start(setup: &Setup, size: usize) -> Self {
        let key = setup.folder().join("signing.key").display().to_string();
        let url = setup.setting("database.url");
        let node = |_| Setup::new(&program()).with("database.url", &url).with("signing_key.path", &key).start();
        Self { nodes: (0..size).map(node).collect() }
    }
}
