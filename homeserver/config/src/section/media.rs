//! Uploaded files.

use std::{path::PathBuf, time::Duration};

use crate::read::Section;

/// `[media]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Where files are kept.
    pub storage: MediaStorage,
    /// How large an upload may be, in bytes.
    pub max_upload_size: u64,
    /// How many bytes the files of one user may have together; `None` for any number.
    pub quota_per_user: Option<u64>,
    /// How long files of other servers are kept that nobody looks at; `None` for ever.
    pub remote_unused: Option<Duration>,
    /// How many bytes the files of other servers may have together; `None` for any number.
    pub remote_total: Option<u64>,
    /// Whether new media can be had from the deprecated endpoints, without an access token.
    pub unauthenticated_access: bool,
}

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaStorage {
    /// A folder of this machine.
    Folder(PathBuf),
    /// An S3 bucket, and the prefix of our keys in it.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// What our keys begin with; may be empty.
        prefix: String,
    },
}

impl Media {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            storage: section.parsed(
                "storage",
                MediaStorage::Folder("data/media".into()),
                "file://FOLDER or s3://BUCKET/PREFIX",
                parse_storage,
            ),
            max_upload_size: section.bytes("max_upload_size", 100 << 20),
            quota_per_user: section.bytes_or_unlimited("quota_per_user"),
            remote_unused: section.duration_or_unlimited("remote_unused", Some(Duration::from_hours(90 * 24))),
            remote_total: section.bytes_or_unlimited("remote_total"),
            unauthenticated_access: section.boolean("unauthenticated_access", false),
        }
    }
}

fn parse_storage(text: &str) -> Result<MediaStorage, String> {
    if let Some(folder) = text.strip_prefix("file://").filter(|folder| !folder.is_empty()) {
        return Ok(MediaStorage::Folder(PathBuf::from(folder)));
    }
    if let Some(place) = text.strip_prefix("s3://") {
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if !bucket.is_empty() {
            return Ok(MediaStorage::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() });
        }
    }
    Err(format!("found {text:?}: write \"file://data/media\" for a folder or \"s3://bucket/prefix\""))
}
