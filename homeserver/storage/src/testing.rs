//! For tests: the same body on SQLite in memory and, when `TEST_DATABASE_URL` is set, on PostgreSQL; and rows to write.

#![expect(clippy::panic, clippy::missing_panics_doc, reason = "what goes wrong here fails a test")]

pub mod yardstick;

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures_util::FutureExt;
use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{IdParseError, RoomVersionId};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use crate::{
    WriteBatch,
    connect::DatabaseOptions,
    error::StoreError,
    store::Store,
    table::{
        event::{EventRow, EventStatus},
        room::RoomRow,
    },
};

impl Store {
    /// A new, empty database in memory.
    pub async fn memory() -> Result<Self, StoreError> {
        Self::open(&DatabaseOptions::new("sqlite::memory:")).await
    }
}

/// Commits a batch; on the heap, since it is large and a test has several.
pub async fn write(store: &Store, fill: impl FnOnce(&mut WriteBatch)) {
    let mut batch = Box::<WriteBatch>::default();
    fill(&mut batch);
    Box::pin(store.commit(*batch)).await.unwrap_or_else(|error| panic!("cannot commit: {error}"));
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

/// A room as it is created, with one forward extremity.
pub fn room(nid: i64) -> RoomRow {
    RoomRow {
        nid: RoomNid(nid),
        room_id: parse(&format!("!room{nid}:example.org")),
        version: RoomVersionId::V12,
        fence: 0,
        snapshot: None,
        extremities: vec![(EventNid(nid), parse(&format!("$head{nid}")))],
        depth: 1,
        last_order: RoomOrder(1),
        first_order: RoomOrder(1),
        last_position: StreamPosition(0),
        notify_seq: 0,
        published: false,
    }
}

/// An accepted message with the place `order` in the timeline of a room.
pub fn event(nid: i64, room: RoomNid, order: i64) -> EventRow {
    EventRow {
        nid: EventNid(nid),
        event_id: parse(&format!("$event{nid}")),
        room,
        order: Some(RoomOrder(order)),
        position: None,
        sender: UserNid(1),
        event_type: "m.room.message".to_owned(),
        state_key: None,
        snapshot: None,
        origin_server_ts: 1_700_000_000_000 + nid,
        depth: order,
        status: EventStatus::Accepted,
        redacted_by: None,
        relates_to: None,
        rel_type: None,
        resolved: None,
        json: format!(r#"{{"content":{{"body":"message {nid}","msgtype":"m.text"}},"type":"m.room.message"}}"#),
    }
}

fn parse<T: for<'a> TryFrom<&'a str, Error = IdParseError>>(id: &str) -> T {
    T::try_from(id).unwrap_or_else(|error| panic!("{id}: {error}"))
}
