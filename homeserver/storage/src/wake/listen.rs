//! The commits of other processes: PostgreSQL's notifications, and a look at the stream head now and then in case one
//! was lost with its connection.

use std::time::Duration;

use hs_core::nid::StreamPosition;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Notice, WakeBus};
use crate::{dialect::CHANNEL, reader::Reader, stream};

/// How often the stream head is looked at.
const POLL: Duration = Duration::from_secs(1);

/// Starts listening. The task ends when `closing` is cancelled.
pub(crate) fn start(
    options: PgConnectOptions,
    reader: Reader,
    bus: WakeBus,
    tasks: &TaskTracker,
    closing: CancellationToken,
) {
    let listen = listen(options, bus.clone());
    let poll = poll(reader, bus);
    tasks.spawn(async move {
        tokio::select! {
            () = listen => {}
            () = poll => {}
            () = closing.cancelled() => {}
        }
    });
}

/// Publishes what other processes say that they committed. Our own commits come back here too: the writer has
/// published them, or is about to.
async fn listen(options: PgConnectOptions, bus: WakeBus) {
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(options);
    loop {
        if let Err(error) = receive(&pool, &bus).await {
            tracing::warn!(%error, "lost the connection for notifications, polling until it is back");
        }
        sleep(POLL).await;
    }
}

async fn receive(pool: &sqlx::PgPool, bus: &WakeBus) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    // `None` means that the connection was lost and made anew. What was missed meanwhile, the poll finds.
    loop {
        let Some(notification) = listener.try_recv().await? else { continue };
        match serde_json::from_str::<Notice<'_>>(notification.payload()) {
            // Ours may come back before what we have in memory is as new as it says; the writer publishes it then.
            Ok(notice) if notice.origin == bus.origin() => {}
            Ok(notice) => bus.publish(notice.wake.into_owned()),
            Err(error) => tracing::warn!(%error, "another process sent a notification that this one cannot read"),
        }
    }
}

/// Publishes what the database holds but no notification told of within one to two periods.
async fn poll(reader: Reader, bus: WakeBus) {
    let mut ticks = interval(POLL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = StreamPosition(0);
    loop {
        ticks.tick().await;
        bus.catch_up(seen);
        match stream::head(reader.db()).await {
            Ok(head) => seen = head,
            Err(error) => tracing::warn!(%error, "cannot read the stream head"),
        }
    }
}
