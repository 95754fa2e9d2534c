//! Files in a folder of this machine.
//!
//! A file that nobody refers to is taken aside before it goes, and whoever keeps the same content meanwhile makes it new
//! again: of two processes that do both at the same moment, the one that keeps wins.

use std::{
    fs::{self, File},
    io::{self, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
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
        fs::create_dir_all(folder.spool())?;
        folder.clear_spool()?;
        Ok(folder)
    }

    fn clear_spool(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.spool())? {
            let entry = entry?;
            if entry.metadata().is_ok_and(|file| is_older(&file, ABANDONED)) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
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
            if fs::metadata(&place).is_ok_and(|there| there.len() == received.size) && renew(&place) {
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

    /// The files whose names begin with these two digits.
    pub(super) async fn list(&self, start: &str) -> io::Result<Vec<ContentHash>> {
        let top = self.root.join(start);
        let start = start.to_owned();
        blocking(move || {
            let mut found = Vec::new();
            for folder in entries(&top)? {
                let middle = folder.file_name();
                for file in entries(&folder.path())? {
                    let name = format!("{start}{}{}", middle.to_string_lossy(), file.file_name().to_string_lossy());
                    found.extend(ContentHash::parse(&name));
                }
            }
            Ok(found)
        })
        .await
    }

    /// Removes a file that nobody has kept for that long. Says whether it is gone.
    pub(super) async fn remove(&self, hash: &ContentHash, unkept_for: Duration) -> io::Result<bool> {
        let (place, aside) = (self.path(hash), self.spool().join(hash.as_str()));
        blocking(move || {
            if !fs::metadata(&place).is_ok_and(|file| is_older(&file, unkept_for)) {
                return Ok(false);
            }
            fs::rename(&place, &aside)?;
            if is_older(&fs::metadata(&aside)?, unkept_for) {
                fs::remove_file(aside)?;
                return Ok(true);
            }
            // Somebody has just kept it again, and counts on it.
            fs::rename(aside, place)?;
            Ok(false)
        })
        .await
    }
}

/// What is in a folder that may not be there.
fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn is_older(file: &fs::Metadata, age: Duration) -> bool {
    file.modified().is_ok_and(|modified| modified.elapsed().is_ok_and(|elapsed| elapsed >= age))
}

/// Makes a file as if it had been kept now. Says whether it is still there afterwards.
#[expect(clippy::disallowed_methods, reason = "it is measured against the times that the file system gives to files")]
fn renew(place: &Path) -> bool {
    let renewed = File::open(place).and_then(|file| file.set_modified(SystemTime::now()));
    renewed.is_ok() && place.exists()
}

#[cfg(test)]
mod tests;
