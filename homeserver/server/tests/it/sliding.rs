//! Simplified sliding sync:
//! <https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md>.

mod extension;
mod oracle;
mod room;

use std::{
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Answer, Client, Value, bodies, json, types};

use crate::{on_each_database, setup};

const PATH: &str = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

/// Asks; an empty `pos` begins a connection.
fn ask(client: &Client, pos: &str, query: &str, body: &Value) -> Answer {
    let pos = if pos.is_empty() { String::new() } else { format!("pos={pos}&") };
    client.post(&format!("{PATH}?{pos}{query}"), body.clone())
}

/// Asks without waiting.
fn slide(client: &Client, pos: &str, body: &Value) -> Value {
    ask(client, pos, "timeout=0", body).ok()
}

fn pos(answer: &Value) -> &str {
    answer["pos"].as_str().expect("a position")
}

/// A list of the first rooms.
fn window(last: usize, required_state: &Value, timeline_limit: usize) -> Value {
    json!({ "lists": { "all": {
        "ranges": [[0, last]], "required_state": required_state, "timeline_limit": timeline_limit,
    } } })
}

/// A subscription to one room.
fn subscription(room: &str, required_state: &Value, timeline_limit: usize) -> Value {
    json!({ "room_subscriptions": { room: { "required_state": required_state, "timeline_limit": timeline_limit } } })
}

/// The ids of the rooms of an answer, in the order of their ids.
fn rooms(answer: &Value) -> Vec<String> {
    answer["rooms"].as_object().expect("rooms").keys().cloned().collect()
}

fn sorted(rooms: &[&String]) -> Vec<String> {
    let mut rooms: Vec<String> = rooms.iter().map(ToString::to_string).collect();
    rooms.sort();
    rooms
}

#[test]
fn a_window_shows_where_something_was_said_last_and_grows() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let rooms_of_alice: Vec<String> =
            (0..6).map(|number| alice.create_room(json!({ "name": format!("Room {number}") }))).collect();
        alice.say(&rooms_of_alice[2], "hello");
        let body = window(1, &json!([["m.room.create", ""]]), 1);
        let first = slide(&alice, "", &body);
        assert_eq!(first["lists"]["all"]["count"], 6);
        assert_eq!(rooms(&first), sorted(&[&rooms_of_alice[2], &rooms_of_alice[5]]));
        let room = &first["rooms"][&rooms_of_alice[2]];
        assert_eq!(
            (&room["name"], &room["initial"], &room["joined_count"]),
            (&json!("Room 2"), &json!(true), &json!(1))
        );
        assert_eq!(bodies(&room["timeline"]), ["hello"]);
        assert_eq!(types(&room["required_state"]), ["m.room.create"]);
        assert_eq!(
            (&room["limited"], &room["num_live"], &room["membership"]),
            (&json!(true), &json!(0), &json!("join"))
        );
        assert_eq!((&room["notification_count"], &room["highlight_count"]), (&json!(0), &json!(0)));
        assert!(room["bump_stamp"].as_i64() > first["rooms"][&rooms_of_alice[5]]["bump_stamp"].as_i64());
        // The gap before it can be closed.
        let from = room["prev_batch"].as_str().expect("a place");
        let before = alice.messages(&rooms_of_alice[2], &format!("dir=b&from={from}&limit=3"));
        assert_eq!(types(&before["chunk"])[0], "m.room.name");
        // More of the list brings the others only, and all of it nothing more.
        let second = slide(&alice, pos(&first), &window(3, &json!([["m.room.create", ""]]), 1));
        assert_eq!(rooms(&second), sorted(&[&rooms_of_alice[4], &rooms_of_alice[3]]));
        let third = slide(&alice, pos(&second), &window(99, &json!([["m.room.create", ""]]), 1));
        assert_eq!(rooms(&third), sorted(&[&rooms_of_alice[0], &rooms_of_alice[1]]));
        assert_eq!(rooms(&slide(&alice, pos(&third), &window(99, &json!([["m.room.create", ""]]), 1))).len(), 0);
        // A small window again: a room that comes up from below is told since it was told of last.
        let small = slide(&alice, pos(&third), &body);
        assert_eq!(rooms(&small).len(), 0);
        alice.say(&rooms_of_alice[0], "up");
        let up = slide(&alice, pos(&small), &body);
        assert_eq!(rooms(&up), sorted(&[&rooms_of_alice[0]]));
        let room = &up["rooms"][&rooms_of_alice[0]];
        assert_eq!((&room["initial"], bodies(&room["timeline"])), (&Value::Null, vec!["up".to_owned()]));
    });
}

