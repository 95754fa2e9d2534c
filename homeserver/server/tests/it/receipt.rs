//! How far people have read, and what is left to read: receipts, read markers and unread counts.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#receipts> and
//! <https://spec.matrix.org/v1.19/client-server-api/#receiving-notifications>.

use hs_testkit::{Client, Value, bodies, encode, in_room, json};

use crate::on_each_database;

fn receipt(client: &Client, room: &str, kind: &str, event: &str) -> hs_testkit::Answer {
    client.post(&in_room(room, &format!("receipt/{kind}/{}", encode(event))), json!({}))
}

/// Notifications and highlights of a room, as a sync tells them.
#[track_caller]
fn unread(client: &Client, room: &str) -> (u64, u64) {
    let counts = client.sync("")["rooms"]["join"][room]["unread_notifications"].clone();
    let count = |key: &str| counts[key].as_u64().unwrap_or_else(|| panic!("no {key} in {counts}"));
    (count("notification_count"), count("highlight_count"))
}

/// The content of the receipt event in a sync.
fn receipts(sync: &Value, room: &str) -> Value {
    let events = sync["rooms"]["join"][room]["ephemeral"]["events"].as_array().cloned().unwrap_or_default();
    let found = events.into_iter().find(|event| event["type"] == "m.receipt");
    found.map(|mut event| event["content"].take()).unwrap_or_default()
}

#[test]
fn receipts_are_told_to_those_whom_they_concern() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let (first, second) = (alice.say(&room, "one"), alice.say(&room, "two"));
        let (a, b) = (alice.now(), bob.now());
        receipt(&bob, &room, "m.read", &first).ok();
        for (client, since) in [(&alice, &a), (&bob, &b)] {
            let told = receipts(&client.sync(since), &room);
            assert!(told[&first]["m.read"][&bob.user_id]["ts"].is_u64(), "{told}");
        }
        let (a, b) = (alice.now(), bob.now());
        receipt(&bob, &room, "m.read.private", &second).ok();
        assert_eq!(receipts(&alice.sync(&a), &room), Value::Null);
        assert!(receipts(&bob.sync(&b), &room)[&second]["m.read.private"][&bob.user_id].is_object());
        // A receipt never goes back, and the newest one is what a first sync tells.
        receipt(&bob, &room, "m.read", &second).ok();
        receipt(&bob, &room, "m.read", &first).ok();
        let told = receipts(&alice.sync(""), &room);
        assert!(told[&second]["m.read"][&bob.user_id].is_object() && told.get(&first).is_none(), "{told}");
        let server = server.restart();
        let alice = server.client().with_token(&alice.token());
        assert_eq!(receipts(&alice.sync(""), &room), told);
    });
}

#[test]
fn threads_have_receipts_of_their_own() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let root = alice.say(&room, "root");
        let relation = json!({ "rel_type": "m.thread", "event_id": root });
        let content = json!({ "msgtype": "m.text", "body": "reply", "m.relates_to": relation });
        let reply = hs_testkit::event_id(&alice.send_event(&room, "m.room.message", content).ok());
        let path = in_room(&room, &format!("receipt/m.read/{}", encode(&reply)));
        bob.post(&path, json!({ "thread_id": root })).ok();
        let told = receipts(&alice.sync(""), &room);
        assert_eq!(told[&reply]["m.read"][&bob.user_id]["thread_id"], *root);
        bob.post(&path, json!({ "thread_id": 3 })).refused(400, "M_BAD_JSON");
        let fully = in_room(&room, &format!("receipt/m.fully_read/{}", encode(&root)));
        bob.post(&fully, json!({ "thread_id": "main" })).refused(400, "M_INVALID_PARAM");
    });
}

