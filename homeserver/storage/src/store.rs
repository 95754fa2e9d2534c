//! The handle on the database that everybody else holds.

use std::{
    collections::HashMap,
    fs::File,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use hs_core::nid::{EventNid, RoomNid, SnapshotNid, StateKeyNid, StreamPosition, UserNid};
use ruma::{OwnedUserId, ServerName, UserId};
use sea_orm::{DatabaseConnection, EntityTrait, sea_query::OnConflict};
use tokio_util::{
    sync::{CancellationToken, DropGuard},
    task::TaskTracker,
};

use crate::{
    connect::{self, Connection, DatabaseOptions},
    entity::server_meta,
    error::StoreError,
    intern::{Interner, StateKey},
    migration,
    nid_block::NidBlocks,
    reader::Reader,
    stream,
    wake::{WakeBus, listen},
    writer::{PendingCommit, Writer, batch::WriteBatch},
};

/// The database: reads like a [`Reader`], writes through the writer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    reader: Reader,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    writer: Arc<Writer>,
    interner: Interner,
    blocks: Arc<NidBlocks>,
    wake: WakeBus,
    write: DatabaseConnection,
    tasks: TaskTracker,
    closing: CancellationToken,
    lock: Mutex<Option<File>>,
    /// Ends the tasks when the last handle goes without [`Store::close`].
    _ends_tasks: DropGuard,
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    /// Opens the database, brings its schema up to date and starts the writer.
    pub async fn open(options: &DatabaseOptions) -> Result<Self, StoreError> {
        let connection = connect::open(options).await?;
        migration::migrate(&connection.write).await?;
        Self::start(connection).await
    }

    /// Brings the schema of a database up to date and closes it again. Names the steps that were taken.
    pub async fn migrate(options: &DatabaseOptions) -> Result<Vec<String>, StoreError> {
        let connection = connect::open(options).await?;
        let taken = migration::migrate(&connection.write).await;
        connection.read.close().await?;
        connection.write.close().await?;
        taken
    }

    async fn start(connection: Connection) -> Result<Self, StoreError> {
        let Connection { read, write, listen, lock } = connection;
        let head = stream::head(&write).await?;
        let (tasks, closing) = (TaskTracker::new(), CancellationToken::new());
        let wake = WakeBus::new(head);
        let reader = Reader::new(read);
        let writer = Arc::new(Writer::start(write.clone(), wake.clone(), head, &tasks, closing.clone()));
        if let Some(options) = listen {
            listen::start(options, reader.clone(), wake.clone(), &tasks, closing.clone());
        }
        let blocks = Arc::new(NidBlocks::new(write.clone()));
        let inner = Inner {
            interner: Interner::new(reader.clone(), Arc::clone(&writer), Arc::clone(&blocks)),
            writer,
            blocks,
            wake,
            write,
            tasks,
            _ends_tasks: closing.clone().drop_guard(),
            closing,
            lock: Mutex::new(lock),
        };
        Ok(Self { reader, inner: Arc::new(inner) })
    }

    /// Writes what is queued, closes all connections and lets other processes have the database.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.inner.closing.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
        self.reader.db().close_by_ref().await?;
        self.inner.write.close_by_ref().await?;
        drop(self.inner.lock.lock().unwrap_or_else(PoisonError::into_inner).take());
        Ok(())
    }

    /// Makes the database that of this server, or fails if it is another's: a server can never change its name.
    pub async fn claim_server_name(&self, name: &ServerName) -> Result<(), StoreError> {
        const KEY: &str = "server_name";
        let claim = server_meta::Model { key: KEY.to_owned(), value: name.to_string() };
        let claim = server_meta::Entity::insert(server_meta::ActiveModel::from(claim))
            .on_conflict(OnConflict::column(server_meta::Column::Key).do_nothing().to_owned());
        claim.exec_without_returning(&self.inner.write).await?;
        match server_meta::Entity::find_by_id(KEY).one(&self.inner.write).await? {
            Some(row) if row.value == name.as_str() => Ok(()),
            Some(row) => Err(StoreError::OtherServer { stored: row.value, configured: name.to_string() }),
            None => Err(StoreError::Corrupt("server_meta has no server_name".to_owned())),
        }
    }

    /// Queues a batch. The order of these calls is the order of the commits; await the result for the outcome.
    pub fn enqueue(&self, batch: WriteBatch) -> PendingCommit {
        self.inner.writer.enqueue(batch)
    }

    /// Queues a batch and waits until it is on disk.
    pub fn commit(&self, batch: WriteBatch) -> PendingCommit {
        // Not `async`: a batch is large, and those who wait need not carry it along.
        self.enqueue(batch)
    }

    /// Where to hear of commits.
    pub fn wake(&self) -> &WakeBus {
        &self.inner.wake
    }

    /// The last position up to which everything has been committed and published.
    pub fn position(&self) -> StreamPosition {
        self.inner.wake.applied()
    }

    /// Takes away every row whose time has come. `now_ts` is in milliseconds.
    pub async fn expire(&self, now_ts: i64) -> Result<(), StoreError> {
        let mut batch = WriteBatch::default();
        batch.expiry.expired_at.push(now_ts);
        self.commit(batch).await.map(drop)
    }

    /// Numbers for new events, ascending.
    pub async fn next_event_nids(&self, count: usize) -> Result<Vec<EventNid>, StoreError> {
        self.inner.blocks.next(&self.inner.blocks.event, count).await
    }

    /// Numbers for new snapshots, ascending.
    pub async fn next_snapshot_nids(&self, count: usize) -> Result<Vec<SnapshotNid>, StoreError> {
        self.inner.blocks.next(&self.inner.blocks.snapshot, count).await
    }

    /// Numbers for new rooms, ascending.
    pub async fn next_room_nids(&self, count: usize) -> Result<Vec<RoomNid>, StoreError> {
        self.inner.blocks.next(&self.inner.blocks.room, count).await
    }

    /// The numbers of these users, in the same order. Who has none gets one.
    pub async fn intern_users(&self, users: &[&UserId]) -> Result<Vec<UserNid>, StoreError> {
        self.inner.interner.intern_users(users).await
    }

    /// The number of this user, if they have one.
    pub async fn find_user(&self, user: &UserId) -> Result<Option<UserNid>, StoreError> {
        Ok(self.find_users(&[user]).await?.remove(user))
    }

    /// The numbers of those of the users who have one.
    pub async fn find_users(&self, users: &[&UserId]) -> Result<HashMap<OwnedUserId, UserNid>, StoreError> {
        self.inner.interner.find_users(users).await
    }

    /// The users with these numbers, in the same order.
    pub async fn user_ids(&self, users: &[UserNid]) -> Result<Vec<OwnedUserId>, StoreError> {
        self.inner.interner.user_ids(users).await
    }

    /// The numbers of these (event type, state key) pairs, in the same order. One that has none gets one.
    pub async fn intern_state_keys(&self, keys: &[(&str, &str)]) -> Result<Vec<StateKeyNid>, StoreError> {
        self.inner.interner.intern_state_keys(keys).await
    }

    /// The number of this (event type, state key) pair, if it has one.
    pub async fn find_state_key(&self, event_type: &str, state_key: &str) -> Result<Option<StateKeyNid>, StoreError> {
        Ok(self.find_state_keys(&[(event_type, state_key)]).await?.into_values().next())
    }

    /// The numbers of those of the (event type, state key) pairs that have one.
    pub async fn find_state_keys(&self, keys: &[(&str, &str)]) -> Result<HashMap<StateKey, StateKeyNid>, StoreError> {
        self.inner.interner.find_state_keys(keys).await
    }

    /// The (event type, state key) pairs with these numbers, in the same order.
    pub async fn state_keys(&self, keys: &[StateKeyNid]) -> Result<Vec<StateKey>, StoreError> {
        self.inner.interner.state_keys(keys).await
    }
}

#[cfg(test)]
mod tests;
