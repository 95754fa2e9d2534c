//! The keys of devices: <https://spec.matrix.org/v1.19/client-server-api/#key-management-api>.

use std::{collections::BTreeSet, thread};

use hs_testkit::{Client, Value, json, next_batch};

use crate::{
    encryption::{KEYS, Pair, query, sign_in, upload_device},
    on_each_database, setup,
};

fn upload(of: &Client, body: Value) -> hs_testkit::Answer {
    of.post(&format!("{KEYS}/upload"), body)
}

fn claim(by: &Client, of: &Client) -> Value {
    let wanted = json!({ "one_time_keys": { &of.user_id: { &of.device_id: "signed_curve25519" } } });
    by.post(&format!("{KEYS}/claim"), wanted).ok()["one_time_keys"][&of.user_id][&of.device_id].clone()
}

fn names(keys: &Value) -> Vec<String> {
    keys.as_object().map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn keys_are_published_and_found() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let pair = upload_device(&alice, 1);
        let found = query(&bob, &alice);
        let keys = &found["device_keys"][&alice.user_id][&alice.device_id];
        let mut expected = pair.device_keys(&alice);
        expected["unsigned"] = json!({});
        assert_eq!(*keys, expected);
        let path = format!("/_matrix/client/v3/devices/{}", alice.device_id);
        alice.put(&path, json!({ "display_name": "Phone" })).ok();
        let found = query(&bob, &alice);
        let unsigned = &found["device_keys"][&alice.user_id][&alice.device_id]["unsigned"];
        assert_eq!(unsigned["device_display_name"], "Phone");
        assert_eq!(query(&alice, &bob)["device_keys"][&bob.user_id], json!({}), "no keys is not no answer");

        let wanted = json!({ "device_keys": { &alice.user_id: ["OTHER"], "@x:elsewhere.example": {} } });
        let found = bob.post(&format!("{KEYS}/query"), wanted).ok();
        assert_eq!(found["device_keys"][&alice.user_id], json!({}));
        assert!(found["failures"]["elsewhere.example"].is_object());
    });
}

#[test]
fn forged_keys_and_keys_of_others_are_refused() {
    let server = setup().start();
    let (alice, mallory) = (server.register("alice"), server.register("mallory"));
    let pair = upload_device(&alice, 1);
    let evil = Pair::of_device(6, &mallory.device_id);
    let device_keys = |keys: Value| json!({ "device_keys": keys });
    upload(&mallory, device_keys(pair.device_keys(&alice))).refused(400, "M_INVALID_PARAM");
    let mut other_device = evil.device_keys(&mallory);
    other_device["device_id"] = json!("OTHER");
    upload(&mallory, device_keys(other_device)).refused(400, "M_INVALID_PARAM");
    let mut forged = evil.device_keys(&mallory);
    forged["keys"][&evil.id] = json!(pair.public);
    upload(&mallory, device_keys(forged)).refused(400, "M_INVALID_SIGNATURE");
    let mut unsigned = evil.device_keys(&mallory);
    unsigned["signatures"] = json!({});
    upload(&mallory, device_keys(unsigned)).refused(400, "M_INVALID_SIGNATURE");
    upload(&mallory, device_keys(json!([1]))).refused(400, "M_BAD_JSON");
    assert_eq!(query(&alice, &mallory)["device_keys"][&mallory.user_id], json!({}));

    let one_time = |key: Value| json!({ "one_time_keys": { "signed_curve25519:a": key } });
    upload(&mallory, one_time(evil.one_time_key(&mallory, "k"))).refused(400, "M_INVALID_PARAM");
    upload(&mallory, device_keys(evil.device_keys(&mallory))).ok();
    upload(&mallory, one_time(pair.one_time_key(&mallory, "k"))).refused(400, "M_INVALID_SIGNATURE");
    let mut forged = evil.one_time_key(&mallory, "k");
    forged["key"] = json!("another");
    upload(&mallory, one_time(forged)).refused(400, "M_INVALID_SIGNATURE");
    upload(&mallory, one_time(json!("k"))).refused(400, "M_BAD_JSON");
    upload(&mallory, one_time(json!(5))).refused(400, "M_BAD_JSON");
    upload(&mallory, one_time(evil.one_time_key(&mallory, "k"))).ok();
    let many: Value =
        (0..1001).map(|number| (format!("x:{number}"), json!("k"))).collect::<serde_json::Map<_, _>>().into();
    upload(&mallory, json!({ "one_time_keys": many })).refused(400, "M_INVALID_PARAM");
}

