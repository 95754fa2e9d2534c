//! Events that are sent later: <https://github.com/matrix-org/matrix-spec-proposals/pull/4140>.

use std::{
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Value, bodies, encode, in_room, json, unique};

use crate::{on_each_database, setup};

const UNSTABLE: &str = "/_matrix/client/unstable/org.matrix.msc4140";

/// Has a message wait, and gives back its name among the delayed events.
fn delay(client: &Client, room: &str, text: &str, delay: u64) -> String {
    let content = json!({ "msgtype": "m.text", "body": text });
    let path = in_room(room, &format!("delayed_event/m.room.message/{}", unique()));
    let path = path.replace("/_matrix/client/v3", UNSTABLE);
    let answer = client.put(&path, json!({ "delay": delay, "content": content })).ok();
    answer["delay_id"].as_str().expect("a name").to_owned()
}

fn one(client: &Client, delay_id: &str) -> Value {
    client.get(&format!("{UNSTABLE}/delayed_events/{delay_id}")).ok()
}

fn waiting(client: &Client) -> Vec<String> {
    let answer = client.get(&format!("{UNSTABLE}/delayed_events")).ok();
    let events = answer["delayed_events"].as_array().expect("a list");
    events.iter().map(|event| event["delay_id"].as_str().expect("a name").to_owned()).collect()
}

fn act(client: &Client, delay_id: &str, action: &str) -> hs_testkit::Answer {
    client.post(&format!("{UNSTABLE}/delayed_events/{delay_id}"), json!({ "action": action }))
}

/// Waits until something is so.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn said(client: &Client, room: &str) -> Vec<String> {
    bodies(&json!(client.history(room, 100)))
}

#[test]
fn an_event_is_sent_when_its_time_comes_and_not_before() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let started = Instant::now();
        let late = delay(&alice, &room, "later", 600);
        let never = delay(&alice, &room, "never", 60_000);
        assert_eq!(waiting(&alice), [&*late, &*never]);
        assert_eq!(said(&alice, &room), Vec::<String>::new());
        until("it is sent", || said(&alice, &room) == ["later"]);
        assert!(started.elapsed() >= Duration::from_millis(600));
        let told = one(&alice, &late);
        assert!(told["event_id"].is_string() && told["finalised_ts"].is_number(), "{told}");
        assert_eq!((&told["delay"], &told["content"]["body"]), (&json!(600), &json!("later")));
        // Its sender can tell which it was, on all their devices and after a restart; nobody else can.
        let bob = server.register("bob");
        alice.post(&in_room(&room, "invite"), json!({ "user_id": bob.user_id })).ok();
        bob.join(&room);
        let event_id = told["event_id"].as_str().expect("an event").to_owned();
        let named = |client: &Client| {
            let unsigned = client.event(&room, &event_id).ok()["unsigned"].clone();
            unsigned.get("org.matrix.msc4140.delay_id").cloned()
        };
        assert_eq!((named(&bob), named(&alice)), (None, Some(json!(late))));
        let server = server.restart();
        let (alice, bob) = (server.client().with_token(&alice.token()), server.client().with_token(&bob.token()));
        assert_eq!((named(&bob), named(&alice)), (None, Some(json!(late))));
        assert_eq!(waiting(&alice), [&*never]);
        // What is over cannot be undone, and what was done can be asked for again.
        act(&alice, &late, "cancel").refused(409, "M_UNKNOWN");
        act(&alice, &late, "restart").refused(409, "M_UNKNOWN");
        act(&alice, &late, "send").ok();
        act(&alice, &never, "cancel").ok();
        act(&alice, &never, "cancel").ok();
        act(&alice, &never, "send").refused(409, "M_UNKNOWN");
        assert_eq!(waiting(&alice), Vec::<String>::new());
        assert_eq!(said(&alice, &room), ["later"]);
    });
}

#[test]
fn events_can_be_sent_at_once_and_begin_to_wait_anew() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let now = delay(&alice, &room, "now", 60_000);
        alice.post(&format!("{UNSTABLE}/delayed_events/{now}/send"), json!({})).ok();
        assert_eq!(said(&alice, &room), ["now"]);
        let beating = delay(&alice, &room, "silence", 1_500);
        let before = one(&alice, &beating)["running_since"].as_i64();
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(600));
            act(&alice, &beating, "restart").ok();
        }
        assert!(one(&alice, &beating)["running_since"].as_i64() > before);
        assert_eq!(said(&alice, &room), ["now"]);
        until("the heart has stopped", || said(&alice, &room) == ["silence", "now"]);
    });
}

