//! Every endpoint for other servers, and in every place where it takes something the worst that could stand there: signed
//! as it should be, so that it is not the signature that is refused.

use federation_tests::{Network, Peer};
use hs_testkit::{
    Answer, Value, encode,
    fuzz::{FEDERATION, endpoints},
    json,
};

/// Numbers that canonical JSON does not have, and what is no JSON, cannot be signed: the server is then asked with a
/// signature of something else, and has to read far enough to find out.
fn signable(body: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(body).ok()?;
    ruma::CanonicalJsonValue::try_from(value.clone()).is_ok().then_some(value)
}

#[track_caller]
fn check(answer: &Answer, asked: &str) {
    assert!(answer.status < 500, "{asked}: {} {}", answer.status, answer.text);
    if answer.status >= 400 {
        assert!(answer.body["errcode"].is_string(), "{asked}: {} {}", answer.status, answer.text);
    }
}

#[test]
fn nothing_that_servers_ask_breaks_the_server() {
    let network = Network::new();
    let server = network.start();
    let peer = Peer::new(network.authority(), |_| None);
    let alice = server.register("alice");
    let room = alice.create_room(json!({ "preset": "public_chat" }));
    let event = alice.say(&room, "hello");
    let fill = |name: &str| match name {
        "roomId" => encode(&room),
        "eventId" => encode(&event),
        "userId" => encode(&format!("@bob:{}", peer.name())),
        "serverName" => encode(server.name()),
        "txnId" => hs_testkit::unique(),
        _ => "x".to_owned(),
    };
    for endpoint in endpoints(FEDERATION) {
        let method = endpoint.method;
        endpoint.each(&fill, &mut |path, body| {
            let content = if method == "GET" { None } else { Some(signable(body).unwrap_or_else(|| json!({}))) };
            let authorization = peer.authorization(server.name(), method, path, content.as_ref());
            let answer = server.client().with_authorization(&authorization).send(method, path, body.as_bytes());
            check(&answer, &format!("{method} {path} {}", body.chars().take(300).collect::<String>()));
        });
    }
    assert_eq!(alice.event(&room, &event).ok()["content"]["body"], "hello");
    alice.say(&room, "still here");
    server.assert_sound();
}

#[test]
fn every_endpoint_of_the_specification_is_asked() {
    let specified = include_str!("../../../compliance/coverage/endpoints.tsv").lines();
    let missing = specified.filter(|line| {
        let columns: Vec<_> = line.split('\t').collect();
        let [api, _, method, path, ..] = columns[..] else { return false };
        api == "server-server" && !endpoints(FEDERATION).any(|known| known.method == method && known.path == path)
    });
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}
