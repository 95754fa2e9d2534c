//! Where people are told of events, and what they were told of:
//! <https://spec.matrix.org/v1.19/client-server-api/#push-notifications>. What gateways get is shown by the suites in `compliance`.

use hs_testkit::{Value, bodies, encode, in_room, json};

use crate::on_each_database;

const SET: &str = "/_matrix/client/v3/pushers/set";

fn pusher() -> Value {
    json!({
        "kind": "http", "app_id": "org.example.app", "pushkey": "key", "app_display_name": "App",
        "device_display_name": "Phone", "lang": "en", "profile_tag": "tag",
        "data": { "url": "https://push.example.org/_matrix/push/v1/notify", "format": "event_id_only", "extra": 1 },
    })
}

fn with(key: &str, value: Value) -> Value {
    let mut pusher = pusher();
    pusher[key] = value;
    pusher
}

#[test]
fn pushers_are_set_moved_and_removed() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let list = |client: &hs_testkit::Client| client.get("/_matrix/client/v3/pushers").ok()["pushers"].clone();
        alice.post(SET, pusher()).ok();
        assert_eq!(list(&alice), json!([pusher()]));
        alice.post(SET, with("lang", json!("de"))).ok();
        assert_eq!(list(&alice)[0]["lang"], "de");
        // The same app on the same phone, with another person signed in.
        bob.post(SET, pusher()).ok();
        assert_eq!((list(&alice), list(&bob)), (json!([]), json!([pusher()])));
        alice.post(SET, with("append", json!(true))).ok();
        assert_eq!((list(&alice), list(&bob)), (json!([pusher()]), json!([pusher()])));
        bob.post(SET, with("kind", Value::Null)).ok();
        assert_eq!(list(&bob), json!([]));
        let refused = |pusher: Value| drop(alice.post(SET, pusher).refused(400, "M_INVALID_PARAM"));
        refused(with("kind", json!("carrier pigeon")));
        refused(with("data", json!({ "url": "http://push.example.org/_matrix/push/v1/notify" })));
        refused(with("data", json!({ "url": "https://push.example.org/elsewhere" })));
        refused(with("pushkey", json!("x".repeat(513))));
        refused(with("app_id", json!("x".repeat(65))));
        alice.post(SET, with("data", json!({}))).refused(400, "M_MISSING_PARAM");
        alice.post(SET, json!({ "kind": "http" })).refused(400, "M_BAD_JSON");
        // It goes with its device.
        alice.post("/_matrix/client/v3/logout", json!({})).ok();
        bob.get("/_matrix/client/v3/pushers").ok();
    });
}

#[test]
fn notifications_are_listed_newest_first_over_all_rooms() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (tea, cake) = (alice.create_room(json!({})), alice.create_room(json!({})));
        alice.bring(&tea, &bob);
        alice.bring(&cake, &bob);
        let mut last = String::new();
        for number in 0..6 {
            last = alice.say(if number % 2 == 0 { &tea } else { &cake }, &number.to_string());
        }
        bob.post(&in_room(&cake, &format!("receipt/m.read/{}", encode(&last))), json!({})).ok();
        let mention = json!({ "msgtype": "m.text", "body": "You", "m.mentions": { "user_ids": [bob.user_id] } });
        alice.send_event(&tea, "m.room.message", mention).ok();
        let page = |query: &str| {
            let page = bob.get(&format!("/_matrix/client/v3/notifications?{query}")).ok();
            let listed = page["notifications"].as_array().expect("a list");
            let events: Vec<_> = listed.iter().map(|one| one["event"].clone()).collect();
            (page.clone(), bodies(&json!(events)))
        };
        let (first, said) = page("limit=4");
        assert_eq!(said, ["You", "5", "4", "3"]);
        let read: Vec<_> = first["notifications"].as_array().expect("a list").iter().map(|one| &one["read"]).collect();
        assert_eq!(read, [false, true, false, true]);
        let next = first["next_token"].as_str().expect("a next page");
        assert_eq!(page(&format!("limit=4&from={next}")).1, ["2", "1", "0"]);
        assert_eq!(page("only=highlight").1, ["You"]);
        assert!(alice.get("/_matrix/client/v3/notifications").ok()["notifications"].is_array());
    });
}
