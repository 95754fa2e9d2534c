//! The only file that asks "SQLite or PostgreSQL?".

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
    sea_query::{ColumnDef, SqliteQueryBuilder, TableCreateStatement},
};

use crate::wake::Wake;

/// The channel on which processes tell each other of commits.
pub(crate) const CHANNEL: &str = "heliograph_commit";
/// PostgreSQL takes payloads of less than 8,000 bytes.
const PAYLOAD_LIMIT: usize = 7_900;
/// The advisory lock under which the schema is changed. Those of rooms are positive.
const MIGRATION_LOCK: i64 = -1;

/// Begins a writing transaction. SQLite must be told so at once: one that reads first and writes later fails as soon
/// as anybody else wrote in between.
pub(crate) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    db.begin_with_options(immediate).await
}

/// Waits until no other process works on these rooms (in order of their numbers), until the transaction ends.
///
/// Correctness rests on the fence; this spares the retries. SQLite has only one process.
pub(crate) async fn lock_rooms(tx: &DatabaseTransaction, rooms: &[i64]) -> Result<(), DbErr> {
    if tx.get_database_backend() != DbBackend::Postgres || rooms.is_empty() {
        return Ok(());
    }
    // One statement for any number of rooms, not prepared, because its text is never the same.
    let values: Vec<String> = rooms.iter().map(|room| format!("({room}::bigint)")).collect();
    let values = values.join(",");
    tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock(room) FROM (VALUES {values}) AS rooms (room)"))
        .await?;
    Ok(())
}

/// Keeps other processes from changing the schema until the transaction that is returned ends. SQLite has no others.
pub(crate) async fn lock_migrations(db: &DatabaseConnection) -> Result<Option<DatabaseTransaction>, DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    // A transaction that does nothing else: each step of the migration has one of its own.
    let tx = begin(db).await?;
    tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    Ok(Some(tx))
}

/// Has the database tell the other processes of this commit, once it is one.
pub(crate) async fn notify(tx: &DatabaseTransaction, wake: &Wake) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    if backend != DbBackend::Postgres {
        return Ok(());
    }
    let mut payload = serde_json::to_string(wake).map_err(|error| DbErr::Json(error.to_string()))?;
    if payload.len() > PAYLOAD_LIMIT {
        let wake = Wake { since: wake.since, head: wake.head, everything: true, ..Wake::default() };
        payload = serde_json::to_string(&wake).map_err(|error| DbErr::Json(error.to_string()))?;
    }
    let values = [CHANNEL.into(), payload.into()];
    tx.execute_raw(Statement::from_sql_and_values(backend, "SELECT pg_notify($1, $2)", values)).await?;
    Ok(())
}

/// The column of a number that is a table's only key.
///
/// SQLite's rows *are* their number if the column is declared INTEGER, and only then; PostgreSQL's INTEGER is too short.
pub(crate) fn nid_key(backend: DbBackend, column: &'static str) -> ColumnDef {
    let mut key = ColumnDef::new(column);
    match backend {
        DbBackend::Sqlite => key.integer(),
        _ => key.big_integer(),
    };
    key.not_null().primary_key().take()
}

/// Creates a table whose rows are kept in the order of its key, where the database can do that. Worth it for small
/// rows with wide keys, which otherwise would be stored once as a row and once more as an index.
pub(crate) async fn create_clustered(db: &impl ConnectionTrait, table: &TableCreateStatement) -> Result<(), DbErr> {
    match db.get_database_backend() {
        DbBackend::Sqlite => {
            let statement = table.to_string(SqliteQueryBuilder);
            db.execute_unprepared(&format!("{statement} WITHOUT ROWID")).await?;
        }
        _ => {
            db.execute(table).await?;
        }
    }
    Ok(())
}

/// The names of all tables, for the test that each has a rule of expiry.
#[cfg(test)]
pub(crate) fn list_tables(backend: DbBackend) -> Statement {
    let sql = match backend {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        _ => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    Statement::from_string(backend, sql)
}
