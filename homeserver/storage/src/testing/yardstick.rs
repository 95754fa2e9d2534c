//! What the disk allows: the barest loop that commits rows in groups, to measure everything else against.

use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use hs_core::nid::{RoomNid, RoomOrder};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use crate::{connect::DatabaseOptions, store::Store, table::event::EventRow};

/// What measuring gives, or why it cannot be done.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A row and the sender who waits for it.
type Row = (EventRow, oneshot::Sender<()>);

/// An event as large as a short message with its hashes and signature.
pub fn message(nid: i64, sender: i64) -> EventRow {
    let order = nid;
    let mut row = super::event(nid, RoomNid(sender), order);
    row.json = format!("{{\"content\":{{\"body\":\"{nid:0>200}\"}},\"padding\":\"{}\"}}", "x".repeat(500));
    row
}

/// Every sender sends for as long as the time lasts; says how many a second were on disk.
pub async fn measure<F, W>(senders: i64, time: Duration, mut sender: F) -> Outcome<f64>
where
    F: FnMut(i64, Instant) -> W,
    W: Future<Output = Outcome<u32>> + Send + 'static,
{
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for number in 1..=senders {
        tasks.spawn(sender(number, started + time));
    }
    let mut sent = 0;
    while let Some(outcome) = tasks.join_next().await {
        sent += outcome??;
    }
    Ok(f64::from(sent) / started.elapsed().as_secs_f64())
}

/// Rows a second that `senders` get onto the disk, each waiting for its row before it sends the next, through one
/// prepared INSERT into the `event` table of an SQLite file with the settings of the [`Store`].
pub async fn bare_loop(path: &Path, senders: i64, time: Duration) -> Outcome<f64> {
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
    let mut writer = JoinSet::new();
    writer.spawn(bare_writer(connection, rows));
    let rate = measure(senders, time, |sender, end| {
        let queue = queue.clone();
        async move {
            let mut sent = 0;
            while Instant::now() < end {
                let (answer, done) = oneshot::channel();
                queue.send((message(i64::from(sent) * senders + sender, sender), answer)).await?;
                done.await?;
                sent += 1;
            }
            Ok(sent)
        }
    })
    .await?;
    drop(queue);
    while let Some(ended) = writer.join_next().await {
        ended??;
    }
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
