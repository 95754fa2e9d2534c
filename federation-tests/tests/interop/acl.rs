//! Servers that a room does not want, and what else a room may ask of servers.

use std::{thread, time::Duration};

use federation_tests::{eventually, hears};
use hs_testkit::{Client, Value, bodies, encode, json};

use crate::{
    agreement::agree,
    stage::{ALL, ONE, Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[scenario!(a_server_is_shut_out, ALL), scenario!(who_asks_for_openid, ONE)];

fn set_acl(client: &Client, room: &str, denied: &[&str]) {
    let content = json!({ "allow": ["*"], "deny": denied, "allow_ip_literals": true });
    client.set_state(room, "m.room.server_acl", "", content).ok();
}

/// What a server says that is shut out is not heard. Once it is let in again, both come to the same room.
fn a_server_is_shut_out(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    bob.say(&room, "before");
    hears(&alice, &room, "before");
    // Rules are about names without ports.
    let (guest, _) = stage.guest.name().rsplit_once(':').expect("a name with a port");
    set_acl(&alice, &room, &[guest]);
    eventually("the rule is known", || (bob.state(&room, "m.room.server_acl", "").status == 200).then_some(()));
    bob.say(&room, "behind the wall");
    alice.say(&room, "over the wall");
    hears(&bob, &room, "over the wall");
    thread::sleep(Duration::from_millis(500));
    let history = Value::Array(alice.history(&room, 50));
    assert_eq!(bodies(&history), ["over the wall", "before"]);
    set_acl(&alice, &room, &[]);
    eventually("the wall is down", || {
        let rules = bob.state(&room, "m.room.server_acl", "").ok();
        rules["deny"].as_array()?.is_empty().then_some(())
    });
    bob.say(&room, "after");
    hears(&alice, &room, "after");
    agree(&room, &[&alice, &bob]);
}

/// A service of one server learns who somebody of the other is.
fn who_asks_for_openid(stage: &Stage<'_>) {
    let alice = stage.at_host("alice");
    let path = format!("/_matrix/client/v3/user/{}/openid/request_token", encode(&alice.user_id));
    let token = alice.post(&path, json!({})).ok();
    assert_eq!(token["matrix_server_name"], stage.host.name());
    let token = token["access_token"].as_str().unwrap_or_default();
    let info = stage.host.client().get(&format!("/_matrix/federation/v1/openid/userinfo?access_token={token}")).ok();
    assert_eq!(info["sub"], alice.user_id.as_str());
}
