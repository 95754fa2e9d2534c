//! Sessions that are renewed, opened by tokens, locked and suspended:
//! <https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens>.

use std::{thread, time::Duration};

use hs_testkit::{Client, Value, bodies, encode, in_room, json};

use crate::{on_each_database, setup};

const PASSWORD: &str = "correct horse battery";

fn sign_in(client: &Client, more: &Value) -> Value {
    let mut request = json!({
        "type": "m.login.password",
        "identifier": { "type": "m.id.user", "user": "carol" },
        "password": PASSWORD,
    });
    request.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    client.post("/_matrix/client/v3/login", request).ok()
}

fn carol(client: &Client) -> Value {
    let request = json!({ "username": "carol", "password": PASSWORD, "auth": { "type": "m.login.dummy" } });
    client.post("/_matrix/client/v3/register", request).ok()
}

fn refresh(client: &Client, token: &str) -> hs_testkit::Answer {
    client.post("/_matrix/client/v3/refresh", json!({ "refresh_token": token }))
}

fn text(answer: &Value, key: &str) -> String {
    answer[key].as_str().unwrap_or_else(|| panic!("no {key} in {answer}")).to_owned()
}

fn whoami(client: &Client, token: &str) -> hs_testkit::Answer {
    client.with_token(token).get("/_matrix/client/v3/account/whoami")
}

#[test]
fn tokens_are_refreshed_and_a_stolen_one_ends_the_session() {
    on_each_database(|setup| {
        let server = setup.start();
        let client = server.client();
        carol(&client);
        let plain = sign_in(&client, &json!({}));
        assert_eq!((&plain["refresh_token"], &plain["expires_in_ms"]), (&Value::Null, &Value::Null));
        let first = sign_in(&client, &json!({ "refresh_token": true }));
        assert!(first["expires_in_ms"].as_u64().is_some_and(|ms| ms > 0));
        let second = refresh(&client, &text(&first, "refresh_token")).ok();
        // The answer may be lost: until something of it is used, all goes on as before.
        whoami(&client, &text(&first, "access_token")).ok();
        let second_again = refresh(&client, &text(&first, "refresh_token")).ok();
        refresh(&client, &text(&second, "refresh_token")).refused(401, "M_UNKNOWN_TOKEN");
        whoami(&client, &text(&second_again, "access_token")).ok();
        whoami(&client, &text(&first, "access_token")).refused(401, "M_UNKNOWN_TOKEN");
        let third = refresh(&client, &text(&second_again, "refresh_token")).ok();
        whoami(&client, &text(&third, "access_token")).ok();
        // Whoever has the first one now has stolen it, or was stolen from.
        let refused = refresh(&client, &text(&first, "refresh_token")).refused(401, "M_UNKNOWN_TOKEN");
        assert_eq!(refused["soft_logout"], true);
        whoami(&client, &text(&third, "access_token")).refused(401, "M_UNKNOWN_TOKEN");
        refresh(&client, &text(&third, "refresh_token")).refused(401, "M_UNKNOWN_TOKEN");
        refresh(&client, "nonsense").refused(401, "M_UNKNOWN_TOKEN");
        whoami(&client, &text(&plain, "access_token")).ok();
    });
}

#[test]
fn a_sign_in_ends_softly_where_its_time_is_configured() {
    let setup = setup().with("access_tokens.lifetime", "2 s").with("access_tokens.refreshable_lifetime", "1 s");
    let server = setup.start();
    let client = server.client();
    let registered = carol(&client);
    assert_eq!(registered["expires_in_ms"], 2000);
    let plain = sign_in(&client, &json!({ "device_id": "PHONE" }));
    assert_eq!((&plain["refresh_token"], &plain["expires_in_ms"]), (&Value::Null, &json!(2000)));
    let renewed = sign_in(&client, &json!({ "refresh_token": true }));
    assert_eq!(renewed["expires_in_ms"], 1000);
    whoami(&client, &text(&plain, "access_token")).ok();
    thread::sleep(Duration::from_millis(2100));
    for token in [text(&plain, "access_token"), text(&renewed, "access_token")] {
        assert_eq!(whoami(&client, &token).refused(401, "M_UNKNOWN_TOKEN")["soft_logout"], true);
    }
    // The device is there still, and takes up where it was.
    let again = client.with_session(&sign_in(&client, &json!({ "device_id": "PHONE" })));
    assert_eq!(again.get("/_matrix/client/v3/devices").ok()["devices"].as_array().map(Vec::len), Some(3));
    let refreshed = refresh(&client, &text(&renewed, "refresh_token")).ok();
    whoami(&client, &text(&refreshed, "access_token")).ok();
}

