//! How long it takes until somebody who joins a large room of another server can read and write there: with this server
//! and with Synapse, one after the other, in the same room. `make bench-federation` prints it.
//!
//! `MEMBERS` and `EVENTS` make the room smaller, for trying this out.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark that goes wrong ends")]

use std::{
    thread,
    time::{Duration, Instant},
};

use federation_tests::{Network, Participant};
use hs_testkit::{Client, Wire, encode, in_room, json, unique};
use tokio::{runtime::Builder, task::JoinSet};

/// How many requests fill the room at once.
const AT_ONCE: usize = 32;
/// How many times each server joins a room like this; the median counts.
const ROUNDS: usize = 3;

fn main() {
    let size = |name: &str, usual: usize| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (members, events) = (size("MEMBERS", 5_000), size("EVENTS", 50_000));
    let network = Network::new();
    let resident = network.start();
    let alice = resident.register("alice");
    let started = Instant::now();
    let people = crowd(&resident.client(), members);
    let rooms: Vec<String> = (0..ROUNDS).map(|_| fill(&alice, &people, events)).collect();
    println!("{ROUNDS} rooms of {members} members and {events} events were made in {:.1?}", started.elapsed());

    let ours = network.start_at("127.0.0.2", |setup| setup);
    let synapse = network.start_synapse_at("127.0.0.3");
    let newcomers: [(&str, &dyn Participant); 2] = [("Heliograph", &ours), ("Synapse", &synapse)];
    println!("{:24}{:>12}{:>12}{:>12}{:>12}", "from the join, s", "joined", "read", "written", "all members");
    let mut medians = Vec::new();
    for (name, server) in newcomers {
        let mut took: Vec<Took> =
            rooms.iter().map(|room| join(server, resident.name(), &alice, room, members)).collect();
        took.sort_by_key(|took| took.written);
        let Took { joined, read, written, all } = took[ROUNDS / 2];
        let seconds = [joined, read, written, all].map(|time| format!("{:12.3}", time.as_secs_f64())).concat();
        println!("{name:24}{seconds}");
        medians.push(written);
    }
    println!("Synapse takes {:.1} times as long", medians[1].as_secs_f64() / medians[0].as_secs_f64());
}

/// People of the resident server.
fn crowd(server: &Client, count: usize) -> Vec<Client> {
    let numbers: Vec<usize> = (0..count).collect();
    thread::scope(|scope| {
        let workers = numbers.chunks(count.div_ceil(AT_ONCE));
        let workers = workers.map(|part| {
            let register =
                move || part.iter().map(|number| server.register(&format!("user{number}"))).collect::<Vec<_>>();
            scope.spawn(register)
        });
        let workers: Vec<_> = workers.collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("people")).collect()
    })
}

/// A public room that all of these join, and in which they speak until it has so many events.
fn fill(creator: &Client, people: &[Client], events: usize) -> String {
    let room = creator.create_room(json!({ "preset": "public_chat", "name": "Large", "room_version": "11" }));
    let messages = events.saturating_sub(people.len()) / people.len();
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut parts = JoinSet::new();
        for part in people.chunks(people.len().div_ceil(AT_ONCE)) {
            let (part, room) = (part.to_vec(), room.clone());
            parts.spawn(async move {
                for person in &part {
                    let mut wire = Wire::open(person).await.expect("a connection");
                    wire.ask("POST", &in_room(&room, "join"), "{}").await.expect("an answer").ok();
                    for number in 0..messages {
                        let body = json!({ "msgtype": "m.text", "body": format!("message {number}") }).to_string();
                        let path = in_room(&room, &format!("send/m.room.message/{}", unique()));
                        wire.ask("PUT", &path, &body).await.expect("an answer").ok();
                    }
                }
            });
        }
        parts.join_all().await;
    });
    room
}

/// Asks until there is an answer, often enough not to be what takes the time.
fn eventually<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_mins(5);
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < deadline, "this never came to be: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// What passed from the join to each of these.
struct Took {
    joined: Duration,
    read: Duration,
    written: Duration,
    all: Duration,
}

/// Somebody new joins, reads the last page, and says something that the resident server hears.
fn join(server: &dyn Participant, resident: &str, alice: &Client, room: &str, members: usize) -> Took {
    let bob = server.register(&format!("bob{}", unique()));
    let since = bob.now();
    let via = encode(resident);
    let started = Instant::now();
    bob.post(&format!("/_matrix/client/v3/join/{}?via={via}&server_name={via}", encode(room)), json!({})).ok();
    let joined = started.elapsed();
    let filter = encode(&json!({ "room": { "state": { "lazy_load_members": true } } }).to_string());
    eventually("the room is in a sync", || {
        let sync = bob.sync_with(&since, &format!("timeout=1000&filter={filter}"));
        sync["rooms"]["join"][room].is_object().then_some(())
    });
    eventually("the last page", || {
        let page = bob.messages(room, &format!("dir=b&limit=20&filter={}", encode("{\"lazy_load_members\":true}")));
        (page["chunk"].as_array().is_some_and(|chunk| chunk.len() >= 20)).then_some(())
    });
    let read = started.elapsed();
    let text = format!("hello {}", unique());
    bob.say(room, &text);
    eventually("the resident server hears it", || {
        let page = alice.messages(room, "dir=b&limit=3");
        page["chunk"].as_array()?.iter().any(|event| event["content"]["body"] == text.as_str()).then_some(())
    });
    let written = started.elapsed();
    let all = eventually("all members are known", || {
        let joined = bob.get(&in_room(room, "joined_members")).body;
        (joined["joined"].as_object()?.len() > members).then(|| started.elapsed())
    });
    Took { joined, read, written, all }
}
