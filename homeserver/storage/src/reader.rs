//! Reading: the pool that all reads go through. The reads themselves are beside the rows that they return, in `table`.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sea_orm::DatabaseConnection;

/// A handle that reads committed rows, cheap to clone. A [`Store`](crate::Store) is one, too.
#[derive(Clone, Debug)]
pub struct Reader {
    db: DatabaseConnection,
    event_reads: Arc<AtomicU64>,
}

impl Reader {
    pub(crate) fn new(db: DatabaseConnection) -> Self {
        Self { db, event_reads: Arc::default() }
    }

    /// The pool of reading connections.
    pub(crate) fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// How many events have been read from the database since it was opened.
    ///
    /// A message that wakes a thousand readers must be read once; this is how a test sees it.
    pub fn event_reads(&self) -> u64 {
        self.event_reads.load(Ordering::Relaxed)
    }

    pub(crate) fn count_event_reads(&self, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.event_reads.fetch_add(count, Ordering::Relaxed);
        metrics::counter!("heliograph_storage_event_reads_total").increment(count);
    }
}