#[test]
fn a_login_token_signs_in_once() {
    on_each_database(|setup| {
        let server = setup.start();
        let client = server.client();
        let carol = client.with_session(&carol(&client));
        let path = "/_matrix/client/v1/login/get_token";
        let challenge = carol.post(path, json!({}));
        assert_eq!(challenge.status, 401, "{}", challenge.text);
        let auth = json!({ "type": "m.login.password", "password": PASSWORD,
            "identifier": { "type": "m.id.user", "user": "carol" }, "session": challenge.body["session"] });
        let issued = carol.post(path, json!({ "auth": auth })).ok();
        let login = json!({ "type": "m.login.token", "token": text(&issued, "login_token") });
        let signed_in = client.post("/_matrix/client/v3/login", login.clone()).ok();
        assert_eq!(signed_in["user_id"], *carol.user_id);
        client.post("/_matrix/client/v3/login", login).refused(403, "M_FORBIDDEN");
        let flows = client.get("/_matrix/client/v3/login").ok();
        let offered = flows["flows"].as_array().expect("flows").iter();
        assert_eq!(offered.filter(|flow| flow["get_login_token"] == true).count(), 1);
    });
}

#[test]
fn administrators_lock_and_suspend_accounts_and_see_where_they_are_used() {
    on_each_database(|setup| {
        let server = setup.start();
        // Who comes first administers the server.
        let (admin, bob) = (server.register("alice"), server.register("bob"));
        let room = admin.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let path = |what: &str, who: &Client| format!("/_matrix/client/v1/admin/{what}/{}", encode(&who.user_id));
        bob.put(&path("lock", &admin), json!({ "locked": true })).refused(403, "M_FORBIDDEN");
        admin.put(&path("lock", &admin), json!({ "locked": true })).refused(403, "M_FORBIDDEN");
        admin.put(&path("suspend", &bob), json!({ "suspended": true })).ok();
        assert_eq!(admin.get(&path("suspend", &bob)).ok(), json!({ "suspended": true }));
        bob.sync("");
        let message = json!({ "msgtype": "m.text", "body": "Hello" });
        bob.send_event(&room, "m.room.message", message.clone()).refused(403, "M_USER_SUSPENDED");
        bob.post("/_matrix/client/v3/createRoom", json!({})).refused(403, "M_USER_SUSPENDED");
        bob.leave(&room).ok();
        bob.join(&room).refused(403, "M_USER_SUSPENDED");
        admin.put(&path("suspend", &bob), json!({ "suspended": false })).ok();
        bob.join(&room).ok();
        bob.send_event(&room, "m.room.message", message).ok();
        admin.put(&path("lock", &bob), json!({ "locked": true })).ok();
        assert_eq!(bob.get("/_matrix/client/v3/sync").refused(401, "M_USER_LOCKED")["soft_logout"], true);
        admin.put(&path("lock", &bob), json!({ "locked": false })).ok();
        bob.sync("");
        let whois = |who: &Client| format!("/_matrix/client/v3/admin/whois/{}", encode(&who.user_id));
        bob.get(&whois(&admin)).refused(403, "M_FORBIDDEN");
        let found = admin.get(&whois(&bob)).ok();
        assert_eq!(found["user_id"], *bob.user_id);
        assert!(found["devices"][&bob.device_id]["sessions"][0]["connections"][0].is_object(), "{found}");
        admin.put(&path("lock", &bob), json!({ "locked": true })).ok();
        bob.post("/_matrix/client/v3/logout", json!({})).ok();
        let elsewhere = format!("/_matrix/client/v1/admin/lock/{}", encode("@x:elsewhere.org"));
        admin.get(&elsewhere).refused(400, "M_INVALID_PARAM");
    });
}

#[test]
fn who_wants_to_be_forgotten_is_read_only_by_those_who_were_there() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let client = server.client();
    let carol = client.with_session(&carol(&client));
    let room = alice.create_room(json!({ "preset": "public_chat" }));
    carol.join(&room).ok();
    carol.say(&room, "Remember me");
    let auth = json!({ "type": "m.login.password", "password": PASSWORD,
        "identifier": { "type": "m.id.user", "user": "carol" } });
    carol.post("/_matrix/client/v3/account/deactivate", json!({ "auth": auth, "erase": true })).ok();
    bob.join(&room).ok();
    let read = |client: &Client| bodies(&client.get(&in_room(&room, "messages?dir=b&limit=50")).ok()["chunk"]);
    assert_eq!(read(&alice), ["Remember me"]);
    assert_eq!(read(&bob), Vec::<String>::new());
}