#[test]
fn read_markers_are_account_data() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let (first, second, third) = (alice.say(&room, "one"), alice.say(&room, "two"), alice.say(&room, "three"));
        let since = bob.now();
        let markers = json!({ "m.fully_read": first, "m.read": second, "m.read.private": third });
        bob.post(&in_room(&room, "read_markers"), markers).ok();
        let sync = bob.sync(&since);
        let data = &sync["rooms"]["join"][&room]["account_data"]["events"];
        assert_eq!(*data, json!([{ "type": "m.fully_read", "content": { "event_id": first } }]));
        let told = receipts(&sync, &room);
        assert!(told[&second]["m.read"][&bob.user_id].is_object());
        assert!(told[&third]["m.read.private"][&bob.user_id].is_object());
        assert_eq!(unread(&bob, &room), (0, 0));
        receipt(&bob, &room, "m.fully_read", &second).ok();
        let path = format!(
            "/_matrix/client/v3/user/{}/rooms/{}/account_data/m.fully_read",
            encode(&bob.user_id),
            encode(&room)
        );
        assert_eq!(bob.get(&path).ok(), json!({ "event_id": second }));
        // The server looks after this one itself.
        bob.put(&path, json!({ "event_id": third })).refused(405, "M_BAD_JSON");
        bob.post(&in_room(&room, "read_markers"), json!({ "m.read": "$nothing" })).refused(404, "M_NOT_FOUND");
        bob.post(&in_room(&room, "read_markers"), json!({})).ok();
        receipt(&bob, &room, "m.nonsense", &first).refused(400, "M_INVALID_PARAM");
        receipt(&bob, &room, "m.read", "$nothing").refused(404, "M_NOT_FOUND");
        let stranger = server.register("carol");
        receipt(&stranger, &room, "m.read", &first).refused(403, "M_FORBIDDEN");
        server.assert_sound();
    });
}

#[test]
fn what_is_unread_is_counted() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let carol = server.register("carol");
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        carol.join(&room).ok();
        assert_eq!(unread(&bob, &room), (0, 0));
        alice.say(&room, "one");
        let second = alice.say(&room, "two");
        assert_eq!((unread(&bob, &room), unread(&carol, &room), unread(&alice, &room)), ((2, 0), (2, 0), (0, 0)));
        // Being mentioned stands out; what was mentioned in text alone by the display name does, too.
        let mention = json!({ "msgtype": "m.text", "body": "you", "m.mentions": { "user_ids": [bob.user_id] } });
        alice.send_event(&room, "m.room.message", mention).ok();
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((3, 1), (3, 0)));
        // Everybody can be called by those with the power to, and by nobody else.
        let all = json!({ "msgtype": "m.text", "body": "all", "m.mentions": { "room": true } });
        alice.send_event(&room, "m.room.message", all.clone()).ok();
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((4, 2), (4, 1)));
        carol.send_event(&room, "m.room.message", all).ok();
        assert_eq!((unread(&bob, &room), unread(&alice, &room)), ((5, 2), (1, 0)));
        // State, reactions and edits are silent.
        alice.set_state(&room, "m.room.topic", "", json!({ "topic": "x" })).ok();
        let reaction = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": second, "key": "+" } });
        alice.send_event(&room, "m.reaction", reaction).ok();
        let edit = json!({ "msgtype": "m.text", "body": "* two!", "m.mentions": {},
            "m.new_content": { "msgtype": "m.text", "body": "two!" },
            "m.relates_to": { "rel_type": "m.replace", "event_id": second } });
        alice.send_event(&room, "m.room.message", edit).ok();
        let notice = json!({ "msgtype": "m.notice", "body": "beep" });
        alice.send_event(&room, "m.room.message", notice).ok();
        assert_eq!(unread(&bob, &room), (5, 2));
        // A receipt takes away what it covers, a later message counts again, and it all outlives the process.
        receipt(&bob, &room, "m.read", &second).ok();
        assert_eq!(unread(&bob, &room), (3, 2));
        let last = alice.say(&room, "last");
        assert_eq!(unread(&bob, &room), (4, 2));
        let server = server.restart();
        let bob = server.client().with_session(&json!({ "access_token": bob.token(), "user_id": bob.user_id }));
        let alice = server.client().with_session(&json!({ "access_token": alice.token(), "user_id": alice.user_id }));
        assert_eq!(unread(&bob, &room), (4, 2));
        let since = bob.now();
        receipt(&bob, &room, "m.read.private", &last).ok();
        let told = bob.sync(&since)["rooms"]["join"][&room]["unread_notifications"].clone();
        assert_eq!(told, json!({ "notification_count": 0, "highlight_count": 0 }));
        alice.say(&room, "newer");
        assert_eq!(unread(&bob, &room), (1, 0));
        // One's own message says that one has read what came before it.
        bob.say(&room, "an answer");
        assert_eq!((unread(&alice, &room), unread(&bob, &room)), ((1, 0), (0, 0)));
        server.assert_sound();
    });
}

