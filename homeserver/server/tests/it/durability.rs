//! An acknowledged write outlives the process, however it ends.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Value, event_id, ids, in_room, json, next_batch};

use crate::on_each_database;

const SENDERS: usize = 50;
const ROUNDS: usize = 3;
const ROOMS: usize = 5;
/// How many acknowledged sends of a round to wait for before the process is killed in the middle of the next.
const ENOUGH: usize = 300;

/// Event ids by transaction id, with the room.
type Acknowledged = BTreeMap<String, (String, String)>;

/// Sends for as long as there is a server; notes what was acknowledged.
fn send_until_killed(client: &Client, rooms: &[String], sender: usize, round: usize, sent: &Mutex<Acknowledged>) {
    for number in 0.. {
        let room = &rooms[(sender + number) % rooms.len()];
        let txn = format!("r{round}s{sender}n{number}");
        let path = in_room(room, &format!("send/m.room.message/{txn}"));
        let body = json!({ "msgtype": "m.text", "body": txn }).to_string();
        let Ok(answer) = client.exchange("PUT", &path, body.as_bytes()) else { return };
        if answer.status != 200 {
            return;
        }
        sent.lock().expect("no sender panics").insert(txn, (room.clone(), event_id(&answer.body)));
    }
}

/// The messages of a room by their text, oldest first.
fn messages(client: &Client, room: &str) -> Vec<(String, String)> {
    let history = client.history(room, 500);
    let message =
        |event: &Value| Some((event["content"]["body"].as_str()?.to_owned(), event["event_id"].as_str()?.to_owned()));
    history.iter().rev().filter_map(message).collect()
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let senders: Vec<_> = (0..SENDERS).map(|number| server.register(&format!("sender{number}"))).collect();
        let rooms: Vec<_> = (0..ROOMS).map(|_| alice.create_room(json!({ "preset": "public_chat" }))).collect();
        for room in &rooms {
            for sender in &senders {
                sender.join(room).ok();
            }
        }
        let since = alice.now();
        let mut server = Some(server);
        let sent = Mutex::new(Acknowledged::new());
        for round in 0..ROUNDS {
            let running = server.take().unwrap_or_else(|| setup.start());
            let senders: Vec<_> = senders.iter().map(|sender| running.client().with_token(&sender.token())).collect();
            let before = sent.lock().expect("unpoisoned").len();
            let waiting = AtomicUsize::new(SENDERS);
            thread::scope(|scope| {
                for (number, sender) in senders.iter().enumerate() {
                    let (rooms, sent, waiting) = (&rooms, &sent, &waiting);
                    scope.spawn(move || {
                        send_until_killed(sender, rooms, number, round, sent);
                        waiting.fetch_sub(1, Ordering::SeqCst);
                    });
                }
                let deadline = Instant::now() + Duration::from_mins(1);
                while sent.lock().expect("unpoisoned").len() < before + ENOUGH {
                    assert!(
                        Instant::now() < deadline && waiting.load(Ordering::SeqCst) == SENDERS,
                        "senders are stuck"
                    );
                    thread::yield_now();
                }
                running.kill();
            });
        }
        let server = setup.start();
        let (acknowledged, alice) =
            (sent.into_inner().expect("unpoisoned"), server.client().with_token(&alice.token()));
        for room in &rooms {
            let stored = messages(&alice, room);
            let by_text: BTreeMap<_, _> = stored.iter().cloned().collect();
            assert_eq!(by_text.len(), stored.len(), "no message is there twice");
            let expected = acknowledged.iter().filter(|(_, (of, _))| of == room);
            for (txn, (_, id)) in expected {
                assert_eq!(by_text.get(txn), Some(id), "{txn} was acknowledged");
            }
            // What one sender says one after the other stands in this order.
            let mut last = BTreeMap::new();
            for (txn, _) in &stored {
                let (round_and_sender, number) = txn.split_once('n').expect("a transaction id of ours");
                let number: usize = number.parse().expect("a number");
                assert!(last.insert(round_and_sender.to_owned(), number).is_none_or(|before| before < number));
            }
            // A token from before all this still tells where the reader was.
            let section = alice.sync(&since)["rooms"]["join"][room].clone();
            assert_eq!(section["timeline"]["limited"], true);
            let newest: Vec<_> = stored.iter().rev().take(10).rev().map(|(_, id)| id.clone()).collect();
            assert_eq!(ids(&section["timeline"]["events"]), newest);
            assert_eq!(section["summary"]["m.joined_member_count"], SENDERS + 1);
        }
        // A sender who asks again, not knowing whether it worked, sends nothing twice; and the room goes on.
        let (txn, (room, id)) = acknowledged.first_key_value().expect("something was sent");
        let sender = senders[txn
            .strip_prefix("r0s")
            .and_then(|rest| rest.split('n').next())
            .expect("ours")
            .parse::<usize>()
            .expect("a number")]
        .clone();
        let sender = server.client().with_token(&sender.token());
        let again = sender.put(&in_room(room, &format!("send/m.room.message/{txn}")), json!({ "body": txn })).ok();
        assert_eq!(event_id(&again), *id);
        let since = alice.now();
        let last = alice.say(room, "still here");
        let sync = alice.sync(&since);
        assert_eq!(ids(&sync["rooms"]["join"][room]["timeline"]["events"]), [last]);
        assert_ne!(next_batch(&sync), since);
        let known: BTreeSet<_> = alice.get("/_matrix/client/v3/joined_rooms").ok()["joined_rooms"]
            .as_array()
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        assert_eq!(known.len(), ROOMS);
        server.assert_sound();
    });
}
