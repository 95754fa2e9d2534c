//! The only file that asks "SQLite or PostgreSQL?".

use std::borrow::Cow;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
    sea_query::{ColumnDef, SqliteQueryBuilder, TableCreateStatement},
};

use crate::wake::{Notice, Wake};

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
pub(crate) async fn notify(tx: &DatabaseTransaction, wake: &Wake, origin: u64) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    if backend != DbBackend::Postgres {
        return Ok(());
    }
    let encode = |wake: &Wake| serde_json::to_string(&Notice { origin, wake: Cow::Borrowed(wake) });
    let mut payload = encode(wake).map_err(|error| DbErr::Json(error.to_string()))?;
    if payload.len() > PAYLOAD_LIMIT {
        let wake = Wake { since: wake.since, head: wake.head, everything: true, ..Wake::default() };
        payload = encode(&wake).map_err(|error| DbErr::Json(error.to_string()))?;
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

/// The column of a text that is kept in the order of its bytes, so that a range of texts is all with one beginning.
/// SQLite never knows another order; PostgreSQL has the one of the database's language unless told.
pub(crate) fn byte_ordered(backend: DbBackend, column: &'static str) -> ColumnDef {
    let mut text = ColumnDef::new(column);
    if backend == DbBackend::Postgres {
        text.custom("text COLLATE \"C\"");
    } else {
        text.text();
    }
    text.not_null().take()
}

/// Creates the table that knows which words are in which event: a virtual one that keeps nothing but the index, where
/// the database has such.
pub(crate) async fn create_text_index(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let statements: &[&str] = match db.get_database_backend() {
        // The words come in lower case and parted by spaces; accents are letters of their own, as in PostgreSQL.
        DbBackend::Sqlite => &["CREATE VIRTUAL TABLE event_search USING fts5 (words, content = '', \
             contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0')"],
        _ => &[
            "CREATE TABLE event_search (event_nid bigint PRIMARY KEY, words tsvector NOT NULL)",
            "CREATE INDEX event_search_words ON event_search USING gin (words)",
        ],
    };
    for statement in statements {
        db.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Tells SQLite how rooms look that are worth a thought: many events, of which few say something about a certain one.
/// Without this it takes every index for equally good, and what it finds out by itself (`ANALYZE`) it finds in the rooms
/// of the day on which it looked. PostgreSQL watches for itself.
pub(crate) async fn describe_rooms(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    // The table of these numbers comes into being with the first analysis, of whatever.
    db.execute_unprepared("ANALYZE device").await?;
    // Of a file that was analysed when it was closed, as earlier versions did.
    db.execute_unprepared("DELETE FROM sqlite_stat1 WHERE tbl = 'event'").await?;
    db.execute_unprepared(
        "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES \
         ('event', 'event_order', '1000000 10000 1'), \
         ('event', 'event_position', '1000000 10000 1 1'), \
         ('event', 'event_timestamp', '1000000 10000 1 1'), \
         ('event', 'event_relation', '100000 1000 2 1'), \
         ('event', 'event_thread', '10000 100 10 1')",
    )
    .await?;
    db.execute_unprepared("ANALYZE sqlite_schema").await?;
    Ok(())
}

/// Puts the words of an event into the index.
pub(crate) fn index_words(backend: DbBackend, event: i64, words: &[String]) -> Statement {
    if backend == DbBackend::Sqlite {
        let sql = "INSERT OR REPLACE INTO event_search (rowid, words) VALUES ($1, $2)";
        return Statement::from_sql_and_values(backend, sql, [event.into(), words.join(" ").into()]);
    }
    let places = words.iter().enumerate().map(|(place, word)| format!("'{word}':{}", place + 1));
    let words = places.collect::<Vec<_>>().join(" ");
    let sql = "INSERT INTO event_search (event_nid, words) VALUES ($1, $2::text::tsvector) \
         ON CONFLICT (event_nid) DO UPDATE SET words = excluded.words";
    Statement::from_sql_and_values(backend, sql, [event.into(), words.into()])
}

/// Takes an event out of the index.
pub(crate) fn unindex_words(backend: DbBackend, event: i64) -> Statement {
    let key = if backend == DbBackend::Sqlite { "rowid" } else { "event_nid" };
    Statement::from_sql_and_values(backend, format!("DELETE FROM event_search WHERE {key} = $1"), [event.into()])
}

/// How a search for phrases, all of which have to be there, is put: the join of the index with the events, the
/// condition on `$1`, what `$1` is, and how well a row fits.
pub(crate) struct TextSearch {
    pub(crate) from: &'static str,
    pub(crate) condition: &'static str,
    pub(crate) query: String,
    pub(crate) rank: &'static str,
}

impl TextSearch {
    pub(crate) fn new(backend: DbBackend, phrases: &[Vec<String>]) -> Self {
        match backend {
            DbBackend::Sqlite => Self {
                // A cross join is done in the order in which it is written: from the words to the events.
                from: "event_search CROSS JOIN event ON event_search.rowid = event.nid",
                condition: "event_search MATCH $1",
                query: joined(phrases, " AND ", |phrase| format!("\"{}\"", phrase.join(" "))),
                rank: "-bm25(event_search)",
            },
            _ => Self {
                from: "event_search JOIN event ON event_search.event_nid = event.nid",
                condition: "event_search.words @@ $1::text::tsquery",
                query: joined(phrases, " & ", |phrase| {
                    let words: Vec<String> = phrase.iter().map(|word| format!("'{word}'")).collect();
                    format!("({})", words.join(" <-> "))
                }),
                rank: "ts_rank_cd(event_search.words, $1::text::tsquery)::float8",
            },
        }
    }
}

fn joined(phrases: &[Vec<String>], between: &str, write: impl Fn(&[String]) -> String) -> String {
    phrases.iter().map(|phrase| write(phrase)).collect::<Vec<_>>().join(between)
}

/// The names of all tables, for the test that each has a rule of expiry.
#[cfg(test)]
pub(crate) fn list_tables(backend: DbBackend) -> Statement {
    let sql = match backend {
        DbBackend::Sqlite => {
            "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    Statement::from_string(backend, sql)
}
