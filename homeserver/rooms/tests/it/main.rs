//! The event engine on databases in memory: several servers that hand each other their events.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod backfill;
mod fork;
mod import;
mod outside;
mod policy;
mod receive;
mod retention;
mod setup;
