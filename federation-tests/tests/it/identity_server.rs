//! Identity servers: whose word is taken that an address is somebody's, and who tell others whose it is.
//! <https://spec.matrix.org/v1.19/identity-service-api/>

use federation_tests::{Asked, Authority, Homeserver, Network, Peer, Reply, SecureMail, reply_json};
use hs_testkit::{Client, Value, json};

const IDENTITY: &str = "/_matrix/identity/v2/3pid/";
const ADDRESSES: &str = "/_matrix/client/v3/account/3pid";
const RESET: &str = "/_matrix/client/v3/account/password";

/// An identity server by which Alice has shown an address and a number to be hers.
fn identity_server(asked: &Asked) -> Option<Reply> {
    let what = asked.path.strip_prefix(IDENTITY)?;
    let (status, body) = match what.split('?').next()? {
        "getValidated3pid" if !what.contains("client_secret=monkeys") => {
            (404, json!({ "errcode": "M_NO_VALID_SESSION" }))
        }
        "getValidated3pid" if what.contains("sid=phone") => {
            (200, json!({ "medium": "msisdn", "address": "447700900001", "validated_at": 5 }))
        }
        "getValidated3pid" if what.contains("sid=mail") => {
            (200, json!({ "medium": "email", "address": "Alice@Example.org", "validated_at": 5 }))
        }
        "getValidated3pid" => (400, json!({ "errcode": "M_SESSION_NOT_VALIDATED" })),
        "bind" => (200, json!({ "medium": "email", "address": "alice@example.org", "mxid": "@alice:example.org" })),
        "unbind" => (200, json!({})),
        _ => return None,
    };
    Some(reply_json(status, &body))
}

fn trusting(network: &Network) -> Homeserver {
    network.start_with(|setup| setup.with_raw("identity.trusted_servers", "[\"localhost\"]"))
}

fn proof(id_server: &str, sid: &str) -> Value {
    json!({ "id_server": id_server, "id_access_token": "token", "sid": sid, "client_secret": "monkeys" })
}

fn add(person: &Client, proof: &Value) -> hs_testkit::Answer {
    person.post(ADDRESSES, json!({ "three_pid_creds": proof }))
}

/// The times that an identity server was asked for something.
fn times(peer: &Peer, what: &str) -> Vec<Asked> {
    let path = format!("{IDENTITY}{what}");
    peer.asked().into_iter().filter(|asked| asked.path.starts_with(&path)).collect()
}

#[test]
fn the_word_of_a_trusted_identity_server_is_as_good_as_a_mail() {
    let network = Network::new();
    let (server, peer) = (trusting(&network), Peer::new(network.authority(), identity_server));
    let alice = server.register("alice");
    let capabilities = alice.get("/_matrix/client/v3/capabilities").ok();
    assert_eq!(capabilities["capabilities"]["m.3pid_changes"]["enabled"], true);
    add(&alice, &proof("id.example.org", "mail")).refused(400, "M_SERVER_NOT_TRUSTED");
    for sid in ["other", "phone"] {
        add(&alice, &proof(peer.name(), sid)).refused(403, "M_THREEPID_AUTH_FAILED");
    }
    add(&alice, &proof(peer.name(), "mail")).ok();
    let listed = alice.get(ADDRESSES).ok();
    assert_eq!(
        (&listed["threepids"][0]["address"], &listed["threepids"][0]["validated_at"]),
        (&json!("alice@example.org"), &json!(5))
    );
    add(&server.register("bob"), &proof(peer.name(), "mail")).refused(400, "M_THREEPID_IN_USE");

    let client = server.client();
    let mut body = json!({ "new_password": "staple battery horse" });
    body["auth"] = json!({ "type": "m.login.email.identity", "threepid_creds": proof("id.example.org", "mail") });
    assert_eq!(client.post(RESET, body.clone()).body["errcode"], "M_SERVER_NOT_TRUSTED");
    body["auth"] = json!({ "type": "m.login.email.identity", "threepid_creds": proof(peer.name(), "mail") });
    client.post(RESET, body).ok();
    let who = json!({ "type": "m.id.thirdparty", "medium": "email", "address": "alice@example.org" });
    let sign_in = json!({ "type": "m.login.password", "identifier": who, "password": "staple battery horse" });
    client.post("/_matrix/client/v3/login", sign_in).ok();
    server.assert_sound();
}

#[test]
fn identity_servers_are_told_and_told_to_forget() {
    let network = Network::new();
    let (server, peer) = (trusting(&network), Peer::new(network.authority(), identity_server));
    let alice = server.register("alice");
    let user_id = json!(format!("@alice:{}", server.name()));
    let bind = || alice.post(&format!("{ADDRESSES}/bind"), proof(peer.name(), "mail"));
    let address = json!({ "medium": "email", "address": "ALICE@example.org" });
    let unbind =
        |body: &Value| alice.post(&format!("{ADDRESSES}/unbind"), body.clone()).ok()["id_server_unbind_result"].clone();
    assert_eq!(unbind(&address), "no-support", "nobody was told");
    bind().ok();
    assert_eq!(times(&peer, "bind")[0].body["mxid"], user_id);
    assert_eq!(alice.get(ADDRESSES).ok()["threepids"], json!([]), "it is not by that an address of the account");
    assert_eq!(unbind(&address), "success");
    let told = &times(&peer, "unbind")[0];
    assert_eq!(
        told.body,
        json!({ "mxid": user_id, "threepid": { "medium": "email", "address": "alice@example.org" } })
    );
    assert_eq!(told.origin, server.name(), "it is this server that asks, and it signs");
    assert_eq!(unbind(&address), "no-support", "it has forgotten already");

    let mut elsewhere = address.clone();
    elsewhere["id_server"] = json!("id.example.org");
    assert_eq!(unbind(&elsewhere), "no-support", "we do not speak to that one");
    bind().ok();
    let auth = json!({ "type": "m.login.password", "password": "correct horse battery",
        "identifier": { "type": "m.id.user", "user": "alice" } });
    let closed = alice.post("/_matrix/client/v3/account/deactivate", json!({ "auth": auth })).ok();
    assert_eq!(closed, json!({ "id_server_unbind_result": "success" }));
    assert_eq!(times(&peer, "unbind").len(), 2);
    server.assert_sound();
}

#[test]
fn mail_is_handed_over_in_private_to_whom_we_trust() {
    for (encryption, begins_openly) in [("tls", false), ("starttls", true)] {
        let network = Network::new();
        let (known, other) = (network.authority(), Authority::new());
        for (is_trusted, mail) in
            [(true, SecureMail::start(known, begins_openly)), (false, SecureMail::start(&other, begins_openly))]
        {
            let server = network.start_with(|setup| {
                let setup = setup.with("email.server", &mail.address()).with("email.encryption", encryption);
                setup.with("email.from", "tea@localhost").with("email.username", "tea").with("email.password", "secret")
            });
            let wanted = json!({ "client_secret": "monkeys", "email": "alice@example.org", "send_attempt": 1 });
            server.client().post("/_matrix/client/v3/register/email/requestToken", wanted).ok();
            if is_trusted {
                assert!(mail.mail().wait_for("alice@example.org", 1).data.contains("token="));
            } else {
                let log = server.log_with("the mail server takes no mail");
                assert!(!log.contains("secret") && !log.contains("token="), "{log}");
                assert!(mail.mail().letters_to("alice@example.org").is_empty());
            }
        }
    }
}
