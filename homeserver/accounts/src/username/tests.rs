use ruma::{api::error::ErrorKind, server_name};

use super::{candidates, generate, registrable};

#[test]
fn capitals_are_folded() {
    let id = registrable("Alice", server_name!("example.org")).unwrap();
    assert_eq!(id, "@alice:example.org");
}

#[test]
fn every_character_of_the_grammar_is_allowed() {
    let id = registrable("a.=_-/+z09", server_name!("example.org")).unwrap();
    assert_eq!(id.localpart(), "a.=_-/+z09");
}

#[test]
fn names_outside_the_grammar_are_refused() {
    for name in ["", "a b", "a:b", "@a", "@a:example.org", "é", "_bridge", "a\0b", "a#b", "a\\b", "a'b"] {
        let error = registrable(name, server_name!("example.org")).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidUsername), "{name:?}: {error}");
    }
}

#[test]
fn the_whole_id_counts_towards_the_limit() {
    // "@" + ":example.org" are 13 bytes.
    assert!(registrable(&"a".repeat(242), server_name!("example.org")).is_ok());
    assert!(registrable(&"a".repeat(243), server_name!("example.org")).is_err());
}

#[test]
fn a_person_may_sign_in_with_either_form() {
    let server = server_name!("example.org");
    assert_eq!(candidates("alice", server), ["@alice:example.org"]);
    assert_eq!(candidates("@alice:example.org", server), ["@alice:example.org"]);
    assert_eq!(candidates("Alice", server), ["@Alice:example.org", "@alice:example.org"]);
    assert!(candidates("@alice:elsewhere.org", server).is_empty());
    assert!(candidates("a\0lice", server).is_empty());
    assert!(candidates("", server).iter().all(|id| id.localpart().is_empty()));
}

#[test]
fn generated_names_can_be_registered() {
    let name = generate(&hs_core::entropy::Entropy::seeded(1));
    assert!(registrable(&name, server_name!("example.org")).is_ok());
}
