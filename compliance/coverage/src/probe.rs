//! Asking a server.

use std::{env, path::PathBuf};

use hs_testkit::{Client, Value};

use crate::endpoint::Endpoint;

/// Whether a server knows an endpoint. It is asked without a token, so that nothing comes of it.
pub fn is_implemented(server: &Client, endpoint: &Endpoint) -> bool {
    let body: &[u8] = if endpoint.method == "GET" { b"" } else { b"{}" };
    let answer = server.send(endpoint.method, &endpoint.example(), body);
    let errcode = answer.body.get("errcode").and_then(Value::as_str);
    // Whoever does not know a path says so, and it is an errcode or a page that says it.
    errcode != Some("M_UNRECOGNIZED") && (answer.status != 404 || errcode.is_some())
}

/// The program that was built beside this one.
pub fn program() -> PathBuf {
    let own = env::current_exe().unwrap_or_else(|error| panic!("it is not known where this program is: {error}"));
    let found = own.ancestors().map(|folder| folder.join("heliograph")).find(|program| program.is_file());
    found.unwrap_or_else(|| panic!("build the server first: cargo build --package hs-server"))
}
