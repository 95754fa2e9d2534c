//! Input that is wrong, hostile or absurd: the error that the specification names, nothing stored, and a server that
//! goes on as before.

use hs_testkit::{Answer, Client, Server, encode, event_id, in_room, json, unique};

use crate::on_each_database;

/// A server with two people, one room, and the number of events that the room had at the start.
struct Scene {
    server: Server,
    alice: Client,
    bob: Client,
    room: String,
    events: usize,
}

impl Scene {
    fn new(setup: &hs_testkit::Setup) -> Self {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        let events = alice.history(&room, 100).len();
        Self { server, alice, bob, room, events }
    }

    /// Sends bytes as the content of a message.
    fn send(&self, body: &[u8]) -> Answer {
        self.alice.send("PUT", &in_room(&self.room, &format!("send/m.room.message/{}", unique())), body)
    }

    /// Nothing was stored, nothing broke, and the server still does what it is for.
    fn end(self) -> Self {
        assert_eq!(self.alice.history(&self.room, 100).len(), self.events);
        assert_eq!(self.server.client().get("/health").ok(), json!({ "status": "ok" }));
        let id = self.alice.say(&self.room, "still here");
        assert_eq!(self.alice.event(&self.room, &id).ok()["content"]["body"], "still here");
        self.server.assert_sound();
        self
    }
}

/// Nested lists, `depth` of them.
fn nested(depth: usize) -> String {
    format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn bodies_that_are_no_json() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        for body in [
            &b"{"[..],
            b"nonsense",
            b"{\"body\":}",
            b"{\"body\":\"a\"",
            b"{\"body\":\"a\"} trailing",
            b"{'body':'a'}",
            b"{\"body\":\"\xff\xfe\"}",
            b"{\"body\":\"\xed\xa0\x80\"}",
            b"\xef\xbb\xbf{}",
            b"{\"body\":NaN}",
            b"{\"body\":01}",
            b"{\"body\":\"\x00\"}",
        ] {
            let text = String::from_utf8_lossy(body).into_owned();
            let answer = scene.send(body);
            assert_eq!((answer.status, answer.body["errcode"].as_str()), (400, Some("M_NOT_JSON")), "{text}");
            let answer = scene.alice.send("POST", "/_matrix/client/v3/createRoom", body);
            assert_eq!((answer.status, answer.body["errcode"].as_str()), (400, Some("M_NOT_JSON")), "{text}");
        }
        let joined = scene.alice.get("/_matrix/client/v3/joined_rooms").ok();
        assert_eq!(joined["joined_rooms"], json!([scene.room]));
        scene.end();
    });
}

#[test]
fn json_of_the_wrong_shape() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        // Half of a surrogate pair is JSON, but no text.
        scene.send(br#"{"body":"\ud800"}"#).refused(400, "M_BAD_JSON");
        for body in ["[]", "3", "null", "\"text\"", "true"] {
            scene.send(body.as_bytes()).refused(400, "M_BAD_JSON");
            for path in ["createRoom", "register", "login", "publicRooms"] {
                scene
                    .alice
                    .send("POST", &format!("/_matrix/client/v3/{path}"), body.as_bytes())
                    .refused(400, "M_BAD_JSON");
            }
        }
        for (path, body) in [
            ("invite", json!({ "user_id": 3 })),
            ("invite", json!({ "user_id": "nobody" })),
            ("kick", json!({ "user_id": ["@bob:localhost"] })),
            ("ban", json!({ "user_id": "@bob:localhost", "reason": 3 })),
            ("read_markers", json!({ "m.read": 3 })),
            ("join", json!({ "reason": {} })),
        ] {
            scene.alice.post(&in_room(&scene.room, path), body).refused(400, "M_BAD_JSON");
        }
        scene.alice.post(&in_room(&scene.room, "kick"), json!({})).refused(400, "M_BAD_JSON");
        let own = |body: &str| {
            scene.alice.send("PUT", &in_room(&scene.room, "state/m.room.member/@alice:localhost"), body.as_bytes())
        };
        own("{\"membership\":3}").refused(400, "M_BAD_JSON");
        own("{\"membership\":\"hover\"}").refused(403, "M_FORBIDDEN");
        own("{}").refused(400, "M_BAD_JSON");
        for content in [
            json!({ "users": [] }),
            json!({ "users": { "nobody": 3 } }),
            json!({ "ban": "high" }),
            json!({ "users": { "@alice:localhost": null } }),
            json!({ "events": { "m.room.name": [] } }),
        ] {
            let answer = scene.alice.set_state(&scene.room, "m.room.power_levels", "", content.clone());
            assert!([400, 403].contains(&answer.status), "{content}: {} {}", answer.status, answer.text);
        }
        scene.end();
    });
}

