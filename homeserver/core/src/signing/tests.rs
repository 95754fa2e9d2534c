use ruma::{CanonicalJsonObject, server_name};

use super::{ServerIdentity, SigningKey, SigningKeyError};

/// The key and the objects of <https://spec.matrix.org/v1.19/appendices/#json-signing>.
const SPEC_KEY: &str = "ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1";

fn signed(json: &str) -> String {
    let identity = ServerIdentity::new(server_name!("domain").to_owned(), SigningKey::from_text(SPEC_KEY).unwrap());
    let mut object: CanonicalJsonObject = serde_json::from_str(json).unwrap();
    identity.sign_json(&mut object).unwrap();
    serde_json::to_string(&object).unwrap()
}

#[test]
fn signs_as_the_specification_does() {
    assert_eq!(
        signed("{}"),
        r#"{"signatures":{"domain":{"ed25519:1":"K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"}}}"#
    );
    assert_eq!(
        signed(r#"{"one":1,"two":"Two"}"#),
        r#"{"one":1,"signatures":{"domain":{"ed25519:1":"KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"}},"two":"Two"}"#
    );
}

#[test]
fn text_form_round_trips() {
    let key = SigningKey::from_seed([7; 32]).unwrap();
    let again = SigningKey::from_text(&key.to_text()).unwrap();
    assert_eq!(again.id(), key.id());
    assert_eq!(again.public_key(), key.public_key());
}

#[test]
fn says_what_is_wrong_with_a_text() {
    assert_eq!(SigningKey::from_text("").unwrap_err(), SigningKeyError::Shape);
    assert_eq!(SigningKey::from_text("rsa 1 xyz").unwrap_err(), SigningKeyError::Algorithm("rsa".to_owned()));
    assert_eq!(SigningKey::from_text("ed25519 a:b xyz").unwrap_err(), SigningKeyError::Version("a:b".to_owned()));
    assert_eq!(SigningKey::from_text("ed25519 1 AAAA").unwrap_err(), SigningKeyError::Seed);
}

#[test]
fn debug_does_not_show_the_secret() {
    let key = SigningKey::from_seed([7; 32]).unwrap();
    let secret = key.to_text().split_whitespace().last().unwrap().to_owned();
    assert!(!format!("{key:?}").contains(&secret));
}