#[test]
fn a_restart_loses_nothing_and_what_is_due_is_sent_in_order() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        delay(&alice, &room, "second", 700);
        delay(&alice, &room, "first", 400);
        let rest = delay(&alice, &room, "third", 60_000);
        assert!(server.stop().success());
        thread::sleep(Duration::from_millis(800));
        let server = setup.start();
        let alice = server.client().with_token(&alice.token());
        until("what was due is sent", || said(&alice, &room) == ["second", "first"]);
        assert_eq!(waiting(&alice), [rest]);
    });
}

#[test]
fn state_waits_by_a_parameter_and_what_is_not_allowed_then_fails() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let path = in_room(&room, "state/m.room.topic?org.matrix.msc4140.delay=100");
        assert!(alice.put(&path, json!({ "topic": "Later" })).ok()["delay_id"].is_string());
        until("the topic is set", || alice.state(&room, "m.room.topic", "").status == 200);
        // Who may do something is asked when it is done.
        let refused = bob.put(&path, json!({ "topic": "Mine" })).ok()["delay_id"].as_str().expect("a name").to_owned();
        until("it has failed", || one(&bob, &refused)["error"]["errcode"] == "M_FORBIDDEN");
        act(&bob, &refused, "cancel").ok();
        // It is nobody else's.
        alice.get(&format!("{UNSTABLE}/delayed_events/{refused}")).refused(404, "M_NOT_FOUND");
        act(&alice, &refused, "send").refused(404, "M_NOT_FOUND");
        let path = in_room(&room, "send/m.room.message/same?org.matrix.msc4140.delay=60000");
        let content = json!({ "msgtype": "m.text", "body": "once" });
        let first = alice.put(&path, content.clone()).ok();
        assert_eq!(alice.put(&path, content).ok(), first);
        assert_eq!(waiting(&alice).len(), 1);
        // Who is suspended meanwhile says nothing, now or later.
        let silenced = delay(&bob, &room, "too late", 2_000);
        let path = format!("/_matrix/client/v1/admin/suspend/{}", encode(&bob.user_id));
        alice.put(&path, json!({ "suspended": true })).ok();
        until("it has failed", || one(&bob, &silenced)["error"]["errcode"] == "M_USER_SUSPENDED");
        let path = in_room(&room, "delayed_event/m.room.message/x").replace("/_matrix/client/v3", UNSTABLE);
        bob.put(&path, json!({ "delay": 100, "content": {} })).refused(403, "M_USER_SUSPENDED");
        assert_eq!(said(&alice, &room), Vec::<String>::new());
    });
}

#[test]
fn there_are_limits() {
    let setup = setup().with_raw("rooms.max_delayed_events", "2").with("rooms.max_event_delay", "1 h");
    let server = setup.start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.create_room(json!({}));
    let path = in_room(&room, "send/m.room.message/x");
    let ask = |client: &Client, delay: &str| {
        let path = format!("{}{}?org.matrix.msc4140.delay={delay}", path, unique());
        client.put(&path, json!({ "msgtype": "m.text", "body": "x" }))
    };
    ask(&bob, "1000").refused(403, "M_FORBIDDEN");
    ask(&alice, "3600001").refused(403, "M_FORBIDDEN");
    ask(&alice, "0").refused(400, "M_INVALID_PARAM");
    ask(&alice, "soon").refused(400, "M_INVALID_PARAM");
    ask(&alice, "3600000").ok();
    ask(&alice, "3600000").ok();
    let full = ask(&alice, "1000");
    assert!(full.header("retry-after").is_some());
    full.refused(429, "M_LIMIT_EXCEEDED");
    let capabilities = alice.get("/_matrix/client/v3/capabilities").ok();
    let limits = &capabilities["capabilities"]["org.matrix.msc4140.delayed_events"];
    assert_eq!(limits, &json!({ "max_delay_ms": 3_600_000, "max_scheduled": 2 }));
    assert_eq!(alice.get("/_matrix/client/versions").ok()["unstable_features"]["org.matrix.msc4140"], true);
}
