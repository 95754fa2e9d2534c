//! What the writer costs beside the disk: 50 senders, each waiting for its row to be on disk before it sends the next,
//! first through the [`Store`], then through the barest loop that does the same with one prepared INSERT.
//!
//!     cargo run --release -p hs-storage --example group_commit [SECONDS] [FOLDER]
//!
//! Both write to an SQLite file with the same schema and settings (WAL, `synchronous = FULL`). The issue asks for at
//! least a third of the bare loop's rate.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(clippy::disallowed_methods, reason = "the program waits for the tasks that it starts")]

use std::{
    error::Error,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use hs_storage::{DatabaseOptions, EventRow, Store, TransactionRow, UnreadChange, WriteBatch, testing};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};

const SENDERS: i64 = 50;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let time = Duration::from_secs(arguments.next().map_or(Ok(5), |seconds| seconds.parse())?);
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("heliograph-group-commit-{}", std::process::id()));

    let bare = bare_loop(&folder.join("bare.db"), time).await?;
    let events = through_the_store(&folder.join("events.db"), time, just_the_event).await?;
    let sends = through_the_store(&folder.join("sends.db"), time, whole_send).await?;
    std::fs::remove_dir_all(&folder)?;

    println!("{SENDERS} senders, {} s each                     rows/s    of bare", time.as_secs());
    println!("bare loop, one event a row               {bare:10.0}");
    println!("writer, a batch with one event           {events:10.0}    {:5.2}", events / bare);
    println!("writer, a whole send (head, event, unread, transaction id) {sends:8.0} {:5.2}", sends / bare);
    Ok(())
}

/// An event as large as a short message with its hashes and signature.
fn message(nid: i64, sender: i64) -> EventRow {
    let order = nid;
    let mut row = testing::event(nid, RoomNid(sender), order);
    row.json = format!("{{\"content\":{{\"body\":\"{nid:0>200}\"}},\"padding\":\"{}\"}}", "x".repeat(500));
    row
}

/// Every sender sends for as long as the time lasts; says how many a second were on disk.
async fn measure<F, W>(time: Duration, mut sender: F) -> Outcome<f64>
where
    F: FnMut(i64, Instant) -> W,
    W: Future<Output = Outcome<u32>> + Send + 'static,
{
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for number in 1..=SENDERS {
        tasks.spawn(sender(number, started + time));
    }
    let mut sent = 0;
    while let Some(outcome) = tasks.join_next().await {
        sent += outcome??;
    }
    Ok(f64::from(sent) / started.elapsed().as_secs_f64())
}

async fn through_the_store(path: &Path, time: Duration, batch: fn(i64, i64, i64) -> WriteBatch) -> Outcome<f64> {
    let store = Store::open(&DatabaseOptions::new(format!("sqlite://{}", path.display()))).await?;
    let rate = measure(time, |sender, end| {
        let store = store.clone();
        async move {
            let mut sent = 0;
            while Instant::now() < end {
                let nid = i64::from(sent) * SENDERS + sender;
                store.commit(batch(nid, sender, i64::from(sent))).await?;
                sent += 1;
            }
            Ok(sent)
        }
    })
    .await?;
    store.close().await?;
    Ok(rate)
}

fn just_the_event(nid: i64, sender: i64, _fence: i64) -> WriteBatch {
    let mut batch = WriteBatch::default();
    batch.event.live.push(message(nid, sender));
    batch
}

/// What sending a message to a room of three writes.
fn whole_send(nid: i64, sender: i64, fence: i64) -> WriteBatch {
    let room = RoomNid(sender);
    let mut batch = just_the_event(nid, sender, fence);
    batch.fence(room, fence);
    let mut head = testing::room(sender);
    head.last_order = RoomOrder(nid);
    head.last_position = StreamPosition(0);
    batch.room.heads.push(head);
    batch.unread.changes.push(UnreadChange { room, user: UserNid(sender), base: 1, highlight: 0 });
    batch.transaction.rows.push(TransactionRow {
        user: UserNid(sender),
        device: "DEVICE".into(),
        scope: format!("send {sender}"),
        txn_id: format!("m{nid}").into(),
        event: Some(EventNid(nid)),
        response: None,
        created_ts: nid,
    });
    batch
}

/// A row and the sender who waits for it.
type Row = (EventRow, oneshot::Sender<()>);

async fn bare_loop(path: &Path, time: Duration) -> Outcome<f64> {
    // The store makes the schema.
    Store::open(&DatabaseOptions::new(format!("sqlite://{}", path.display()))).await?.close().await?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", "4096")
        .pragma("cache_size", "-16384")
        .pragma("temp_store", "memory")
        .pragma("mmap_size", "268435456");
    let connection = SqliteConnection::connect_with(&options).await?;
    let (queue, rows) = mpsc::channel::<Row>(1024);
    let writer = tokio::spawn(bare_writer(connection, rows));
    let rate = measure(time, |sender, end| {
        let queue = queue.clone();
        async move {
            let mut sent = 0;
            while Instant::now() < end {
                let (answer, done) = oneshot::channel();
                queue.send((message(i64::from(sent) * SENDERS + sender, sender), answer)).await?;
                done.await?;
                sent += 1;
            }
            Ok(sent)
        }
    })
    .await?;
    drop(queue);
    writer.await??;
    Ok(rate)
}

async fn bare_writer(mut connection: SqliteConnection, mut rows: mpsc::Receiver<Row>) -> Outcome<()> {
    const INSERT: &str = "INSERT INTO event (nid, event_id, room_nid, room_order, position, sender_nid, type, \
         origin_server_ts, depth, status, json) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)";
    let mut waiting = Vec::new();
    while rows.recv_many(&mut waiting, 1024).await > 0 {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        for (row, _) in &waiting {
            sqlx::query(INSERT)
                .bind(row.nid.get())
                .bind(row.event_id.as_str())
                .bind(row.room.get())
                .bind(row.order.map(RoomOrder::get))
                .bind(row.nid.get())
                .bind(row.sender.get())
                .bind(row.event_type.as_str())
                .bind(row.origin_server_ts)
                .bind(row.depth)
                .bind(row.json.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        for (_, answer) in waiting.drain(..) {
            // Every sender waits for its answer.
            let _ = answer.send(());
        }
    }
    connection.close().await?;
    Ok(())
}
