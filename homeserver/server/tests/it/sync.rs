//! What is new: <https://spec.matrix.org/v1.19/client-server-api/#syncing>.

use std::{
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Value, bodies, encode, ids, in_room, json, members, next_batch, types};

use crate::{on_each_database, setup};

/// The section of a room that the reader is in.
fn joined<'a>(sync: &'a Value, room: &str) -> &'a Value {
    &sync["rooms"]["join"][room]
}

/// The messages in the timeline of a room.
fn said(sync: &Value, room: &str) -> Vec<String> {
    bodies(&joined(sync, room)["timeline"]["events"])
}

#[test]
fn a_first_sync_tells_everything_and_the_next_one_nothing() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Tea" }));
        alice.bring(&room, &bob);
        for number in 0..15 {
            alice.say(&room, &number.to_string());
        }
        let first = bob.sync("");
        let section = joined(&first, &room);
        assert_eq!(said(&first, &room), (5..15).map(|number| number.to_string()).collect::<Vec<_>>());
        assert_eq!(section["timeline"]["limited"], true);
        // The state is that before the timeline, and each event is told once.
        let state = &section["state"]["events"];
        let kinds = types(state);
        for kind in
            ["m.room.create", "m.room.power_levels", "m.room.join_rules", "m.room.name", "m.room.history_visibility"]
        {
            assert_eq!(kinds.iter().filter(|known| *known == kind).count(), 1, "{kind}");
        }
        assert_eq!(members(state), [&*alice.user_id, &*bob.user_id]);
        let summary = &section["summary"];
        assert_eq!((&summary["m.joined_member_count"], &summary["m.invited_member_count"]), (&json!(2), &json!(0)));
        assert!(
            first["account_data"]["events"]
                .as_array()
                .is_some_and(|events| types(&json!(events)).contains(&"m.push_rules".to_owned()))
        );
        let second = bob.sync(&next_batch(&first));
        assert_eq!(second["rooms"]["join"], Value::Null, "{second}");
        assert_eq!(second["account_data"], Value::Null);
        // The whole state can be asked for again.
        let full = bob.sync_with(&next_batch(&first), "full_state=true");
        assert!(types(&joined(&full, &room)["state"]["events"]).contains(&"m.room.create".to_owned()));
        assert_eq!(said(&full, &room), Vec::<String>::new());
    });
}

#[test]
fn a_short_room_is_told_whole() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let filter = json!({ "room": { "timeline": { "limit": 50 } } });
        let section = joined(&alice.sync_filtered("", &filter), &room).clone();
        assert_eq!(types(&section["timeline"]["events"])[0], "m.room.create");
        assert_ne!(section["timeline"]["limited"], true);
        assert_eq!(section["state"]["events"].as_array().map_or(0, Vec::len), 0);
    });
}

#[test]
fn news_comes_once_and_at_once() {
    on_each_database(|setup| {
        // Who is there is news as well, and comes in its own time.
        let server = setup.with_raw("presence.enabled", "false").start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let mut since = bob.now();
        for number in 0..5 {
            let text = number.to_string();
            let sync = thread::scope(|scope| {
                let waiting = scope.spawn(|| bob.sync_with(&since, "timeout=30000"));
                alice.say(&room, &text);
                waiting.join().expect("an answer")
            });
            assert_eq!(said(&sync, &room), [text]);
            assert_ne!(joined(&sync, &room)["timeline"]["limited"], true);
            since = next_batch(&sync);
        }
        // The same token tells the same again: an answer that was lost is asked for once more.
        let started = Instant::now();
        let quiet = bob.sync_with(&since, "timeout=300");
        assert!(started.elapsed() >= Duration::from_millis(300));
        assert_eq!(quiet["rooms"]["join"], Value::Null);
        alice.say(&room, "again");
        assert_eq!(said(&bob.sync(&since), &room), ["again"]);
        assert_eq!(said(&bob.sync(&since), &room), ["again"]);
    });
}