#[test]
fn numbers_that_canonical_json_does_not_have() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        for number in [
            "0.5",
            "1.0",
            "1e3",
            "-0.0",
            "1e400",
            "-1e-400",
            "9007199254740992",
            "-9007199254740992",
            "18446744073709551616",
            "9223372036854775807",
        ] {
            let body = format!("{{\"msgtype\":\"m.text\",\"body\":\"x\",\"n\":[{{\"n\":{number}}}]}}");
            let answer = scene.send(body.as_bytes());
            assert!(answer.status == 400, "{number}: {} {}", answer.status, answer.text);
            let expected = if number.contains("400") { "M_NOT_JSON" } else { "M_BAD_JSON" };
            assert!(
                [expected, "M_BAD_JSON"].contains(&answer.body["errcode"].as_str().unwrap_or_default()),
                "{number}: {}",
                answer.text
            );
            let path = in_room(&scene.room, "state/org.example.number");
            assert_eq!(scene.alice.send("PUT", &path, body.as_bytes()).status, 400, "{number}");
        }
        let scene = scene.end();
        for number in ["9007199254740991", "-9007199254740991", "0"] {
            let id = event_id(&scene.send(format!("{{\"n\":{number}}}").as_bytes()).ok());
            assert_eq!(scene.alice.event(&scene.room, &id).ok()["content"]["n"].to_string(), number);
        }
    });
}

#[test]
fn nesting_that_would_break_a_recursive_reader() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        for depth in [101, 128, 1000, 100_000, 500_000] {
            scene.send(nested(depth).as_bytes()).refused(400, "M_BAD_JSON");
            scene.send(nested(depth).replace('[', "{\"a\":").replace(']', "}").as_bytes()).refused(
                if depth > 100_000 { 413 } else { 400 },
                if depth > 100_000 { "M_TOO_LARGE" } else { "M_BAD_JSON" },
            );
        }
        let unclosed = "[".repeat(1000);
        scene.send(unclosed.as_bytes()).refused(400, "M_BAD_JSON");
        let filter = encode(&nested(1000));
        // What a filter does not know is passed over, however deep it is.
        scene.alice.get(&format!("/_matrix/client/v3/sync?filter={filter}")).ok();
        let page = in_room(&scene.room, &format!("messages?dir=b&filter={filter}"));
        scene.alice.get(&page).refused(400, "M_INVALID_PARAM");
        scene.end();
    });
}

#[test]
fn sizes_beyond_the_limits() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        let text = |length: usize| json!({ "body": "x".repeat(length) }).to_string();
        scene.send(text(65_536).as_bytes()).refused(413, "M_TOO_LARGE");
        scene.send(text(65_300).as_bytes()).refused(413, "M_TOO_LARGE");
        scene.send(text(900_000).as_bytes()).refused(413, "M_TOO_LARGE");
        scene.send(text(3 << 20).as_bytes()).refused(413, "M_TOO_LARGE");
        let long = "x".repeat(256);
        let path = in_room(&scene.room, &format!("send/{long}/{}", unique()));
        scene.alice.put(&path, json!({})).refused(413, "M_TOO_LARGE");
        scene.alice.set_state(&scene.room, &long, "", json!({})).refused(413, "M_TOO_LARGE");
        scene.alice.set_state(&scene.room, "org.example.key", &long, json!({})).refused(413, "M_TOO_LARGE");
        let long_user = format!("@{long}:localhost");
        let answer = scene.alice.post(&in_room(&scene.room, "invite"), json!({ "user_id": long_user }));
        assert!([400, 403, 413].contains(&answer.status), "{} {}", answer.status, answer.text);
        let auth = json!({ "type": "m.login.dummy" });
        let body = json!({ "username": "x".repeat(250), "password": "correct horse battery", "auth": auth });
        scene.server.client().post("/_matrix/client/v3/register", body).refused(400, "M_INVALID_USERNAME");
        let query = "x".repeat(200_000);
        let answer = scene.alice.exchange("GET", &format!("/_matrix/client/v3/sync?filter={query}"), b"");
        assert!(answer.as_ref().map_or(true, |answer| (400..500).contains(&answer.status)), "{answer:?}");
        let scene = scene.end();
        // What just fits is taken, and comes back as it was.
        let id = event_id(&scene.send(text(64_000).as_bytes()).ok());
        let body = scene.alice.event(&scene.room, &id).ok()["content"]["body"].as_str().map(str::len);
        assert_eq!(body, Some(64_000));
        let widest = "é".repeat(127);
        scene.alice.set_state(&scene.room, "org.example.key", &widest, json!({ "n": 1 })).ok();
        assert_eq!(scene.alice.state(&scene.room, "org.example.key", &widest).ok()["n"], 1);
    });
}

