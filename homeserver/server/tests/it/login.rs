//! Signing in and out: <https://spec.matrix.org/v1.19/client-server-api/#login>.

use hs_testkit::json;

use crate::{on_each_database, setup};

const LOGIN: &str = "/_matrix/client/v3/login";
const WHOAMI: &str = "/_matrix/client/v3/account/whoami";
const PASSWORD: &str = "correct horse battery";

#[test]
fn a_person_signs_in_and_out() {
    on_each_database(|setup| {
        let server = setup.start();
        let client = server.client();
        server.register("alice");
        let by_token = json!({ "type": "m.login.token", "get_login_token": true });
        assert_eq!(client.get(LOGIN).ok(), json!({ "flows": [{ "type": "m.login.password" }, by_token] }));
        for identity in [
            json!({ "identifier": { "type": "m.id.user", "user": "alice" } }),
            json!({ "identifier": { "type": "m.id.user", "user": "@alice:localhost" } }),
            json!({ "user": "alice" }),
        ] {
            let mut body = json!({ "type": "m.login.password", "password": PASSWORD });
            body.as_object_mut().expect("an object").extend(identity.as_object().expect("an object").clone());
            let alice = client.with_session(&client.post(LOGIN, body).ok());
            assert_eq!(alice.get(WHOAMI).ok()["user_id"], "@alice:localhost");
            alice.post("/_matrix/client/v3/logout", json!({})).ok();
            let refused = alice.get(WHOAMI).refused(401, "M_UNKNOWN_TOKEN");
            assert!(!refused["soft_logout"].as_bool().unwrap_or_default());
        }
    });
}

#[test]
fn what_is_wrong_with_a_login_is_said_and_who_exists_is_not() {
    let server = setup().start();
    let client = server.client();
    server.register("alice");
    let login = |user: &str, password: &str| {
        let identifier = json!({ "type": "m.id.user", "user": user });
        client.post(LOGIN, json!({ "type": "m.login.password", "identifier": identifier, "password": password }))
    };
    let wrong = login("alice", "wrong").refused(403, "M_FORBIDDEN");
    assert_eq!(login("nobody", PASSWORD).refused(403, "M_FORBIDDEN"), wrong);
    assert_eq!(login("\0", PASSWORD).refused(403, "M_FORBIDDEN"), wrong);
    let by_mail = json!({ "type": "m.id.thirdparty", "medium": "email", "address": "a@example.org" });
    let by_mail = json!({ "type": "m.login.password", "identifier": by_mail, "password": PASSWORD });
    assert_eq!(client.post(LOGIN, by_mail).refused(403, "M_FORBIDDEN"), wrong);
    client.post(LOGIN, json!({})).refused(400, "M_BAD_JSON");
    client.post(LOGIN, json!([])).refused(400, "M_BAD_JSON");
    client.post(LOGIN, json!({ "type": "m.login.password", "password": PASSWORD })).refused(400, "M_MISSING_PARAM");
    client.post(LOGIN, json!({ "type": "org.example.magic" })).refused(400, "M_UNKNOWN");
    client.post(LOGIN, json!({ "type": "m.login.token", "token": "x" })).refused(403, "M_FORBIDDEN");
    client.get(WHOAMI).refused(401, "M_MISSING_TOKEN");
    client.with_token("made-up").get(WHOAMI).refused(401, "M_UNKNOWN_TOKEN");
}

#[test]
fn logging_out_everywhere_ends_every_session_and_survives_a_restart() {
    let server = setup().start();
    let first = server.register("alice");
    let body = json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD });
    let second = first.with_session(&first.post(LOGIN, body).ok());
    let server = server.restart();
    let (first, second) = (server.client().with_token(&first.token()), server.client().with_token(&second.token()));
    second.get(WHOAMI).ok();
    first.post("/_matrix/client/v3/logout/all", json!({})).ok();
    first.get(WHOAMI).refused(401, "M_UNKNOWN_TOKEN");
    second.get(WHOAMI).refused(401, "M_UNKNOWN_TOKEN");
}

#[test]
fn a_password_is_changed_by_whoever_knows_the_old_one() {
    const PATH: &str = "/_matrix/client/v3/account/password";
    let server = setup().start();
    let alice = server.register("alice");
    let login = |password: &str| {
        server.client().post(LOGIN, json!({ "type": "m.login.password", "user": "alice", "password": password }))
    };
    let other = alice.with_session(&login(PASSWORD).ok());
    server.client().post(PATH, json!({ "new_password": "battery staple" })).refused(401, "M_MISSING_TOKEN");
    let challenge = alice.post(PATH, json!({ "new_password": "battery staple" }));
    assert_eq!(challenge.body["flows"], json!([{ "stages": ["m.login.password"] }]));
    let session = &challenge.body["session"];
    let wrong = json!({ "type": "m.login.password", "user": "alice", "password": "wrong", "session": session });
    let refused = alice.post(PATH, json!({ "new_password": "battery staple", "auth": wrong }));
    assert_eq!((refused.status, &refused.body["errcode"]), (401, &json!("M_FORBIDDEN")));
    let identifier = json!({ "type": "m.id.user", "user": "@alice:localhost" });
    let auth = json!({
        "type": "m.login.password", "identifier": identifier, "password": PASSWORD, "session": session,
    });
    alice.post(PATH, json!({ "new_password": "battery staple", "auth": auth })).ok();
    alice.get(WHOAMI).ok();
    other.get(WHOAMI).refused(401, "M_UNKNOWN_TOKEN");
    login(PASSWORD).refused(403, "M_FORBIDDEN");
    login("battery staple").ok();
}

#[test]
fn a_closed_account_is_closed() {
    const PATH: &str = "/_matrix/client/v3/account/deactivate";
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = bob.create_room(json!({ "preset": "public_chat" }));
    alice.join(&room).ok();
    assert_eq!(alice.get("/_matrix/client/v3/account/3pid").ok(), json!({ "threepids": [] }));
    assert_eq!(alice.post(PATH, json!({})).status, 401);
    let auth = json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD });
    assert_eq!(alice.post(PATH, json!({ "auth": auth })).ok(), json!({ "id_server_unbind_result": "success" }));
    alice.get(WHOAMI).refused(401, "M_UNKNOWN_TOKEN");
    let body = json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD });
    server.client().post(LOGIN, body).refused(403, "M_FORBIDDEN");
    assert_eq!(bob.membership(&room, &alice), "leave");
}
