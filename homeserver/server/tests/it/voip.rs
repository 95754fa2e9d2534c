//! Relays for calls, other networks, and what else a client asks when it starts.

use hs_testkit::json;

use crate::setup;

const TURN: &str = "/_matrix/client/v3/voip/turnServer";

#[test]
fn a_server_without_a_relay_says_so() {
    let server = setup().start();
    let alice = server.register("alice");
    assert_eq!(alice.get(TURN).ok(), json!({}));
    server.client().get(TURN).refused(401, "M_MISSING_TOKEN");
    assert_eq!(alice.get("/_matrix/client/v3/thirdparty/protocols").ok(), json!({}));
    let capabilities = alice.get("/_matrix/client/v3/capabilities").ok()["capabilities"].clone();
    assert_eq!(capabilities["m.change_password"], json!({ "enabled": true }));
    assert_eq!(capabilities["m.room_versions"]["default"], "12");
}

#[test]
fn a_relay_is_named_with_credentials_that_it_can_check() {
    let setup = setup()
        .with_raw("turn.uris", "[\"turn:turn.example.org?transport=udp\"]")
        .with("turn.shared_secret", "a secret")
        .with("turn.ttl", "10 min");
    let server = setup.start();
    let alice = server.register("alice");
    let relay = alice.get(TURN).ok();
    assert_eq!((&relay["uris"], &relay["ttl"]), (&json!(["turn:turn.example.org?transport=udp"]), &json!(600)));
    let username = relay["username"].as_str().expect("a name");
    assert!(username.ends_with(":@alice:localhost") && username.split(':').next().is_some_and(|time| time.len() == 10));
    assert_eq!(relay["password"].as_str().map(str::len), Some(28));
    assert!(!server.log().contains("a secret"));
}

#[test]
fn a_relay_without_a_secret_is_a_mistake() {
    let setup = setup().with_raw("turn.uris", "[\"turn:turn.example.org\", \"http://nonsense\"]");
    let output = setup.run(&["config", "check"], "");
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("turn.shared_secret") && said.contains("turn.uris"), "{said}");
}
