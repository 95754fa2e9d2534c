//! What goes, and when: files of other servers that nobody looks at, and content to which no URI leads any more.
//!
//! Rows go first. The bytes follow when nothing refers to them, and not before they have lain still for a while:
//! somebody may just be uploading the same.

use std::{collections::HashSet, time::Duration};

use hs_core::error::MatrixError;
use hs_storage::{MediaRow, WriteBatch};

use crate::{blob::hash::ContentHash, service::Media};

/// How long content stays to which nothing refers: longer than it takes from the last byte of an upload to its row.
const GRACE: Duration = Duration::from_hours(1);
/// How many rows go at once.
const AT_ONCE: u64 = 200;

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// URIs that lead nowhere any more.
    pub uris: u64,
    /// Files that are gone from the store.
    pub files: u64,
}

impl Media {
    /// Lets files of other servers go as the configuration says. They are fetched again if somebody wants them.
    pub async fn drop_unused(&self) -> Result<Swept, MatrixError> {
        let settings = &self.0.settings.media;
        let mut swept = Swept::default();
        if let Some(unused) = settings.remote_unused {
            let unused_ms = i64::try_from(unused.as_millis()).unwrap_or(i64::MAX);
            let before_ts = self.0.clock.now_ms().saturating_sub(unused_ms);
            swept.add(self.drop_unused_before(before_ts).await?);
        }
        if let Some(total) = settings.remote_total {
            swept.add(self.drop_beyond(i64::try_from(total).unwrap_or(i64::MAX)).await?);
        }
        Ok(swept)
    }

    /// Lets the files of other servers go that were last asked for before that time.
    pub async fn drop_unused_before(&self, before_ts: i64) -> Result<Swept, MatrixError> {
        let mut swept = Swept::default();
        loop {
            let own = &self.0.settings.server_name;
            let rows = self.0.store.unused_remote_media(own, before_ts, AT_ONCE).await?;
            if rows.is_empty() {
                return Ok(swept);
            }
            swept.add(self.drop_rows(&rows).await?);
        }
    }

    /// Lets files of other servers go until those that are left have no more bytes, the longest unused first.
    async fn drop_beyond(&self, most: i64) -> Result<Swept, MatrixError> {
        let own = &self.0.settings.server_name;
        let mut swept = Swept::default();
        let mut total = self.0.store.remote_media_bytes(own).await?;
        while total > most {
            let mut rows = self.0.store.unused_remote_media(own, i64::MAX, AT_ONCE).await?;
            let mut left = total;
            let too_much = rows.iter().take_while(|row| {
                let goes = left > most;
                left -= row.file.as_ref().map_or(0, |file| file.size);
                goes
            });
            let count = too_much.count();
            rows.truncate(count);
            swept.add(self.drop_rows(&rows).await?);
            let now = self.0.store.remote_media_bytes(own).await?;
            if now >= total {
                // What is left is hidden, or somebody fetches faster than we clear up.
                break;
            }
            total = now;
        }
        Ok(swept)
    }

    /// Lets rows go to which nobody has come since they were read, and then what they alone led to.
    async fn drop_rows(&self, rows: &[MediaRow]) -> Result<Swept, MatrixError> {
        let mut batch = WriteBatch::default();
        let unused = rows.iter().map(|row| (row.server_name.clone(), row.media_id.clone(), Some(row.used_ts)));
        batch.media.remove.extend(unused);
        batch.media_thumbnail.remove_orphans = true;
        self.0.store.commit(batch).await?;
        let hashes = rows.iter().filter_map(|row| ContentHash::parse(&row.file.as_ref()?.hash)).collect();
        let uris = u64::try_from(rows.len()).unwrap_or_default();
        metrics::counter!("heliograph_media_dropped_uris_total").increment(uris);
        Ok(Swept { uris, files: self.drop_files(hashes).await? })
    }

    /// Removes content to which nothing refers, such as what a crash or an expired URI has left behind.
    pub async fn sweep(&self) -> Result<Swept, MatrixError> {
        let mut batch = WriteBatch::default();
        batch.media_thumbnail.remove_orphans = true;
        self.0.store.commit(batch).await?;
        let mut files = 0;
        for start in 0..=u8::MAX {
            let hashes = self.0.blobs.list(&format!("{start:02x}")).await.map_err(MatrixError::internal)?;
            files += self.drop_files(hashes).await?;
        }
        Ok(Swept { uris: 0, files })
    }

    /// Removes those of these files to which nothing refers.
    pub(crate) async fn drop_files(&self, hashes: Vec<ContentHash>) -> Result<u64, MatrixError> {
        let mut dropped = 0;
        for some in hashes.chunks(1000) {
            let names: Vec<_> = some.iter().map(ToString::to_string).collect();
            let in_use: HashSet<String> = self.0.store.media_in_use(&names).await?;
            for hash in some.iter().filter(|hash| !in_use.contains(hash.as_str())) {
                dropped += u64::from(self.0.blobs.remove(hash, GRACE).await.map_err(MatrixError::internal)?);
            }
        }
        metrics::counter!("heliograph_media_dropped_files_total").increment(dropped);
        Ok(dropped)
    }
}

impl Swept {
    fn add(&mut self, other: Self) {
        self.uris += other.uris;
        self.files += other.files;
    }
}

#[cfg(test)]
mod tests;
