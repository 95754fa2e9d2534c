use hs_storage::RegistrationTokenRow;

use super::{is_good, is_well_formed};

fn token(uses_allowed: Option<i64>, uses: i64, expires_ts: Option<i64>) -> RegistrationTokenRow {
    RegistrationTokenRow { token: "fBVFdqVE".to_owned(), uses_allowed, uses, expires_ts, created_ts: 0 }
}

#[test]
fn a_token_is_good_until_it_is_used_up_or_expired() {
    assert!(is_good(&token(None, 1_000, None), 5));
    assert!(is_good(&token(Some(2), 1, Some(6)), 5));
    assert!(!is_good(&token(Some(2), 2, None), 5));
    assert!(!is_good(&token(None, 0, Some(5)), 5));
}

#[test]
fn the_grammar_is_that_of_the_specification() {
    assert!(is_well_formed("aZ09._~-"));
    assert!(is_well_formed(&"a".repeat(64)));
    for token in ["", "a b", "a/b", "\0", &"a".repeat(65)] {
        assert!(!is_well_formed(token), "{token:?}");
    }
}
