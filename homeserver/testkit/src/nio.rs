//! People with `matrix-nio`, a client with end-to-end encryption that real people use. It comes from `PyPI` by
//! `.ci/matrix-nio`, once.

use std::process::{Command, Stdio};

use crate::{http::Client, setup::Setup};

const INSTALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.ci/matrix-nio");
const TALK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/nio/talk.py");

/// Two people, each signed in to an account that [`Client::register`] made, talk in an encrypted room and verify each
/// other. `setup` has room for what they keep.
#[track_caller]
pub fn talk_in_private(setup: &Setup, alice: &Client, bob: &Client) {
    let installed = Command::new(INSTALL).stderr(Stdio::inherit()).output();
    let installed = installed.unwrap_or_else(|error| panic!("{INSTALL} does not start: {error}"));
    assert!(installed.status.success(), "matrix-nio cannot be installed: that needs PyPI, or a mirror of it");
    let mut talk = Command::new(String::from_utf8_lossy(&installed.stdout).trim());
    talk.arg(TALK).arg(setup.folder().join("nio"));
    for person in [alice, bob] {
        talk.arg(format!("http://{}", person.address())).arg(&person.user_id);
    }
    let talked = talk.output().unwrap_or_else(|error| panic!("{talk:?}: {error}"));
    assert!(talked.status.success(), "the people could not talk:\n{}", String::from_utf8_lossy(&talked.stderr));
}
