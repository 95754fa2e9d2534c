//! People on `matrix-rust-sdk` and on `matrix-nio` in one encrypted room.

// The library's futures are deep.
#![recursion_limit = "512"]

mod nio;
mod person;
mod server;
mod talk;