#[test]
fn nul_characters_where_a_database_may_refuse_them() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        let client = |rest: &str| format!("/_matrix/client/v3/{rest}");
        let room = encode(&scene.room);
        // No identifier has one.
        for (method, path) in [
            ("PUT", format!("rooms/{room}/send/a%00b/{}", unique())),
            ("PUT", format!("rooms/{room}/send/m.room.message/a%00b")),
            ("PUT", format!("rooms/{room}/state/a%00b/")),
            ("PUT", format!("rooms/{room}/state/org.example.key/a%00b")),
            ("GET", format!("rooms/{room}/state/a%00b/")),
            ("GET", format!("rooms/{room}/event/$a%00b")),
            ("GET", "rooms/!a%00b:localhost/state".to_owned()),
            ("GET", "directory/room/%23a%00b:localhost".to_owned()),
            ("GET", "profile/@a%00b:localhost".to_owned()),
            ("POST", "join/!a%00b:localhost".to_owned()),
            ("PUT", "user/@alice:localhost/account_data/a%00b".to_owned()),
            ("GET", "user/@alice:localhost/account_data/a%00b".to_owned()),
            ("PUT", "profile/@alice:localhost/a%00b".to_owned()),
            ("GET", "user/@alice:localhost/filter/a%00b".to_owned()),
            ("GET", "publicRooms?since=a%00b".to_owned()),
            ("GET", "register/available?username=a%00b".to_owned()),
        ] {
            let answer = scene.alice.send(method, &client(&path), b"{}");
            assert_eq!(answer.status, 400, "{path}: {}", answer.text);
        }
        let state = json!({ "type": "a\0b", "content": {} });
        scene.alice.post(&client("createRoom"), json!({ "initial_state": [state] })).refused(400, "M_BAD_JSON");
        for body in [
            json!({ "username": "a\0b", "password": "correct horse battery", "auth": { "type": "m.login.dummy" } }),
            json!({ "username": "nul", "password": "a\0b\0cdefgh", "device_id": "a\0b", "auth": { "type": "m.login.dummy" } }),
        ] {
            let answer = scene.server.client().post(&client("register"), body);
            assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.text);
        }
        let login = json!({ "type": "m.login.password", "user": "alice", "password": "correct horse battery", "initial_device_display_name": "a\0b" });
        let answer = scene.server.client().post(&client("login"), login);
        assert!(answer.status < 500, "{} {}", answer.status, answer.text);
        for (path, body) in [
            ("profile/@alice:localhost/displayname", json!({ "displayname": "a\0b" })),
            ("user/@alice:localhost/account_data/org.example.nul", json!({ "a\0b": "\0" })),
            ("pushrules/global/content/nul", json!({ "pattern": "a\0b", "actions": [] })),
            ("pushrules/global/content/a%00b", json!({ "pattern": "ab", "actions": [] })),
        ] {
            let answer = scene.alice.put(&client(path), body);
            assert!(answer.status < 500, "{path}: {} {}", answer.status, answer.text);
        }
        for (path, body) in [
            ("user/@alice:localhost/filter".to_owned(), json!({ "room": { "timeline": { "types": ["a\0b"] } } })),
            (format!("rooms/{room}/invite"), json!({ "user_id": "@bob:localhost", "reason": "a\0b" })),
            ("publicRooms".to_owned(), json!({ "filter": { "generic_search_term": "a\0b" } })),
            ("knock/!a:localhost".to_owned(), json!({ "reason": "\0" })),
        ] {
            let answer = scene.alice.post(&client(&path), body);
            assert!(answer.status < 500, "{path}: {} {}", answer.status, answer.text);
        }
        // Inside an event's content it is a character like any other, and comes back as it went.
        let id = event_id(&scene.send(br#"{"body":"a\u0000b","\u0000":["\u0000"]}"#).ok());
        let content = scene.alice.event(&scene.room, &id).ok()["content"].clone();
        assert_eq!(content, json!({ "body": "a\0b", "\0": ["\0"] }));
        let id = event_id(&scene.alice.set_state(&scene.room, "m.room.topic", "", json!({ "topic": "\0" })).ok());
        assert_eq!(scene.alice.event(&scene.room, &id).ok()["content"]["topic"], "\0");
        let relation = json!({ "rel_type": "a\0b", "event_id": "$a\0b" });
        let answer = scene.send(json!({ "body": "x", "m.relates_to": relation }).to_string().as_bytes());
        assert!(answer.status < 500, "{} {}", answer.status, answer.text);
        scene.alice.sync("");
        scene.server.assert_sound();
    });
}

