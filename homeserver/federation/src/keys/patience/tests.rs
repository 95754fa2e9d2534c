//! When a server is left alone.

use ruma::server_name;

use super::*;

#[test]
fn a_server_that_does_not_answer_is_left_alone_for_longer_and_longer() {
    let (patience, server) = (Patience::default(), server_name!("down.org"));
    assert!(patience.may_ask(server, 0));
    patience.failed(server, 0);
    assert!(!patience.may_ask(server, 9_999));
    assert!(patience.may_ask(server, 10_000));
    patience.failed(server, 10_000);
    assert!(!patience.may_ask(server, 39_999));
    assert!(patience.may_ask(server, 40_000));
    patience.answered(server);
    assert!(patience.may_ask(server, 40_001));
    assert!(patience.may_ask(server_name!("other.org"), 0));
}

#[test]
fn nobody_can_make_us_ask_a_server_without_end() {
    let (patience, server) = (Patience::default(), server_name!("victim.org"));
    let asked = (0..1000).filter(|second| patience.may_ask(server, second * 10)).count();
    assert_eq!(asked, 12);
    assert!(patience.may_ask(server, 60_000));
}
