//! Dehydrated devices: <https://github.com/matrix-org/matrix-spec-proposals/pull/3814>.

use hs_testkit::{Client, Value, json};

use crate::{
    encryption::{KEYS, Pair, query},
    on_each_database, setup,
};

const PATH: &str = "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

fn body(of: &Client, device_id: &str, seed: u8) -> Value {
    let mut device = of.clone();
    device_id.clone_into(&mut device.device_id);
    let pair = Pair::of_device(seed, device_id);
    json!({
        "device_id": device_id,
        "initial_device_display_name": "Dehydrated",
        "device_data": { "algorithm": "org.matrix.msc3814.v2", "device_pickle": "secret", "nonce": "n" },
        "device_keys": pair.device_keys(&device),
        "one_time_keys": { "signed_curve25519:a": pair.one_time_key(&device, "k") },
    })
}

#[test]
fn a_dehydrated_device_receives_and_is_replaced() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        alice.get(PATH).refused(404, "M_NOT_FOUND");
        alice.delete(PATH).refused(404, "M_NOT_FOUND");
        let device = body(&alice, "DRY", 1);
        assert_eq!(alice.put(PATH, device.clone()).ok()["device_id"], "DRY");
        assert_eq!(alice.get(PATH).ok(), json!({ "device_id": "DRY", "device_data": device["device_data"] }));
        assert!(query(&bob, &alice)["device_keys"][&alice.user_id]["DRY"].is_object());
        let wanted = json!({ "one_time_keys": { &alice.user_id: { "DRY": "signed_curve25519" } } });
        let claimed = bob.post(&format!("{KEYS}/claim"), wanted).ok();
        assert!(claimed["one_time_keys"][&alice.user_id]["DRY"]["signed_curve25519:a"].is_object());
        for n in 0..120 {
            let messages = json!({ "messages": { &alice.user_id: { "DRY": { "n": n } } } });
            bob.put(&format!("/_matrix/client/v3/sendToDevice/m.room_key/{n}"), messages).ok();
        }
        let events = |next_batch: Value| alice.post(&format!("{PATH}/DRY/events"), next_batch).ok();
        let first = events(json!({}));
        assert_eq!(first["events"].as_array().map(Vec::len), Some(100));
        let second = events(json!({ "next_batch": first["next_batch"] }));
        assert_eq!(second["events"].as_array().map(Vec::len), Some(20));
        let third = events(json!({ "next_batch": second["next_batch"] }));
        assert_eq!(third["events"], json!([]));
        assert_eq!(events(json!({})), first, "another client can begin again");
        alice.post(&format!("{PATH}/OTHER/events"), json!({})).refused(403, "M_FORBIDDEN");

        alice.put(PATH, body(&alice, "NEW", 2)).ok();
        let devices = query(&bob, &alice)["device_keys"][&alice.user_id].clone();
        assert!(devices.get("DRY").is_none() && devices["NEW"].is_object());
        assert_eq!(alice.delete(PATH).ok()["device_id"], "NEW");
        assert_eq!(query(&bob, &alice)["device_keys"][&alice.user_id], json!({}));
    });
}

#[test]
fn a_dehydrated_device_cannot_take_the_place_of_another_one() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    alice.put(PATH, body(&alice, &alice.device_id, 1)).refused(400, "M_INVALID_PARAM");
    alice.put(PATH, body(&bob, "DRY", 1)).refused(400, "M_INVALID_PARAM");
    let mut forged = body(&alice, "DRY", 1);
    forged["device_keys"]["keys"]["ed25519:DRY"] = json!(Pair::of_device(2, "DRY").public);
    alice.put(PATH, forged).refused(400, "M_INVALID_SIGNATURE");
    alice.put(PATH, body(&alice, "DRY", 1)).ok();
    bob.get(PATH).refused(404, "M_NOT_FOUND");
    bob.post(&format!("{PATH}/DRY/events"), json!({})).refused(404, "M_NOT_FOUND");
}
