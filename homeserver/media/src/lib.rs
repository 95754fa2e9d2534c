//! Uploaded files, their thumbnails, and previews of web pages.
