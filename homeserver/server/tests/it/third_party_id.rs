//! E-mail addresses and telephone numbers, of which a server keeps none that sends no mail and trusts no identity server:
//! <https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information>.

use hs_testkit::{Value, json};

use crate::setup;

fn extended(mut body: Value, more: &Value) -> Value {
    body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    body
}

#[test]
fn whoever_asks_for_a_token_learns_why_there_is_none() {
    let server = setup().start();
    let client = server.client();
    let email = json!({ "client_secret": "monkeys", "email": "alice@example.org", "send_attempt": 1 });
    let msisdn =
        json!({ "client_secret": "monkeys", "country": "GB", "phone_number": "07700900001", "send_attempt": 1 });
    let identity_server = json!({ "id_server": "id.example.org", "id_access_token": "abc" });
    for (version, path, status, errcode) in [
        ("v3", "register", 403, "M_THREEPID_DENIED"),
        ("r0", "register", 403, "M_THREEPID_DENIED"),
        ("v3", "account/3pid", 400, "M_THREEPID_MEDIUM_NOT_SUPPORTED"),
        ("v3", "account/password", 400, "M_THREEPID_NOT_FOUND"),
    ] {
        for (medium, body) in [("email", &email), ("msisdn", &msisdn)] {
            let path = format!("/_matrix/client/{version}/{path}/{medium}/requestToken");
            client.post(&path, body.clone()).refused(status, errcode);
            client.post(&path, extended(body.clone(), &identity_server)).refused(400, "M_SERVER_NOT_TRUSTED");
            client.post(&path, json!({})).refused(400, "M_BAD_JSON");
        }
    }
}

#[test]
fn nothing_is_added_to_an_account_and_nothing_can_be_taken_away() {
    let server = setup().start();
    let alice = server.register("alice");
    let client = server.client();
    let own = |rest: &str| format!("/_matrix/client/v3/account/3pid{rest}");
    let identity_server = json!({ "id_server": "id.example.org", "id_access_token": "abc" });
    let proof = json!({ "sid": "1", "client_secret": "monkeys" });
    let old = json!({ "three_pid_creds": extended(proof.clone(), &identity_server) });
    let address = json!({ "medium": "email", "address": "alice@example.org" });
    for (rest, body, status, errcode) in [
        ("", &old, 403, "M_FORBIDDEN"),
        ("/add", &proof, 403, "M_FORBIDDEN"),
        ("/bind", &extended(proof.clone(), &identity_server), 400, "M_SERVER_NOT_TRUSTED"),
        ("/delete", &address, 404, "M_THREEPID_NOT_FOUND"),
    ] {
        alice.post(&own(rest), body.clone()).refused(status, errcode);
        alice.post(&own(rest), json!({})).refused(400, "M_BAD_JSON");
        client.post(&own(rest), body.clone()).refused(401, "M_MISSING_TOKEN");
    }
    assert_eq!(alice.post(&own("/unbind"), address).ok(), json!({ "id_server_unbind_result": "no-support" }));
    assert_eq!(alice.get(&own("")).ok(), json!({ "threepids": [] }));
    let capabilities = alice.get("/_matrix/client/v3/capabilities").ok();
    assert_eq!(capabilities["capabilities"]["m.3pid_changes"], json!({ "enabled": false }));
}
