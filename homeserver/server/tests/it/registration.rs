//! Making an account: <https://spec.matrix.org/v1.19/client-server-api/#account-registration>.

use hmac::{Hmac, KeyInit, Mac};
use hs_testkit::{Value, json};
use sha1::Sha1;

use crate::{on_each_database, setup};

const REGISTER: &str = "/_matrix/client/v3/register";
const AVAILABLE: &str = "/_matrix/client/v3/register/available?username=";
const VALIDITY: &str = "/_matrix/client/v1/register/m.login.registration_token/validity?token=";
const PASSWORD: &str = "correct horse battery";

fn dummy(session: &Value) -> Value {
    json!({ "type": "m.login.dummy", "session": session })
}

#[test]
fn a_challenge_then_an_account() {
    on_each_database(|setup| {
        let server = setup.start();
        let client = server.client();
        let challenge = client.post(REGISTER, json!({ "username": "Alice", "password": PASSWORD }));
        assert_eq!(challenge.status, 401, "{}", challenge.text);
        assert_eq!(challenge.body["flows"], json!([{ "stages": ["m.login.dummy"] }]));
        let session = &challenge.body["session"];
        assert!(session.is_string());
        assert_eq!(challenge.body["completed"], json!([]));

        let body = json!({
            "username": "Alice", "password": PASSWORD, "auth": dummy(session),
            "device_id": "PHONE", "initial_device_display_name": "Phone",
        });
        let registered = client.post(REGISTER, body.clone()).ok();
        assert_eq!((&registered["user_id"], &registered["device_id"]), (&json!("@alice:localhost"), &json!("PHONE")));
        let alice = client.with_session(&registered);
        let expected = json!({ "user_id": "@alice:localhost", "device_id": "PHONE" });
        assert_eq!(alice.get("/_matrix/client/v3/account/whoami").ok(), expected);
        // The answer may get lost: the same request gives the same account.
        assert_eq!(client.post(REGISTER, body).ok()["user_id"], "@alice:localhost");
        let other = json!({ "username": "alice", "password": PASSWORD, "auth": { "type": "m.login.dummy" } });
        client.post(REGISTER, other).refused(400, "M_USER_IN_USE");
    });
}

#[test]
fn names_are_checked_first() {
    let server = setup().start();
    let client = server.client();
    server.register("alice");
    assert_eq!(client.get(&format!("{AVAILABLE}bob")).ok(), json!({ "available": true }));
    client.get(&format!("{AVAILABLE}ALICE")).refused(400, "M_USER_IN_USE");
    client.get(&format!("{AVAILABLE}b%20ob")).refused(400, "M_INVALID_USERNAME");
    client.get(&format!("{AVAILABLE}{}", "a".repeat(245))).refused(400, "M_INVALID_USERNAME");
    client.get("/_matrix/client/v3/register/available").refused(400, "M_MISSING_PARAM");
    for (username, errcode) in [("alice", "M_USER_IN_USE"), ("é", "M_INVALID_USERNAME"), ("", "M_INVALID_USERNAME")] {
        client.post(REGISTER, json!({ "username": username, "password": PASSWORD })).refused(400, errcode);
    }
    client.post(REGISTER, json!({ "username": "bob", "password": "1" })).refused(400, "M_WEAK_PASSWORD");
    client.post(REGISTER, json!({ "username": 1 })).refused(400, "M_BAD_JSON");
    client.send("POST", REGISTER, b"{").refused(400, "M_NOT_JSON");
}

#[test]
fn inhibit_login_makes_an_account_without_a_session() {
    let server = setup().start();
    let body = json!({ "username": "alice", "password": PASSWORD, "auth": { "type": "m.login.dummy" }, "inhibit_login": true });
    let registered = server.client().post(REGISTER, body).ok();
    assert_eq!(registered, json!({ "user_id": "@alice:localhost", "home_server": "localhost" }));
}

