//! Files in a folder of this machine.

use std::{
    fs::{self, File},
    io::{self, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    time::Duration,
};

use futures_util::StreamExt;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::{ByteStream, blocking, hash::ContentHash, incoming::Received};

/// How much of a file is in memory while somebody downloads it.
const PORTION: usize = 256 << 10;
/// What lies in the spool for longer belongs to a process that has died.
const ABANDONED: Duration = Duration::from_hours(24);

/// A folder with files.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder ready, and removes what uploads left behind that a power cut ended.
    pub(super) fn open(root: PathBuf) -> io::Result<Self> {
        let folder = Self { root };
        let spool = folder.spool();
        fs::create_dir_all(&spool)?;
        for entry in fs::read_dir(spool)? {
            let entry = entry?;
            let age = entry.metadata()?.modified()?.elapsed();
            if age.is_ok_and(|age| age > ABANDONED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(folder)
    }

    /// On the same file system as the files themselves, so that keeping one is a rename.
    pub(super) fn spool(&self) -> PathBuf {
        self.root.join("incoming")
    }

    fn path(&self, hash: &ContentHash) -> PathBuf {
        self.root.join(hash.path())
    }

    pub(super) async fn keep(&self, received: Received) -> io::Result<()> {
        let place = self.path(&received.hash);
        blocking(move || {
            if fs::metadata(&place).is_ok_and(|there| there.len() == received.size) {
                return Ok(());
            }
            let folder = place.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            received.path.persist(&place).map_err(|error| error.error)?;
            // The name must be on disk, too, before anybody is told of it.
            File::open(folder)?.sync_all()
        })
        .await
    }

    pub(super) async fn read(&self, hash: &ContentHash, range: Range<u64>) -> io::Result<ByteStream> {
        let path = self.path(hash);
        let start = range.start;
        let file = blocking(move || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(start))?;
            Ok(file)
        });
        let mut file = tokio::fs::File::from_std(file.await?);
        file.set_max_buf_size(PORTION);
        let part = file.take(range.end.saturating_sub(range.start));
        Ok(ReaderStream::with_capacity(part, PORTION).boxed())
    }

    pub(super) async fn file(&self, hash: &ContentHash) -> io::Result<File> {
        let path = self.path(hash);
        blocking(move || File::open(path)).await
    }
}
