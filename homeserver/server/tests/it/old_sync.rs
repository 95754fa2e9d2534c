//! What was there before `/sync`:
//! <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events>.

use std::thread;

use hs_testkit::{Client, Value, bodies, encode, in_room, json, types};

use crate::on_each_database;

/// Events from a token on: the events, and where they end.
fn events(client: &Client, query: &str) -> (Vec<Value>, String) {
    let answer = client.get(&format!("/_matrix/client/v3/events?{query}")).ok();
    let end = answer["end"].as_str().expect("an end").to_owned();
    (answer["chunk"].as_array().expect("a chunk").clone(), end)
}

fn initial(client: &Client, query: &str) -> Value {
    client.get(&format!("/_matrix/client/v3/initialSync?{query}")).ok()
}

fn room<'a>(initial: &'a Value, room: &str) -> &'a Value {
    let rooms = initial["rooms"].as_array().expect("rooms");
    rooms.iter().find(|known| known["room_id"] == room).expect("the room")
}

fn messages(events: &[Value]) -> Vec<String> {
    bodies(&json!(events.iter().filter(|event| event["type"] == "m.room.message").collect::<Vec<_>>()))
}

#[test]
fn the_stream_tells_what_happens_in_the_rooms_of_a_user_and_wakes_who_waits() {
    on_each_database(|setup| {
        let server = setup.with_raw("presence.enabled", "false").start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let tea = alice.create_room(json!({}));
        let (chunk, start) = events(&bob, "timeout=0");
        assert!(chunk.is_empty(), "{chunk:?}");
        alice.say(&tea, "Before Bob comes");
        alice.moderate(&tea, "invite", &bob).ok();
        let (chunk, invited) = events(&bob, &format!("from={start}&timeout=10000"));
        assert_eq!((&chunk[0]["content"]["membership"], &chunk[0]["room_id"]), (&json!("invite"), &json!(tea)));
        assert_eq!(messages(&chunk), Vec::<String>::new());
        bob.join(&tea).ok();
        let (_, joined) = events(&bob, &format!("from={invited}"));
        let waiting = {
            let (bob, joined) = (bob.clone(), joined.clone());
            thread::spawn(move || events(&bob, &format!("from={joined}&timeout=30000")))
        };
        alice.say(&tea, "Welcome");
        let (chunk, said) = waiting.join().expect("an answer");
        assert_eq!(messages(&chunk), ["Welcome"]);
        assert_eq!((&chunk[0]["room_id"], &chunk[0]["user_id"]), (&json!(tea), &json!(alice.user_id)));
        let typing = format!("typing/{}", encode(&alice.user_id));
        alice.put(&in_room(&tea, &typing), json!({ "typing": true, "timeout": 10_000 })).ok();
        bob.put(&format!("/_matrix/client/v3/user/{}/account_data/x.y", encode(&bob.user_id)), json!({ "z": 1 })).ok();
        let (chunk, before) = events(&bob, &format!("from={said}"));
        let mut kinds = types(&json!(chunk));
        kinds.sort();
        assert_eq!(kinds, ["m.typing", "x.y"]);
        bob.leave(&tea).ok();
        alice.say(&tea, "He is gone");
        let (chunk, _) = events(&bob, &format!("from={before}"));
        assert_eq!(messages(&chunk), Vec::<String>::new());
        assert_eq!(chunk.last().expect("the departure")["content"]["membership"], "leave");
        bob.get("/_matrix/client/v3/events?from=nonsense").refused(400, "M_INVALID_PARAM");
    });
}

#[test]
fn whoever_looks_into_an_open_room_hears_what_is_said_until_it_is_closed() {
    on_each_database(|setup| {
        let server = setup.with_raw("presence.enabled", "false").start();
        let (alice, eve) = (server.register("alice"), server.register("eve"));
        let open = alice.create_room(json!({}));
        let listen =
            |from: &str| format!("/_matrix/client/v3/events?room_id={}&from={from}&timeout=30000", encode(&open));
        let look = in_room(&open, "initialSync?limit=5");
        eve.get(&look).refused(403, "M_FORBIDDEN");
        let world = |setting: &str| {
            alice.set_state(&open, "m.room.history_visibility", "", json!({ "history_visibility": setting })).ok()
        };
        alice.say(&open, "Among ourselves");
        world("world_readable");
        alice.say(&open, "To the world");
        let seen = eve.get(&look).ok();
        assert_eq!(bodies(&seen["messages"]["chunk"]), ["To the world"]);
        assert_eq!(seen["membership"], Value::Null);
        assert!(types(&seen["state"]).contains(&"m.room.create".to_owned()));
        let from = seen["messages"]["end"].as_str().expect("an end").to_owned();
        let waiting = {
            let (eve, path) = (eve.clone(), listen(&from));
            thread::spawn(move || eve.get(&path).ok())
        };
        alice.say(&open, "Hear, hear");
        let heard = waiting.join().expect("an answer");
        assert_eq!(bodies(&heard["chunk"]), ["Hear, hear"]);
        world("shared");
        eve.get(&listen(&from)).refused(403, "M_FORBIDDEN");
    });
}

#[test]
fn the_first_sync_of_old_has_rooms_invitations_and_departures() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (tea, past, ahead) =
            (alice.create_room(json!({})), alice.create_room(json!({})), alice.create_room(json!({ "name": "Ahead" })));
        for room in [&tea, &past] {
            alice.bring(room, &bob);
        }
        let said = alice.say(&tea, "Milk first");
        bob.leave(&past).ok();
        alice.say(&past, "After the departure");
        alice.moderate(&ahead, "invite", &bob).ok();
        bob.post(&in_room(&tea, &format!("receipt/m.read/{}", encode(&said))), json!({})).ok();
        let found = initial(&bob, "limit=1");
        let joined = room(&found, &tea);
        assert_eq!((&joined["membership"], &joined["visibility"]), (&json!("join"), &json!("private")));
        assert_eq!(bodies(&joined["messages"]["chunk"]), ["Milk first"]);
        assert_eq!(room(&found, &ahead)["invite"]["content"]["membership"], "invite");
        assert!(found["rooms"].as_array().expect("rooms").iter().all(|room| room["room_id"] != past));
        assert!(
            found["presence"].as_array().expect("presence").iter().any(|event| {
                event["content"]["user_id"] == bob.user_id && event["content"]["presence"] == "online"
            })
        );
        assert!(found["receipts"][0]["content"][&said]["m.read"][&bob.user_id]["ts"].is_u64());
        let left = initial(&bob, "limit=5&archived=true");
        let left = room(&left, &past);
        assert_eq!((&left["membership"], bodies(&left["messages"]["chunk"]).len()), (&json!("leave"), 0));
        assert_eq!(bodies(&room(&initial(&bob, "limit=0"), &tea)["messages"]["chunk"]), Vec::<String>::new());
        bob.get("/_matrix/client/v3/initialSync?limit=many").refused(400, "M_INVALID_PARAM");
        let one = bob.get(&format!("/_matrix/client/v3/events/{}", encode(&said))).ok();
        assert_eq!((&one["room_id"], &one["content"]["body"]), (&json!(tea), &json!("Milk first")));
        let eve = server.register("eve");
        eve.get(&format!("/_matrix/client/v3/events/{}", encode(&said))).refused(404, "M_NOT_FOUND");
    });
}
