//! What the tests called: each writes its name, the method and the path of every request into a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::endpoint::{Endpoint, all};

/// The tests that called each endpoint.
pub type Calls = BTreeMap<Endpoint, BTreeSet<String>>;

/// Reads what tests have written with `TEST_CALLS` set: a line per request, `test method path`, with tabs.
pub fn read_calls(text: &str) -> Calls {
    let endpoints = all();
    let mut calls = Calls::new();
    let lines: BTreeSet<&str> = text.lines().collect();
    for line in lines {
        let mut fields = line.split('\t');
        let (Some(test), Some(method), Some(path)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let path = path.split('?').next().unwrap_or_default();
        let matching = endpoints.iter().filter_map(|endpoint| Some((endpoint.matches(method, path)?, endpoint)));
        if let Some((_, endpoint)) = matching.max_by_key(|(literal, _)| *literal) {
            calls.entry(endpoint.clone()).or_default().insert(test.to_owned());
        }
    }
    calls
}
