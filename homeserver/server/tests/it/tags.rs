//! Tags of rooms: <https://spec.matrix.org/v1.19/client-server-api/#room-tagging>.

use hs_testkit::{Client, Value, encode, json, next_batch};

use crate::on_each_database;

fn path(of: &Client, room: &str, tag: &str) -> String {
    let rest = if tag.is_empty() { String::new() } else { format!("/{}", encode(tag)) };
    format!("/_matrix/client/v3/user/{}/rooms/{}/tags{rest}", encode(&of.user_id), encode(room))
}

#[test]
fn rooms_are_tagged_and_other_devices_hear_of_it() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        let tags = |client: &Client| client.get(&path(client, &room, "")).ok()["tags"].clone();
        assert_eq!(tags(&alice), json!({}));
        let since = alice.now();
        alice.put(&path(&alice, &room, "m.favourite"), json!({ "order": 0.25 })).ok();
        alice.put(&path(&alice, &room, "u.work"), json!({})).ok();
        let all = json!({ "m.favourite": { "order": 0.25 }, "u.work": {} });
        assert_eq!(tags(&alice), all);
        assert_eq!(tags(&bob), json!({}));
        let sync = alice.sync(&since);
        let events = sync["rooms"]["join"][&room]["account_data"]["events"].as_array().cloned().unwrap_or_default();
        assert_eq!(events, [json!({ "type": "m.tag", "content": { "tags": all } })]);

        // Nothing changes, and nobody is told.
        let since = next_batch(&sync);
        alice.put(&path(&alice, &room, "u.work"), json!({})).ok();
        alice.delete(&path(&alice, &room, "u.absent")).ok();
        assert_eq!(alice.sync(&since)["rooms"]["join"][&room], Value::Null);

        alice.put(&path(&alice, &room, "m.favourite"), json!({ "order": 1 })).ok();
        alice.delete(&path(&alice, &room, "u.work")).ok();
        assert_eq!(tags(&alice), json!({ "m.favourite": { "order": 1 } }));
        // What a client writes as account data is the same thing.
        let data = path(&alice, &room, "").replace("/tags", "/account_data/m.tag");
        alice.put(&data, json!({ "tags": "nonsense" })).ok();
        assert_eq!(tags(&alice), json!({}));
        alice.put(&path(&alice, &room, "u.work"), json!({ "order": 0 })).ok();
        assert_eq!(alice.get(&data).ok(), json!({ "tags": { "u.work": { "order": 0 } } }));
        server.assert_sound();
    });
}

#[test]
fn tags_that_make_no_sense_are_refused() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        let put = |tag: &str, info: Value| alice.put(&path(&alice, &room, tag), info);
        put("u.a", json!({ "order": 1.5 })).refused(400, "M_INVALID_PARAM");
        put("u.a", json!({ "order": -0.1 })).refused(400, "M_INVALID_PARAM");
        put("u.a", json!({ "order": [] })).refused(400, "M_BAD_JSON");
        put(&"x".repeat(256), json!({})).refused(400, "M_INVALID_PARAM");
        put("nul\0", json!({})).refused(400, "M_INVALID_PARAM");
        bob.get(&path(&alice, &room, "")).refused(403, "M_FORBIDDEN");
        bob.put(&path(&alice, &room, "u.a"), json!({})).refused(403, "M_FORBIDDEN");
        bob.delete(&path(&alice, &room, "u.a")).refused(403, "M_FORBIDDEN");
        alice.put(&path(&alice, "!absent:localhost", "u.a"), json!({})).refused(404, "M_NOT_FOUND");
        server.client().get(&path(&alice, &room, "")).refused(401, "M_MISSING_TOKEN");
    });
}

#[test]
fn tags_that_are_given_at_once_are_all_kept() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        std::thread::scope(|scope| {
            for number in 0..4 {
                let (alice, room) = (&alice, &room);
                scope.spawn(move || alice.put(&path(alice, room, &format!("u.{number}")), json!({})).ok());
            }
        });
        let tags = alice.get(&path(&alice, &room, "")).ok()["tags"].clone();
        assert_eq!(tags.as_object().map(serde_json::Map::len), Some(4));
    });
}
