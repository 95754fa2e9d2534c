//! The commands beside `serve`.

use std::process::Output;

use hs_testkit::{Setup, json};

use crate::{on_each_database, setup};

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn succeeds(setup: &Setup, arguments: &[&str], input: &str) -> String {
    let (status, out, err) = said(&setup.run(arguments, input));
    assert_eq!(status, Some(0), "{arguments:?}: {err}");
    out
}

#[track_caller]
fn fails(setup: &Setup, arguments: &[&str], input: &str) -> String {
    let (status, _, err) = said(&setup.run(arguments, input));
    assert_eq!(status, Some(2), "{arguments:?}");
    assert_eq!(err.lines().count(), 1, "{err}");
    err
}

#[test]
fn configuration_is_checked() {
    assert_eq!(succeeds(&setup(), &["config", "check"], ""), "config.toml: the configuration of localhost is fine");
    let wrong = setup().with_raw("federation.enabled", "1");
    let expected = "heliograph: config.toml: federation.enabled: found the number 1: write true or false";
    assert_eq!(fails(&wrong, &["config", "check"], ""), expected);
}

#[test]
fn accounts_are_looked_after_while_the_server_is_down() {
    on_each_database(|setup| {
        succeeds(&setup, &["user", "create", "alice", "--admin"], "correct horse\n");
        fails(&setup, &["user", "create", "alice"], "correct horse\n");
        fails(&setup, &["user", "create", "bob"], "\n");
        succeeds(&setup, &["user", "create", "bob"], "staple battery");
        assert_eq!(succeeds(&setup, &["user", "list"], ""), "@alice:localhost  administrator\n@bob:localhost");
        succeeds(&setup, &["user", "revoke-admin", "@alice:localhost"], "");
        succeeds(&setup, &["user", "grant-admin", "bob"], "");
        succeeds(&setup, &["user", "deactivate", "alice"], "");
        let listed = "@alice:localhost  deactivated\n@bob:localhost  administrator";
        assert_eq!(succeeds(&setup, &["user", "list"], ""), listed);
        fails(&setup, &["user", "set-password", "carol"], "correct horse\n");
    });
}

#[test]
fn accounts_are_looked_after_while_the_server_is_up() {
    on_each_database(|setup| {
        let server = setup.start();
        succeeds(&setup, &["user", "create", "alice"], "correct horse\n");
        let login = |password: &str| {
            let identifier = json!({ "type": "m.id.user", "user": "alice" });
            let body = json!({ "type": "m.login.password", "identifier": identifier, "password": password });
            server.client().post("/_matrix/client/v3/login", body)
        };
        let alice = server.client().with_session(&login("correct horse").ok());
        alice.get("/_matrix/client/v3/account/whoami").ok();

        succeeds(&setup, &["user", "set-password", "alice"], "staple battery\n");
        login("correct horse").refused(403, "M_FORBIDDEN");
        login("staple battery").ok();
        // With several processes on one database the news take a moment; with SQLite it is the server who does it.
        let ended = (0..100).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            alice.get("/_matrix/client/v3/account/whoami").status == 401
        });
        assert!(ended, "the old session goes on");
    });
}

#[test]
fn a_closed_account_leaves_its_rooms() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let invite = json!({ "preset": "private_chat", "invite": [bob.user_id] });
        let room = alice.post("/_matrix/client/v3/createRoom", invite).ok()["room_id"].clone();
        let room = room.as_str().expect("a room id");
        bob.post(&format!("/_matrix/client/v3/join/{room}"), json!({})).ok();
        succeeds(&setup, &["user", "deactivate", "bob"], "");
        let joined = alice.get(&format!("/_matrix/client/v3/rooms/{room}/joined_members")).ok();
        assert_eq!(joined["joined"].as_object().expect("members").len(), 1);
    });
}

#[test]
fn the_database_is_migrated_once() {
    on_each_database(|setup| {
        assert!(succeeds(&setup, &["database", "migrate"], "").starts_with("done: m0001"));
        assert_eq!(succeeds(&setup, &["database", "migrate"], ""), "the database is up to date");
    });
}
