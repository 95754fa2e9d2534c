//! What is told besides rooms.

use std::thread;

use hs_testkit::{Value, encode, in_room, json, types, unique};

use super::{ask, pos, slide};
use crate::on_each_database;

fn with(extensions: &Value, subscribed: &[&String], last: usize) -> Value {
    let rules = json!({ "required_state": [], "timeline_limit": 5 });
    let rooms: serde_json::Map<String, Value> =
        subscribed.iter().map(|room| ((*room).clone(), rules.clone())).collect();
    json!({
        "lists": { "all": { "ranges": [[0, last]], "required_state": [], "timeline_limit": 5 } },
        "room_subscriptions": rooms,
        "extensions": extensions,
    })
}

#[test]
fn messages_to_devices_go_once_they_are_acknowledged() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let send = |text: &str| {
            let messages = json!({ "messages": { &bob.user_id: { &bob.device_id: { "text": text } } } });
            alice.put(&format!("/_matrix/client/v3/sendToDevice/org.example/{}", unique()), messages).ok();
        };
        let body = |since: &Value| {
            json!({ "conn_id": "encryption", "extensions": {
                "to_device": { "enabled": true, "since": since }, "e2ee": { "enabled": true },
            } })
        };
        let texts = |answer: &Value| {
            let events = answer["extensions"]["to_device"]["events"].as_array().cloned().unwrap_or_default();
            events.iter().map(|event| event["content"]["text"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
        };
        send("one");
        let first = slide(&bob, "", &body(&Value::Null));
        assert_eq!(texts(&first), ["one"]);
        assert_eq!(first["extensions"]["to_device"]["events"][0]["sender"], alice.user_id);
        // It has not arrived yet, for all we know.
        assert_eq!(texts(&slide(&bob, pos(&first), &body(&Value::Null))), ["one"]);
        let since = &first["extensions"]["to_device"]["next_batch"];
        let second = thread::scope(|scope| {
            let waiting = scope.spawn(|| ask(&bob, pos(&first), "timeout=30000", &body(since)).ok());
            send("two");
            waiting.join().expect("an answer")
        });
        assert_eq!(texts(&second), ["two"]);
        send("three");
        let limited = json!({ "conn_id": "encryption", "extensions": { "to_device": {
            "enabled": true, "since": since, "limit": 1,
        } } });
        let third = slide(&bob, pos(&second), &limited);
        assert_eq!(texts(&third), ["two"]);
        let since = &third["extensions"]["to_device"]["next_batch"];
        assert_eq!(texts(&slide(&bob, pos(&third), &body(since))), ["three"]);
        ask(&bob, "", "", &body(&json!("nonsense"))).refused(400, "M_INVALID_PARAM");
    });
}

#[test]
fn keys_and_device_lists_are_told() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let body = json!({ "extensions": { "e2ee": { "enabled": true } } });
        let first = slide(&bob, "", &body);
        assert_eq!(first["extensions"]["e2ee"]["device_lists"], Value::Null);
        assert!(first["extensions"]["e2ee"]["device_one_time_keys_count"].is_object());
        assert!(first["extensions"]["e2ee"]["device_unused_fallback_key_types"].is_array());
        let carol = server.register("carol");
        let answer = thread::scope(|scope| {
            let waiting = scope.spawn(|| ask(&bob, pos(&first), "timeout=30000", &body).ok());
            alice.bring(&room, &carol);
            waiting.join().expect("an answer")
        });
        assert_eq!(answer["extensions"]["e2ee"]["device_lists"]["changed"], json!([&carol.user_id]));
    });
}