#[test]
fn own_push_rules_decide_what_counts() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let rules = "/_matrix/client/v3/pushrules/global";
        let word = json!({ "pattern": "tea", "actions": ["notify", { "set_tweak": "highlight" }] });
        bob.put(&format!("{rules}/content/tea"), word).ok();
        alice.say(&room, "Is there tea?");
        assert_eq!(unread(&bob, &room), (1, 1));
        bob.put(&format!("{rules}/room/{}", encode(&room)), json!({ "actions": [] })).ok();
        alice.say(&room, "Never mind");
        assert_eq!(unread(&bob, &room), (1, 1));
        bob.delete(&format!("{rules}/room/{}", encode(&room))).ok();
        alice.say(&room, "Hello?");
        assert_eq!(unread(&bob, &room), (2, 1));
        bob.put(&format!("{rules}/override/.m.rule.master/enabled"), json!({ "enabled": true })).ok();
        alice.say(&room, "tea");
        assert_eq!(unread(&bob, &room), (2, 1));
    });
}

#[test]
fn an_invitation_to_talk_counts_in_a_room_of_two() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room =
            alice.create_room(json!({ "is_direct": true, "invite": [bob.user_id], "preset": "trusted_private_chat" }));
        bob.join(&room).ok();
        alice.say(&room, "hi");
        assert_eq!(unread(&bob, &room), (1, 0));
        bob.say(&room, "hi yourself");
        assert_eq!(unread(&alice, &room), (1, 0));
        // Leaving and coming back begins anew.
        bob.leave(&room).ok();
        alice.moderate(&room, "invite", &bob).ok();
        alice.say(&room, "are you there?");
        bob.join(&room).ok();
        let (notifications, _) = unread(&bob, &room);
        assert!(notifications <= 2, "{notifications}");
    });
}

#[test]
fn a_receipt_does_not_hide_the_message_before_it() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let since = bob.now();
        let event = alice.say(&room, "one");
        bob.post(&in_room(&room, "read_markers"), json!({ "m.read": event })).ok();
        // A client that was away when both happened has seen neither.
        let sync = bob.sync(&since);
        assert_eq!(bodies(&sync["rooms"]["join"][&room]["timeline"]["events"]), ["one"]);
    });
}

