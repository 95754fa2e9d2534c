//! Profiles: <https://spec.matrix.org/v1.19/client-server-api/#profiles>.

use hs_testkit::json;

use crate::setup;

const ALICE: &str = "/_matrix/client/v3/profile/@alice:localhost";

#[test]
fn a_profile_has_fields_of_any_name() {
    let server = setup().start();
    let (alice, anybody) = (server.register("alice"), server.client());
    assert_eq!(anybody.get(ALICE).ok(), json!({ "displayname": "alice" }));
    for (key, value) in [
        ("displayname", json!("Alice")),
        ("avatar_url", json!("mxc://localhost/abc")),
        ("m.tz", json!("Europe/Berlin")),
        ("org.example.pronouns", json!([{ "language": "en", "summary": "she/her" }])),
        ("org.example.nothing", json!(null)),
    ] {
        let path = format!("{ALICE}/{key}");
        assert_eq!(alice.put(&path, json!({ key: value })).ok(), json!({}));
        assert_eq!(anybody.get(&path).ok(), json!({ key: value }));
    }
    alice.delete(&format!("{ALICE}/m.tz")).ok();
    alice.delete(&format!("{ALICE}/m.tz")).ok();
    anybody.get(&format!("{ALICE}/m.tz")).refused(404, "M_NOT_FOUND");
    assert_eq!(anybody.get(ALICE).ok().as_object().map(serde_json::Map::len), Some(4));
    anybody.get("/_matrix/client/v3/profile/@nobody:localhost").refused(404, "M_NOT_FOUND");
    anybody.get("/_matrix/client/v3/profile/nobody").refused(400, "M_INVALID_PARAM");
}

#[test]
fn what_cannot_be_a_profile_is_refused() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let put = |key: &str, body| alice.put(&format!("{ALICE}/{key}"), body);
    put("name", json!({ "name": 1 })).refused(400, "M_INVALID_PARAM");
    put("displayname", json!({ "displayname": 1 })).refused(400, "M_BAD_JSON");
    put("displayname", json!({ "displayname": "x".repeat(257) })).refused(400, "M_INVALID_PARAM");
    put("avatar_url", json!({ "avatar_url": "https://example.org/a.png" })).refused(400, "M_INVALID_PARAM");
    put("org.example.big", json!({ "org.example.big": "x".repeat(65_536) })).refused(400, "M_PROFILE_TOO_LARGE");
    let long = format!("org.{}", "a".repeat(252));
    put(&long, json!({ long.as_str(): 1 })).refused(400, "M_KEY_TOO_LARGE");
    put("displayname", json!({})).refused(400, "M_BAD_JSON");
    bob.put(&format!("{ALICE}/displayname"), json!({ "displayname": "Bob" })).refused(403, "M_FORBIDDEN");
    server.client().put(&format!("{ALICE}/displayname"), json!({})).refused(401, "M_MISSING_TOKEN");
}

#[test]
fn rooms_are_told_of_another_name() {
    let server = setup().start();
    let alice = server.register("alice");
    let room = alice.post("/_matrix/client/v3/createRoom", json!({})).ok()["room_id"].clone();
    alice.put(&format!("{ALICE}/displayname"), json!({ "displayname": "Alice" })).ok();
    let room = room.as_str().expect("a room id").replace('!', "%21");
    let member = alice.get(&format!("/_matrix/client/v3/rooms/{room}/state/m.room.member/@alice:localhost")).ok();
    assert_eq!(member["displayname"], "Alice");
}
