//! The program keeps what `docs/coverage.md` says.

use std::{fs, path::Path};

use coverage::{Endpoint, Side, all, claimed, is_implemented, program, reason_against};
use hs_testkit::Setup;

#[test]
fn every_endpoint_with_a_yes_is_there() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/coverage.md");
    let page = fs::read_to_string(file).expect("the page; `make coverage` makes it");
    let (yes, listed) = claimed(&page);
    let missing: Vec<Endpoint> = all().into_iter().filter(|endpoint| !listed.contains(endpoint)).collect();
    assert!(missing.is_empty(), "no line for {missing:#?}");
    let absent = all().into_iter().filter(|endpoint| endpoint.side() == Side::Ours && !yes.contains(endpoint));
    let unexplained: Vec<Endpoint> = absent.filter(|endpoint| reason_against(endpoint).is_none()).collect();
    assert!(unexplained.is_empty(), "no reason against {unexplained:#?}");
    let server = Setup::new(&program().to_string_lossy()).start();
    let client = server.client();
    let gone: Vec<String> =
        yes.iter().filter(|endpoint| !is_implemented(&client, endpoint)).map(ToString::to_string).collect();
    assert!(gone.is_empty(), "the page says yes, the server says M_UNRECOGNIZED: {gone:#?}");
    assert!(yes.len() > 100, "the page has hardly a yes: has it been made by `make coverage`?");
}