#[test]
fn guests_come_in_where_they_are_welcome() {
    let closed = setup().start();
    closed.client().post(&format!("{REGISTER}?kind=guest"), json!({})).refused(403, "M_FORBIDDEN");
    let server = setup().with_raw("registration.guests", "true").start();
    let body = json!({ "device_id": "MINE", "username": "alice" });
    let registered = server.client().post(&format!("{REGISTER}?kind=guest"), body).ok();
    assert_ne!(registered["device_id"], "MINE");
    assert_ne!(registered["user_id"], "@alice:localhost");
    let guest = server.client().with_session(&registered);
    assert_eq!(guest.get("/_matrix/client/v3/account/whoami").ok()["is_guest"], true);
    guest.get("/_matrix/client/v3/account/3pid").refused(403, "M_GUEST_ACCESS_FORBIDDEN");
    server.client().post(&format!("{REGISTER}?kind=robot"), json!({})).refused(400, "M_INVALID_PARAM");
}

#[test]
fn a_closed_server_says_so() {
    let server = setup().with("registration.mode", "closed").start();
    let client = server.client();
    client.post(REGISTER, json!({})).refused(403, "M_FORBIDDEN");
    client.get(&format!("{AVAILABLE}alice")).refused(403, "M_FORBIDDEN");
    client.get(&format!("{VALIDITY}abc")).refused(403, "M_FORBIDDEN");
}

#[test]
fn a_token_is_asked_for_where_the_configuration_wants_one() {
    let server = setup().with("registration.mode", "token").start();
    let client = server.client();
    let challenge = client.post(REGISTER, json!({ "username": "alice", "password": PASSWORD }));
    assert_eq!(challenge.body["flows"], json!([{ "stages": ["m.login.registration_token"] }]));
    let auth = json!({
        "type": "m.login.registration_token", "token": "made-up", "session": challenge.body["session"],
    });
    let refused = client.post(REGISTER, json!({ "username": "alice", "password": PASSWORD, "auth": auth }));
    assert_eq!((refused.status, &refused.body["errcode"]), (401, &json!("M_UNAUTHORIZED")));
    assert_eq!(refused.body["session"], challenge.body["session"]);
    assert_eq!(client.get(&format!("{VALIDITY}made-up")).ok(), json!({ "valid": false }));
    assert_eq!(client.get(&format!("{VALIDITY}%00")).ok(), json!({ "valid": false }));
}

#[test]
fn the_shared_secret_makes_accounts_whatever_the_mode() {
    const PATH: &str = "/_synapse/admin/v1/register";
    let without = setup().start();
    without.client().get(PATH).refused(400, "M_UNKNOWN");
    let setup = setup().with("registration.mode", "closed").with("registration.shared_secret", "s3kr1t");
    let server = setup.start();
    let client = server.client();
    let attempt = |username: &str, nonce: &Value, mac: &str| {
        let body = json!({
            "nonce": nonce, "username": username, "password": PASSWORD, "admin": true, "mac": mac,
        });
        client.post(PATH, body)
    };
    let nonce = || client.get(PATH).ok()["nonce"].clone();
    let first = nonce();
    attempt("alice", &first, &"0".repeat(40)).refused(403, "M_FORBIDDEN");
    attempt("alice", &first, &mac("alice", &first)).refused(400, "M_UNKNOWN");
    attempt("alice", &json!("made up"), &"0".repeat(40)).refused(400, "M_UNKNOWN");
    let (second, third) = (nonce(), nonce());
    attempt("alice", &second, &mac("bob", &second)).refused(403, "M_FORBIDDEN");
    let alice = client.with_session(&attempt("alice", &third, &mac("alice", &third)).ok());
    assert_eq!(alice.get("/_matrix/client/v3/account/whoami").ok()["user_id"], "@alice:localhost");
}

/// What proves that the caller knows the secret `s3kr1t`.
fn mac(username: &str, nonce: &Value) -> String {
    let nonce = nonce.as_str().unwrap_or_default();
    let message = [nonce, username, PASSWORD, "admin"].join("\0");
    let mac = Hmac::<Sha1>::new_from_slice(b"s3kr1t").map(|mac| mac.chain_update(message).finalize().into_bytes());
    mac.unwrap_or_default().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
