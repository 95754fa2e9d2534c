//! Who is there: <https://spec.matrix.org/v1.19/client-server-api/#presence>.

use hs_testkit::{Client, Value, encode, json, next_batch};

use crate::on_each_database;

fn status(of: &Client) -> String {
    format!("/_matrix/client/v3/presence/{}/status", encode(&of.user_id))
}

/// What a sync says about somebody.
fn told<'a>(sync: &'a Value, of: &Client) -> Option<&'a Value> {
    let events = sync["presence"]["events"].as_array()?;
    events.iter().find(|event| event["sender"] == *of.user_id).map(|event| &event["content"])
}

/// Syncs on until somebody is told of, without being there oneself.
fn await_told(reader: &Client, since: &mut String, of: &Client) -> Value {
    for _ in 0..20 {
        let sync = reader.sync_with(since, "timeout=5000&set_presence=offline");
        *since = next_batch(&sync);
        if let Some(content) = told(&sync, of) {
            return content.clone();
        }
    }
    panic!("nobody is told of {}", of.user_id);
}

#[test]
fn those_who_share_a_room_hear_who_comes_and_nobody_else_does() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, eve) = (server.register("alice"), server.register("bob"), server.register("eve"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let quiet = "set_presence=offline";
        let mut since = next_batch(&alice.sync_with("", quiet));
        let before = next_batch(&eve.sync_with("", quiet));
        bob.sync("");
        let content = await_told(&alice, &mut since, &bob);
        assert_eq!((&content["presence"], &content["currently_active"]), (&json!("online"), &json!(true)));
        assert!(content["last_active_ago"].as_u64().is_some_and(|ago| ago < 60_000), "{content}");
        bob.put(&status(&bob), json!({ "presence": "unavailable", "status_msg": "At tea" })).ok();
        let content = await_told(&alice, &mut since, &bob);
        assert_eq!((&content["presence"], &content["status_msg"]), (&json!("unavailable"), &json!("At tea")));
        let seen = alice.get(&status(&bob)).ok();
        assert_eq!((&seen["presence"], &seen["status_msg"]), (&json!("unavailable"), &json!("At tea")));
        // A first sync tells of those who are there, and a stranger's of nobody.
        assert!(told(&alice.sync_with("", quiet), &bob).is_some());
        assert!(told(&eve.sync_with(&before, quiet), &bob).is_none());
        assert!(told(&eve.sync_with("", quiet), &bob).is_none());
        eve.get(&status(&bob)).refused(403, "M_FORBIDDEN");
        eve.put(&status(&bob), json!({ "presence": "online" })).refused(403, "M_FORBIDDEN");
        bob.put(&status(&bob), json!({ "presence": "floating" })).refused(400, "M_INVALID_PARAM");
    });
}

#[test]
fn who_comes_into_a_room_sees_who_is_there_and_is_seen() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        alice.put(&status(&alice), json!({ "presence": "online", "status_msg": "Here" })).ok();
        bob.put(&status(&bob), json!({ "presence": "online", "status_msg": "There" })).ok();
        let quiet = "set_presence=offline";
        let (to_alice, to_bob) = (alice.sync_with("", quiet), bob.sync_with("", quiet));
        assert!(told(&to_alice, &bob).is_none());
        bob.join(&room).ok();
        let to_alice = alice.sync_with(&next_batch(&to_alice), quiet);
        assert_eq!(told(&to_alice, &bob).expect("told")["status_msg"], "There");
        let to_bob = bob.sync_with(&next_batch(&to_bob), quiet);
        assert_eq!(told(&to_bob, &alice).expect("told")["status_msg"], "Here");
        let filter = json!({ "presence": { "not_types": ["m.presence"] } });
        assert!(told(&bob.sync_filtered("", &filter), &alice).is_none());
    });
}

#[test]
fn a_server_that_tells_nobody_tells_nobody() {
    on_each_database(|setup| {
        let server = setup.with_raw("presence.enabled", "false").start();
        let alice = server.register("alice");
        alice.put(&status(&alice), json!({ "presence": "online", "status_msg": "Here" })).ok();
        assert_eq!(alice.get(&status(&alice)).ok(), json!({ "presence": "offline" }));
        assert_eq!(alice.sync("")["presence"], Value::Null);
    });
}
