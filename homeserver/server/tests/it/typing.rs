//! Who is typing: <https://spec.matrix.org/v1.19/client-server-api/#typing-notifications>.

use hs_testkit::{Client, Value, encode, in_room, json, next_batch};

use crate::on_each_database;

fn typing(client: &Client, room: &str, body: Value) -> hs_testkit::Answer {
    client.put(&in_room(room, &format!("typing/{}", encode(&client.user_id))), body)
}

/// Who types, if a sync says anything about it.
fn told(sync: &Value, room: &str) -> Option<Value> {
    let events = sync["rooms"]["join"][room]["ephemeral"]["events"].as_array()?;
    let event = events.iter().find(|event| event["type"] == "m.typing")?;
    Some(event["content"]["user_ids"].clone())
}

#[test]
fn typing_begins_and_ends() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let since = bob.now();
        typing(&alice, &room, json!({ "typing": true, "timeout": 30_000 })).ok();
        let sync = bob.sync_with(&since, "timeout=10000");
        assert_eq!(told(&sync, &room), Some(json!([alice.user_id])));
        assert_eq!(told(&bob.sync(""), &room), Some(json!([alice.user_id])));
        typing(&alice, &room, json!({ "typing": false })).ok();
        let sync = bob.sync_with(&next_batch(&sync), "timeout=10000");
        assert_eq!(told(&sync, &room), Some(json!([])));
        // Who falls silent is taken off the list.
        typing(&alice, &room, json!({ "typing": true, "timeout": 200 })).ok();
        let sync = bob.sync_with(&next_batch(&sync), "timeout=10000");
        assert_eq!(told(&sync, &room), Some(json!([alice.user_id])));
        let sync = bob.sync_with(&next_batch(&sync), "timeout=10000");
        assert_eq!(told(&sync, &room), Some(json!([])));
        server.assert_sound();
    });
}

#[test]
fn people_type_only_where_they_are_and_as_themselves() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        typing(&bob, &room, json!({ "typing": true, "timeout": 1000 })).refused(403, "M_FORBIDDEN");
        let path = in_room(&room, &format!("typing/{}", encode(&bob.user_id)));
        alice.put(&path, json!({ "typing": true, "timeout": 1000 })).refused(403, "M_FORBIDDEN");
        typing(&alice, &room, json!({ "typing": "yes" })).refused(400, "M_BAD_JSON");
        typing(&alice, &room, json!({})).refused(400, "M_BAD_JSON");
        let filter = json!({ "room": { "ephemeral": { "not_types": ["m.typing"] } } });
        let since = alice.now();
        typing(&alice, &room, json!({ "typing": true, "timeout": 30_000 })).ok();
        assert_eq!(told(&alice.sync_filtered(&since, &filter), &room), None);
    });
}

#[test]
fn saying_again_that_one_types_wakes_nobody() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        typing(&alice, &room, json!({ "typing": true, "timeout": 1_000 })).ok();
        let since = bob.now();
        typing(&alice, &room, json!({ "typing": true, "timeout": 30_000 })).ok();
        assert_eq!(told(&bob.sync(&since), &room), None);
        // The longer time counts all the same.
        let sync = bob.sync_with(&since, "timeout=2000");
        assert_eq!(told(&sync, &room), None);
        typing(&alice, &room, json!({ "typing": false })).ok();
        assert_eq!(told(&bob.sync(&since), &room), Some(json!([])));
    });
}
