//! The event engine on databases in memory: several servers that hand each other their events.

#![expect(unused_crate_dependencies, reason = "a test uses less than the crate")]

mod backfill;
mod fork;
mod import;
mod outside;
mod receive;
mod setup;