#[test]
fn one_time_keys_are_claimed_in_turn_and_then_the_fallback_key() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let pair = upload_device(&alice, 1);
        let key = |name: &str| pair.one_time_key(&alice, name);
        let since = alice.now();
        let first = json!({ "signed_curve25519:b": key("b") });
        let counts = upload(&alice, json!({ "one_time_keys": first })).ok();
        assert_eq!(counts["one_time_key_counts"], json!({ "signed_curve25519": 1 }));
        let more = json!({ "signed_curve25519:a": key("a"), "signed_curve25519:b": key("b") });
        let counts = upload(&alice, json!({ "one_time_keys": more })).ok();
        assert_eq!(counts["one_time_key_counts"], json!({ "signed_curve25519": 2 }), "said twice, kept once");
        let other = json!({ "signed_curve25519:b": key("other") });
        upload(&alice, json!({ "one_time_keys": other })).refused(400, "M_INVALID_PARAM");
        let mut fallback = json!({ "key": "f", "fallback": true });
        pair.sign(&mut fallback, &alice.user_id);
        let fallback = json!({ "fallback_keys": { "signed_curve25519:f": fallback } });
        upload(&alice, fallback.clone()).ok();

        let sync = alice.sync(&since);
        assert_eq!(sync["device_one_time_keys_count"]["signed_curve25519"], 2);
        assert_eq!(sync["device_unused_fallback_key_types"], json!(["signed_curve25519"]));
        assert_eq!(claim(&bob, &alice), json!({ "signed_curve25519:b": key("b") }), "the oldest first");
        assert_eq!(alice.sync(&since)["device_one_time_keys_count"]["signed_curve25519"], 1);
        assert_eq!(names(&claim(&bob, &alice)), ["signed_curve25519:a"]);
        for _ in 0..2 {
            assert_eq!(names(&claim(&bob, &alice)), ["signed_curve25519:f"]);
        }
        let sync = alice.sync(&since);
        assert_eq!(sync["device_one_time_keys_count"]["signed_curve25519"], 0);
        assert_eq!(sync["device_unused_fallback_key_types"], json!([]));
        upload(&alice, fallback).ok();
        assert_eq!(alice.sync(&since)["device_unused_fallback_key_types"], json!([]), "used, and the same as before");
        assert_eq!(claim(&alice, &bob), Value::Null);

        upload(&alice, json!({ "one_time_keys": { "signed_curve25519:c": key("c") } })).ok();
        assert_eq!(alice.sync("")["device_one_time_keys_count"]["signed_curve25519"], 1);
        alice.post("/_matrix/client/v3/logout", json!({})).ok();
        let alice = sign_in(&alice, &alice.device_id);
        let sync = alice.sync("");
        assert_eq!(sync["device_one_time_keys_count"]["signed_curve25519"], 0, "gone with the device: {sync}");
    });
}

#[test]
fn fifty_claims_at_once_get_fifty_keys() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let pair = upload_device(&alice, 1);
        let keys = (0..45)
            .map(|number| (format!("signed_curve25519:{number}"), pair.one_time_key(&alice, &number.to_string())));
        upload(&alice, json!({ "one_time_keys": keys.collect::<serde_json::Map<_, _>>() })).ok();
        let claimed: Vec<Vec<String>> = thread::scope(|scope| {
            let claims: Vec<_> = (0..50).map(|_| scope.spawn(|| names(&claim(&bob, &alice)))).collect();
            claims.into_iter().map(|claim| claim.join().expect("a claim")).collect()
        });
        let claimed: Vec<&String> = claimed.iter().flatten().collect();
        assert_eq!(claimed.len(), 45);
        assert_eq!(claimed.iter().collect::<BTreeSet<_>>().len(), 45, "each key once");
    });
}

fn changed(sync: &Value) -> Vec<&str> {
    let users = sync["device_lists"]["changed"].as_array().map(Vec::as_slice).unwrap_or_default();
    users.iter().filter_map(Value::as_str).collect()
}

#[test]
fn those_who_share_a_room_hear_of_devices() {
    on_each_database(|setup| {
        let server = setup.start();
        let [alice, bob, eve] = ["alice", "bob", "eve"].map(|name| server.register(name));
        let room = alice.create_room(json!({ "preset": "private_chat" }));
        let before = bob.now();
        alice.bring(&room, &bob);
        let sync = bob.sync(&before);
        assert!(changed(&sync).contains(&&*alice.user_id), "newly shared: {sync}");
        let (since, of_eve, own) = (next_batch(&sync), eve.now(), alice.now());
        alice.say(&room, "hello");
        let sync = bob.sync(&since);
        assert!(sync.get("device_lists").is_none(), "{sync}");

        let waiting = thread::scope(|scope| {
            let waiting = scope.spawn(|| bob.sync_with(&next_batch(&sync), "timeout=30000"));
            upload_device(&alice, 1);
            waiting.join().expect("a sync")
        });
        assert_eq!(changed(&waiting), [&*alice.user_id]);
        assert_eq!(changed(&alice.sync(&own)), [&*alice.user_id]);
        assert!(changed(&eve.sync(&of_eve)).is_empty());
        let since = next_batch(&waiting);
        let path = format!("{KEYS}/changes?from={before}&to={since}");
        assert!(bob.get(&path).ok()["changed"].as_array().is_some_and(|users| users.contains(&json!(alice.user_id))));
        bob.get(&format!("{KEYS}/changes?from=x&to={since}")).refused(400, "M_INVALID_PARAM");

        let phone = sign_in(&alice, "PHONE");
        upload_device(&phone, 2);
        let sync = bob.sync(&since);
        assert_eq!(changed(&sync), [&*alice.user_id]);
        assert_eq!(names(&query(&bob, &alice)["device_keys"][&alice.user_id]).len(), 2);
        phone.post("/_matrix/client/v3/logout", json!({})).ok();
        let sync = bob.sync(&next_batch(&sync));
        assert_eq!(changed(&sync), [&*alice.user_id]);
        assert_eq!(names(&query(&bob, &alice)["device_keys"][&alice.user_id]), [&*alice.device_id]);

        let other = alice.create_room(json!({}));
        alice.bring(&other, &bob);
        let since = bob.now();
        alice.leave(&room).ok();
        let sync = bob.sync(&since);
        assert!(sync["device_lists"].get("left").is_none(), "they share another room: {sync}");
        bob.leave(&other).ok();
        let sync = bob.sync(&next_batch(&sync));
        assert_eq!(sync["device_lists"]["left"], json!([alice.user_id]), "{sync}");

        let server = server.restart();
        let bob = server.client().with_session(&json!({
            "access_token": bob.token(), "user_id": bob.user_id, "device_id": bob.device_id,
        }));
        let sync = bob.sync(&since);
        assert_eq!(sync["device_lists"]["left"], json!([alice.user_id]), "from the database: {sync}");
    });
}
