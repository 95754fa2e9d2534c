//! Pure parts of `/sync` and of reading history.

pub mod sliding;
pub mod token;