#[test]
fn a_gap_is_marked_and_can_be_closed_exactly() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Zero" }));
        alice.bring(&room, &bob);
        let since = bob.now();
        let mut all = Vec::new();
        for number in 0..30 {
            if number == 4 {
                alice.set_state(&room, "m.room.name", "", json!({ "name": "Four" })).ok();
                alice.set_state(&room, "org.example.twice", "", json!({ "n": 1 })).ok();
                alice.set_state(&room, "org.example.twice", "", json!({ "n": 2 })).ok();
            }
            if number == 27 {
                alice.set_state(&room, "m.room.topic", "", json!({ "topic": "Late" })).ok();
            }
            all.push(alice.say(&room, &number.to_string()));
        }
        for limit in [1, 6, 10, 20] {
            let filter = json!({ "room": { "timeline": { "limit": limit } } });
            let sync = bob.sync_filtered(&since, &filter);
            let section = joined(&sync, &room);
            let timeline = &section["timeline"];
            assert_eq!(timeline["limited"], true, "limit {limit}");
            assert_eq!(timeline["events"].as_array().map(Vec::len), Some(limit));
            // The delta has what changed in the gap, as it was at the start of the timeline, and no more.
            let state = section["state"]["events"].as_array().expect("a delta");
            let names: Vec<_> = state.iter().map(|event| event["type"].as_str().expect("a type")).collect();
            let mut expected = vec!["m.room.name", "org.example.twice"];
            if limit < 3 {
                expected.push("m.room.topic");
            }
            assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>(), expected.iter().collect());
            let twice = state.iter().find(|event| event["type"] == "org.example.twice").expect("told");
            assert_eq!(twice["content"]["n"], 2);
            // Back from prev_batch to the old token: every event once.
            let mut seen = ids(&timeline["events"]);
            let mut token = timeline["prev_batch"].as_str().expect("prev_batch").to_owned();
            loop {
                let page = bob.messages(&room, &format!("dir=b&limit=4&from={token}&to={since}"));
                let mut older = ids(&page["chunk"]);
                older.reverse();
                seen.splice(0..0, older);
                match page["end"].as_str() {
                    Some(end) => token = end.to_owned(),
                    None => break,
                }
            }
            let messages: Vec<_> = seen.iter().filter(|id| all.contains(id)).cloned().collect();
            assert_eq!(messages, all, "limit {limit}");
            assert_eq!(seen.len(), all.len() + 4);
        }
    });
}

#[test]
fn a_join_brings_the_room_with_it() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat", "name": "Tea" }));
        for number in 0..12 {
            alice.say(&room, &number.to_string());
        }
        let (a, b) = (alice.now(), bob.now());
        bob.join(&room).ok();
        let sync = bob.sync(&b);
        let section = joined(&sync, &room);
        assert_eq!(section["timeline"]["limited"], true);
        assert!(types(&section["state"]["events"]).contains(&"m.room.name".to_owned()));
        let news = alice.sync(&a);
        assert_eq!(members(&joined(&news, &room)["timeline"]["events"]), [&*bob.user_id]);
        assert_eq!(joined(&news, &room)["summary"]["m.joined_member_count"], 2);
        // Leaving and coming back within one stretch is news about a room that is known.
        let since = next_batch(&sync);
        bob.leave(&room).ok();
        alice.set_state(&room, "m.room.name", "", json!({ "name": "Coffee" })).ok();
        bob.join(&room).ok();
        let back = bob.sync(&since);
        assert!(back["rooms"]["leave"][&room].is_null());
        let section = joined(&back, &room);
        let told = [&section["state"]["events"], &section["timeline"]["events"]];
        let named = told.iter().any(|events| {
            events.as_array().is_some_and(|events| events.iter().any(|event| event["content"]["name"] == "Coffee"))
        });
        assert!(named, "{section}");
    });
}

#[test]
fn members_are_loaded_when_they_speak() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let people: Vec<Client> = (0..5).map(|number| server.register(&format!("user{number}"))).collect();
        for person in &people {
            person.join(&room).ok();
        }
        for number in 0..12 {
            people[0].say(&room, &number.to_string());
        }
        let lazy = json!({ "room": { "state": { "lazy_load_members": true } } });
        let first = alice.sync_filtered("", &lazy);
        let state = &joined(&first, &room)["state"]["events"];
        assert_eq!(members(state), [&*alice.user_id, &*people[0].user_id]);
        assert!(types(state).contains(&"m.room.create".to_owned()));
        let heroes = joined(&first, &room)["summary"]["m.heroes"].as_array().expect("heroes").len();
        assert_eq!((heroes, &joined(&first, &room)["summary"]["m.joined_member_count"]), (5, &json!(6)));
        people[1].say(&room, "I am new here");
        people[0].say(&room, "I am not");
        let second = alice.sync_filtered(&next_batch(&first), &lazy);
        assert_eq!(members(&joined(&second, &room)["state"]["events"]), [&*people[1].user_id]);
        people[1].say(&room, "Still me");
        let third = alice.sync_filtered(&next_batch(&second), &lazy);
        assert_eq!(members(&joined(&third, &room)["state"]["events"]), Vec::<String>::new());
        let all = json!({ "room": { "state": { "lazy_load_members": true, "include_redundant_members": true } } });
        let fourth = alice.sync_filtered(&next_batch(&second), &all);
        assert_eq!(members(&joined(&fourth, &room)["state"]["events"]), [&*people[1].user_id]);
        let whole = alice.sync("");
        assert_eq!(members(&joined(&whole, &room)["state"]["events"]).len(), 6);
    });
}

