//! What a flood of logins does to those who wait for messages: fifty people a second give their passwords, which are
//! hashed as in earnest, while somebody writes and others have a `/sync` open. `make bench` prints it.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that goes wrong ends"
)]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use hs_testkit::{Client, Server, Setup, Wire, bodies, encode, in_room, json, next_batch, unique};
use tokio::{
    runtime::Builder,
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

const LISTENERS: usize = 10;
const TIME: Duration = Duration::from_secs(20);
const BETWEEN_MESSAGES: Duration = Duration::from_millis(50);
const BETWEEN_LOGINS: Duration = Duration::from_millis(20);

fn main() {
    let setup = Setup::new(env!("CARGO_BIN_EXE_heliograph"))
        .with("database.url", "sqlite://data/heliograph.db")
        .with("passwords.hash_cost", "standard");
    let server = setup.start();
    let writer = server.register("writer");
    let room = writer.create_room(json!({ "preset": "public_chat" }));
    let listeners: Vec<_> = (0..LISTENERS).map(|number| server.register(&format!("listener{number}"))).collect();
    for listener in &listeners {
        listener.join(&room).ok();
    }
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let quiet = wake_ups(&writer, &room, &listeners).await;
        let mut flood = JoinSet::new();
        flood.spawn(logins(server.client()));
        // The flood is there before it is measured what it does.
        sleep(Duration::from_secs(2)).await;
        let flooded = wake_ups(&writer, &room, &listeners).await;
        flood.shutdown().await;
        println!("a sync wakes after                        p50       p99      most");
        let [quiet, flooded] =
            [("without logins", quiet), ("with 50 logins a second", flooded)].map(|(name, times)| {
                let [half, most, last] = [50, 99, 100].map(|percent| part_of(&times, percent));
                println!("{name:32} {half:9.1} {most:9.1} {last:9.1} ms   ({} times)", times.len());
                most
            });
        println!("p99 with, of p99 without {:31.2}   (to reach: at most 2)", flooded / quiet);
        println!("answers to logins since the flood began: {:?}", answered(&server));
    });
}

/// How long it takes from the sending of a message until each listener has it; in milliseconds, sorted.
async fn wake_ups(writer: &Client, room: &str, listeners: &[Client]) -> Vec<f64> {
    let sent = Arc::new(Mutex::new(BTreeMap::<String, Instant>::new()));
    let count = TIME.as_millis() / BETWEEN_MESSAGES.as_millis();
    let mut listening = JoinSet::new();
    for listener in listeners {
        let (listener, sent) = (listener.clone(), Arc::clone(&sent));
        listening.spawn(async move { listen(&listener, &sent, usize::try_from(count).unwrap()).await });
    }
    sleep(Duration::from_millis(500)).await;
    let mut wire = Wire::open(writer).await.unwrap();
    for _ in 0..count {
        let name = unique();
        let body = json!({ "msgtype": "m.text", "body": name }).to_string();
        sent.lock().unwrap().insert(name, Instant::now());
        wire.ask("PUT", &in_room(room, &format!("send/m.room.message/{}", unique())), &body).await.unwrap().ok();
        sleep(BETWEEN_MESSAGES).await;
    }
    let mut times = listening.join_all().await.concat();
    times.sort_by(f64::total_cmp);
    times
}

async fn listen(listener: &Client, sent: &Mutex<BTreeMap<String, Instant>>, count: usize) -> Vec<f64> {
    let mut wire = Wire::open(listener).await.unwrap();
    let mut since = next_batch(&wire.ask("GET", "/_matrix/client/v3/sync", "").await.unwrap().ok());
    // However long one wait is, nothing is left out of the answer.
    let filter = encode(&json!({ "room": { "timeline": { "limit": 1000 } } }).to_string());
    let mut times = Vec::new();
    while times.len() < count {
        let path = format!("/_matrix/client/v3/sync?timeout=30000&filter={filter}&since={since}");
        let sync = wire.ask("GET", &path, "").await.unwrap().ok();
        let now = Instant::now();
        since = next_batch(&sync);
        let rooms = sync["rooms"]["join"].as_object().into_iter().flatten();
        for name in rooms.flat_map(|(_, room)| bodies(&room["timeline"]["events"])) {
            times.push(now.duration_since(sent.lock().unwrap()[&name]).as_secs_f64() * 1000.0);
        }
    }
    times
}

/// Signs in again and again, whether or not the last login has been answered.
async fn logins(client: Client) {
    let body = json!({
        "type": "m.login.password", "password": "correct horse battery",
        "identifier": { "type": "m.id.user", "user": "writer" },
    });
    let body = body.to_string();
    let mut ticks = interval(BETWEEN_LOGINS);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut asking = JoinSet::new();
    loop {
        ticks.tick().await;
        let (client, body) = (client.clone(), body.clone());
        asking.spawn(async move {
            let mut wire = Wire::open(&client).await.unwrap();
            wire.ask("POST", "/_matrix/client/v3/login", &body).await.unwrap();
        });
        while asking.try_join_next().is_some() {}
    }
}

/// How many logins were answered with each status.
fn answered(server: &Server) -> BTreeMap<String, u64> {
    let text = server.client().get("/metrics").text;
    let counts = text.lines().filter(|line| line.starts_with("heliograph_api_request_duration_seconds_count{"));
    let logins = counts.filter(|line| line.contains("\"/_matrix/client/v3/login\"") && line.contains("POST"));
    let status = |line: &str| {
        line.split_once("status=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(status, _)| status.to_owned())
    };
    let count = |line: &str| line.rsplit(' ').next().and_then(|number| number.parse().ok());
    logins.filter_map(|line| Some((status(line)?, count(line)?))).collect()
}

fn part_of(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len() - 1);
    sorted[place]
}
