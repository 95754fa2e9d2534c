//! Whom a pattern means.

use ruma::server_name;

use super::*;

fn matches(pattern: &str, server: &ServerName) -> bool {
    ServerPattern::parse(pattern).expect("a pattern").matches(server)
}

#[test]
fn a_pattern_is_a_server_or_a_domain() {
    assert!(matches("example.org", server_name!("example.org")));
    assert!(matches("example.org", server_name!("EXAMPLE.org:8448")), "neither case nor port makes another server");
    assert!(!matches("example.org", server_name!("matrix.example.org")));
    assert!(matches("*.example.org", server_name!("matrix.example.org")));
    assert!(!matches("*.example.org", server_name!("example.org")));
    assert!(!matches("*.example.org", server_name!("badexample.org")));
    assert!(ServerPattern::parse("https://example.org").is_err());
}
