//! Saying things and reading what was said: sending, single events, pages of history, what is around an event.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#sending-events-to-a-room>.

use std::{collections::BTreeSet, thread};

use hs_testkit::{Client, Value, bodies, encode, event_id, ids, in_room, json};

use crate::{on_each_database, setup};

fn text(body: &str) -> Value {
    json!({ "msgtype": "m.text", "body": body })
}

/// How many messages of a room say this.
fn count(client: &Client, room: &str, body: &str) -> usize {
    client.history(room, 100).iter().filter(|event| event["content"]["body"] == body).count()
}

#[test]
fn a_message_looks_the_same_everywhere() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let since = bob.now();
        let content = json!({
            "msgtype": "m.text", "body": "Grüße \u{1F375} \"quoted\" \\ \u{7}",
            "org.example.deep": { "list": [1, -9_007_199_254_740_991_i64, true, null, "x"], "empty": {} },
        });
        let id = event_id(&alice.send_event(&room, "m.room.message", content.clone()).ok());
        let event = bob.event(&room, &id).ok();
        assert_eq!(event["content"], content);
        assert_eq!(event["sender"], *alice.user_id);
        assert_eq!((&event["type"], &event["room_id"]), (&json!("m.room.message"), &json!(room)));
        assert!(event["origin_server_ts"].as_u64().is_some_and(|ts| ts > 1_600_000_000_000));
        assert!(event["unsigned"]["age"].is_u64());
        assert!(event.get("state_key").is_none() && event.get("hashes").is_none() && event.get("signatures").is_none());
        let synced = bob.sync(&since)["rooms"]["join"][&room]["timeline"]["events"][0].clone();
        assert_eq!((&synced["event_id"], &synced["content"]), (&json!(id), &content));
        assert_eq!(synced.get("room_id"), None);
        assert_eq!(bob.messages(&room, "dir=b&limit=1")["chunk"][0]["content"], content);
        assert!(alice.event(&room, &id).ok()["unsigned"]["transaction_id"].is_string());
        assert_eq!(event["unsigned"].get("transaction_id"), None);
    });
}

#[test]
fn a_transaction_id_sends_once() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let other_room = alice.create_room(json!({}));
        let path = in_room(&room, "send/m.room.message/txn");
        let first = alice.put(&path, text("once")).ok();
        assert_eq!(alice.put(&path, text("once")).ok(), first);
        // It is the id that counts, not what is said; another room, endpoint or device has ids of its own.
        assert_eq!(alice.put(&path, text("twice")).ok(), first);
        assert_eq!(count(&alice, &room, "twice"), 0);
        assert_ne!(alice.put(&in_room(&other_room, "send/m.room.message/txn"), text("once")).ok(), first);
        let login = json!({ "type": "m.login.password", "user": "alice", "password": "correct horse battery" });
        let phone = alice.with_session(&alice.post("/_matrix/client/v3/login", login).ok());
        assert_ne!(phone.put(&path, text("from the phone")).ok(), first);
        let redact = in_room(&room, &format!("redact/{}/txn", encode(&event_id(&first))));
        let redaction = alice.put(&redact, json!({})).ok();
        assert_eq!(alice.put(&redact, json!({})).ok(), redaction);
        let server = server.restart();
        let alice = server.client().with_token(&alice.token());
        assert_eq!(alice.put(&path, text("once")).ok(), first);
    });
}

/// As scripts from before v1.0 of the specification do it.
#[test]
fn without_a_transaction_id_every_request_is_a_message() {
    let server = setup().start();
    let alice = server.register("alice");
    let room = alice.create_room(json!({}));
    let path = in_room(&room, "send/m.room.message");
    let sent =
        [alice.post(&path, text("again")), alice.post(&path, text("again"))].map(|answer| event_id(&answer.ok()));
    assert_ne!(sent[0], sent[1]);
    assert_eq!(count(&alice, &room, "again"), 2);
    let redact = in_room(&room, &format!("redact/{}", encode(&sent[0])));
    event_id(&alice.post(&redact, json!({ "reason": "once is enough" })).ok());
    assert_eq!(count(&alice, &room, "again"), 1);
    alice.post(&path, json!(["no object"])).refused(400, "M_BAD_JSON");
    server.register("mallory").post(&path, text("from outside")).refused(403, "M_FORBIDDEN");
}

#[test]
fn twenty_equal_requests_at_once_are_one_message() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        for round in 0..5 {
            let path = in_room(&room, &format!("send/m.room.message/same{round}"));
            let body = format!("round {round}");
            let ids = thread::scope(|scope| {
                let send = || event_id(&alice.put(&path, text(&body)).ok());
                let senders = (0..20).map(|_| scope.spawn(send)).collect::<Vec<_>>();
                senders.into_iter().map(|sender| sender.join().expect("an answer")).collect::<BTreeSet<_>>()
            });
            assert_eq!(ids.len(), 1, "{ids:?}");
            assert_eq!(count(&alice, &room, &body), 1);
        }
        server.assert_sound();
    });
}

