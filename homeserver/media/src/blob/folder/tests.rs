use std::{
    fs::{self, File},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use tempfile::TempDir;

use super::Folder;
use crate::blob::{Blobs, hash::ContentHash};

const HOUR: Duration = Duration::from_hours(1);

async fn keep(blobs: &Blobs, content: &'static [u8]) -> ContentHash {
    let mut incoming = blobs.incoming();
    incoming.write(Bytes::from_static(content)).await.unwrap();
    let received = incoming.finish().await.unwrap();
    let hash = received.hash.clone();
    blobs.keep(received).await.unwrap();
    hash
}

#[tokio::test]
async fn only_what_is_old_goes_and_what_is_kept_again_is_new() {
    let folder = TempDir::new().unwrap();
    let blobs = Blobs::Folder(Folder::open(folder.path().to_owned()).unwrap());
    let hash = keep(&blobs, b"content").await;
    let place = folder.path().join(hash.path());
    let age = || File::open(&place).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert!(!blobs.remove(&hash, HOUR).await.unwrap(), "it is new");
    age();
    assert_eq!(keep(&blobs, b"content").await, hash);
    assert!(!blobs.remove(&hash, HOUR).await.unwrap(), "it was kept again");
    age();
    assert_eq!(blobs.list(hash.as_str().split_at(2).0).await.unwrap(), std::slice::from_ref(&hash));
    assert!(blobs.remove(&hash, HOUR).await.unwrap());
    assert!(!place.exists() && !blobs.remove(&hash, HOUR).await.unwrap());
    assert_eq!(fs::read_dir(folder.path().join("incoming")).unwrap().count(), 0);
    assert_eq!(keep(&blobs, b"content").await, hash);
    assert!(place.exists());
}