#[test]
fn filters_narrow_what_is_told() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (tea, coffee) = (alice.create_room(json!({})), alice.create_room(json!({})));
        alice.bring(&tea, &bob);
        let since = alice.now();
        alice.say(&tea, "from alice");
        bob.say(&tea, "from bob");
        alice.say(&coffee, "alone");
        alice.set_state(&tea, "m.room.topic", "", json!({ "topic": "Leaves" })).ok();
        let sync = |filter: Value| alice.sync_filtered(&since, &filter);
        let only = sync(json!({ "room": { "rooms": [tea] } }));
        assert_eq!((said(&only, &tea).len(), joined(&only, &coffee)), (2, &Value::Null));
        let without = sync(json!({ "room": { "not_rooms": [tea] } }));
        assert_eq!((joined(&without, &tea), said(&without, &coffee)), (&Value::Null, vec!["alone".to_owned()]));
        let from_bob = sync(json!({ "room": { "timeline": { "senders": [bob.user_id] } } }));
        assert_eq!(said(&from_bob, &tea), ["from bob"]);
        let topics = sync(json!({ "room": { "timeline": { "types": ["m.room.t*"] } } }));
        assert_eq!(types(&joined(&topics, &tea)["timeline"]["events"]), ["m.room.topic"]);
        let no_messages = sync(json!({ "room": { "timeline": { "not_types": ["m.room.m*"] } } }));
        assert_eq!(types(&joined(&no_messages, &tea)["timeline"]["events"]), ["m.room.topic"]);
        // State that the timeline does not show is told as state.
        let quiet = sync(json!({ "room": { "timeline": { "types": ["m.room.message"] } } }));
        assert_eq!(types(&joined(&quiet, &tea)["state"]["events"]), ["m.room.topic"]);
        let neither = sync(json!({ "room": { "timeline": { "types": [] }, "state": { "types": [] } } }));
        assert_eq!(joined(&neither, &tea)["timeline"]["events"].as_array().map_or(0, Vec::len), 0);
        let global = sync(json!({ "account_data": { "types": [] }, "presence": { "types": [] } }));
        assert_eq!(global["account_data"], Value::Null);

        let path = format!("/_matrix/client/v3/user/{}/filter", encode(&alice.user_id));
        let filter = json!({ "room": { "timeline": { "limit": 1 } } });
        let id = alice.post(&path, filter.clone()).ok()["filter_id"].as_str().expect("an id").to_owned();
        assert!(!id.starts_with('{'));
        assert_eq!(alice.get(&format!("{path}/{id}")).ok(), filter);
        let kept = alice.sync_with(&since, &format!("filter={id}"));
        assert_eq!(joined(&kept, &tea)["timeline"]["events"].as_array().map(Vec::len), Some(1));
        alice.get("/_matrix/client/v3/sync?filter=absent").refused(404, "M_NOT_FOUND");
        alice.get("/_matrix/client/v3/sync?filter=%7Bnonsense").refused(400, "M_NOT_JSON");
        bob.get(&format!("{path}/{id}")).refused(403, "M_FORBIDDEN");
    });
}

#[test]
fn two_devices_of_one_person_hear_the_same() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let login = json!({ "type": "m.login.password", "user": "alice", "password": "correct horse battery" });
        let phone = alice.with_session(&alice.post("/_matrix/client/v3/login", login).ok());
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let (a, p) = (alice.now(), phone.now());
        bob.say(&room, "to both");
        alice.say(&room, "from the desk");
        for (device, since) in [(&alice, &a), (&phone, &p)] {
            assert_eq!(said(&device.sync(since), &room), ["to both", "from the desk"]);
        }
        // The device that sent it finds its transaction id, the other does not.
        let own = |sync: &Value| joined(sync, &room)["timeline"]["events"][1]["unsigned"]["transaction_id"].is_string();
        assert!(own(&alice.sync(&a)) && !own(&phone.sync(&p)));
        alice.post("/_matrix/client/v3/logout", json!({})).ok();
        alice.get("/_matrix/client/v3/sync").refused(401, "M_UNKNOWN_TOKEN");
        assert_eq!(said(&phone.sync(&p), &room).len(), 2);
    });
}