#[test]
fn ids_that_are_forged_or_unknown() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        let long = format!("!{}:localhost", "x".repeat(5_000));
        for id in [
            "!nowhere:localhost",
            "!nowhere",
            "!Zm9yZ2VkIGhhc2ggb2YgYSBjcmVhdGUgZXZlbnQgaWQ",
            "!a:example.org",
            "!",
            &long,
        ] {
            for (method, rest) in [
                ("GET", "state"),
                ("GET", "members"),
                ("GET", "joined_members"),
                ("GET", "messages?dir=b"),
                ("GET", "event/$x"),
                ("GET", "context/$x"),
                ("GET", "aliases"),
                ("POST", "join"),
                ("POST", "leave"),
                ("POST", "forget"),
                ("PUT", "send/m.room.message/x"),
                ("PUT", "state/m.room.name/"),
                ("PUT", "redact/$x/x"),
                ("PUT", "typing/@alice:localhost"),
                ("POST", "receipt/m.read/$x"),
                ("POST", "read_markers"),
            ] {
                let body = if rest.starts_with("typing") { "{\"typing\":true,\"timeout\":1}" } else { "{}" };
                let answer = scene.alice.send(method, &in_room(id, rest), body.as_bytes());
                let is_fine = matches!(
                    (answer.status, answer.body["errcode"].as_str()),
                    (403, Some("M_FORBIDDEN")) | (404, Some("M_NOT_FOUND")) | (400, Some("M_INVALID_PARAM"))
                ) || (rest == "read_markers" && answer.status == 200);
                assert!(is_fine, "{method} {id} {rest}: {} {}", answer.status, answer.text);
            }
        }
        for id in ["nonsense", "room:localhost", "%23alias:localhost", "@alice:localhost", "%20"] {
            let path = format!("/_matrix/client/v3/rooms/{id}/state");
            scene.alice.get(&path).refused(400, "M_INVALID_PARAM");
        }
        scene.end();
    });
}

