//! What a caller was told is on disk must be there after `kill -9`, and nothing may be there by halves.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use hs_core::nid::{EventNid, RoomNid};

use crate::{
    DatabaseOptions, Store, WriteBatch,
    testing::{event, on_postgres},
};

/// The variable that makes the test below a process to be killed.
const URL: &str = "HELIOGRAPH_CRASH_TEST_URL";
/// How many events each batch has: all of them are there, or none.
const EVENTS: i64 = 3;
const TASKS: i64 = 20;

fn batch(number: i64) -> WriteBatch {
    let mut batch = WriteBatch::default();
    for nid in number * EVENTS..(number + 1) * EVENTS {
        batch.event.live.push(event(nid, RoomNid(number), nid));
    }
    batch
}

/// Writes without end, and says the number of each batch that was acknowledged.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "killed by the tests below"]
async fn writes_until_it_is_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let store = Store::open(&DatabaseOptions::new(url)).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for task in 1..=TASKS {
        let store = store.clone();
        tasks.spawn(async move {
            for number in (task..).step_by(usize::try_from(TASKS).unwrap()) {
                store.commit(batch(number)).await.unwrap();
                println!("\nacknowledged {number}");
            }
        });
    }
    tasks.join_all().await;
}

async fn kill_and_look(options: &DatabaseOptions) {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writer::tests::crash::writes_until_it_is_killed", "--ignored", "--nocapture"])
        .env(URL, &options.url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let numbers =
        lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("acknowledged ")?.parse::<i64>().ok());
    let mut acknowledged = Vec::new();
    for number in numbers {
        acknowledged.push(number);
        // In the middle of everything. What it managed to say before it died counts, too.
        if acknowledged.len() == 500 {
            process.kill().unwrap();
        }
    }
    process.wait().unwrap();
    assert!(acknowledged.len() >= 500);

    let store = Store::open(options).await.unwrap();
    let highest = acknowledged.iter().max().unwrap() + 2 * TASKS;
    let nids: Vec<EventNid> = (0..highest * EVENTS).map(EventNid).collect();
    let rows = store.events(&nids).await.unwrap();
    let count = |number: i64| rows.iter().filter(|row| row.room == RoomNid(number)).count();
    for number in acknowledged {
        assert_eq!(count(number), 3, "batch {number} was acknowledged");
    }
    for number in 0..highest {
        assert!(matches!(count(number), 0 | 3), "batch {number} is there by halves");
    }
    let last = rows.iter().filter_map(|row| row.position).max().unwrap();
    assert!(store.commit(batch(highest)).await.unwrap().position > last, "the stream goes on after the rows");
    store.close().await.unwrap();
}

#[tokio::test]
async fn an_acknowledged_batch_survives_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    kill_and_look(&DatabaseOptions::new(format!("sqlite://{}/test.db", folder.path().display()))).await;
}

#[tokio::test]
async fn an_acknowledged_batch_survives_on_postgresql() {
    on_postgres(async |options| kill_and_look(&options).await).await;
}