#[test]
fn everything_is_there_after_a_restart() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Tea" }));
        alice.bring(&room, &bob);
        alice.say(&room, "before");
        let invited = alice.create_room(json!({ "invite": [bob.user_id] }));
        let since = bob.now();
        let read = alice.say(&room, "after");
        bob.post(&in_room(&room, &format!("receipt/m.read/{}", encode(&read))), json!({})).ok();
        alice.say(&room, "unread");
        let first = bob.sync("");
        let since_read = next_batch(&first);
        let state = alice.get(&in_room(&room, "state")).ok();

        let server = server.restart();
        let (alice, bob) = (server.client().with_token(&alice.token()), server.client().with_token(&bob.token()));
        assert_eq!(said(&bob.sync(&since), &room), ["after", "unread"]);
        let now = bob.sync("");
        for part in ["timeline", "unread_notifications", "summary"] {
            let without_age = |sync: &Value| {
                let mut part = joined(sync, &room)[part].clone();
                let events = part["events"].as_array_mut().map(Vec::as_mut_slice).unwrap_or_default();
                for event in events {
                    event["unsigned"]["age"] = Value::Null;
                }
                part
            };
            assert_eq!(without_age(&now), without_age(&first), "{part}");
        }
        assert_eq!(joined(&now, &room)["ephemeral"], joined(&first, &room)["ephemeral"]);
        assert!(now["rooms"]["invite"][&invited].is_object());
        let ids_of = |state: &Value| ids(state).into_iter().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(ids_of(&alice.get(&in_room(&room, "state")).ok()), ids_of(&state));
        assert_eq!(bob.sync(&since_read)["rooms"]["join"], Value::Null);
        alice.say(&room, "later");
        assert_eq!(said(&bob.sync(&since_read), &room), ["later"]);
    });
}

#[test]
fn a_client_gets_the_fields_that_it_asks_for() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let (room, other) = (alice.create_room(json!({})), alice.create_room(json!({})));
        alice.say(&room, "hello");
        alice.send_event(&room, "m.room.message", json!({ "msgtype": "m.image", "url": "mxc://a/b" })).ok();
        let typing = in_room(&room, &format!("typing/{}", encode(&alice.user_id)));
        alice.put(&typing, json!({ "typing": true, "timeout": 10_000 })).ok();
        let filter = json!({
            "event_fields": ["type", "content.body", "content.users\\.none"],
            "room": { "timeline": { "limit": 2 }, "ephemeral": { "rooms": [&other] } },
        });
        let sync = alice.sync_filtered("", &filter);
        let timeline = &joined(&sync, &room)["timeline"]["events"];
        assert_eq!(timeline[0], json!({ "type": "m.room.message", "content": { "body": "hello" } }));
        assert_eq!(timeline[1], json!({ "type": "m.room.message", "content": {} }));
        let state = joined(&sync, &room)["state"]["events"].as_array().expect("the state");
        assert!(state.iter().all(|event| event.get("sender").is_none() && event.get("type").is_some()));
        assert_eq!(joined(&sync, &room)["ephemeral"]["events"], json!([]));
        let with_url = json!({ "room": { "timeline": { "contains_url": true } } });
        let sync = alice.sync_filtered("", &with_url);
        assert_eq!(types(&joined(&sync, &room)["timeline"]["events"]), ["m.room.message"]);
    });
}

#[test]
fn tokens_are_checked() {
    let server = setup().start();
    let alice = server.register("alice");
    for since in ["nonsense", "s", "s-1", "s99999999999999999999", "t5", "%00"] {
        alice.get(&format!("/_matrix/client/v3/sync?since={since}")).refused(400, "M_INVALID_PARAM");
    }
    server.client().get("/_matrix/client/v3/sync").refused(401, "M_MISSING_TOKEN");
    alice.get("/_matrix/client/v3/sync?timeout=-1").refused(400, "M_INVALID_PARAM");
    alice.get("/_matrix/client/v3/sync?full_state=perhaps").refused(400, "M_INVALID_PARAM");
}