#[test]
fn history_is_paged_both_ways_without_a_gap_or_a_double() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let start = alice.now();
        let said: Vec<_> = (0..23).map(|number| alice.say(&room, &number.to_string())).collect();
        let end = alice.now();
        for limit in [1, 4, 7, 50] {
            let back = alice.history(&room, limit);
            let back: Vec<_> = back.iter().rev().filter_map(|event| event["event_id"].as_str()).collect();
            assert_eq!(back[back.len() - said.len()..], said, "limit {limit}");
            assert_eq!(back.iter().collect::<BTreeSet<_>>().len(), back.len());

            let mut forth = Vec::new();
            let mut from = start.clone();
            loop {
                let page = alice.messages(&room, &format!("dir=f&limit={limit}&from={from}"));
                forth.extend(ids(&page["chunk"]));
                match page["end"].as_str() {
                    Some(end) => from = end.to_owned(),
                    None => break,
                }
            }
            assert_eq!(forth, said, "limit {limit}");
        }
        let between = alice.messages(&room, &format!("dir=b&limit=100&from={end}&to={start}"));
        assert_eq!(ids(&between["chunk"]).into_iter().rev().collect::<Vec<_>>(), said);
        let beyond = format!("dir=b&from={}&to={start}", between["end"].as_str().expect("an end"));
        assert_eq!(alice.messages(&room, &beyond), json!({ "start": between["end"], "chunk": [] }));
        let oldest = alice.messages(&room, "dir=f&limit=1");
        assert_eq!(oldest["chunk"][0]["type"], "m.room.create");
        // A page begins where the last one ended, also when it is turned round.
        let page = alice.messages(&room, "dir=b&limit=5");
        let turned = format!("dir=f&limit=5&from={}", page["end"].as_str().expect("an end"));
        let mut again = ids(&alice.messages(&room, &turned)["chunk"]);
        again.reverse();
        assert_eq!(again, ids(&page["chunk"]));
    });
}

#[test]
fn history_stays_whole_while_others_write() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let before: Vec<_> = (0..30).map(|number| alice.say(&room, &number.to_string())).collect();
        let from = bob.now();
        thread::scope(|scope| {
            let writer =
                scope.spawn(|| (0..60).map(|number| alice.say(&room, &format!("w{number}"))).collect::<Vec<_>>());
            for _ in 0..3 {
                let mut seen = Vec::new();
                let mut token = from.clone();
                loop {
                    let page = bob.messages(&room, &format!("dir=b&limit=3&from={token}"));
                    seen.extend(ids(&page["chunk"]));
                    let Some(end) = page["end"].as_str() else { break };
                    token = end.to_owned();
                }
                seen.reverse();
                assert_eq!(seen[seen.len() - before.len()..], before);
            }
            let written = writer.join().expect("written");
            let mut seen = Vec::new();
            let mut token = from.clone();
            while seen.len() < written.len() {
                let page = bob.messages(&room, &format!("dir=f&limit=7&from={token}"));
                seen.extend(ids(&page["chunk"]));
                let Some(end) = page["end"].as_str() else { break };
                token = end.to_owned();
            }
            assert_eq!(seen, written);
        });
    });
}

#[test]
fn a_page_has_what_the_filter_lets_through() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        for number in 0..40 {
            alice.say(&room, &format!("alice {number}"));
            if number % 10 == 0 {
                bob.say(&room, &format!("bob {number}"));
            }
        }
        alice
            .send_event(&room, "m.room.message", json!({ "msgtype": "m.image", "body": "cat", "url": "mxc://a/b" }))
            .ok();
        alice.send_event(&room, "org.example.one", json!({ "body": "one" })).ok();
        let filtered =
            |filter: &Value| alice.messages(&room, &format!("dir=b&limit=100&filter={}", encode(&filter.to_string())));
        let said = |filter: &Value| bodies(&filtered(filter)["chunk"]);
        assert_eq!(said(&json!({ "senders": [bob.user_id] })), ["bob 30", "bob 20", "bob 10", "bob 0"]);
        assert_eq!(said(&json!({ "senders": [bob.user_id], "limit": 2 })), ["bob 30", "bob 20"]);
        assert_eq!(said(&json!({ "contains_url": true })), ["cat"]);
        assert_eq!(said(&json!({ "types": ["org.example.*"] })), ["one"]);
        assert_eq!(said(&json!({ "types": ["*.one"] })), ["one"]);
        assert_eq!(said(&json!({ "types": [] })), Vec::<String>::new());
        assert_eq!(said(&json!({ "types": ["m.room.message"], "not_types": ["m.room.*"] })), Vec::<String>::new());
        assert_eq!(said(&json!({ "rooms": ["!other:localhost"] })), Vec::<String>::new());
        assert_eq!(said(&json!({ "not_rooms": [room] })), Vec::<String>::new());
        assert_eq!(said(&json!({ "not_senders": [alice.user_id] })).len(), 4);
        // Few that are wanted among many that are not: the pages are short of nothing.
        let lazy = filtered(&json!({ "senders": [bob.user_id], "lazy_load_members": true }));
        assert_eq!(hs_testkit::members(&lazy["state"]), [&*bob.user_id]);
        assert_eq!(filtered(&json!({ "limit": 1 }))["state"], Value::Null);
    });
}

