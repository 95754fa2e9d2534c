//! What answers cost where there is more of everything: rooms of an account, events of a room. `make growth` prints it.
//!
//! An answer should cost what it says and not what the server holds, so each line compares the same answer beside
//! little and beside much.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark that goes wrong ends"
)]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Server, Setup, Value, Wire, encode, event_id, in_room, json, next_batch, unique};
use tokio::{
    runtime::{Builder, Runtime},
    task::JoinSet,
};

/// Of how many rooms accounts are compared.
const ROOMS: [usize; 3] = [10, 100, 1_000];
/// Of how many events rooms are compared.
const EVENTS: [usize; 2] = [1_000, 100_000];
/// The account that slides.
const MANY_ROOMS: usize = 2_000;
/// Each time is the median of so many.
const ROUNDS: usize = 31;
const WRITERS: usize = 32;
const SLIDING: &str = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let setup = Setup::new(env!("CARGO_BIN_EXE_heliograph")).with("database.url", "sqlite://data/heliograph.db");
    let server = setup.start();
    println!("{:<44} {:>12} {:>12} {:>12}", "incremental /sync, one message, rooms:", ROOMS[0], ROOMS[1], ROOMS[2]);
    incremental(&server);
    println!("\n{:<44} {:>12} {:>12}", "answers of a room, events in it:", EVENTS[0], EVENTS[1]);
    reading(&runtime, &server);
    println!("\nan account with {MANY_ROOMS} rooms");
    windows(server);
}

/// One request on a connection of its own: how long until the whole answer was there, and its length. Nothing of it is
/// read, which would cost this program more than the server.
fn ask(server: SocketAddr, client: &Client, method: &str, path: &str, body: &str) -> (Duration, usize) {
    let mut stream = TcpStream::connect(server).expect("a connection");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-length: {}\r\n\r\n{body}",
        client.token(),
        body.len(),
    );
    let started = Instant::now();
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let taken = started.elapsed();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    (taken, answer.len())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// A message in one room, and what it costs a reader in many to hear of it.
fn incremental(server: &Server) {
    let host = server.register("host");
    let rooms: Vec<String> = (0..ROOMS[2]).map(|_| host.create_room(json!({ "preset": "public_chat" }))).collect();
    let mut medians = Vec::new();
    for count in ROOMS {
        let reader = server.register(&format!("reader{count}"));
        for room in &rooms[..count] {
            reader.join(room).ok();
        }
        let mut since = reader.now();
        let times = (0..ROUNDS).map(|_| {
            host.say(&rooms[0], "news");
            let path = format!("/_matrix/client/v3/sync?since={since}");
            let (taken, _) = ask(server.address(), &reader, "GET", &path, "");
            since = next_batch(&reader.sync(&since));
            taken
        });
        medians.push(format!("{:>12.2}", median(times.collect())));
    }
    println!("{:<44} {}", "milliseconds", medians.join(" "));
}

