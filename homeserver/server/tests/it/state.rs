//! The state of rooms: <https://spec.matrix.org/v1.19/client-server-api/#getting-events-for-a-room>.

use hs_testkit::{Value, event_id, ids, in_room, json, types};

use crate::{on_each_database, setup};

#[test]
fn state_is_set_read_and_replaced() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let first = event_id(&alice.set_state(&room, "m.room.topic", "", json!({ "topic": "one" })).ok());
        // Setting what is so already is no event.
        assert_eq!(event_id(&alice.set_state(&room, "m.room.topic", "", json!({ "topic": "one" })).ok()), first);
        let second = event_id(&alice.set_state(&room, "m.room.topic", "", json!({ "topic": "two" })).ok());
        assert_ne!(first, second);
        let event = bob.event(&room, &second).ok();
        assert_eq!(event["state_key"], "");
        assert_eq!(event["unsigned"]["prev_content"], json!({ "topic": "one" }));
        assert_eq!(event["unsigned"]["replaces_state"], *first);
        assert_eq!(bob.state(&room, "m.room.topic", "").ok(), json!({ "topic": "two" }));
        // The empty key may be left out, with or without a slash.
        assert_eq!(bob.get(&in_room(&room, "state/m.room.topic")).ok(), json!({ "topic": "two" }));
        assert_eq!(bob.get(&in_room(&room, "state/m.room.topic/")).ok(), json!({ "topic": "two" }));
        let whole = bob.get(&in_room(&room, "state/m.room.topic/?format=event")).ok();
        assert_eq!((&whole["event_id"], &whole["room_id"]), (&json!(second), &json!(room)));
        alice.put(&in_room(&room, "state/m.room.topic"), json!({ "topic": "three" })).ok();
        for key in ["", "a/b", "ключ", "with space", "%2F", "under_score"] {
            alice.set_state(&room, "org.example.key", key, json!({ "key": key })).ok();
            assert_eq!(bob.state(&room, "org.example.key", key).ok(), json!({ "key": key }));
        }
        bob.state(&room, "org.example.key", "absent").refused(404, "M_NOT_FOUND");
        bob.set_state(&room, "m.room.topic", "", json!({ "topic": "mine" })).refused(403, "M_FORBIDDEN");
        let all = bob.get(&in_room(&room, "state")).ok();
        let unique: std::collections::BTreeSet<_> = ids(&all).into_iter().collect();
        assert_eq!(unique.len(), all.as_array().map_or(0, Vec::len));
        assert_eq!(types(&all).iter().filter(|kind| *kind == "m.room.topic").count(), 1);
        assert_eq!(types(&all).iter().filter(|kind| *kind == "org.example.key").count(), 6);
        server.assert_sound();
    });
}

#[test]
fn a_key_that_begins_with_an_at_sign_belongs_to_that_user() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let options = json!({ "room_version": "11", "power_level_content_override": { "state_default": 0 } });
    let room = alice.create_room(options);
    alice.bring(&room, &bob);
    bob.set_state(&room, "org.example.own", &bob.user_id, json!({})).ok();
    bob.set_state(&room, "org.example.own", &alice.user_id, json!({})).refused(403, "M_FORBIDDEN");
    bob.set_state(&room, "m.room.create", "", json!({ "room_version": "1" })).refused(403, "M_FORBIDDEN");
    bob.set_state(&room, "m.room.create", "x", json!({})).refused(403, "M_FORBIDDEN");
}

#[test]
fn many_pieces_of_state_stay_as_they_were_set() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let mut tokens = Vec::new();
        // More changes than a snapshot has layers, over and over the same few keys.
        for number in 0..60 {
            let key = format!("k{}", number % 7);
            alice.set_state(&room, "org.example.number", &key, json!({ "number": number })).ok();
            let id = alice.say(&room, &format!("after {number}"));
            tokens.push((number, id));
        }
        let server = server.restart();
        let alice = server.client().with_token(&alice.token());
        let value = |state: &Value, key: &str| {
            let mut events = state.as_array().expect("state").iter();
            let found = events.find(|event| event["type"] == "org.example.number" && event["state_key"] == key);
            found.map(|event| event["content"]["number"].clone())
        };
        for (number, id) in tokens.iter().step_by(11) {
            let context = alice.get(&in_room(&room, &format!("context/{}?limit=0", hs_testkit::encode(id)))).ok();
            for back in 0..7 {
                let expected = (number >= &back).then(|| json!(number - back));
                let key = format!("k{}", (number + 7 - back) % 7);
                assert_eq!(value(&context["state"], &key), expected, "after {number}, {key}");
            }
        }
        let now = alice.get(&in_room(&room, "state")).ok();
        for number in 53..60 {
            assert_eq!(value(&now, &format!("k{}", number % 7)), Some(json!(number)));
        }
    });
}
