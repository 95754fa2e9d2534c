//! Every endpoint of the specification, and in every place where it takes something the worst that could stand there:
//! whatever is asked, the answer is one that the specification knows, and the server lives on.
//!
//! The list of endpoints has a line for each: method, path, `?` and its query parameters, and the keys of its body in
//! braces. Those that the server does not have answer that they do not exist, until they do.

use hs_testkit::{Answer, Client, encode, in_room, json};

use crate::on_each_database;

const ENDPOINTS: &str = include_str!("fuzz/endpoints.txt");

/// JSON texts, some of which are none, to stand where something else was meant.
const VALUES: [&str; 15] = [
    "null",
    "true",
    "-1",
    "0.5",
    "1e400",
    "9007199254740993",
    "\"\"",
    r#""\u0000""#,
    r#""a\u0000b""#,
    r#""\ud800""#,
    "\"@nobody:\"",
    "[]",
    "{}",
    r#"[{"a":[null,{"b":0.1}]}]"#,
    r#"{"\u0000":"\u0000","*":{"*":["\u0000"]},"":[]}"#,
];

/// Parts of a path or values of a query, percent-encoded where they must be.
const PARTS: [&str; 14] = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%F0%9F%8D%B5",
    "..",
    "%2F..%2F",
    "-1",
    "99999999999999999999",
    "0x10",
    "%7B",
    "@:",
    "%21nowhere:localhost",
    "%24nothing",
    "'%22%3B--%20%25_",
];

/// An endpoint and what it takes.
struct Endpoint<'a> {
    method: &'a str,
    path: &'a str,
    query: Vec<&'a str>,
    body: Vec<&'a str>,
}

fn parse(line: &str) -> Endpoint<'_> {
    let mut parts = line.split(' ');
    let (method, path) = (parts.next().expect("a method"), parts.next().expect("a path"));
    let mut endpoint = Endpoint { method, path, query: Vec::new(), body: Vec::new() };
    for part in parts {
        match part.strip_prefix('?') {
            Some(query) => endpoint.query = query.split(',').collect(),
            None => endpoint.body = part.trim_matches(['{', '}']).split(',').collect(),
        }
    }
    endpoint
}

/// What makes sense where a path has this in braces.
struct Sensible {
    room: String,
    event: String,
    user: String,
}

impl Sensible {
    fn fill(&self, name: &str) -> String {
        match name {
            "roomId" | "roomIdOrAlias" => encode(&self.room),
            "eventId" => encode(&self.event),
            "userId" => encode(&self.user),
            "roomAlias" => encode("#absent:localhost"),
            "receiptType" => "m.read".to_owned(),
            "kind" => "override".to_owned(),
            "keyName" => "displayname".to_owned(),
            "eventType" | "type" => "org.example.fuzz".to_owned(),
            "txnId" => hs_testkit::unique(),
            _ => "x".to_owned(),
        }
    }

    /// The path with what makes sense everywhere, except `bad` in the place that has this number.
    fn path(&self, path: &str, bad: Option<(usize, &str)>) -> String {
        let mut filled = String::new();
        for (number, part) in path.split('{').enumerate() {
            match part.split_once('}') {
                None => filled.push_str(part),
                Some((name, rest)) => {
                    let here = bad.filter(|(place, _)| *place == number);
                    filled.push_str(&here.map_or_else(|| self.fill(name), |(_, bad)| bad.to_owned()));
                    filled.push_str(rest);
                }
            }
        }
        filled
    }
}

#[track_caller]
fn check(answer: &Answer, asked: &str) {
    assert!(answer.status < 500, "{asked}: {} {}", answer.status, answer.text);
    let is_challenge = answer.status == 401 && answer.body["flows"].is_array();
    if answer.status >= 400 && !is_challenge {
        assert!(answer.body["errcode"].is_string(), "{asked}: {} {}", answer.status, answer.text);
        assert!(answer.body["error"].is_string(), "{asked}: {} {}", answer.status, answer.text);
    }
}

fn ask(client: &Client, method: &str, path: &str, body: &str) {
    let answer = client.send(method, path, body.as_bytes());
    check(&answer, &format!("{method} {path} {}", body.chars().take(200).collect::<String>()));
}

fn fuzz(client: &Client, sensible: &Sensible, endpoint: &Endpoint<'_>) {
    let Endpoint { method, path, query, body } = endpoint;
    let long = "x".repeat(5_000);
    for place in 1..path.split('{').count() {
        for bad in PARTS.into_iter().chain([&*long]) {
            ask(client, method, &sensible.path(path, Some((place, bad))), "{}");
        }
    }
    for key in query {
        for bad in PARTS.into_iter().chain([&*long]) {
            ask(client, method, &format!("{}?{key}={bad}", sensible.path(path, None)), "{}");
        }
    }
    if *method == "GET" {
        return;
    }
    for text in VALUES.into_iter().chain(["", "{", "{]", "{\"a\":1}x", "\u{feff}{}"]) {
        ask(client, method, &sensible.path(path, None), text);
    }
    let long = format!("\"{long}\"");
    for key in body {
        for value in VALUES.into_iter().chain([&*long]) {
            ask(client, method, &sensible.path(path, None), &format!("{{\"{key}\":{value}}}"));
        }
    }
}

#[test]
fn nothing_that_is_asked_breaks_the_server() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let kept = bob.create_room(json!({}));
        let said = bob.say(&kept, "untouched");
        let sensible = Sensible { event: alice.say(&room, "hello"), user: alice.user_id.clone(), room };
        for line in ENDPOINTS.lines() {
            // Some of what is asked makes her leave: she is let in again for the next.
            alice.join(&sensible.room);
            fuzz(&alice, &sensible, &parse(line));
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