#[test]
fn account_data_receipts_and_typing_come_with_the_rooms_asked_for() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (old, new) = (alice.create_room(json!({})), alice.create_room(json!({})));
        alice.bring(&old, &bob);
        alice.bring(&new, &bob);
        let message = alice.say(&new, "hello");
        let about = |room: &str, rest: &str| {
            format!("/_matrix/client/v3/user/{}/rooms/{}/{rest}", encode(&bob.user_id), encode(room))
        };
        bob.put(&about(&new, "account_data/org.example"), json!({ "n": 1 })).ok();
        bob.put(&about(&old, "account_data/org.example"), json!({ "n": 2 })).ok();
        let read = |room: &str, event: &str| {
            alice.post(&in_room(room, &format!("receipt/m.read/{}", encode(event))), json!({})).ok()
        };
        read(&new, &message);
        let all = json!({
            "account_data": { "enabled": true }, "receipts": { "enabled": true }, "typing": { "enabled": true },
        });
        let body = with(&all, &[], 0);
        let first = slide(&bob, "", &body);
        let sections = &first["extensions"];
        assert!(types(&sections["account_data"]["global"]).contains(&"m.push_rules".to_owned()));
        assert_eq!(types(&sections["account_data"]["rooms"][&new]), ["org.example"]);
        assert_eq!(sections["account_data"]["rooms"][&old], Value::Null);
        assert!(sections["receipts"]["rooms"][&new]["content"][&message]["m.read"][&alice.user_id].is_object());
        assert_eq!(sections["typing"]["rooms"], Value::Null);
        // Nothing of it comes twice.
        let second = slide(&bob, pos(&first), &body);
        assert_eq!(second["extensions"], json!({ "account_data": {}, "receipts": {}, "typing": {} }));
        // News of the rooms in the window wakes; that of others does not.
        let typing = |room: &str| {
            let path = in_room(room, &format!("typing/{}", encode(&alice.user_id)));
            alice.put(&path, json!({ "typing": true, "timeout": 20_000 })).ok()
        };
        typing(&old);
        bob.put(&about(&old, "account_data/org.example"), json!({ "n": 3 })).ok();
        let third = slide(&bob, pos(&second), &body);
        assert_eq!(third["extensions"], json!({ "account_data": {}, "receipts": {}, "typing": {} }));
        let fourth = thread::scope(|scope| {
            let waiting = scope.spawn(|| ask(&bob, pos(&third), "timeout=30000", &body).ok());
            typing(&new);
            waiting.join().expect("an answer")
        });
        assert_eq!(fourth["extensions"]["typing"]["rooms"][&new]["content"]["user_ids"], json!([&alice.user_id]));
        assert_eq!(fourth["rooms"], json!({}));
        // A room that is told of for the first time brings all there is.
        let subscribed = with(&all, &[&old], 0);
        let fifth = slide(&bob, pos(&fourth), &subscribed);
        let sections = &fifth["extensions"];
        assert_eq!(sections["account_data"]["rooms"][&old][0]["content"]["n"], 3);
        assert_eq!(sections["typing"]["rooms"][&old]["content"]["user_ids"], json!([&alice.user_id]));
        // What happens while it is not asked for is told when it is again.
        let sixth = slide(&bob, pos(&fifth), &body);
        bob.put(&about(&old, "account_data/org.example"), json!({ "n": 4 })).ok();
        let seventh = slide(&bob, pos(&sixth), &body);
        let message = alice.say(&new, "so that the other room stays below");
        let eighth = slide(&bob, pos(&seventh), &body);
        read(&new, &message);
        let ninth = slide(&bob, pos(&eighth), &subscribed);
        assert_eq!(ninth["extensions"]["account_data"]["rooms"][&old][0]["content"]["n"], 4);
        assert!(ninth["extensions"]["receipts"]["rooms"][&new]["content"][&message]["m.read"].is_object());
        // The rooms can be narrowed down.
        let none = json!({ "typing": { "enabled": true, "lists": [], "rooms": [] } });
        let tenth = slide(&bob, "", &with(&none, &[&old], 5));
        assert_eq!(tenth["extensions"]["typing"], json!({}));
        let named = json!({ "typing": { "enabled": true, "lists": [], "rooms": ["*"] } });
        let answer = slide(&bob, "", &with(&named, &[&old], 5));
        assert_eq!(
            answer["extensions"]["typing"]["rooms"].as_object().map(|rooms| rooms.keys().collect::<Vec<_>>()),
            Some(vec![&old])
        );
    });
}

#[test]
fn ones_own_receipt_on_another_device_takes_the_count_away() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let message = alice.say(&room, "hello");
        let body = with(&json!({}), &[], 5);
        let first = slide(&bob, "", &body);
        assert_eq!(first["rooms"][&room]["notification_count"], 1);
        let path = in_room(&room, &format!("receipt/m.read.private/{}", encode(&message)));
        bob.post(&path, json!({})).ok();
        let second = slide(&bob, pos(&first), &body);
        assert_eq!(second["rooms"][&room]["notification_count"], 0);
        assert_eq!(second["rooms"][&room]["timeline"], Value::Null);
    });
}