#[test]
fn an_event_is_shown_with_what_is_around_it() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Early" }));
        let said: Vec<_> = (0..20).map(|number| alice.say(&room, &number.to_string())).collect();
        alice.set_state(&room, "m.room.name", "", json!({ "name": "Late" })).ok();
        let context = |id: &str, query: &str| alice.get(&in_room(&room, &format!("context/{}{query}", encode(id))));
        let around = context(&said[10], "?limit=6").ok();
        assert_eq!(around["event"]["event_id"], *said[10]);
        assert_eq!(bodies(&around["events_before"]), ["9", "8", "7"]);
        assert_eq!(bodies(&around["events_after"]), ["11", "12", "13"]);
        let state = around["state"].as_array().expect("state");
        let name = state.iter().find(|event| event["type"] == "m.room.name").expect("a name");
        assert_eq!(name["content"]["name"], "Early");
        let before = alice.messages(&room, &format!("dir=b&limit=2&from={}", around["start"].as_str().expect("start")));
        assert_eq!(bodies(&before["chunk"]), ["6", "5"]);
        let after = alice.messages(&room, &format!("dir=f&limit=2&from={}", around["end"].as_str().expect("end")));
        assert_eq!(bodies(&after["chunk"]), ["14", "15"]);
        let alone = context(&said[10], "?limit=0").ok();
        assert_eq!((bodies(&alone["events_before"]).len(), bodies(&alone["events_after"]).len()), (0, 0));
        assert_eq!(alone["event"]["event_id"], *said[10]);
        let end = |token: &str, dir: &str| {
            let page =
                alice.messages(&room, &format!("dir={dir}&limit=1&from={}", alone[token].as_str().expect("token")));
            bodies(&page["chunk"])
        };
        assert_eq!((end("start", "b"), end("end", "f")), (vec!["9".to_owned()], vec!["11".to_owned()]));
        context("$nothing", "").refused(404, "M_NOT_FOUND");
        bob.get(&in_room(&room, &format!("context/{}", encode(&said[0])))).refused(403, "M_FORBIDDEN");
    });
}

#[test]
fn events_of_other_rooms_are_not_found_here() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let (own, others) = (bob.create_room(json!({})), alice.create_room(json!({})));
    let secret = alice.say(&others, "secret");
    bob.event(&own, &secret).refused(404, "M_NOT_FOUND");
    bob.event(&others, &secret).refused(404, "M_NOT_FOUND");
    bob.get(&in_room(&own, &format!("context/{}", encode(&secret)))).refused(404, "M_NOT_FOUND");
    bob.redact(&own, &secret, json!({})).refused(400, "M_INVALID_PARAM");
    assert_eq!(alice.event(&others, &secret).ok()["content"]["body"], "secret");
    bob.get(&in_room(&others, "messages?dir=b")).refused(403, "M_FORBIDDEN");
    bob.send_event(&others, "m.room.message", text("let me in")).refused(403, "M_FORBIDDEN");
    bob.redact(&others, &secret, json!({})).refused(403, "M_FORBIDDEN");
}

#[test]
fn power_decides_who_may_say_what() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let levels = json!({ "events_default": 10, "events": { "m.reaction": 0, "org.example.op": 60 }, "users": { "@bob:localhost": 5 } });
    let options = json!({ "power_level_content_override": levels, "room_version": "11" });
    // The override replaces whole fields: with `users` given, the creator has to be among them.
    let mut options = options;
    options["power_level_content_override"]["users"]["@alice:localhost"] = json!(100);
    let room = alice.create_room(options);
    alice.bring(&room, &bob);
    bob.send_event(&room, "m.room.message", text("hi")).refused(403, "M_FORBIDDEN");
    bob.send_event(&room, "m.reaction", json!({})).ok();
    bob.send_event(&room, "org.example.op", json!({})).refused(403, "M_FORBIDDEN");
    let mut levels = alice.state(&room, "m.room.power_levels", "").ok();
    levels["users"]["@bob:localhost"] = json!(60);
    bob.set_state(&room, "m.room.power_levels", "", levels.clone()).refused(403, "M_FORBIDDEN");
    alice.set_state(&room, "m.room.power_levels", "", levels.clone()).ok();
    bob.send_event(&room, "org.example.op", json!({})).ok();
    levels["users"]["@bob:localhost"] = json!(100);
    bob.set_state(&room, "m.room.power_levels", "", levels).refused(403, "M_FORBIDDEN");
    // A message event with the type of a membership is a membership event without a state key.
    bob.send_event(&room, "m.room.member", json!({ "membership": "join" })).refused(400, "M_BAD_JSON");
}
