//! What the writer costs beside the disk: 50 senders, each waiting for its row to be on disk before it sends the next,
//! first through the [`Store`], then through the barest loop that does the same with one prepared INSERT.
//!
//!     cargo run --release -p hs-storage --example group_commit [SECONDS] [FOLDER]
//!
//! Both write to an SQLite file with the same schema and settings (WAL, `synchronous = FULL`). The issue asks for at
//! least a third of the bare loop's rate.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use hs_storage::{
    DatabaseOptions, Store, TransactionRow, UnreadChange, WriteBatch,
    testing::{
        self,
        yardstick::{self, Outcome},
    },
};

const SENDERS: i64 = 50;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let time = Duration::from_secs(arguments.next().map_or(Ok(5), |seconds| seconds.parse())?);
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("heliograph-group-commit-{}", std::process::id()));

    let bare = yardstick::bare_loop(&folder.join("bare.db"), SENDERS, time).await?;
    let events = through_the_store(&folder.join("events.db"), time, just_the_event).await?;
    let sends = through_the_store(&folder.join("sends.db"), time, whole_send).await?;
    std::fs::remove_dir_all(&folder)?;

    println!("{SENDERS} senders, {} s each                     rows/s    of bare", time.as_secs());
    println!("bare loop, one event a row               {bare:10.0}");
    println!("writer, a batch with one event           {events:10.0}    {:5.2}", events / bare);
    println!("writer, a whole send (head, event, unread, transaction id) {sends:8.0} {:5.2}", sends / bare);
    Ok(())
}

async fn through_the_store(path: &Path, time: Duration, batch: fn(i64, i64, i64) -> WriteBatch) -> Outcome<f64> {
    let store = Store::open(&DatabaseOptions::new(format!("sqlite://{}", path.display()))).await?;
    let rate = yardstick::measure(SENDERS, time, |sender, end| {
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
    batch.event.live.push(yardstick::message(nid, sender));
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
    batch.unread.changes.push(UnreadChange { room, user: UserNid(sender), base: 1, highlight: 0, floor: RoomOrder(0) });
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
