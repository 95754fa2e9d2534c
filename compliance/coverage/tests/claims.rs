//! The program keeps what `docs/coverage.md` says.

use std::{fs, path::Path};

use coverage::{Endpoint, all, claimed, is_implemented, program};
use hs_testkit::Setup;

#[test]
fn every_endpoint_with_a_yes_is_there() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/coverage.md");
    let page = fs::read_to_string(file).expect("the page; `make coverage` makes it");
    let (yes, listed) = claimed(&page);
    let missing: Vec<Endpoint> = all().into_iter().filter(|endpoint| !listed.contains(endpoint)).collect();
    assert!(missing.is_empty(), "no line for {missing:#?}");
    let server = Setup::new(&program().to_string_lossy()).start();
    let client = server.client();
    let gone: Vec<String> =
        yes.iter().filter(|endpoint| !is_implemented(&client, endpoint)).map(ToString::to_string).collect();
    assert!(gone.is_empty(), "the page says yes, the server says M_UNRECOGNIZED: {gone:#?}");
    assert!(yes.len() > 100, "the page has hardly a yes: has it been made by `make coverage`?");
}
