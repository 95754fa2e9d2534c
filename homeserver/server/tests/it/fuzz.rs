//! Every endpoint for clients and administrators, and in every place where it takes something the worst that could stand
//! there: whatever is asked, the answer is one that the specification knows, and the server lives on.

use hs_testkit::{
    Answer, encode,
    fuzz::{BEYOND, CLIENT, Endpoint, endpoints},
    in_room, json,
};

use crate::on_each_database;

/// What ends the session of whoever asks, who then could ask nothing more.
fn ends_the_session(endpoint: &Endpoint<'_>) -> bool {
    endpoint.path.contains("/logout")
}

/// What makes sense where a path has a name in braces.
struct Sensible {
    room: String,
    event: String,
    user: String,
    media_id: String,
}

impl Sensible {
    fn fill(&self, name: &str) -> String {
        match name {
            "roomId" | "roomIdOrAlias" => encode(&self.room),
            "eventId" => encode(&self.event),
            "userId" => encode(&self.user),
            "roomAlias" => encode("#absent:localhost"),
            "serverName" => "localhost".to_owned(),
            "mediaId" => self.media_id.clone(),
            "receiptType" => "m.read".to_owned(),
            "kind" => "override".to_owned(),
            "keyName" => "displayname".to_owned(),
            "authType" => "m.login.registration_token".to_owned(),
            "eventType" | "type" => "org.example.fuzz".to_owned(),
            "txnId" => hs_testkit::unique(),
            _ => "x".to_owned(),
        }
    }
}

#[track_caller]
fn check(answer: &Answer, asked: &str) {
    assert!(answer.status < 500, "{asked}: {} {}", answer.status, answer.text);
    let is_challenge = answer.status == 401 && answer.body["flows"].is_array();
    let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if answer.status >= 400 && !is_challenge && !is_page {
        assert!(answer.body["errcode"].is_string(), "{asked}: {} {}", answer.status, answer.text);
        assert!(answer.body["error"].is_string(), "{asked}: {} {}", answer.status, answer.text);
    }
}

#[test]
fn nothing_that_is_asked_breaks_the_server() {
    on_each_database(|setup| {
        let server = setup.with("registration.shared_secret", "s3kr1t").start();
        // Who comes first administers the server, and so may ask everything.
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let kept = bob.create_room(json!({}));
        let said = bob.say(&kept, "untouched");
        let uploaded = alice.send("POST", "/_matrix/media/v3/upload", b"no picture").ok();
        let media_id =
            uploaded["content_uri"].as_str().and_then(|uri| uri.rsplit('/').next()).expect("a URI").to_owned();
        let sensible = Sensible { event: alice.say(&room, "hello"), user: alice.user_id.clone(), room, media_id };
        for endpoint in endpoints(CLIENT).chain(endpoints(BEYOND)).filter(|endpoint| !ends_the_session(endpoint)) {
            // Some of what is asked makes her leave: she is let in again for the next.
            alice.join(&sensible.room);
            let method = endpoint.method;
            endpoint.each(&|name| sensible.fill(name), &mut |path, body| {
                let answer = alice.send(method, path, body.as_bytes());
                check(&answer, &format!("{method} {path} {}", body.chars().take(300).collect::<String>()));
            });
        }
        assert_eq!(bob.event(&kept, &said).ok()["content"]["body"], "untouched");
        alice.get(&in_room(&sensible.room, "state")).ok();
        alice.history(&sensible.room, 100);
        for person in [&alice, &bob] {
            person.sync("");
        }
        let server = server.restart();
        server.client().with_token(&alice.token()).sync("");
        assert_eq!(server.client().get("/health").ok(), json!({ "status": "ok" }));
        server.assert_sound();
    });
}

#[test]
fn every_endpoint_of_the_specification_is_asked() {
    let specified = include_str!("../../../../compliance/coverage/endpoints.tsv").lines();
    let missing = specified.filter(|line| {
        let columns: Vec<_> = line.split('\t').collect();
        let [api, _, method, path, ..] = columns[..] else { return false };
        api == "client-server" && !endpoints(CLIENT).any(|known| known.method == method && known.path == path)
    });
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}
