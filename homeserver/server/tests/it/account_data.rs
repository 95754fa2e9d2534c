//! Account data and filters: <https://spec.matrix.org/v1.19/client-server-api/#client-config>.

use hs_testkit::json;

use crate::setup;

const ALICE: &str = "/_matrix/client/v3/user/@alice:localhost";

#[test]
fn account_data_is_kept_globally_and_per_room() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.post("/_matrix/client/v3/createRoom", json!({})).ok()["room_id"].clone();
    let room = room.as_str().expect("a room id").replace('!', "%21");
    let (global, in_room) = (format!("{ALICE}/account_data"), format!("{ALICE}/rooms/{room}/account_data"));
    for path in [&global, &in_room] {
        alice.get(&format!("{path}/org.example.type")).refused(404, "M_NOT_FOUND");
        alice.put(&format!("{path}/org.example.type"), json!({ "a": path })).ok();
        assert_eq!(alice.get(&format!("{path}/org.example.type")).ok(), json!({ "a": path }));
        for own in ["m.fully_read", "m.push_rules"] {
            alice.put(&format!("{path}/{own}"), json!({})).refused(405, "M_BAD_JSON");
        }
        alice.put(&format!("{path}/org.example.type"), json!([1])).refused(400, "M_BAD_JSON");
        bob.get(&format!("{path}/org.example.type")).refused(403, "M_FORBIDDEN");
        bob.put(&format!("{path}/org.example.type"), json!({})).refused(403, "M_FORBIDDEN");
    }
    let absent = format!("{ALICE}/rooms/%21absent:localhost/account_data/org.example.type");
    alice.get(&absent).refused(404, "M_NOT_FOUND");
    alice.put(&absent, json!({})).refused(404, "M_NOT_FOUND");
    alice.put(&format!("{global}/a%00b"), json!({})).refused(400, "M_INVALID_PARAM");
    let rules = alice.get(&format!("{global}/m.push_rules")).ok();
    assert!(rules["global"]["override"].is_array());
}

#[test]
fn filters_are_kept_once() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let path = format!("{ALICE}/filter");
    let filter = json!({ "room": { "timeline": { "limit": 10 }, "state": { "lazy_load_members": true } } });
    let id = alice.post(&path, filter.clone()).ok()["filter_id"].clone();
    assert_eq!(alice.post(&path, filter.clone()).ok()["filter_id"], id);
    let stored = format!("{path}/{}", id.as_str().expect("an id"));
    assert_eq!(alice.get(&stored).ok(), filter);
    alice.get(&format!("{path}/absent")).refused(404, "M_NOT_FOUND");
    alice.post(&path, json!({ "room": 1 })).refused(400, "M_BAD_JSON");
    bob.get(&stored).refused(403, "M_FORBIDDEN");
    bob.post(&path, json!({})).refused(403, "M_FORBIDDEN");
}