/// Notifications and highlights beside all threads, and in one.
fn unread_in_threads(client: &Client, room: &str, thread: &str) -> ((u64, u64), Option<(u64, u64)>) {
    let filter = encode(r#"{"room":{"timeline":{"unread_thread_notifications":true}}}"#);
    let sync = client.get(&format!("/_matrix/client/v3/sync?filter={filter}")).ok();
    let joined = &sync["rooms"]["join"][room];
    let counts = |counts: &Value| {
        let count = |name: &str| counts[name].as_u64().expect("a count");
        (count("notification_count"), count("highlight_count"))
    };
    let thread = &joined["unread_thread_notifications"][thread];
    (counts(&joined["unread_notifications"]), (!thread.is_null()).then(|| counts(thread)))
}

fn in_thread(client: &Client, room: &str, root: &str, content: Value) -> String {
    let mut content = content;
    content["msgtype"] = "m.text".into();
    content["body"] = "In a thread".into();
    content["m.relates_to"] = json!({ "rel_type": "m.thread", "event_id": root });
    hs_testkit::event_id(&client.send_event(room, "m.room.message", content).ok())
}

#[test]
fn threads_are_counted_apart() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let root = alice.say(&room, "root");
        let first = in_thread(&alice, &room, &root, json!({}));
        let mention = json!({ "m.mentions": { "user_ids": [bob.user_id] } });
        let second = in_thread(&alice, &room, &root, mention);
        let last = alice.say(&room, "beside it");
        assert_eq!(unread(&bob, &room), (4, 1), "who does not ask is told the sum");
        assert_eq!(unread_in_threads(&bob, &room, &root), ((2, 0), Some((2, 1))));
        let read = |event: &str, thread: &str| {
            bob.post(&in_room(&room, &format!("receipt/m.read/{}", encode(event))), json!({ "thread_id": thread }))
        };
        // An event belongs to its own thread.
        read(&first, "main").refused(400, "M_INVALID_PARAM");
        read(&last, &root).refused(400, "M_INVALID_PARAM");
        read(&last, "").refused(400, "M_INVALID_PARAM");
        read(&last, "main").ok();
        assert_eq!(unread_in_threads(&bob, &room, &root), ((0, 0), Some((2, 1))));
        read(&first, &root).ok();
        assert_eq!(unread_in_threads(&bob, &room, &root), ((0, 0), Some((1, 1))));
        assert_eq!(unread(&bob, &room), (1, 1));
        // What has been read stays so, and all of it outlives the process.
        let server = server.restart();
        let bob = server.client().with_session(&json!({ "access_token": bob.token(), "user_id": bob.user_id }));
        let alice = server.client().with_session(&json!({ "access_token": alice.token(), "user_id": alice.user_id }));
        alice.say(&room, "later");
        assert_eq!(unread_in_threads(&bob, &room, &root), ((1, 0), Some((1, 1))));
        let path = in_room(&room, &format!("receipt/m.read.private/{}", encode(&second)));
        bob.post(&path, json!({ "thread_id": root })).ok();
        assert_eq!(unread_in_threads(&bob, &room, &root), ((1, 0), None));
        // Two receipts for the same event are both told.
        receipt(&bob, &room, "m.read", &last).ok();
        let told = alice.sync("");
        let events = told["rooms"]["join"][&room]["ephemeral"]["events"].as_array().cloned().expect("events");
        let of_last = events.iter().filter(|event| event["content"][&last]["m.read"][&bob.user_id].is_object());
        assert_eq!(of_last.count(), 2, "{told}");
        // A receipt without thread covers all of them.
        in_thread(&alice, &room, &root, json!({}));
        receipt(&bob, &room, "m.read", &alice.say(&room, "end")).ok();
        assert_eq!(unread_in_threads(&bob, &room, &root), ((0, 0), None));
        // Whoever answers in a thread has read it, and nothing else.
        in_thread(&alice, &room, &root, json!({}));
        alice.say(&room, "beside it again");
        in_thread(&bob, &room, &root, json!({}));
        assert_eq!(unread_in_threads(&bob, &room, &root), ((1, 0), None));
        bob.say(&room, "seen");
        assert_eq!(unread(&bob, &room), (0, 0));
        server.assert_sound();
    });
}

#[test]
fn what_is_taken_back_or_changed_does_not_count() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        carol.join(&room).ok();
        let read = alice.say(&room, "read");
        receipt(&carol, &room, "m.read", &read).ok();
        let mention = |body: &str, relation: Value| {
            json!({ "msgtype": "m.text", "body": body, "m.mentions": { "user_ids": [bob.user_id] },
                "m.new_content": { "msgtype": "m.text", "body": body }, "m.relates_to": relation })
        };
        let called = alice.send_event(&room, "m.room.message", mention("you", json!({}))).ok();
        let called = hs_testkit::event_id(&called);
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((2, 1), (1, 0)));
        // Who is mentioned anew would stand in the edit; nobody is.
        let mut edit = mention("* you", json!({ "rel_type": "m.replace", "event_id": called }));
        edit["m.mentions"] = json!({});
        let edit = hs_testkit::event_id(&alice.send_event(&room, "m.room.message", edit).ok());
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((2, 1), (1, 0)), "an edit is no news");
        let redact =
            |event: &str| alice.put(&in_room(&room, &format!("redact/{}/{event}", encode(event))), json!({})).ok();
        redact(&edit);
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((2, 1), (1, 0)));
        redact(&called);
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((1, 0), (0, 0)));
        // Carol has read this one, Bob has not.
        redact(&read);
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((0, 0), (0, 0)));
        alice.say(&room, "news");
        assert_eq!((unread(&bob, &room), unread(&carol, &room)), ((1, 0), (1, 0)));
        let server = server.restart();
        let bob = server.client().with_session(&json!({ "access_token": bob.token(), "user_id": bob.user_id }));
        assert_eq!(unread(&bob, &room), (1, 0));
        server.assert_sound();
    });
}
