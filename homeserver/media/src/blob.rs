//! Where files are kept, each under the SHA-256 of its content: equal files are one file, and no name that somebody
//! chose ever becomes a path.

pub(crate) mod bucket;
pub(crate) mod folder;
pub(crate) mod hash;
pub(crate) mod incoming;

use std::{fs::File, io, ops::Range, path::PathBuf, time::Duration};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use hs_config::MediaStorage;

use self::{
    bucket::Bucket,
    folder::Folder,
    hash::ContentHash,
    incoming::{Incoming, Received},
};

/// The bytes of a file, a part at a time.
pub type ByteStream = BoxStream<'static, io::Result<Bytes>>;

/// The store of files.
#[derive(Debug)]
pub(crate) enum Blobs {
    /// A folder of this machine.
    Folder(Folder),
    /// A bucket of an S3-compatible store.
    Bucket(Bucket),
}

impl Blobs {
    /// Opens the store that the configuration names.
    pub(crate) fn open(storage: &MediaStorage) -> io::Result<Self> {
        match storage {
            MediaStorage::Folder(folder) => Folder::open(folder.clone()).map(Self::Folder),
            MediaStorage::S3 { bucket, prefix } => Bucket::open(bucket, prefix).map(Self::Bucket),
        }
    }

    /// A place for a file that is just arriving. What is not kept is gone when the value goes.
    pub(crate) fn incoming(&self) -> Incoming {
        Incoming::new(self.spool())
    }

    /// Where files are until it is known what they are called.
    fn spool(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.spool(),
            Self::Bucket(_) => std::env::temp_dir(),
        }
    }

    /// Keeps a file that has arrived. One with the same content may be there already.
    pub(crate) async fn keep(&self, received: Received) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.keep(received).await,
            Self::Bucket(bucket) => bucket.keep(received).await,
        }
    }

    /// Some of the bytes of a file.
    pub(crate) async fn read(&self, hash: &ContentHash, range: Range<u64>) -> io::Result<ByteStream> {
        match self {
            Self::Folder(folder) => folder.read(hash, range).await,
            Self::Bucket(bucket) => bucket.read(hash, range).await,
        }
    }

    /// The files whose names begin with these two digits.
    pub(crate) async fn list(&self, start: &str) -> io::Result<Vec<ContentHash>> {
        match self {
            Self::Folder(folder) => folder.list(start).await,
            Self::Bucket(bucket) => bucket.list(start).await,
        }
    }

    /// Removes a file that nobody has kept for that long. Says whether it is gone.
    pub(crate) async fn remove(&self, hash: &ContentHash, unkept_for: Duration) -> io::Result<bool> {
        match self {
            Self::Folder(folder) => folder.remove(hash, unkept_for).await,
            Self::Bucket(bucket) => bucket.remove(hash, unkept_for).await,
        }
    }

    /// A whole file to be read by code that blocks.
    pub(crate) async fn file(&self, hash: &ContentHash) -> io::Result<File> {
        match self {
            Self::Folder(folder) => folder.file(hash).await,
            Self::Bucket(bucket) => bucket.file(hash).await,
        }
    }
}

/// Runs something that blocks.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
