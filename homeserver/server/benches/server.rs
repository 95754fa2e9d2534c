//! What the server costs: sends against what the disk allows, waiting clients, and a start. `make bench` prints it.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark that goes wrong ends"
)]

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use hs_storage::testing::yardstick::{Outcome, bare_loop, measure};
use hs_testkit::{Client, Server, Setup, Wire, in_room, json, next_batch, unique};
use tokio::{
    runtime::{Builder, Runtime},
    task::JoinSet,
};

const SENDERS: u16 = 50;
const WAITING: usize = 2_000;
const TIME: Duration = Duration::from_secs(5);
/// Each rate is the best of so many: what else the machine does takes from both.
const ROUNDS: usize = 3;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let setup = Setup::new(env!("CARGO_BIN_EXE_heliograph")).with("database.url", "sqlite://data/heliograph.db");
    let server = setup.start();
    sends(&runtime, &setup, &server);
    waiting(&runtime, &server);
    assert!(server.stop().success(), "the server did not stop in good order");
    start(&setup);
}

/// Acknowledged sends a second, and how that compares with the bare loop.
fn sends(runtime: &Runtime, setup: &Setup, server: &Server) {
    let alice = server.register("alice");
    let room = alice.create_room(json!({ "preset": "public_chat" }));
    let senders: Vec<_> = (0..SENDERS).map(|number| server.register(&format!("sender{number}"))).collect();
    for sender in &senders {
        sender.join(&room).ok();
    }
    let own: Vec<_> = senders.iter().map(|sender| sender.create_room(json!({}))).collect();
    let together: Vec<_> = senders.iter().map(|_| room.clone()).collect();

    let (mut bare, mut one, mut many) = (0_f64, 0_f64, 0_f64);
    for round in 0..ROUNDS {
        let file = setup.folder().join(format!("bare{round}.db"));
        bare = bare.max(runtime.block_on(bare_loop(&file, i64::from(SENDERS), TIME)).expect("the bare loop"));
        one = one.max(runtime.block_on(send_rate(&senders, &together)).expect("sends"));
        many = many.max(runtime.block_on(send_rate(&senders, &own)).expect("sends"));
    }
    println!("{SENDERS} senders, best of {ROUNDS} times {} s         per second   of bare", TIME.as_secs());
    println!("bare group-commit loop, one row each     {bare:12.0}");
    println!("acknowledged sends, all in one room      {one:12.0}   {:7.2}", one / bare);
    println!("acknowledged sends, each in its own room {many:12.0}   {:7.2}", many / bare);
}

async fn send_rate(senders: &[Client], rooms: &[String]) -> Outcome<f64> {
    measure(i64::from(SENDERS), TIME, |number, end| {
        let number = usize::try_from(number - 1).unwrap();
        let (sender, room) = (senders[number].clone(), rooms[number].clone());
        async move {
            let mut wire = Wire::open(&sender).await?;
            let body = json!({ "msgtype": "m.text", "body": "x".repeat(200) }).to_string();
            let mut sent = 0;
            while Instant::now() < end {
                let path = in_room(&room, &format!("send/m.room.message/{}", unique()));
                wire.ask("PUT", &path, &body).await?.ok();
                sent += 1;
            }
            Ok(sent)
        }
    })
    .await
}

/// What it costs to have many clients wait for news.
fn waiting(runtime: &Runtime, server: &Server) {
    let host = server.register("host");
    let room = host.create_room(json!({ "preset": "public_chat" }));
    let clients: Vec<_> = thread::scope(|scope| {
        let join = |number: usize| {
            let client = server.register(&format!("waiting{number}"));
            client.join(&room).ok();
            client
        };
        let tasks: Vec<_> = (0..16)
            .map(|part| scope.spawn(move || (part..WAITING).step_by(16).map(join).collect::<Vec<_>>()))
            .collect();
        tasks.into_iter().flat_map(|task| task.join().expect("clients")).collect()
    });
    // Everybody has been here before: what is kept of them is not what waiting costs.
    let since = clients.iter().map(|client| next_batch(&client.sync(""))).next_back().expect("a client");
    let before = settled(server);
    runtime.block_on(async {
        let mut open = JoinSet::new();
        for client in &clients {
            let (client, path) = (client.clone(), format!("/_matrix/client/v3/sync?since={since}&timeout=120000"));
            open.spawn(async move { Wire::open(&client).await.expect("a connection").ask("GET", &path, "").await });
        }
        let deadline = Instant::now() + Duration::from_mins(1);
        while server.metric("heliograph_sync_waiting_requests") < WAITING as f64 {
            assert!(Instant::now() < deadline, "not everybody waits");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let after = settled(server);
        let each = after.saturating_sub(before) as f64 / WAITING as f64;
        println!("\n{WAITING} waiting clients: {} KiB before, {} KiB with them", before / 1024, after / 1024);
        println!("an idle /sync costs                      {:9.1} KiB (to reach: under 20)", each / 1024.0);
    });
}

/// How long a start takes on what is there now, and how much memory the server has then.
fn start(setup: &Setup) {
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let server = setup.start();
        server.client().get("/health").ok();
        times.push(started.elapsed());
        memory = settled(&server);
        assert!(server.stop().success(), "the server did not stop in good order");
    }
    let best = times.iter().min().expect("rounds");
    println!("\na start on this database, until it answers {:7.0} ms (to reach: under 1000)", best.as_secs_f64() * 1e3);
    println!("resident memory, idle                    {:9.1} MiB (to reach: under 60)", memory as f64 / 1_048_576.0);
}

/// The server's resident memory, in bytes, once it has been the same for a while.
fn settled(server: &Server) -> u64 {
    let (mut last, mut same) = (resident(server), 0);
    while same < 5 {
        thread::sleep(Duration::from_millis(300));
        let now = resident(server);
        same = if now.abs_diff(last) < last / 200 { same + 1 } else { 0 };
        last = now;
    }
    last
}

fn resident(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("the process runs");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("Linux says it");
    let kib: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number");
    kib * 1024
}
