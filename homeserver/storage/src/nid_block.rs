//! Numbers for new rows, taken from the database in blocks and handed out from memory.
//!
//! Taking a block is the one write that does not go through the writer: it must be durable before its numbers are
//! used, and it touches nothing that a reader or another batch could see. Numbers of a block that were not used when
//! the process ends are lost, which is no harm.

use std::ops::Range;

use sea_orm::{
    DatabaseConnection, EntityTrait, ExprTrait,
    sea_query::{Expr, OnConflict},
};
use tokio::sync::Mutex;

use crate::{
    entity::counter::{ActiveModel, Column, Entity, Model},
    error::StoreError,
};

/// The sequences of numbers of this process.
#[derive(Debug)]
pub(crate) struct NidBlocks {
    db: DatabaseConnection,
    pub(crate) event: NidBlock,
    pub(crate) room: NidBlock,
    pub(crate) snapshot: NidBlock,
    pub(crate) state_key: NidBlock,
    pub(crate) user: NidBlock,
}

/// The numbers of one sequence that are still to be used.
#[derive(Debug)]
pub(crate) struct NidBlock {
    name: &'static str,
    size: usize,
    rest: Mutex<Range<i64>>,
}

impl NidBlock {
    fn new(name: &'static str, size: usize) -> Self {
        Self { name, size, rest: Mutex::new(0..0) }
    }
}

impl NidBlocks {
    /// `db` is a pool of writing connections.
    pub(crate) fn new(db: DatabaseConnection) -> Self {
        Self {
            db,
            event: NidBlock::new("event", 1024),
            room: NidBlock::new("room", 16),
            snapshot: NidBlock::new("snapshot", 256),
            state_key: NidBlock::new("state_key", 64),
            user: NidBlock::new("user", 64),
        }
    }

    /// The next `count` numbers of a sequence, ascending, though not always without a gap.
    pub(crate) async fn next<N: From<i64>>(&self, block: &NidBlock, count: usize) -> Result<Vec<N>, StoreError> {
        let mut rest = block.rest.lock().await;
        let mut nids: Vec<N> = rest.by_ref().take(count).map(N::from).collect();
        if nids.len() < count {
            *rest = self.reserve(block.name, block.size.max(count)).await?;
            nids.extend(rest.by_ref().take(count - nids.len()).map(N::from));
        }
        Ok(nids)
    }

    async fn reserve(&self, name: &str, size: usize) -> Result<Range<i64>, StoreError> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let first = Model { name: name.to_owned(), next: size + 1 };
        let after = OnConflict::column(Column::Name)
            .value(Column::Next, Expr::col((Entity, Column::Next)).add(size))
            .to_owned();
        let block = Entity::insert(ActiveModel::from(first)).on_conflict(after).exec_with_returning(&self.db).await?;
        Ok(block.next - size..block.next)
    }
}
