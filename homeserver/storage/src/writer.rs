//! The writer: one task through which every durable change goes, many at a time.
//!
//! It takes all batches that are waiting, writes them in one transaction and tells each caller where theirs stands.
//! There is no artificial delay: a group is what gathered while the one before it was being committed, so the disk's
//! cost of a commit is shared by as many callers as there are.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use hs_core::nid::StreamPosition;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};
use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    dialect,
    error::{StoreError, is_disconnected, is_transient},
    stream,
    table::Scope,
    wake::{Touched, Wake, WakeBus},
};
use batch::{Committed, Placed, WriteBatch};
use fence::Fences;

pub(crate) mod batch;
pub(crate) mod fence;

/// How many batches may wait. Each has a caller that waits with it, so this bounds memory and not throughput.
const QUEUE: usize = 16_384;
/// A group is closed once it has so many rows: a long transaction delays everybody in it.
const ROWS_PER_GROUP: usize = 8_192;
/// How often a group is run again when the database could not serialise it with another process's.
const ATTEMPTS: u32 = 8;

/// A batch that is queued. It will be committed even if nobody awaits this.
#[derive(Debug)]
#[must_use = "a commit may fail"]
pub struct PendingCommit(Result<oneshot::Receiver<Result<Committed, StoreError>>, Option<StoreError>>);

impl Future for PendingCommit {
    type Output = Result<Committed, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            // The writer answers everybody unless it is gone.
            Ok(answer) => Pin::new(answer).poll(context).map(|answer| answer.unwrap_or(Err(StoreError::Closed))),
            Err(refusal) => Poll::Ready(Err(refusal.take().unwrap_or(StoreError::Closed))),
        }
    }
}

/// A batch and the caller who waits for it.
#[derive(Debug)]
struct Waiting {
    batch: Box<WriteBatch>,
    answer: oneshot::Sender<Result<Committed, StoreError>>,
}

impl Waiting {
    fn answer(self, result: Result<Committed, StoreError>) {
        // A caller who went away is no error.
        let _ = self.answer.send(result);
    }
}

/// The way to the writer's task.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Waiting>,
}

impl Writer {
    /// Starts the task. It ends when `closing` is cancelled or the writer is dropped, with everything queued written.
    pub(crate) fn start(
        db: DatabaseConnection,
        wake: WakeBus,
        head: StreamPosition,
        tasks: &TaskTracker,
        closing: CancellationToken,
    ) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tasks.spawn(Task { db, wake, head }.run(waiting, closing));
        Self { queue }
    }

    /// Queues a batch. The order of these calls is the order of the commits.
    pub(crate) fn enqueue(&self, batch: WriteBatch) -> PendingCommit {
        if let Err(error) = batch.check() {
            return PendingCommit(Err(Some(error)));
        }
        let (answer, receiver) = oneshot::channel();
        match self.queue.try_send(Waiting { batch: Box::new(batch), answer }) {
            Ok(()) => PendingCommit(Ok(receiver)),
            Err(mpsc::error::TrySendError::Full(_)) => PendingCommit(Err(Some(StoreError::Overloaded))),
            Err(mpsc::error::TrySendError::Closed(_)) => PendingCommit(Err(Some(StoreError::Closed))),
        }
    }
}

/// The task itself.
struct Task {
    db: DatabaseConnection,
    wake: WakeBus,
    /// The last position that this task took.
    head: StreamPosition,
}

