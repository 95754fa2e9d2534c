//! Devices: <https://spec.matrix.org/v1.19/client-server-api/#device-management>.

use hs_testkit::json;

use crate::setup;

const DEVICES: &str = "/_matrix/client/v3/devices";
const PASSWORD: &str = "correct horse battery";

#[test]
fn devices_are_listed_renamed_and_removed() {
    let server = setup().start();
    let alice = server.register("alice");
    let body = json!({
        "type": "m.login.password", "user": "alice", "password": PASSWORD,
        "device_id": "PHONE", "initial_device_display_name": "Phone",
    });
    let phone = alice.with_session(&alice.post("/_matrix/client/v3/login", body).ok());
    let devices = alice.get(DEVICES).ok();
    assert_eq!(devices["devices"].as_array().map(Vec::len), Some(2));
    let path = format!("{DEVICES}/PHONE");
    assert_eq!(alice.get(&path).ok()["display_name"], "Phone");
    alice.put(&path, json!({ "display_name": "Old phone" })).ok();
    assert_eq!(alice.get(&path).ok()["display_name"], "Old phone");
    alice.get(&format!("{DEVICES}/ABSENT")).refused(404, "M_NOT_FOUND");
    alice.get(&format!("{DEVICES}/%00")).refused(400, "M_INVALID_PARAM");
    alice.put(&format!("{DEVICES}/ABSENT"), json!({})).refused(404, "M_NOT_FOUND");

    let challenge = alice.delete(&path);
    assert_eq!(challenge.status, 401);
    let session = &challenge.body["session"];
    let auth = json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD, "session": session });
    let body = json!({ "auth": auth }).to_string();
    // What was begun for one device is no good for another one.
    let own = format!("{DEVICES}/{}", alice.device_id);
    alice.send("DELETE", &own, body.as_bytes()).refused(403, "M_FORBIDDEN");
    alice.send("DELETE", &path, body.as_bytes()).ok();
    phone.get(DEVICES).refused(401, "M_UNKNOWN_TOKEN");

    let auth = json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD });
    let body = json!({ "devices": [alice.device_id, "ABSENT"], "auth": auth });
    alice.post("/_matrix/client/v3/delete_devices", body).ok();
    alice.get(DEVICES).refused(401, "M_UNKNOWN_TOKEN");
}

#[test]
fn nobody_sees_the_devices_of_others() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    bob.get(&format!("{DEVICES}/{}", alice.device_id)).refused(404, "M_NOT_FOUND");
    let auth = json!({ "type": "m.login.password", "user": "bob", "password": PASSWORD });
    let body = json!({ "devices": [alice.device_id], "auth": auth });
    bob.post("/_matrix/client/v3/delete_devices", body).ok();
    alice.get(DEVICES).ok();
}
