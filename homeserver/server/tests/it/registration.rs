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
    let profile = format!("/_matrix/client/v3/profile/{}", hs_testkit::encode(&guest.user_id));
    guest.put(&format!("{profile}/displayname"), json!({ "displayname": "Visitor" })).ok();
    let avatar = json!({ "avatar_url": "mxc://localhost/abc" });
    guest.put(&format!("{profile}/avatar_url"), avatar).refused(403, "M_GUEST_ACCESS_FORBIDDEN");
    guest.delete(&format!("{profile}/m.tz")).refused(403, "M_GUEST_ACCESS_FORBIDDEN");
    guest.delete(&format!("{profile}/displayname")).ok();
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
fn terms_are_accepted_as_they_were_shown() {
    on_each_database(|setup| {
        let document = |version: &str| {
            let place = format!("https://example.org/privacy-{version}");
            let text = format!("{{ language = \"en\", name = \"Privacy policy\", url = \"{place}\" }}");
            format!("[{{ id = \"privacy_policy\", version = \"{version}\", documents = [{text}] }}]")
        };
        let server = setup.clone().with_raw("registration.terms", &document("1.2")).start();
        let client = server.client();
        let challenge = client.post(REGISTER, json!({ "username": "alice", "password": PASSWORD }));
        assert_eq!(challenge.status, 401, "{}", challenge.text);
        assert_eq!(challenge.body["flows"], json!([{ "stages": ["m.login.terms"] }]));
        let shown = json!({ "privacy_policy": {
            "version": "1.2", "en": { "name": "Privacy policy", "url": "https://example.org/privacy-1.2" },
        } });
        assert_eq!(challenge.body["params"], json!({ "m.login.terms": { "policies": shown } }));
        let accept = |session: &Value, username: &str| {
            let auth = json!({ "type": "m.login.terms", "session": session });
            json!({ "username": username, "password": PASSWORD, "auth": auth })
        };
        // A dummy is no acceptance, and neither is one of what was never shown.
        let dummy = json!({ "username": "alice", "password": PASSWORD, "auth": dummy(&challenge.body["session"]) });
        assert_eq!(client.post(REGISTER, dummy).status, 401);
        let unseen = json!({ "username": "bob", "password": PASSWORD, "auth": { "type": "m.login.terms" } });
        assert_eq!(client.post(REGISTER, unseen).body["errcode"], "M_MISSING_PARAM");
        let registered = client.post(REGISTER, accept(&challenge.body["session"], "alice")).ok();
        assert_eq!(registered["user_id"], "@alice:localhost");
        let begun = client.post(REGISTER, json!({ "username": "bob", "password": PASSWORD })).body["session"].clone();
        drop(server);
        // The documents have changed: what was shown before is not what has to be accepted.
        let server = setup.with_raw("registration.terms", &document("2.0")).start();
        let again = server.client().post(REGISTER, accept(&begun, "bob"));
        assert_eq!(again.status, 401, "{}", again.text);
        assert_eq!(again.body["params"]["m.login.terms"]["policies"]["privacy_policy"]["version"], "2.0");
        assert_ne!(again.body["session"], begun);
        server.client().post(REGISTER, accept(&again.body["session"], "bob")).ok();
    });
}

#[test]
fn a_guest_who_registers_stays_who_they_are() {
    on_each_database(|setup| {
        let server = setup.with_raw("registration.guests", "true").start();
        let client = server.client();
        let guest = client.post(&format!("{REGISTER}?kind=guest"), json!({})).ok();
        let guest = client.with_session(&guest);
        let localpart = guest.user_id.trim_start_matches('@').trim_end_matches(":localhost").to_owned();
        let ask = |username: &str, token: &str, auth: Value| {
            let body = json!({ "username": username, "password": PASSWORD, "guest_access_token": token, "auth": auth });
            client.post(REGISTER, body)
        };
        let auth = || json!({ "type": "m.login.dummy" });
        ask(&localpart, "made-up", auth()).refused(401, "M_UNKNOWN_TOKEN");
        ask("somebody-else", &guest.token(), auth()).refused(400, "M_INVALID_USERNAME");
        let nameless = json!({ "password": PASSWORD, "guest_access_token": guest.token(), "auth": auth() });
        client.post(REGISTER, nameless).refused(400, "M_MISSING_PARAM");
        let alice = server.register("alice");
        ask("alice", &alice.token(), auth()).refused(403, "M_FORBIDDEN");
        let taken = json!({ "username": localpart, "password": PASSWORD, "auth": auth() });
        client.post(REGISTER, taken).refused(400, "M_USER_IN_USE");

        let registered = ask(&localpart, &guest.token(), auth()).ok();
        assert_eq!(registered["user_id"], *guest.user_id);
        assert_eq!(registered["device_id"], *guest.device_id, "with all that the device has");
        let user = client.with_session(&registered);
        assert_ne!(user.get("/_matrix/client/v3/account/whoami").ok()["is_guest"], true);
        guest.get("/_matrix/client/v3/account/whoami").refused(401, "M_UNKNOWN_TOKEN");
        user.create_room(json!({}));
        let login = json!({ "type": "m.login.password", "user": localpart, "password": PASSWORD });
        client.post("/_matrix/client/v3/login", login).ok();
        ask(&localpart, &user.token(), auth()).refused(403, "M_FORBIDDEN");
    });
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