#[test]
fn news_comes_once_and_at_once() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Tea" }));
        alice.bring(&room, &bob);
        let body = window(10, &json!([["m.room.name", ""], ["m.room.topic", ""]]), 10);
        let mut last = slide(&bob, "", &body);
        for number in 0..4 {
            let text = number.to_string();
            let answer = thread::scope(|scope| {
                let waiting = scope.spawn(|| ask(&bob, pos(&last), "timeout=30000", &body).ok());
                alice.say(&room, &text);
                waiting.join().expect("an answer")
            });
            let told = &answer["rooms"][&room];
            assert_eq!(bodies(&told["timeline"]), [text]);
            assert_eq!((&told["num_live"], &told["notification_count"]), (&json!(1), &json!(number + 1)));
            for absent in ["initial", "limited", "name", "required_state", "heroes", "joined_count", "prev_batch"] {
                assert_eq!(told[absent], Value::Null, "{absent} in {told}");
            }
            assert!(told["bump_stamp"].is_i64());
            last = answer;
        }
        let started = Instant::now();
        let quiet = ask(&bob, pos(&last), "timeout=300", &body).ok();
        assert!(started.elapsed() >= Duration::from_millis(300));
        assert_eq!(rooms(&quiet).len(), 0);
        // What changes of the state is told, and of what is derived from it.
        alice.set_state(&room, "m.room.name", "", json!({ "name": "Coffee" })).ok();
        alice.set_state(&room, "org.example", "", json!({})).ok();
        let renamed = slide(&bob, pos(&quiet), &body);
        let told = &renamed["rooms"][&room];
        assert_eq!((&told["name"], types(&told["required_state"])), (&json!("Coffee"), vec!["m.room.name".to_owned()]));
        assert_eq!(told["bump_stamp"], Value::Null);
        alice.set_state(&room, "m.room.name", "", json!({})).ok();
        let unnamed = slide(&bob, pos(&renamed), &body);
        let told = &unnamed["rooms"][&room];
        assert!(told.get("name").is_some_and(Value::is_null), "{told}");
        assert_eq!(told["heroes"][0]["user_id"], alice.user_id);
        // Too much for one answer is marked as such.
        for number in 0..12 {
            alice.say(&room, &number.to_string());
        }
        let gap = slide(&bob, pos(&unnamed), &body);
        let told = &gap["rooms"][&room];
        assert_eq!(
            (&told["limited"], bodies(&told["timeline"]).len(), &told["num_live"]),
            (&json!(true), 10, &json!(10))
        );
        assert!(told["prev_batch"].is_string());
    });
}

#[test]
fn an_answer_that_was_lost_is_given_again() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.create_room(json!({}));
    alice.bring(&room, &bob);
    let other = bob.create_room(json!({}));
    let lazy = json!([["m.room.member", "$LAZY"]]);
    let body = window(0, &lazy, 1);
    let first = slide(&bob, "", &body);
    alice.say(&room, "one");
    let members = |answer: &Value, room: &str| hs_testkit::members(&answer["rooms"][room]["required_state"]);
    for _ in 0..3 {
        // It is not known whether the answer has arrived, so it is the same each time.
        let lost = slide(&bob, pos(&first), &body);
        assert_eq!(rooms(&lost), sorted(&[&room]));
        assert_eq!(lost["rooms"][&room]["initial"], true);
        assert_eq!(members(&lost, &room), [&*alice.user_id]);
        let again = slide(&bob, pos(&first), &window(5, &lazy, 1));
        assert_eq!(rooms(&again), sorted(&[&room]));
    }
    let second = slide(&bob, pos(&first), &body);
    alice.say(&room, "two");
    let third = slide(&bob, pos(&second), &body);
    assert_eq!(bodies(&third["rooms"][&room]["timeline"]), ["two"]);
    assert_eq!(members(&third, &room), Vec::<String>::new());
    // Once the client went on from an answer, those before it are gone.
    let fourth = slide(&bob, pos(&third), &subscription(&other, &json!([]), 20));
    slide(&bob, pos(&fourth), &subscription(&room, &json!([]), 20));
    ask(&bob, pos(&first), "", &body).refused(400, "M_UNKNOWN_POS");
}

#[test]
fn a_position_is_its_owners_and_survives_a_restart() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let body = window(10, &json!([["m.room.name", ""]]), 5);
        let first = slide(&bob, "", &body);
        ask(&alice, pos(&first), "", &body).refused(400, "M_UNKNOWN_POS");
        let mut other = body.clone();
        other["conn_id"] = json!("other");
        ask(&bob, pos(&first), "", &other).refused(400, "M_UNKNOWN_POS");
        for nonsense in ["p1_2", "s5", "0", "p-1_1", "p9999999999999999999999_1"] {
            ask(&bob, nonsense, "", &body).refused(400, "M_UNKNOWN_POS");
        }
        alice.say(&room, "while it was down");
        let server = server.restart();
        let bob = server.client().with_token(&bob.token());
        let second = slide(&bob, pos(&first), &body);
        let told = &second["rooms"][&room];
        assert_eq!((&told["initial"], bodies(&told["timeline"])), (&Value::Null, vec!["while it was down".to_owned()]));
        // A device has so many connections; the one that was used longest ago makes room.
        for number in 0..16 {
            let mut body = body.clone();
            body["conn_id"] = json!(number.to_string());
            slide(&bob, "", &body);
        }
        ask(&bob, pos(&second), "", &body).refused(400, "M_UNKNOWN_POS");
    });
}

