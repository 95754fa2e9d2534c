//! Tokens that are replayed, expired, taken back, or made for something else:
//! <https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens>.

use hs_testkit::{Client, Value, json};

use crate::setup;

const PASSWORD: &str = "correct horse battery";
const WHOAMI: &str = "/_matrix/client/v3/account/whoami";
const LOGIN: &str = "/_matrix/client/v3/login";

fn auth(user: &str) -> Value {
    let identifier = json!({ "type": "m.id.user", "user": user });
    json!({ "type": "m.login.password", "identifier": identifier, "password": PASSWORD })
}

fn text(answer: &Value, key: &str) -> String {
    answer[key].as_str().unwrap_or_else(|| panic!("no {key} in {answer}")).to_owned()
}

#[track_caller]
fn opens_nothing(client: &Client, token: &str) {
    let nobody = client.with_token(token);
    for path in [WHOAMI, "/_matrix/client/v3/sync", "/_matrix/client/v3/devices", "/_matrix/client/v1/media/config"] {
        nobody.get(path).refused(401, "M_UNKNOWN_TOKEN");
        let query = format!("{path}?access_token={token}");
        client.get(&query).refused(401, "M_UNKNOWN_TOKEN");
    }
}

#[test]
fn a_token_is_good_for_what_it_was_made_for() {
    let server = setup().start();
    let client = server.client();
    let alice = server.register("alice");
    let login = json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD, "refresh_token": true });
    let signed_in = client.post(LOGIN, login).ok();
    let get_token = json!({ "auth": auth("alice") });
    let login_token = text(&alice.post("/_matrix/client/v1/login/get_token", get_token).ok(), "login_token");
    let openid = alice.post("/_matrix/client/v3/user/@alice:localhost/openid/request_token", json!({})).ok();
    for token in [text(&signed_in, "refresh_token"), login_token, text(&openid, "access_token")] {
        opens_nothing(&client, &token);
    }
    let access_token = text(&signed_in, "access_token");
    let refresh = json!({ "refresh_token": access_token });
    client.post("/_matrix/client/v3/refresh", refresh).refused(401, "M_UNKNOWN_TOKEN");
    client.post(LOGIN, json!({ "type": "m.login.token", "token": access_token })).refused(403, "M_FORBIDDEN");
    let userinfo = format!("/_matrix/federation/v1/openid/userinfo?access_token={access_token}");
    client.get(&userinfo).refused(401, "M_UNKNOWN_TOKEN");
    client.with_token(&access_token).get(WHOAMI).ok();
}

#[test]
fn what_was_taken_back_or_is_of_another_server_opens_nothing() {
    let (server, other) = (setup().start(), setup().start());
    let client = server.client();
    let alice = server.register("alice");
    opens_nothing(&client, &other.register("alice").token());
    let [phone, tablet] = ["PHONE", "TABLET"].map(|device_id| {
        let login =
            json!({ "type": "m.login.password", "user": "alice", "password": PASSWORD, "device_id": device_id });
        client.with_session(&client.post(LOGIN, login).ok())
    });
    let removed = json!({ "auth": auth("alice"), "devices": ["PHONE"] });
    alice.post("/_matrix/client/v3/delete_devices", removed).ok();
    opens_nothing(&client, &phone.token());
    let changed = json!({ "auth": auth("alice"), "new_password": "battery staple horse" });
    alice.post("/_matrix/client/v3/account/password", changed).ok();
    opens_nothing(&client, &tablet.token());
    let mut own = auth("alice");
    own["password"] = json!("battery staple horse");
    alice.post("/_matrix/client/v3/account/deactivate", json!({ "auth": own })).ok();
    opens_nothing(&client, &alice.token());
    for nonsense in ["hga_", "%00", "x".repeat(5000).as_str()] {
        opens_nothing(&client, nonsense);
    }
}

/// Who has an account here is nobody's business: a stranger's name takes as long as a wrong password.
#[test]
fn the_time_that_a_login_takes_tells_nothing() {
    let server = setup().with("passwords.hash_cost", "standard").start();
    server.register("alice");
    let client = server.client();
    let take = |user: &str| {
        let started = std::time::Instant::now();
        let body = json!({ "type": "m.login.password", "user": user, "password": "guess" });
        client.post(LOGIN, body).refused(403, "M_FORBIDDEN");
        started.elapsed().as_secs_f64()
    };
    // By turns, and the shortest of each: what else the machine does makes both longer, and none shorter.
    let (mut known, mut unknown) = (f64::MAX, f64::MAX);
    for _ in 0..15 {
        known = known.min(take("alice"));
        unknown = unknown.min(take("nobody"));
    }
    assert!((0.6..1.7).contains(&(unknown / known)), "a known name takes {known} s, an unknown one {unknown} s");
}
