use hs_core::signing::SigningKey;
use ruma::{
    CanonicalJsonObject,
    serde::{Base64, base64::Standard},
    signatures::sign_json,
    user_id,
};
use serde_json::json;

use super::{KnownKeys, Signed, cross_signing_key_id};

fn key_pair(seed: u8) -> (SigningKey, String) {
    let pair = SigningKey::from_seed([seed; 32]).unwrap();
    let public = Base64::<Standard, _>::new(pair.public_key()).encode();
    (pair, public)
}

#[test]
fn signatures_are_kept_dropped_or_refused() {
    let alice = user_id!("@alice:example.org");
    let (pair, public) = key_pair(1);
    let (_, other) = key_pair(2);
    let mut object: CanonicalJsonObject =
        serde_json::from_value(json!({ "keys": { "a": "b" }, "n": 1, "unsigned": { "x": 1 } })).unwrap();
    sign_json(alice.as_str(), &pair, &mut object).unwrap();
    let text = serde_json::to_string(&object).unwrap();
    let signed = Signed::parse(&text, "it").unwrap();
    assert_eq!(signed.signatures_of(alice).len(), 1);

    let id = pair.id().to_string();
    let known = KnownKeys::from([(id.clone(), public)]);
    let mut kept = signed.clone();
    assert_eq!(kept.keep_signatures(alice, &known).unwrap(), std::slice::from_ref(&id));
    assert!(kept.says_the_same(&signed));
    let mut unknown = signed.clone();
    assert!(unknown.keep_signatures(alice, &KnownKeys::new()).unwrap().is_empty());
    assert!(!unknown.to_json().unwrap().contains("signatures"));
    let forged = KnownKeys::from([(id, other)]);
    let refused = signed.clone().keep_signatures(alice, &forged).unwrap_err();
    assert_eq!(refused.kind().errcode().as_str(), "M_INVALID_SIGNATURE");
    assert_eq!(cross_signing_key_id("abc"), "ed25519:abc");
}

#[test]
fn what_cannot_be_signed_is_refused() {
    for text in ["1", "[]", "{\"a\":1.5}", "{\"a\":9007199254740993}", "{"] {
        assert!(Signed::parse(text, "it").is_err(), "{text}");
    }
    let nonsense = Signed::parse("{\"signatures\":5,\"keys\":[]}", "it").unwrap();
    assert!(nonsense.signatures_of(user_id!("@alice:example.org")).is_empty());
    assert!(!nonsense.is_signed_by("not base64!", "neither"));
}
