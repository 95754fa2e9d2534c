//! What is told together with events: edits, threads, references.
//! <https://spec.matrix.org/v1.19/client-server-api/#aggregations-of-child-events>

use hs_testkit::{Client, Value, encode, in_room, json, unique};

use crate::on_each_database;

/// Says something about another event, and gives back its id.
fn relate(client: &Client, room: &str, rel_type: &str, target: &str, content: Value) -> String {
    let mut content = content;
    content["m.relates_to"] = json!({ "rel_type": rel_type, "event_id": target });
    content["msgtype"] = json!("m.text");
    let sent = client.put(&in_room(room, &format!("send/m.room.message/{}", unique())), content).ok();
    hs_testkit::event_id(&sent)
}

fn reply(client: &Client, room: &str, root: &str, text: &str) -> String {
    relate(client, room, "m.thread", root, json!({ "body": text }))
}

fn edit(client: &Client, room: &str, target: &str, text: &str) -> String {
    let content = json!({ "body": format!("* {text}"), "m.new_content": { "msgtype": "m.text", "body": text } });
    relate(client, room, "m.replace", target, content)
}

fn relations(client: &Client, room: &str, event: &str) -> Value {
    client.event(room, event).ok()["unsigned"]["m.relations"].clone()
}

/// The text of a thread's newest message, and how many it has.
fn thread(client: &Client, room: &str, root: &str) -> (Value, Value) {
    let thread = relations(client, room, root)["m.thread"].clone();
    (thread["latest_event"]["content"]["body"].clone(), thread["count"].clone())
}

#[test]
fn a_thread_tells_its_newest_message_with_what_belongs_to_it() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let root = alice.say(&room, "tea?");
        let first = reply(&alice, &room, &root, "green");
        let second = reply(&bob, &room, &root, "blakc");
        let fixed = edit(&bob, &room, &second, "black");
        let told = relations(&bob, &room, &root)["m.thread"].clone();
        assert_eq!((&told["count"], &told["current_user_participated"]), (&json!(2), &json!(true)));
        let latest = &told["latest_event"];
        assert_eq!((&latest["event_id"], &latest["room_id"]), (&json!(second), &json!(room)));
        assert!(latest["unsigned"]["age"].is_i64() && latest["unsigned"]["transaction_id"].is_string(), "{latest}");
        assert_eq!(latest["unsigned"]["m.relations"]["m.replace"]["event_id"], json!(fixed));
        // What is said by those whom somebody ignores is no part of the thread for them.
        let ignored = format!("/_matrix/client/v3/user/{}/account_data/m.ignored_user_list", encode(&alice.user_id));
        alice.put(&ignored, json!({ "ignored_users": { &bob.user_id: {} } })).ok();
        assert_eq!(thread(&alice, &room, &root), (json!("green"), json!(1)));
        // What they began is there without its content, for the others have answered.
        let of_bob = bob.say(&room, "cake?");
        reply(&alice, &room, &of_bob, "yes");
        let threads = alice.get(&format!("/_matrix/client/v1/rooms/{}/threads", encode(&room))).ok()["chunk"].clone();
        assert_eq!((&threads[0]["event_id"], &threads[0]["content"]), (&json!(of_bob), &json!({})));
        let latest = &threads[0]["unsigned"]["m.relations"]["m.thread"]["latest_event"];
        assert_eq!((&latest["content"]["body"], &threads[1]["event_id"]), (&json!("yes"), &json!(root)));
        alice.put(&ignored, json!({ "ignored_users": {} })).ok();
        // An event that was taken back still has its thread. State has nothing bundled with it.
        alice.put(&in_room(&room, &format!("redact/{}/{}", encode(&root), unique())), json!({})).ok();
        assert_eq!(thread(&alice, &room, &root), (json!("blakc"), json!(2)));
        let named = alice.set_state(&room, "m.room.name", "", json!({ "name": "Tea" })).ok();
        let named = hs_testkit::event_id(&named);
        reply(&alice, &room, &named, "a fine name");
        assert_eq!(relations(&bob, &room, &named), Value::Null);
        alice.put(&in_room(&room, &format!("redact/{}/{}", encode(&first), unique())), json!({})).ok();
        assert_eq!(thread(&alice, &room, &root), (json!("blakc"), json!(1)));
    });
}

#[test]
fn an_event_tells_its_newest_valid_edit() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let said = alice.say(&room, "blakc");
        let valid = edit(&alice, &room, &said, "black");
        relate(&alice, &room, "m.replace", &said, json!({ "body": "no new content" }));
        edit(&bob, &room, &said, "somebody else's");
        edit(&alice, &room, &valid, "an edit of an edit");
        let told = relations(&bob, &room, &said)["m.replace"].clone();
        assert_eq!((&told["event_id"], &told["content"]["m.new_content"]["body"]), (&json!(valid), &json!("black")));
        assert_eq!(relations(&bob, &room, &valid), Value::Null);
        alice.put(&in_room(&room, &format!("redact/{}/{}", encode(&said), unique())), json!({})).ok();
        assert_eq!(relations(&bob, &room, &said), Value::Null);
    });
}

#[test]
fn nothing_is_told_beside_an_event_that_came_after_the_reader_had_left() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let root = alice.say(&room, "tea?");
        reply(&alice, &room, &root, "green");
        bob.post(&in_room(&room, "leave"), json!({})).ok();
        reply(&alice, &room, &root, "bob must not know");
        edit(&alice, &room, &root, "coffee?");
        assert_eq!(thread(&alice, &room, &root), (json!("bob must not know"), json!(2)));
        assert_eq!(thread(&bob, &room, &root), (json!("green"), json!(1)));
        assert_eq!(relations(&bob, &room, &root)["m.replace"], Value::Null);
    });
}
