//! The heliograph program: everything between the command line and the services.

mod command;
mod control;
mod database;
mod failure;
mod folder;
mod identity;
mod jobs;
mod listen;
mod node;
mod shutdown;
mod telemetry;
mod user;

use std::process::ExitCode;

use clap::Parser;

use crate::command::Heliograph;

#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // Two TLS providers may be compiled in through dependencies; rustls then refuses to choose one by itself.
    let is_first = rustls::crypto::aws_lc_rs::default_provider().install_default().is_ok();
    debug_assert!(is_first, "nothing runs before main");
    match Heliograph::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
