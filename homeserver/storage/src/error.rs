//! What can go wrong with the database, as far as callers must tell the cases apart.

use std::{error::Error as StdError, path::PathBuf, sync::Arc, time::Duration};

use hs_core::error::MatrixError;
use hs_core::nid::RoomNid;
use ruma::exports::http::StatusCode;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// The database driver's own error. It goes to the log and is never taken apart outside this crate.
pub type Cause = Arc<dyn StdError + Send + Sync>;

/// Why a read, a commit or the opening of the database failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// A fence or another condition of the batch did not hold: what it was built on has changed. Reload, check again,
    /// retry.
    #[error("what this batch was built on changed before it was committed")]
    Conflict,
    /// A row with this key is there already: an alias, a transaction id, an event id, a room id.
    #[error("a row with this key exists already")]
    Duplicate(#[source] Cause),
    /// A batch writes the head of a room without a fence on it. A mistake of the caller; nothing was written.
    #[error("the batch writes the head of room {0} without a fence on it")]
    Unfenced(RoomNid),
    /// More batches are waiting than the queue holds. Nothing was written; try again in a moment.
    #[error("too many writes are waiting")]
    Overloaded,
    /// The store has been closed, or is closing.
    #[error("the database is closed")]
    Closed,
    /// The database does not answer. A commit that ends so may or may not have happened.
    #[error("the database does not answer")]
    Unavailable(#[source] Cause),
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Refused(#[source] Cause),
    /// A row holds something that no version of this program writes.
    #[error("the database holds a broken row: {0}")]
    Corrupt(String),
    /// The URL is neither `sqlite:` nor `postgres:`, or cannot be parsed.
    #[error("this is not a database URL that can be used: {0}")]
    InvalidUrl(String),
    /// No database could be opened at this place.
    #[error("cannot open the database {database}: {cause}")]
    Unreachable {
        /// Where it was looked for, without password.
        database: String,
        /// What the driver or the operating system says.
        #[source]
        cause: Cause,
    },
    /// A later release has been here: its migration is not known to this program.
    #[error("the database was upgraded by a later release (migration {migration} is unknown here)")]
    Newer {
        /// The first migration that this program does not know.
        migration: String,
    },
    /// Another process has this SQLite file open.
    #[error("another process is using the database: {} is locked", .lock_file.display())]
    Locked {
        /// The lock file that the other process holds.
        lock_file: PathBuf,
    },
    /// The database belongs to a server with another name.
    #[error("the database belongs to {stored}, but the configured server_name is {configured}")]
    OtherServer {
        /// The name that the database was created with.
        stored: String,
        /// The name that was asked for.
        configured: String,
    },
}

impl StoreError {
    /// Whether the caller lost a race and should load again and retry.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }

    /// Whether a row with the same key was there before.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Duplicate(_))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if is_disconnected(&error) {
            Self::Unavailable(Arc::new(error))
        } else if matches!(error, DbErr::RecordNotUpdated) {
            // Only `table::exactly_one` makes this one.
            Self::Conflict
        } else if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) {
            // What the row belongs to has gone meanwhile.
            Self::Conflict
        } else if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            Self::Duplicate(Arc::new(error))
        } else {
            Self::Refused(Arc::new(error))
        }
    }
}

impl From<StoreError> for MatrixError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Overloaded => Self::limit_exceeded(Duration::from_secs(1)).with_source(error),
            StoreError::Closed | StoreError::Unavailable(_) => {
                Self::internal(error).with_status(StatusCode::SERVICE_UNAVAILABLE)
            }
            error => Self::internal(error),
        }
    }
}

/// The driver's error inside SeaORM's.
fn driver_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// Whether the connection was lost, rather than the statement refused.
pub(crate) fn is_disconnected(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    match driver_error(error) {
        Some(sqlx::Error::Database(refusal)) => {
            // 57P01 to 57P03: the PostgreSQL server is shutting down, crashed or starting up.
            refusal.code().is_some_and(|code| matches!(&*code, "57P01" | "57P02" | "57P03"))
        }
        Some(error) => matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        ),
        None => false,
    }
}

/// Whether the same transaction may well succeed when it is simply run again.
pub(crate) fn is_transient(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(refusal)) = driver_error(error) else { return false };
    let Some(code) = refusal.code() else { return false };
    match code.parse::<i32>() {
        // SQLite's primary result code is the low byte: 5 is SQLITE_BUSY, 6 is SQLITE_LOCKED. PostgreSQL's codes have
        // five characters, so its 40001 (serialisation failure) cannot be mistaken for one of them.
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6),
        _ => matches!(&*code, "40001" | "40P01"),
    }
}
