//! Files in a bucket of an S3-compatible store.
//!
//! Where the store is and who we are to it comes from the environment, as with every other program that speaks S3:
//! `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    ops::Range,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::{
    Error, ObjectMeta, ObjectStore, ObjectStoreExt, WriteMultipart,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};

use super::{ByteStream, blocking, hash::ContentHash, incoming::Received};

/// A file that is older is sent again where its content is kept again, so that it does not go as one that nobody needs.
const RENEWED_AFTER: Duration = Duration::from_mins(15);
/// How much of a file is sent at once. S3 wants five megabytes at least.
const PART: usize = 8 << 20;

/// A bucket with files.
#[derive(Debug)]
pub(crate) struct Bucket {
    store: AmazonS3,
    prefix: Path,
}

impl Bucket {
    pub(super) fn open(bucket: &str, prefix: &str) -> io::Result<Self> {
        Self::build(AmazonS3Builder::from_env(), bucket, prefix)
    }

    fn build(store: AmazonS3Builder, bucket: &str, prefix: &str) -> io::Result<Self> {
        // Files go one by one, which every store can do; removing many at once is Amazon's own.
        let store = store.with_bucket_name(bucket).with_disable_bulk_delete(true).build()?;
        let prefix = Path::parse(prefix).map_err(io::Error::other)?;
        Ok(Self { store, prefix })
    }

    fn path(&self, hash: &ContentHash) -> Path {
        hash.path().split('/').fold(self.prefix.clone(), Path::join)
    }

    pub(super) async fn keep(&self, received: Received) -> io::Result<()> {
        let path = self.path(&received.hash);
        match self.store.head(&path).await {
            Ok(there) if there.size == received.size && !is_older(&there, RENEWED_AFTER) => return Ok(()),
            Ok(_) | Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let mut file = File::open(&received.path)?;
        if received.size <= PART as u64 {
            let mut content = Vec::new();
            file.read_to_end(&mut content)?;
            self.store.put(&path, content.into()).await?;
            return Ok(());
        }
        let mut upload = WriteMultipart::new_with_chunk_size(self.store.put_multipart(&path).await?, PART);
        loop {
            let (part, rest) = blocking(move || read_part(file)).await?;
            file = rest;
            if part.is_empty() {
                break;
            }
            // One part is under way while the next one is read.
            upload.wait_for_capacity(1).await?;
            upload.put(part);
        }
        upload.finish().await?;
        Ok(())
    }

    pub(super) async fn read(&self, hash: &ContentHash, range: Range<u64>) -> io::Result<ByteStream> {
        if range.is_empty() {
            return Ok(stream::empty().boxed());
        }
        let options = object_store::GetOptions { range: Some(range.into()), ..Default::default() };
        let found = self.store.get_opts(&self.path(hash), options).await?;
        Ok(found.into_stream().map_err(io::Error::from).boxed())
    }

    pub(super) async fn file(&self, hash: &ContentHash) -> io::Result<File> {
        let mut parts = self.store.get(&self.path(hash)).await?.into_stream();
        let mut file = blocking(tempfile::tempfile).await?;
        while let Some(part) = parts.try_next().await? {
            file = blocking(move || file.write_all(&part).map(|()| file)).await?;
        }
        blocking(move || file.rewind().map(|()| file)).await
    }
}

impl Bucket {
    /// The files whose names begin with these two digits.
    pub(super) async fn list(&self, start: &str) -> io::Result<Vec<ContentHash>> {
        let below = self.prefix.clone().join(start);
        let found: Vec<ObjectMeta> = self.store.list(Some(&below)).try_collect().await?;
        let name = |file: ObjectMeta| {
            let parts: Vec<_> = file.location.parts().map(|part| part.as_ref().to_owned()).collect();
            ContentHash::parse(&parts.get(parts.len().checked_sub(3)?..)?.concat())
        };
        Ok(found.into_iter().filter_map(name).collect())
    }

    /// Removes a file that nobody has kept for that long. Says whether it is gone.
    pub(super) async fn remove(&self, hash: &ContentHash, unkept_for: Duration) -> io::Result<bool> {
        let path = self.path(hash);
        match self.store.head(&path).await {
            Ok(there) if is_older(&there, unkept_for) => {}
            Ok(_) | Err(Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        self.store.delete(&path).await?;
        Ok(true)
    }
}

fn is_older(file: &ObjectMeta, age: Duration) -> bool {
    SystemTime::from(file.last_modified).elapsed().is_ok_and(|elapsed| elapsed >= age)
}

fn read_part(mut file: File) -> io::Result<(Bytes, File)> {
    let mut part = Vec::with_capacity(PART);
    Read::by_ref(&mut file).take(PART as u64).read_to_end(&mut part)?;
    Ok((part.into(), file))
}

#[cfg(test)]
mod tests;
