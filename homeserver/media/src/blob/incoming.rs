//! A file that is just arriving: written to disk and hashed a portion at a time, while the next portion arrives.
//!
//! However long the file is, two portions are all that is ever in memory. The file has no name that outlives this value
//! until it is kept: an upload that breaks off leaves nothing behind.

use std::{
    fs::File,
    io::{self, Write},
    mem,
    path::PathBuf,
};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};
use tokio::task::{JoinHandle, spawn_blocking};

use super::hash::ContentHash;

/// How much is handed to the disk at once.
const PORTION: usize = 1 << 20;
/// How often the disk is made to catch up. Left to the end, hundreds of megabytes would have to be waited for.
const SYNC_EVERY: u64 = 32 << 20;

/// A file that is arriving.
pub(crate) struct Incoming {
    /// The write under way; it gives the pen back.
    writing: JoinHandle<io::Result<Pen>>,
    /// What has not been handed over yet.
    waiting: Vec<Bytes>,
    waiting_size: usize,
    /// The disk catching up, beside the writes.
    syncing: Option<JoinHandle<io::Result<()>>>,
}

/// What writes, in the hands of one blocking task at a time.
struct Pen {
    file: File,
    path: TempPath,
    hasher: Sha256,
    size: u64,
    synced: u64,
}

/// A file that has arrived, and is not kept yet.
#[derive(Debug)]
pub(crate) struct Received {
    /// Where it lies. It is removed when this goes.
    pub(crate) path: TempPath,
    /// What it is called.
    pub(crate) hash: ContentHash,
    /// How many bytes it has.
    pub(crate) size: u64,
}

impl Incoming {
    pub(super) fn new(folder: PathBuf) -> Self {
        let writing = spawn_blocking(move || {
            let (file, path) = NamedTempFile::new_in(folder)?.into_parts();
            Ok(Pen { file, path, hasher: Sha256::new(), size: 0, synced: 0 })
        });
        Self { writing, waiting: Vec::new(), waiting_size: 0, syncing: None }
    }

    /// Adds bytes at the end.
    pub(crate) async fn write(&mut self, bytes: Bytes) -> io::Result<()> {
        self.waiting_size += bytes.len();
        self.waiting.push(bytes);
        if self.waiting_size >= PORTION { self.hand_over().await } else { Ok(()) }
    }

    /// Waits for the write under way and begins the next one.
    async fn hand_over(&mut self) -> io::Result<()> {
        let mut pen = (&mut self.writing).await.map_err(io::Error::other)??;
        self.catch_up(&mut pen).await?;
        let portion = mem::take(&mut self.waiting);
        self.waiting_size = 0;
        self.writing = spawn_blocking(move || pen.write(&portion));
        Ok(())
    }

    /// Has the disk catch up now and then, unless it still does. An error is told once only, so none may be missed.
    async fn catch_up(&mut self, pen: &mut Pen) -> io::Result<()> {
        if pen.size - pen.synced < SYNC_EVERY || self.syncing.as_ref().is_some_and(|syncing| !syncing.is_finished()) {
            return Ok(());
        }
        if let Some(syncing) = self.syncing.take() {
            syncing.await.map_err(io::Error::other)??;
        }
        let file = pen.file.try_clone()?;
        pen.synced = pen.size;
        self.syncing = Some(spawn_blocking(move || file.sync_data()));
        Ok(())
    }

    /// Ends the file, which is then on disk for good.
    pub(crate) async fn finish(mut self) -> io::Result<Received> {
        self.hand_over().await?;
        let pen = self.writing.await.map_err(io::Error::other)??;
        if let Some(syncing) = self.syncing {
            syncing.await.map_err(io::Error::other)??;
        }
        super::blocking(move || pen.finish()).await
    }
}

impl Pen {
    fn write(mut self, portion: &[Bytes]) -> io::Result<Self> {
        for bytes in portion {
            self.hasher.update(bytes);
            self.file.write_all(bytes)?;
            self.size += u64::try_from(bytes.len()).map_err(io::Error::other)?;
        }
        Ok(self)
    }

    fn finish(self) -> io::Result<Received> {
        self.file.sync_all()?;
        let hash = ContentHash::from_digest(&self.hasher.finalize());
        Ok(Received { path: self.path, hash, size: self.size })
    }
}