/// What became of a group's transaction.
type GroupResult = Result<Vec<Result<Committed, StoreError>>, DbErr>;

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Waiting>, closing: CancellationToken) {
        let mut waiting = VecDeque::new();
        let mut received = Vec::new();
        loop {
            if waiting.is_empty() {
                tokio::select! {
                    count = queue.recv_many(&mut received, QUEUE) => if count == 0 { return },
                    // From now on nothing new comes in; what is queued is still received.
                    () = closing.cancelled(), if !queue.is_closed() => queue.close(),
                }
            } else {
                while let Ok(more) = queue.try_recv() {
                    received.push(more);
                }
            }
            waiting.extend(received.drain(..));
            let group = next_group(&mut waiting);
            if !group.is_empty() {
                self.commit(group).await;
            }
        }
    }

    /// Commits a group, or, where the database refuses it, its batches one by one, so that one harms no other.
    async fn commit(&mut self, mut group: Vec<Waiting>) {
        let started = Instant::now();
        match self.attempt(&group).await {
            Ok(results) => {
                metrics::histogram!("heliograph_storage_commit_seconds").record(started.elapsed());
                metrics::histogram!("heliograph_storage_commit_batches")
                    .record(u32::try_from(group.len()).unwrap_or(u32::MAX));
                for (waiting, result) in group.into_iter().zip(results) {
                    waiting.answer(result);
                }
            }
            // A lost connection tells nothing about whether the commit happened: running it again could do it twice.
            Err(error) if group.len() == 1 || is_disconnected(&error) => {
                let error = StoreError::from(error);
                tracing::warn!(error = &error as &dyn std::error::Error, batches = group.len(), "commit failed");
                for waiting in group {
                    waiting.answer(Err(error.clone()));
                }
            }
            Err(error) => {
                tracing::debug!(%error, batches = group.len(), "group refused, committing its batches one by one");
                for waiting in group.drain(..) {
                    Box::pin(self.commit(vec![waiting])).await;
                }
            }
        }
    }

    /// Runs the transaction, and again as long as the database says that it only came at a bad moment.
    async fn attempt(&mut self, group: &[Waiting]) -> GroupResult {
        let mut attempt = 1;
        loop {
            match self.transact(group).await {
                Err(error) if attempt < ATTEMPTS && is_transient(&error) => {
                    tracing::debug!(%error, attempt, "commit collided with another process, trying again");
                    tokio::time::sleep(Duration::from_millis(1 << attempt)).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    async fn transact(&mut self, group: &[Waiting]) -> GroupResult {
        let tx = dialect::begin(&self.db).await?;
        let rooms = group.iter().flat_map(|waiting| waiting.batch.fences()).map(|fence| fence.room).collect();
        let mut fences = Fences::lock(&tx, rooms).await?;
        let passed: Vec<bool> = group.iter().map(|waiting| fences.pass(waiting.batch.fences())).collect();

        let mut placed: Vec<Placed<'_>> = group
            .iter()
            .zip(&passed)
            .filter(|(_, passed)| **passed)
            .map(|(waiting, _)| Placed { batch: &waiting.batch, position: None })
            .collect();
        if placed.is_empty() {
            tx.rollback().await?;
        } else {
            let wake = write(&tx, &mut placed, &fences, self.wake.origin()).await?;
            tx.commit().await?;
            if let Some(wake) = &wake {
                self.head = wake.head;
            }
            // Before anybody is woken, so that what they read from memory is as new as what they were woken for.
            for placed in &placed {
                placed.batch.call_after_commit(Committed { position: placed.position.unwrap_or(self.head) });
            }
            if let Some(wake) = wake {
                self.wake.publish(wake);
            }
        }

        let mut positions = placed.into_iter().map(|placed| placed.position.unwrap_or(self.head));
        Ok(passed
            .into_iter()
            .map(|passed| match passed.then(|| positions.next()).flatten() {
                Some(position) => Ok(Committed { position }),
                None => Err(StoreError::Conflict),
            })
            .collect())
    }
}

/// Writes the rows of a group, and says whom its commit will wake.
async fn write(
    tx: &DatabaseTransaction,
    group: &mut [Placed<'_>],
    fences: &Fences,
    origin: u64,
) -> Result<Option<Wake>, DbErr> {
    let scope = Scope { tx, fences: fences.advanced() };
    let heads = group.iter().flat_map(|placed| &placed.batch.room.heads);
    fences.store(tx, &heads.map(|head| head.nid).collect()).await?;
    batch::apply(&scope, group, false).await?;
    let wake = place(tx, group).await?;
    batch::apply(&scope, group, true).await?;
    if let Some(wake) = &wake {
        dialect::notify(tx, wake, origin).await?;
    }
    Ok(wake)
}

/// Takes positions for the batches that need one. From here to the commit nobody else can take any, so positions
/// become visible in their order on any number of processes.
async fn place(tx: &DatabaseTransaction, group: &mut [Placed<'_>]) -> Result<Option<Wake>, DbErr> {
    let positioned: Vec<_> = group.iter_mut().filter(|placed| placed.batch.is_positioned()).collect();
    let Ok(count @ 1..) = i64::try_from(positioned.len()) else { return Ok(None) };
    let head = stream::advance(tx, count).await?;
    let since = StreamPosition(head.get() - count);
    let mut touched = Touched::default();
    for (placed, position) in positioned.into_iter().zip(since.get() + 1..) {
        placed.position = Some(StreamPosition(position));
        placed.batch.touched(&mut touched);
    }
    Ok(Some(touched.into_wake(since, head)))
}

/// The batches that make the next group: as many as are waiting, up to a number of rows.
fn next_group(waiting: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let mut rows = 0;
    let mut count = 0;
    for next in waiting.iter() {
        rows += next.batch.len();
        if count > 0 && rows > ROWS_PER_GROUP {
            break;
        }
        count += 1;
    }
    waiting.drain(..count).collect()
}

#[cfg(test)]
mod tests;
