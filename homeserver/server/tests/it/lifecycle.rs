//! Starting, stopping, and every reason not to start: one line and status 2.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use hs_testkit::Setup;

use crate::{on_each_database, setup};

/// The one line that the program says when it will not start.
fn refusal(setup: &Setup) -> String {
    let output = setup.run(&["serve"], "");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    let lines = said.lines().filter(|line| line.starts_with("heliograph: ")).collect::<Vec<_>>();
    assert_eq!(lines.len(), 1, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    lines.concat()
}

#[test]
fn an_account_survives_a_restart_and_a_power_cut() {
    on_each_database(|setup| {
        let server = setup.start();
        let session = server.register("alice");
        let server = server.restart();
        let whoami = server.client().with_token(&session.token()).get("/_matrix/client/v3/account/whoami").ok();
        assert_eq!(whoami["user_id"], "@alice:localhost");
        server.kill();
        let server = setup.start();
        let whoami = server.client().with_token(&session.token()).get("/_matrix/client/v3/account/whoami").ok();
        assert_eq!(whoami["user_id"], "@alice:localhost");
    });
}

#[test]
fn the_name_can_never_change() {
    on_each_database(|setup| {
        setup.start().stop();
        let said = refusal(&setup.with("server_name", "other.example"));
        assert!(said.contains("belongs to localhost") && said.contains("server_name"), "{said}");
    });
}

#[test]
fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let said = refusal(&setup().with_raw("listeners", &format!("[{{ bind = \"{address}\" }}]")));
    assert!(said.contains(&address.to_string()) && said.contains("another port"), "{said}");
}

#[test]
fn a_file_in_use_is_named() {
    let setup = setup();
    let _server = setup.start();
    let said = refusal(&setup);
    assert!(said.contains("stop the server that runs on it"), "{said}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let setup = setup();
    std::fs::write(setup.folder().join("file"), "").expect("written");
    let said = refusal(&setup.clone().with("database.url", "sqlite://file/heliograph.db"));
    assert!(said.contains("the folder file cannot be made") && said.contains("database.url"), "{said}");
    let said = refusal(&setup.with("signing_key.path", "file/signing.key"));
    assert!(said.contains("file/signing.key") && said.contains("signing_key.path"), "{said}");
}

#[test]
fn mistakes_in_the_configuration_are_named() {
    let said = refusal(&setup().with_raw("registration.mode", "3"));
    assert!(said.contains("config.toml: registration.mode: found the number 3"), "{said}");
}

#[test]
fn stopping_is_quick_and_in_good_order() {
    let server = setup().start();
    let started = Instant::now();
    assert!(server.stop().success());
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn secrets_do_not_reach_the_log() {
    let server = setup().with("logging.level", "trace").start();
    let alice = server.register("alice");
    let token = alice.token();
    server.client().get(&format!("/_matrix/client/v3/account/whoami?access_token={token}")).ok();
    let log = server.log_with("/_matrix/client/v3/account/whoami");
    assert!(!log.contains(&token) && !log.contains("correct horse battery"));
}
