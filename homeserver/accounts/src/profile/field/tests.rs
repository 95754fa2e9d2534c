use ruma::api::error::ErrorKind;
use serde_json::json;

use super::{check_key, check_value};

#[test]
fn names_follow_the_grammar() {
    for key in ["displayname", "avatar_url", "m.tz", "org.example.field", "a.b_1.c"] {
        assert!(check_key(key).is_ok(), "{key}");
    }
    for key in ["", "name", "Org.example", "org.", ".org", "org..example", "org.1example", "org.exämple", "org.a b"] {
        assert!(matches!(check_key(key).unwrap_err().kind(), ErrorKind::InvalidParam), "{key}");
    }
    let long = format!("org.{}", "a".repeat(252));
    assert!(matches!(check_key(&long).unwrap_err().kind(), ErrorKind::KeyTooLarge));
}

#[test]
fn the_oldest_fields_are_strings_and_empty_means_unset() {
    assert_eq!(check_value("displayname", json!("Alice")).unwrap(), Some(json!("Alice")));
    assert_eq!(check_value("displayname", json!("")).unwrap(), None);
    assert_eq!(check_value("avatar_url", json!("")).unwrap(), None);
    assert!(matches!(check_value("displayname", json!(null)).unwrap_err().kind(), ErrorKind::BadJson));
    assert!(matches!(check_value("m.tz", json!(1)).unwrap_err().kind(), ErrorKind::BadJson));
    let long = json!("x".repeat(257));
    assert!(matches!(check_value("displayname", long).unwrap_err().kind(), ErrorKind::InvalidParam));
}

#[test]
fn an_avatar_is_a_matrix_content_uri() {
    let uri = json!("mxc://example.org/abc");
    assert_eq!(check_value("avatar_url", uri.clone()).unwrap(), Some(uri));
    for url in ["https://example.org/a.png", "mxc://", "mxc://example.org", "javascript:alert(1)"] {
        assert!(matches!(check_value("avatar_url", json!(url)).unwrap_err().kind(), ErrorKind::InvalidParam), "{url}");
    }
}

#[test]
fn other_fields_hold_any_json() {
    let value = json!({"a": [1, null]});
    assert_eq!(check_value("org.example.field", value.clone()).unwrap(), Some(value));
}