#[test]
fn tokens_and_numbers_from_elsewhere() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        for token in ["nonsense", "s1_2_3", "t-x", "s", "t", "s-5", "s1.5", "t99999999999999999999", "%F0%9F%8D%B5"] {
            scene.alice.get(&format!("/_matrix/client/v3/sync?since={token}")).refused(400, "M_INVALID_PARAM");
            for query in [format!("dir=b&from={token}"), format!("dir=f&from={token}"), format!("dir=b&to={token}")] {
                scene.alice.get(&in_room(&scene.room, &format!("messages?{query}"))).refused(400, "M_INVALID_PARAM");
            }
            scene.alice.get(&in_room(&scene.room, &format!("members?at={token}"))).refused(400, "M_INVALID_PARAM");
        }
        // At the ends of what a number can be.
        for token in ["t9223372036854775807", "t-9223372036854775808", "t-1", "t0", "s9223372036854775807", "s0"] {
            for dir in ["b", "f"] {
                let page = scene.alice.get(&in_room(&scene.room, &format!("messages?dir={dir}&from={token}&limit=2")));
                assert!(page.status == 200 || page.status == 400, "{token}: {} {}", page.status, page.text);
            }
            let members = scene.alice.get(&in_room(&scene.room, &format!("members?at={token}")));
            assert!(members.status == 200 || members.status == 400, "{token}: {} {}", members.status, members.text);
        }
        scene.alice.get("/_matrix/client/v3/sync?since=s0").ok();
        let future = scene.alice.get("/_matrix/client/v3/sync?since=s9223372036854775807");
        assert!(future.status == 200 || future.status == 400, "{} {}", future.status, future.text);
        for limit in ["-1", "1.5", "many", "99999999999999999999", ""] {
            let path = in_room(&scene.room, &format!("messages?dir=b&limit={limit}"));
            scene.alice.get(&path).refused(400, "M_INVALID_PARAM");
            scene.alice.get(&format!("/_matrix/client/v3/publicRooms?limit={limit}")).refused(400, "M_INVALID_PARAM");
        }
        for limit in ["0", "9007199254740991"] {
            scene.alice.get(&in_room(&scene.room, &format!("messages?dir=b&limit={limit}"))).ok();
            scene.alice.get(&format!("/_matrix/client/v3/publicRooms?limit={limit}")).ok();
            let filter = encode(&format!("{{\"room\":{{\"timeline\":{{\"limit\":{limit}}}}}}}"));
            scene.alice.get(&format!("/_matrix/client/v3/sync?filter={filter}")).ok();
        }
        scene.alice.get(&in_room(&scene.room, "messages?dir=x")).refused(400, "M_INVALID_PARAM");
        scene.alice.get(&in_room(&scene.room, "messages")).refused(400, "M_MISSING_PARAM");
        for timeout in ["-1", "1.5", "99999999999999999999"] {
            scene.alice.get(&format!("/_matrix/client/v3/sync?timeout={timeout}")).refused(400, "M_INVALID_PARAM");
        }
        let typing = in_room(&scene.room, "typing/@alice:localhost");
        for timeout in ["-1", "0.5", "\"long\"", "99999999999999999999"] {
            let body = format!("{{\"typing\":true,\"timeout\":{timeout}}}");
            scene.alice.send("PUT", &typing, body.as_bytes()).refused(400, "M_BAD_JSON");
        }
        scene.alice.put(&typing, json!({ "typing": true, "timeout": 9_007_199_254_740_991_i64 })).ok();
        scene.end();
    });
}

#[test]
fn what_belongs_to_somebody_else() {
    on_each_database(|setup| {
        let scene = Scene::new(&setup);
        let room = encode(&scene.room);
        for (method, path, body) in [
            ("GET", "user/@alice:localhost/account_data/m.direct".to_owned(), json!({})),
            ("PUT", "user/@alice:localhost/account_data/m.direct".to_owned(), json!({})),
            ("GET", format!("user/@alice:localhost/rooms/{room}/account_data/m.tag"), json!({})),
            ("PUT", format!("user/@alice:localhost/rooms/{room}/account_data/m.tag"), json!({})),
            ("POST", "user/@alice:localhost/filter".to_owned(), json!({})),
            ("GET", "user/@alice:localhost/filter/0".to_owned(), json!({})),
            ("PUT", "profile/@alice:localhost/displayname".to_owned(), json!({ "displayname": "Mallory" })),
            ("DELETE", "profile/@alice:localhost/displayname".to_owned(), json!({})),
            ("PUT", format!("rooms/{room}/typing/@alice:localhost"), json!({ "typing": false })),
            ("PUT", format!("rooms/{room}/state/m.room.member/@alice:localhost"), json!({ "membership": "leave" })),
        ] {
            let path = format!("/_matrix/client/v3/{path}");
            scene.bob.send(method, &path, body.to_string().as_bytes()).refused(403, "M_FORBIDDEN");
            scene.server.client().send(method, &path, body.to_string().as_bytes()).refused(401, "M_MISSING_TOKEN");
            let stale = scene.bob.with_token("made_up").send(method, &path, body.to_string().as_bytes());
            assert!(!stale.refused(401, "M_UNKNOWN_TOKEN")["soft_logout"].as_bool().unwrap_or_default());
        }
        let profile = scene.bob.get("/_matrix/client/v3/profile/@alice:localhost").ok();
        assert_eq!(profile, json!({ "displayname": "alice" }));
        assert_eq!(scene.alice.state(&scene.room, "m.room.member", &scene.alice.user_id).ok()["membership"], "join");
        scene.end();
    });
}
