//! A server of a network, whoever wrote it: what a scenario may ask of either side.

use hs_testkit::Client;

use crate::{Homeserver, Synapse};

/// A server that scenarios are played on.
pub trait Participant: Send + Sync {
    /// Its name: what follows the colon in its users' ids.
    fn name(&self) -> &str;

    /// Somebody who is not signed in.
    fn client(&self) -> Client;

    /// Makes an account and gives back somebody who is signed in to it.
    fn register(&self, username: &str) -> Client {
        self.client().register(username)
    }

    /// What it has logged so far, since it was started last.
    fn log(&self) -> String;

    /// Ends it without a warning, as a power cut would.
    fn kill(&mut self);

    /// Starts it again with what it left behind, unless it runs.
    fn start(&mut self);
}

impl Participant for Homeserver {
    fn name(&self) -> &str {
        Self::name(self)
    }

    fn client(&self) -> Client {
        hs_testkit::Server::client(self)
    }

    fn log(&self) -> String {
        Self::log(self)
    }

    fn kill(&mut self) {
        Self::kill(self);
    }

    fn start(&mut self) {
        Self::start(self);
    }
}

impl Participant for Synapse {
    fn name(&self) -> &str {
        Self::name(self)
    }

    fn client(&self) -> Client {
        Self::client(self)
    }

    fn log(&self) -> String {
        Self::log(self)
    }

    fn kill(&mut self) {
        Self::kill(self);
    }

    fn start(&mut self) {
        Self::start(self);
    }
}