/// What reading costs in a room with few and in one with many events.
fn reading(runtime: &Runtime, server: &Server) {
    let mut lines: Vec<(&str, Vec<f64>)> = Vec::new();
    for count in EVENTS {
        let writer = server.register(&format!("writer{count}"));
        let room = writer.create_room(json!({ "creation_content": { "type": "m.space" } }));
        for _ in 0..20 {
            let child = writer.create_room(json!({ "preset": "public_chat" }));
            writer.set_state(&room, "m.space.child", &child, json!({ "via": ["localhost"] })).ok();
        }
        fill(runtime, &writer, &room, count / 2);
        let middle = writer.say(&room, "the middle");
        for number in 0..50 {
            let relation = json!({ "rel_type": "m.annotation", "event_id": &middle, "key": number.to_string() });
            event_id(&writer.send_event(&room, "m.reaction", json!({ "m.relates_to": relation })).ok());
        }
        fill(runtime, &writer, &room, count / 2);
        let page = writer.messages(&room, "dir=b&limit=1");
        let half = writer.get(&in_room(&room, &format!("context/{}?limit=1", encode(&middle)))).ok();
        let (newest, half) = (text(&page["start"]), text(&half["start"]));
        let hierarchy = format!("/_matrix/client/v1/rooms/{}/hierarchy", encode(&room));
        let relations = format!("/_matrix/client/v1/rooms/{}/relations/{}?limit=50", encode(&room), encode(&middle));
        let paths = [
            ("/messages, the newest 50", in_room(&room, &format!("messages?dir=b&limit=50&from={newest}"))),
            ("/messages, 50 from the middle", in_room(&room, &format!("messages?dir=b&limit=50&from={half}"))),
            ("/context, 20 around the middle", in_room(&room, &format!("context/{}?limit=20", encode(&middle)))),
            ("/relations, 50 of one event", relations),
            ("/hierarchy, a space of 20 rooms", hierarchy),
        ];
        for (place, (what, path)) in paths.iter().enumerate() {
            let times = (0..ROUNDS).map(|_| ask(server.address(), &writer, "GET", path, "").0).collect();
            if lines.len() <= place {
                lines.push((what, Vec::new()));
            }
            lines[place].1.push(median(times));
        }
    }
    for (what, times) in lines {
        println!("{what:<44} {:>9.2} ms {:>9.2} ms   {:.2} times", times[0], times[1], times[1] / times[0]);
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a place").to_owned()
}

/// Sends many messages by many connections.
fn fill(runtime: &Runtime, writer: &Client, room: &str, count: usize) {
    runtime.block_on(async {
        let mut writers = JoinSet::new();
        for number in 0..WRITERS {
            let (writer, room) = (writer.clone(), room.to_owned());
            writers.spawn(async move {
                let mut wire = Wire::open(&writer).await.expect("a connection");
                let body = json!({ "msgtype": "m.text", "body": "a message of some length, as people write them" });
                for _ in (number..count).step_by(WRITERS) {
                    let path = in_room(&room, &format!("send/m.room.message/{}", unique()));
                    wire.ask("PUT", &path, &body.to_string()).await.expect("an answer").ok();
                }
            });
        }
        while writers.join_next().await.is_some() {}
    });
}

/// The first window of sliding sync beside a first sync, after a start and once all is at hand.
fn windows(server: Server) {
    let alice = server.register("alice");
    thread::scope(|scope| {
        for part in 0..8 {
            let alice = &alice;
            scope.spawn(move || {
                for number in (part..MANY_ROOMS).step_by(8) {
                    let room = alice.create_room(json!({ "name": format!("Room {number}") }));
                    for text in ["one", "two", "three"] {
                        alice.say(&room, text);
                    }
                }
            });
        }
    });
    let list = |timeline_limit: u64| {
        json!({ "lists": { "all": {
            "ranges": [[0, 19]],
            "timeline_limit": timeline_limit,
            "required_state": [
                ["m.room.name", ""], ["m.room.encryption", ""], ["m.room.member", "$LAZY"], ["m.room.member", "$ME"],
                ["m.room.topic", ""], ["m.room.canonical_alias", ""], ["m.room.power_levels", ""],
                ["m.space.child", "*"], ["m.space.parent", "*"],
            ],
        } } })
        .to_string()
    };
    println!("{:<44} {:>12} {:>12} {:>12}", "", "/sync", "window", "ratio");
    let server = server.restart();
    let (slide, _) = ask(server.address(), &alice, "POST", SLIDING, &list(1));
    let server = server.restart();
    let (sync, length) = ask(server.address(), &alice, "GET", "/_matrix/client/v3/sync", "");
    print_windows("after a start", sync, slide);
    let times = |method: &str, path: &str, body: &str| {
        let mut times: Vec<_> = (0..5).map(|_| ask(server.address(), &alice, method, path, body).0).collect();
        times.sort();
        times[2]
    };
    let sync = times("GET", "/_matrix/client/v3/sync", "");
    print_windows("at hand, 1 event of each timeline", sync, times("POST", SLIDING, &list(1)));
    print_windows("at hand, 20 events of each timeline", sync, times("POST", SLIDING, &list(20)));
    println!("the first sync is {:.1} MiB", length as f64 / 1_048_576.0);
    assert!(server.stop().success(), "the server did not stop in good order");
}

fn print_windows(what: &str, sync: Duration, slide: Duration) {
    let (sync, slide) = (sync.as_secs_f64() * 1e3, slide.as_secs_f64() * 1e3);
    println!("{what:<44} {sync:>9.1} ms {slide:>9.1} ms {:>12.0}", sync / slide);
}
