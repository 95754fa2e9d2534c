//! Asks a server for every endpoint of the specification and writes the table: `make coverage`.
//!
//! ```text
//! coverage [--url ADDRESS:PORT] [--calls FILE] [--write FILE]
//! ```
//!
//! Without an address it starts the program that was built beside it; without a file it prints the page.
#![expect(clippy::print_stdout, clippy::panic, reason = "it is a program for the command line")]

use std::{collections::BTreeSet, env, fs};

use coverage::{Endpoint, Side, all, is_implemented, program, read_calls, write};
use hs_testkit::{Client, Setup};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let option = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let calls = option("--calls")
        .map(|file| fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file} cannot be read: {error}")));
    let calls = read_calls(&calls.unwrap_or_default());
    let implemented = if let Some(address) = option("--url") {
        let address =
            address.parse().unwrap_or_else(|error| panic!("{address} is not an address with a port: {error}"));
        ask(&Client::at(address))
    } else {
        let server = Setup::new(&program().to_string_lossy()).start();
        ask(&server.client())
    };
    let page = write(&implemented, &calls);
    match option("--write") {
        Some(file) => fs::write(&file, page).unwrap_or_else(|error| panic!("{file} cannot be written: {error}")),
        None => println!("{page}"),
    }
}

fn ask(server: &Client) -> BTreeSet<Endpoint> {
    let ours = all().into_iter().filter(|endpoint| endpoint.side() == Side::Ours);
    ours.filter(|endpoint| is_implemented(server, endpoint)).collect()
}
