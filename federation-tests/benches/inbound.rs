//! What people of this server notice of others' talk: how long a message takes from one local user to another while a
//! hundred events a second come in from elsewhere, beside how long it takes without. `make bench-federation` prints it.
//!
//! `ROOMS`, `LOCALS` and `SECONDS` make it smaller, for trying this out.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark that goes wrong ends")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use federation_tests::{Homeserver, Network, eventually};
use hs_testkit::{Client, Wire, encode, in_room, json, next_batch, unique};
use tokio::{
    runtime::Builder,
    task::JoinSet,
    time::{interval, sleep},
};

/// Events that come in each second.
const RATE: u64 = 100;
/// How long it is from one measured message to the next.
const PAUSE: Duration = Duration::from_millis(20);

fn main() {
    let size = |name: &str, usual: usize| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (room_count, local_count) = (size("ROOMS", 100), size("LOCALS", 200));
    // How long each half takes.
    let time = Duration::from_secs(u64::try_from(size("SECONDS", 20)).unwrap_or(20));
    let network = Network::new();
    let (here, there) = (network.start(), network.start());
    let beth = there.register("beth");
    let locals: Vec<Client> = (0..local_count).map(|number| here.register(&format!("local{number}"))).collect();
    let rooms: Vec<String> = (0..room_count).map(|number| shared_room(&beth, &there, number, &locals)).collect();
    let (alice, carol) = (here.register("alice"), here.register("carol"));
    let own = alice.create_room(json!({ "preset": "public_chat" }));
    carol.join(&own).ok();

    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let (idle, busy, sent) = runtime.block_on(async {
        let is_over = Arc::new(AtomicBool::new(false));
        let mut others = JoinSet::new();
        for local in &locals {
            others.spawn(wait(local.clone(), Arc::clone(&is_over)));
        }
        let idle = measure(&alice, &carol, &own, time).await;
        let sent = Arc::new(AtomicUsize::new(0));
        others.spawn(talk(beth.clone(), rooms.clone(), Arc::clone(&is_over), Arc::clone(&sent)));
        sleep(Duration::from_secs(2)).await;
        let busy = measure(&alice, &carol, &own, time).await;
        is_over.store(true, Ordering::Relaxed);
        others.shutdown().await;
        (idle, busy, sent.load(Ordering::Relaxed))
    });
    let arrived = || {
        let told = |(number, room): (usize, &String)| {
            let history = locals[number % local_count].history(room, 1_000);
            history.iter().filter(|event| event["type"] == "m.room.message").count()
        };
        rooms.iter().enumerate().map(told).sum::<usize>()
    };
    // One may have been on its way when the talk ended.
    eventually("all has arrived", || (arrived() >= sent).then_some(()));
    println!("{local_count} waiting users; {sent} events of {room_count} rooms came in, {RATE} a second");
    println!("{:28}{:>10}{:>10}", "send to sync, ms", "p50", "p99");
    for (name, times) in [("without", &idle), ("while others talk", &busy)] {
        println!("{name:28}{:10.1}{:10.1}", percentile(times, 50), percentile(times, 99));
    }
    println!("ratio of p99                {:10.2}", percentile(&busy, 99) / percentile(&idle, 99));
}

/// A room of the other server with two of our users.
fn shared_room(beth: &Client, there: &Homeserver, number: usize, locals: &[Client]) -> String {
    let room = beth.create_room(json!({ "preset": "public_chat" }));
    let via = encode(there.name());
    for local in [number, number + locals.len() / 2].map(|number| &locals[number % locals.len()]) {
        local.post(&format!("/_matrix/client/v3/join/{}?via={via}", encode(&room)), json!({})).ok();
    }
    room
}

/// Syncs as a client does, until all is over.
async fn wait(client: Client, is_over: Arc<AtomicBool>) {
    let mut wire = Wire::open(&client).await.expect("a connection");
    let mut since = next_batch(&wire.ask("GET", "/_matrix/client/v3/sync", "").await.expect("an answer").ok());
    while !is_over.load(Ordering::Relaxed) {
        let path = format!("/_matrix/client/v3/sync?since={since}&timeout=30000");
        since = next_batch(&wire.ask("GET", &path, "").await.expect("an answer").ok());
    }
}

/// Says something in each room in turn, so many times a second.
async fn talk(beth: Client, rooms: Vec<String>, is_over: Arc<AtomicBool>, sent: Arc<AtomicUsize>) {
    let mut each = interval(Duration::from_millis(1_000 / RATE));
    let mut wire = Wire::open(&beth).await.expect("a connection");
    for room in rooms.iter().cycle() {
        each.tick().await;
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        let path = in_room(room, &format!("send/m.room.message/{}", unique()));
        let body = json!({ "msgtype": "m.text", "body": "from elsewhere" }).to_string();
        wire.ask("PUT", &path, &body).await.expect("an answer").ok();
        sent.fetch_add(1, Ordering::Relaxed);
    }
}

/// How long messages take from Alice to Carol, in order.
async fn measure(alice: &Client, carol: &Client, room: &str, time: Duration) -> Vec<Duration> {
    let mut times = Vec::new();
    let (mut send, mut sync) = (Wire::open(alice).await.expect("a wire"), Wire::open(carol).await.expect("a wire"));
    let mut since = next_batch(&sync.ask("GET", "/_matrix/client/v3/sync", "").await.expect("an answer").ok());
    let end = Instant::now() + time;
    while Instant::now() < end {
        sleep(PAUSE).await;
        let path = in_room(room, &format!("send/m.room.message/{}", unique()));
        let body = json!({ "msgtype": "m.text", "body": "from here" }).to_string();
        let started = Instant::now();
        let heard = async {
            loop {
                let path = format!("/_matrix/client/v3/sync?since={since}&timeout=30000");
                let answer = sync.ask("GET", &path, "").await.expect("an answer").ok();
                since = next_batch(&answer);
                if answer["rooms"]["join"][room]["timeline"]["events"].is_array() {
                    return started.elapsed();
                }
            }
        };
        let said = async { send.ask("PUT", &path, &body).await.expect("an answer").ok() };
        let (_, heard) = tokio::join!(said, heard);
        times.push(heard);
    }
    times.sort();
    times
}

fn percentile(times: &[Duration], percent: usize) -> f64 {
    times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0
}
