//! Messages from device to device: <https://spec.matrix.org/v1.19/client-server-api/#send-to-device-messaging>.

use std::thread;

use hs_testkit::{Client, Value, json, next_batch, unique};

use crate::{encryption::sign_in, on_each_database, setup};

fn send(by: &Client, txn_id: &str, messages: impl Into<Value>) -> hs_testkit::Answer {
    let path = format!("/_matrix/client/v3/sendToDevice/m.test/{txn_id}");
    by.put(&path, json!({ "messages": messages.into() }))
}

fn numbers(sync: &Value) -> Vec<u64> {
    let events = sync["to_device"]["events"].as_array().map(Vec::as_slice).unwrap_or_default();
    events.iter().filter_map(|event| event["content"]["n"].as_u64()).collect()
}

fn on(server: &hs_testkit::Server, client: &Client) -> Client {
    let session = json!({
        "access_token": client.token(), "user_id": client.user_id, "device_id": client.device_id,
    });
    server.client().with_session(&session)
}

#[test]
fn messages_reach_the_devices_that_are_named() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let phone = sign_in(&bob, "PHONE");
        let (of_bob, of_phone) = (bob.now(), phone.now());
        let waiting = thread::scope(|scope| {
            let waiting = scope.spawn(|| phone.sync_with(&of_phone, "timeout=30000"));
            send(&alice, "1", json!({ &bob.user_id: { "PHONE": { "n": 1 }, "ABSENT": { "n": 9 } } })).ok();
            waiting.join().expect("a sync")
        });
        let event = &waiting["to_device"]["events"][0];
        assert_eq!(*event, json!({ "type": "m.test", "sender": alice.user_id, "content": { "n": 1 } }));
        send(&alice, "1", json!({ &bob.user_id: { "PHONE": { "n": 1 } } })).ok();
        send(&alice, "2", json!({ &bob.user_id: { "*": { "n": 2 }, "PHONE": { "n": 3 } } })).ok();
        assert_eq!(numbers(&bob.sync(&of_bob)), [2]);
        assert_eq!(numbers(&phone.sync(&of_phone)), [1, 3], "an answer that was lost is given again");
        assert_eq!(numbers(&phone.sync(&next_batch(&waiting))), [3]);
        send(&alice, "3", json!({ "@absent:localhost": { "*": { "n": 1 } }, "@a:elsewhere.example": { "*": {} } }))
            .ok();
        send(&alice, "4", json!({ &bob.user_id: { "PHONE": 5 } })).refused(400, "M_BAD_JSON");
        let large = json!({ "x": "x".repeat(70_000) });
        send(&alice, "5", json!({ &bob.user_id: { "PHONE": large } })).refused(413, "M_TOO_LARGE");
        assert!(alice.sync("").get("to_device").is_none());

        send(&alice, "6", json!({ &bob.user_id: { "PHONE": { "n": 6 } } })).ok();
        phone.post("/_matrix/client/v3/logout", json!({})).ok();
        let phone = sign_in(&bob, "PHONE");
        assert_eq!(numbers(&phone.sync("")), [0; 0], "what waited for the device went with it");
    });
}

#[test]
fn ten_thousand_messages_arrive_once_and_in_order_through_a_power_cut() {
    const MESSAGES: u64 = 10_000;
    const SENDERS: u64 = 4;
    on_each_database(|setup| {
        let mut server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let mut since = bob.now();
        let senders: Vec<Client> = (0..SENDERS).map(|number| sign_in(&alice, &format!("D{number}"))).collect();
        thread::scope(|scope| {
            for (first, sender) in (0..).zip(&senders) {
                let bob = &bob;
                scope.spawn(move || {
                    for n in (first..MESSAGES).step_by(usize::try_from(SENDERS).unwrap_or(1)) {
                        send(sender, &unique(), json!({ &bob.user_id: { &bob.device_id: { "n": n } } })).ok();
                    }
                });
            }
        });
        let mut received = Vec::new();
        let mut syncs = 0;
        loop {
            let sync = on(&server, &bob).sync(&since);
            let some = numbers(&sync);
            assert!(some.len() <= 100);
            syncs += 1;
            if syncs == 7 || syncs == 40 {
                // The answer is lost, and with it the token.
                server.kill();
                server = setup.start();
                continue;
            }
            if some.is_empty() {
                break;
            }
            received.extend(some);
            since = next_batch(&sync);
        }
        for first in 0..SENDERS {
            let of_one: Vec<u64> = received.iter().copied().filter(|n| n % SENDERS == first).collect();
            assert!(of_one.is_sorted(), "each sender's messages stay in order");
        }
        received.sort_unstable();
        assert_eq!(received, (0..MESSAGES).collect::<Vec<_>>(), "each once");
    });
}

#[test]
fn a_room_goes_on_while_messages_wait() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.create_room(json!({}));
    alice.bring(&room, &bob);
    let since = bob.now();
    for n in 0..150 {
        send(&alice, &unique(), json!({ &bob.user_id: { "*": { "n": n } } })).ok();
    }
    alice.say(&room, "hello");
    let first = bob.sync(&since);
    assert_eq!(numbers(&first).len(), 100);
    assert_eq!(hs_testkit::bodies(&first["rooms"]["join"][&room]["timeline"]["events"]), ["hello"]);
    let token = next_batch(&first);
    assert!(bob.messages(&room, &format!("dir=b&from={token}"))["chunk"].is_array(), "the token is one for rooms, too");
    let second = bob.sync_with(&token, "timeout=30000");
    assert_eq!(numbers(&second), (100..150).collect::<Vec<_>>());
    assert!(second.get("rooms").is_none(), "{second}");
}
