use ruma::{
    CanonicalJsonObject, owned_server_name,
    serde::{Base64, base64::Standard},
};
use serde_json::json;

use super::is_signed_with;
use crate::signing::{ServerIdentity, SigningKey};

fn key(seed: u8) -> (ServerIdentity, String) {
    let key = SigningKey::from_seed([seed; 32]).unwrap();
    let public = Base64::<Standard, _>::new(key.public_key()).encode();
    (ServerIdentity::new(owned_server_name!("id.example"), key), public)
}

fn signed(by: &ServerIdentity) -> CanonicalJsonObject {
    let object = json!({ "mxid": "@bob:b.example", "token": "t", "sender": "@alice:a.example" });
    let mut object: CanonicalJsonObject = serde_json::from_value(object).unwrap();
    by.sign_json(&mut object).unwrap();
    object
}

#[test]
fn only_the_key_that_signed_fits() {
    let ((server, own), (_, other)) = (key(1), key(2));
    let object = signed(&server);
    assert!(is_signed_with(&object, &own));
    assert!(!is_signed_with(&object, &other));
    assert!(!is_signed_with(&object, "no key at all"));
}

#[test]
fn what_was_changed_is_not_signed() {
    let (server, own) = key(1);
    let mut object = signed(&server);
    object.insert("mxid".to_owned(), "@mallory:b.example".into());
    assert!(!is_signed_with(&object, &own));
    object.remove("signatures");
    assert!(!is_signed_with(&object, &own));
}