#[test]
fn threads_are_told_that_no_timeline_shows() {
    const THREADS: &str = "io.element.msc4360.threads";
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let rooms = [alice.create_room(json!({})), alice.create_room(json!({}))];
        for room in &rooms {
            alice.bring(room, &bob);
        }
        let answer_to = |room: &str, root: &str, text: &str| {
            let relation = json!({ "rel_type": "m.thread", "event_id": root });
            let content = json!({ "msgtype": "m.text", "body": text, "m.relates_to": relation });
            alice.put(&in_room(room, &format!("send/m.room.message/{}", unique())), content).ok();
        };
        let body = |include_roots: bool, limit: usize| {
            let threads = json!({ "enabled": true, "include_roots": include_roots, "limit": limit });
            json!({
                "lists": { "all": { "ranges": [[0, 9]], "required_state": [], "timeline_limit": 2 } },
                "extensions": { THREADS: threads },
            })
        };
        let first = slide(&bob, "", &body(false, 9));
        assert_eq!(first["extensions"].get(THREADS), None, "there are none yet");
        let roots = [alice.say(&rooms[0], "tea?"), alice.say(&rooms[1], "cake?")];
        answer_to(&rooms[0], &roots[0], "yes");
        answer_to(&rooms[0], &roots[0], "please");
        answer_to(&rooms[1], &roots[1], "no");
        alice.say(&rooms[0], "well");
        // Of one room the timeline has the answer; of the other it has left one out.
        let told = slide(&bob, pos(&first), &body(false, 9));
        let threads = &told["extensions"][THREADS];
        assert_eq!(threads["updates"].as_object().expect("rooms").keys().collect::<Vec<_>>(), [&rooms[0]]);
        let update = &threads["updates"][&rooms[0]][&roots[0]];
        assert_eq!((update.get("thread_root"), threads.get("prev_batch")), (None, None));
        let before = update["prev_batch"].as_str().expect("a token");
        let relations = format!(
            "/_matrix/client/v1/rooms/{}/relations/{}/m.thread?dir=b&from={before}",
            encode(&rooms[0]),
            encode(&roots[0])
        );
        assert_eq!(hs_testkit::bodies(&bob.get(&relations).ok()["chunk"]), ["yes"]);
        assert_eq!(slide(&bob, pos(&told), &body(false, 9))["extensions"].get(THREADS), None);
        // With their roots all are told; what is beyond the limit has an endpoint of its own.
        let told = slide(&bob, pos(&first), &body(true, 1));
        let threads = &told["extensions"][THREADS];
        let root = &threads["updates"][&rooms[1]][&roots[1]]["thread_root"];
        assert_eq!(root["content"]["body"], "cake?");
        assert_eq!(root["unsigned"]["m.relations"]["m.thread"]["latest_event"]["content"]["body"], "no");
        let (from, to) = (threads["prev_batch"].as_str().expect("a token"), pos(&first));
        let updates = "/_matrix/client/unstable/io.element.msc4360/thread_updates";
        let page = bob.get(&format!("{updates}?dir=b&from={from}&to={to}")).ok();
        assert_eq!(page["chunk"][&rooms[0]][&roots[0]]["thread_root"]["content"]["body"], "tea?");
        assert_eq!((page["chunk"].as_object().map(serde_json::Map::len), page.get("next_batch")), (Some(1), None));
        let all = bob.get(&format!("{updates}?dir=b")).ok();
        assert_eq!(all["chunk"].as_object().map(serde_json::Map::len), Some(2));
        // Whoever is not in the room hears nothing.
        assert_eq!(server.register("carol").get(&format!("{updates}?dir=b")).ok()["chunk"], json!({}));
        bob.get(updates).refused(400, "M_MISSING_PARAM");
        bob.get(&format!("{updates}?dir=f")).refused(400, "M_INVALID_PARAM");
        bob.get(&format!("{updates}?dir=b&limit=0")).refused(400, "M_INVALID_PARAM");
    });
}
