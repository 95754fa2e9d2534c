//! End-to-end encryption with a client that real people use: `matrix-nio`, from `PyPI`.
//!
//! The test makes itself a Python environment beside the build, once.
#![expect(clippy::expect_used, clippy::panic, reason = "what is not as expected fails the test")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::on_each_database;

/// The client, and the version that the test was written for.
const CLIENT: &str = "matrix-nio[e2e]==0.26.0";

#[track_caller]
fn run(command: &mut Command, otherwise: &str) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: {otherwise}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {otherwise}\n{said}");
}

/// A Python that has the client.
fn python() -> PathBuf {
    let build = Path::new(env!("CARGO_BIN_EXE_heliograph")).parent().expect("the program is in a folder");
    let environment = build.join("matrix-nio");
    let (python, complete) = (environment.join("bin/python"), environment.join(CLIENT));
    if !complete.exists() {
        let mut make = Command::new("python3");
        run(make.args(["-m", "venv", "--clear"]).arg(&environment), "install python3 and python3-venv");
        let mut install = Command::new(&python);
        let install = install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", CLIENT]);
        run(install, "the test needs PyPI, or a mirror of it in pip's configuration");
        std::fs::write(complete, "").expect("a note that the environment is complete");
    }
    python
}

#[test]
fn two_people_with_matrix_nio_talk_in_private_and_verify_each_other() {
    let python = python();
    on_each_database(|setup| {
        let server = setup.start();
        for name in ["alice", "bob"] {
            server.register(name);
        }
        let mut talk = Command::new(&python);
        talk.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/nio/talk.py"));
        talk.arg(format!("http://{}", server.address())).arg(setup.folder().join("nio"));
        run(&mut talk, "the people could not talk");
    });
}