#[test]
fn lists_are_filtered() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let plain = alice.create_room(json!({ "name": "Green Tea" }));
        let space = alice.create_room(json!({ "creation_content": { "type": "m.space" }, "name": "Home" }));
        let secret = alice.create_room(json!({ "name": "Secret" }));
        alice.set_state(&secret, "m.room.encryption", "", json!({ "algorithm": "m.megolm.v1.aes-sha2" })).ok();
        alice.set_state(&space, "m.space.child", &secret, json!({ "via": ["localhost"] })).ok();
        let invited = bob.create_room(json!({ "name": "Come", "invite": [alice.user_id] }));
        let account_data =
            |rest: &str| format!("/_matrix/client/v3/user/{}/{rest}", hs_testkit::encode(&alice.user_id));
        alice.put(&account_data("account_data/m.direct"), json!({ &bob.user_id: [&plain] })).ok();
        let tag = format!("rooms/{}/tags/m.favourite", hs_testkit::encode(&secret));
        alice.put(&account_data(&tag), json!({ "order": 0.5 })).ok();
        let all = [&plain, &space, &secret, &invited];
        let expect = |filters: Value, expected: &[&String]| {
            let body = json!({ "lists": { "l": { "filters": filters, "timeline_limit": 1, "required_state": [] } } });
            let answer = slide(&alice, "", &body);
            assert_eq!(rooms(&answer), sorted(expected), "{filters}");
            assert_eq!(answer["lists"]["l"]["count"], expected.len(), "{filters}");
        };
        expect(json!({}), &all);
        expect(json!({ "is_dm": true }), &[&plain]);
        expect(json!({ "is_dm": false }), &[&space, &secret, &invited]);
        expect(json!({ "is_encrypted": true }), &[&secret]);
        expect(json!({ "is_encrypted": false, "is_invite": false }), &[&plain, &space]);
        expect(json!({ "is_invite": true }), &[&invited]);
        expect(json!({ "room_types": ["m.space"] }), &[&space]);
        expect(json!({ "room_types": [null, "m.space"], "is_invite": false }), &[&plain, &space, &secret]);
        expect(json!({ "not_room_types": ["m.space"] }), &[&plain, &secret, &invited]);
        expect(json!({ "room_types": ["m.space"], "not_room_types": ["m.space"] }), &[]);
        expect(json!({ "room_name_like": "tea" }), &[&plain]);
        expect(json!({ "tags": ["m.favourite"] }), &[&secret]);
        expect(json!({ "not_tags": ["m.favourite"], "is_invite": false }), &[&plain, &space]);
        expect(json!({ "tags": ["m.favourite"], "not_tags": ["m.favourite"] }), &[]);
        expect(json!({ "spaces": [&space] }), &[&secret]);
        expect(json!({ "spaces": ["!unknown:localhost"] }), &[]);
        let answer = slide(&alice, "", &subscription(&plain, &json!([]), 1));
        assert_eq!(answer["rooms"][&plain]["is_dm"], true);
        // A conversation that ceases to be one with one person is told of.
        alice.put(&account_data("account_data/m.direct"), json!({})).ok();
        let answer = slide(&alice, pos(&answer), &subscription(&plain, &json!([]), 1));
        assert_eq!(answer["rooms"][&plain]["is_dm"], false);
    });
}

#[test]
fn what_is_beyond_all_bounds_is_refused() {
    let server = setup().start();
    let alice = server.register("alice");
    let refuse = |body: Value| ask(&alice, "", "", &body).refused(400, "M_INVALID_PARAM");
    let list = json!({ "required_state": [], "timeline_limit": 1, "ranges": [[0, 1]] });
    let lists: serde_json::Map<String, Value> = (0..101).map(|number| (number.to_string(), list.clone())).collect();
    refuse(json!({ "lists": lists }));
    refuse(json!({ "lists": { "l": { "ranges": [[2, 1]], "required_state": [], "timeline_limit": 1 } } }));
    refuse(json!({ "conn_id": "x".repeat(300) }));
    let state: Vec<_> = (0..501).map(|number| json!(["m.x", number.to_string()])).collect();
    refuse(json!({ "lists": { "l": { "ranges": [[0, 1]], "required_state": state, "timeline_limit": 1 } } }));
    ask(&alice, "", "timeout=soon", &json!({})).refused(400, "M_INVALID_PARAM");
    ask(&alice, "", "", &json!({ "lists": [] })).refused(400, "M_BAD_JSON");
    ask(&alice, "", "", &json!({ "lists": { "l": { "ranges": [[-1, 1]] } } })).refused(400, "M_BAD_JSON");
    // The largest numbers are as good as any.
    let huge = json!({ "lists": { "l": {
        "ranges": [[0, 9_007_199_254_740_991_u64]], "required_state": [["*", "*"]], "timeline_limit": u64::MAX,
    } } });
    let room = alice.create_room(json!({}));
    assert_eq!(rooms(&slide(&alice, "", &huge)), [room]);
    let answer = alice.get("/_matrix/client/versions").ok();
    assert_eq!(answer["unstable_features"]["org.matrix.simplified_msc3575"], true);
}
