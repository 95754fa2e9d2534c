//! Opening the database that a URL names: SQLite for one process, PostgreSQL for any number.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    ConnectOptions, Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::timeout;

use crate::error::{Cause, StoreError};

/// Which database to open, and how.
#[derive(Clone)]
pub struct DatabaseOptions {
    /// `sqlite://path/to/file.db`, `sqlite::memory:` or `postgres://user:password@host/name`.
    pub url: String,
    /// How many connections read at the same time.
    pub max_connections: u32,
}

impl DatabaseOptions {
    /// The options for this URL, with a pool that suits a small machine.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), max_connections: 8 }
    }
}

impl std::fmt::Debug for DatabaseOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may hold a password.
        f.debug_struct("DatabaseOptions").field("max_connections", &self.max_connections).finish_non_exhaustive()
    }
}

/// An open database.
pub(crate) struct Connection {
    /// The pool that all reads go through.
    pub(crate) read: DatabaseConnection,
    /// The pool of the writer. SQLite's has one connection.
    pub(crate) write: DatabaseConnection,
    /// How to listen for the commits of other processes, where there may be some.
    pub(crate) listen: Option<PgConnectOptions>,
    /// Keeps other processes away from an SQLite file.
    pub(crate) lock: Option<File>,
}

/// How long a connection waits for one that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request waits for a free connection before it fails.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a PostgreSQL server may take to answer when the program starts.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A PostgreSQL connection that was not used for longer is tried out before it is used.
const TRUSTED: Duration = Duration::from_secs(15);
/// How many prepared statements a connection keeps. Ours come in a few sizes each.
const STATEMENTS: usize = 512;

/// Opens the database.
pub(crate) async fn open(options: &DatabaseOptions) -> Result<Connection, StoreError> {
    let url = options.url.as_str();
    if url.starts_with("sqlite:") {
        let sqlite = SqliteConnectOptions::from_str(url).map_err(|error| StoreError::InvalidUrl(error.to_string()))?;
        if url.contains(":memory:") || url.contains("mode=memory") {
            open_memory(sqlite).await
        } else {
            open_file(sqlite, options.max_connections).await
        }
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let postgres = PgConnectOptions::from_str(url).map_err(|error| StoreError::InvalidUrl(error.to_string()))?;
        open_postgres(postgres, options.max_connections).await
    } else {
        let scheme = url.split(':').next().unwrap_or_default();
        Err(StoreError::InvalidUrl(format!("it begins with {scheme:?}, not with \"sqlite:\" or \"postgres:\"")))
    }
}

/// A database in memory is shared by the connections of one pool and gone with the last of them, so there is exactly
/// one connection, which stays.
async fn open_memory(options: SqliteConnectOptions) -> Result<Connection, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .connect_with(tuned(options))
        .await
        .map_err(|error| unreachable("in memory", error))?;
    let db = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
    Ok(Connection { read: db.clone(), write: db, listen: None, lock: None })
}

async fn open_file(options: SqliteConnectOptions, max_connections: u32) -> Result<Connection, StoreError> {
    let path = options.get_filename().to_owned();
    let shown = path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| unreachable(&shown, error))?;
    }
    let lock = lock_file(&path)?;
    let options = tuned(options).create_if_missing(true);

    // The writer comes first: it makes the file and its write-ahead log, which readers cannot.
    let writing = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // Fewer, larger checkpoints: each costs two more syncs. 4,096 pages are 16 MiB of log.
        .pragma("wal_autocheckpoint", "4096")
        .pragma("journal_size_limit", "67108864")
        .pragma("cache_size", "-8192");
    let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = pool.acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
    let write = pool.connect_with(writing).await.map_err(|error| unreachable(&shown, error))?;

    let reading = options.create_if_missing(false).read_only(true).pragma("cache_size", "-2048");
    let pool = SqlitePoolOptions::new().max_connections(max_connections.max(1)).max_lifetime(None);
    let pool = pool.acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
    let read = pool.connect_with(reading).await.map_err(|error| unreachable(&shown, error))?;

    Ok(Connection {
        read: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
        write: SqlxSqliteConnector::from_sqlx_sqlite_pool(write),
        listen: None,
        lock: Some(lock),
    })
}

async fn open_postgres(options: PgConnectOptions, max_connections: u32) -> Result<Connection, StoreError> {
    let shown = format!(
        "postgres://{}@{}:{}/{}",
        options.get_username(),
        options.get_host(),
        options.get_port(),
        options.get_database().unwrap_or_default()
    );
    let options =
        options.application_name("heliograph").statement_cache_capacity(STATEMENTS).disable_statement_logging();
    // A pool would try again and again before it says what is wrong; a single connection says it at once.
    let first = timeout(CONNECT_TIMEOUT, options.connect()).await.map_err(|error| unreachable(&shown, error))?;
    first.map_err(|error| unreachable(&shown, error))?.close().await.map_err(|error| unreachable(&shown, error))?;
    let pool = |connections| {
        let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT);
        // A ping before every statement would double the way to the server.
        pool.test_before_acquire(false).before_acquire(|connection, usage| {
            Box::pin(async move {
                if usage.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
    };
    let read = pool(max_connections.max(1)).connect_lazy_with(options.clone());
    // One for the writer's transaction, one for blocks of numbers.
    let write = pool(2).connect_lazy_with(options.clone());
    Ok(Connection {
        read: SqlxPostgresConnector::from_sqlx_postgres_pool(read),
        write: SqlxPostgresConnector::from_sqlx_postgres_pool(write),
        listen: Some(options),
        lock: None,
    })
}

/// What every SQLite connection has in common.
fn tuned(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS)
        .pragma("temp_store", "memory")
        .pragma("mmap_size", "67108864")
        .disable_statement_logging()
}

/// Locks the file beside the database for as long as the process lives or the returned handle does.
///
/// SQLite itself would let two processes write by turns, but our caches and the order of wakes would not survive it.
fn lock_file(database: &Path) -> Result<File, StoreError> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let path = PathBuf::from(name);
    let shown = database.display().to_string();
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| unreachable(&shown, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { lock_file: path }),
        Err(TryLockError::Error(error)) => Err(unreachable(&shown, error)),
    }
}

fn unreachable(database: &str, error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    let cause: Cause = Arc::new(error);
    StoreError::Unreachable { database: database.to_owned(), cause }
}

#[cfg(test)]
mod tests;
