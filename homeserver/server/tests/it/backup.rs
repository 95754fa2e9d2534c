//! Key backup: <https://spec.matrix.org/v1.19/client-server-api/#server-side-key-backups>.
#![expect(clippy::expect_used, reason = "what is not as expected fails the test")]

use hs_testkit::{Client, Value, json};

use crate::{on_each_database, setup};

const VERSION: &str = "/_matrix/client/v3/room_keys/version";
const KEYS: &str = "/_matrix/client/v3/room_keys/keys";
const ALGORITHM: &str = "m.megolm_backup.v1.curve25519-aes-sha2";

fn create(of: &Client) -> String {
    let auth_data = json!({ "public_key": "abc", "signatures": {} });
    let body = json!({ "algorithm": ALGORITHM, "auth_data": auth_data });
    of.post(VERSION, body).ok()["version"].as_str().expect("a version").to_owned()
}

fn key(first_message_index: u32, is_verified: bool) -> Value {
    json!({
        "first_message_index": first_message_index, "forwarded_count": 0, "is_verified": is_verified,
        "session_data": { "ephemeral": "e", "ciphertext": format!("{first_message_index}"), "mac": "m" },
    })
}

#[test]
fn keys_are_kept_replaced_by_better_ones_and_removed() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        alice.get(VERSION).refused(404, "M_NOT_FOUND");
        let version = create(&alice);
        let session = format!("{KEYS}/%21a:localhost/one?version={version}");
        let stored = alice.put(&session, key(5, false)).ok();
        assert_eq!(stored["count"], 1);
        let etag = stored["etag"].clone();
        for worse in [key(9, false), key(5, false)] {
            assert_eq!(alice.put(&session, worse).ok()["etag"], etag, "nothing changed");
        }
        assert_ne!(alice.put(&session, key(7, true)).ok()["etag"], etag, "verified is better");
        assert_eq!(alice.get(&session).ok(), key(7, true));

        let room = json!({ "sessions": { "two": key(0, true), "three": key(1, false) } });
        let rooms = json!({ "rooms": { "!a:localhost": room, "!b:localhost": room } });
        assert_eq!(alice.put(&format!("{KEYS}?version={version}"), rooms).ok()["count"], 5);
        let all = alice.get(&format!("{KEYS}?version={version}")).ok();
        assert_eq!(all["rooms"]["!a:localhost"]["sessions"].as_object().map(serde_json::Map::len), Some(3));
        assert_eq!(alice.get(&format!("{KEYS}/%21b:localhost?version={version}")).ok(), room);
        assert_eq!(alice.delete(&session).ok()["count"], 4);
        alice.get(&session).refused(404, "M_NOT_FOUND");
        assert_eq!(alice.delete(&format!("{KEYS}/%21a:localhost?version={version}")).ok()["count"], 2);
        let path = format!("{KEYS}/%21c:localhost?version={version}");
        assert_eq!(alice.put(&path, room).ok()["count"], 4);
        let state = alice.get(VERSION).ok();
        assert_eq!((&state["count"], &state["algorithm"]), (&json!(4), &json!(ALGORITHM)));
        assert_eq!(alice.delete(&format!("{KEYS}?version={version}")).ok()["count"], 0);
        assert_eq!(alice.get(&format!("{KEYS}?version={version}")).ok(), json!({ "rooms": {} }));
        assert_eq!(alice.get(&path).ok(), json!({ "sessions": {} }));
    });
}

#[test]
fn the_newest_version_is_the_one_that_takes_keys() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (old, new) = (create(&alice), create(&alice));
        let put = |version: &str| alice.put(&format!("{KEYS}/%21a:localhost/one?version={version}"), key(1, true));
        assert_eq!(put(&old).refused(403, "M_WRONG_ROOM_KEYS_VERSION")["current_version"], json!(new));
        put("99").refused(404, "M_NOT_FOUND");
        put("bogus").refused(404, "M_NOT_FOUND");
        put(&new).ok();
        bob.get(&format!("{VERSION}/{new}")).refused(404, "M_NOT_FOUND");
        bob.get(&format!("{KEYS}?version={new}")).refused(404, "M_NOT_FOUND");

        let path = format!("{VERSION}/{new}");
        let changed = json!({ "algorithm": ALGORITHM, "auth_data": { "public_key": "d" }, "version": new });
        alice.put(&path, changed.clone()).ok();
        assert_eq!(alice.get(VERSION).ok()["auth_data"], changed["auth_data"]);
        let mut wrong = changed.clone();
        wrong["algorithm"] = json!("other");
        alice.put(&path, wrong).refused(400, "M_INVALID_PARAM");
        let mut wrong = changed.clone();
        wrong["version"] = json!(old);
        alice.put(&path, wrong).refused(400, "M_INVALID_PARAM");
        alice.put(&format!("{VERSION}/99"), json!({ "algorithm": "a", "auth_data": {} })).refused(404, "M_NOT_FOUND");

        alice.delete(&path).ok();
        alice.delete(&path).ok();
        alice.delete(&format!("{VERSION}/99")).refused(404, "M_NOT_FOUND");
        alice.get(&path).refused(404, "M_NOT_FOUND");
        assert_eq!(alice.get(VERSION).ok()["version"], json!(old), "the one before is the current one again");
        assert_ne!(create(&alice), new, "numbers are not used twice");
    });
}

#[test]
fn bad_backups_are_refused() {
    let server = setup().start();
    let alice = server.register("alice");
    alice.post(VERSION, json!({ "algorithm": ALGORITHM })).refused(400, "M_BAD_JSON");
    let version = create(&alice);
    let path = format!("{KEYS}/%21a:localhost/one?version={version}");
    alice.put(&path, json!({ "session_data": {} })).refused(400, "M_BAD_JSON");
    let mut large = key(1, true);
    large["session_data"] = json!("x".repeat(70_000));
    alice.put(&path, large).refused(400, "M_INVALID_PARAM");
    alice.put(&format!("{KEYS}/%21a:localhost/a%00b?version={version}"), key(1, true)).refused(400, "M_INVALID_PARAM");
    alice.put(&format!("{KEYS}/%21a:localhost/one"), key(1, true)).refused(400, "M_MISSING_PARAM");
}
