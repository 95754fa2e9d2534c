//! Databases for tests: the same body on SQLite in memory and, when `TEST_DATABASE_URL` is set, on PostgreSQL.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures_util::FutureExt;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use crate::{connect::DatabaseOptions, error::StoreError, store::Store};

impl Store {
    /// A new, empty database in memory.
    pub async fn memory() -> Result<Self, StoreError> {
        Self::open(&DatabaseOptions::new("sqlite::memory:")).await
    }
}

/// Runs `body` on a new SQLite database in memory and, when `TEST_DATABASE_URL` names a PostgreSQL server on which
/// databases may be created, on a new PostgreSQL database.
pub async fn on_each_database<F: AsyncFn(Store)>(body: F) {
    let store = Store::memory().await.unwrap_or_else(|error| panic!("cannot open SQLite in memory: {error}"));
    body(store.clone()).await;
    store.close().await.unwrap_or_else(|error| panic!("cannot close SQLite: {error}"));
    on_postgres(async |options| {
        let store = Store::open(&options).await.unwrap_or_else(|error| panic!("cannot open PostgreSQL: {error}"));
        body(store.clone()).await;
        store.close().await.unwrap_or_else(|error| panic!("cannot close PostgreSQL: {error}"));
    })
    .await;
}

/// Runs `body` with a new, empty PostgreSQL database, when `TEST_DATABASE_URL` is set: for tests with several
/// processes on one database.
pub async fn on_postgres<F: AsyncFn(DatabaseOptions)>(body: F) {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return };
    let server: PgConnectOptions = url.parse().unwrap_or_else(|error| panic!("TEST_DATABASE_URL: {error}"));
    let mut connection = server.connect().await.unwrap_or_else(|error| panic!("TEST_DATABASE_URL: {error}"));
    let name = format!("test_{}", unique());
    run(&mut connection, format!("CREATE DATABASE {name}")).await;
    let options = DatabaseOptions::new(server.clone().database(&name).to_url_lossy().to_string());
    let outcome = AssertUnwindSafe(body(options)).catch_unwind().await;
    run(&mut connection, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    connection.close().await.unwrap_or_else(|error| panic!("TEST_DATABASE_URL: {error}"));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

async fn run(connection: &mut PgConnection, statement: String) {
    let shown = statement.clone();
    let done = connection.execute(sqlx::AssertSqlSafe(statement)).await;
    done.unwrap_or_else(|error| panic!("{shown}: {error}"));
}

/// A name that no other test has: this process and a count.
fn unique() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
