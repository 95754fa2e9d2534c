//! Uploaded files, their thumbnails, and previews of web pages.
//!
//! [`Media`] is the way in. What is behind an `mxc://` URI is a row in the database; the bytes are in a folder or a
//! bucket, named by their hash. Files are never in memory as a whole.

mod blob;
mod content_type;
mod file_name;
mod find;
mod moderation;
mod once;
mod preview;
mod remote;
mod retention;
mod service;
mod thumbnail;
mod upload;

pub use blob::ByteStream;
pub use content_type::{UNKNOWN, is_safe_inline};
pub use find::{Access, Download};
pub use moderation::MediaInfo;
pub use retention::Swept;
pub use service::{Media, Settings};
pub use thumbnail::{Method, Wanted};
pub use upload::{Created, Upload};
