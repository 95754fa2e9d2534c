//! The test vectors of <https://spec.matrix.org/v1.19/appendices/#cryptographic-test-vectors> and of canonical JSON.

use hs_core::signing::{ServerIdentity, SigningKey};
use ruma::{CanonicalJsonObject, room_version_rules::RoomVersionRules, server_name};
use serde_json::{Value, json};

fn identity() -> ServerIdentity {
    let key = SigningKey::from_text("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1").expect("a key");
    ServerIdentity::new(server_name!("domain").to_owned(), key)
}

fn object(value: Value) -> CanonicalJsonObject {
    serde_json::from_value(value).expect("canonical JSON")
}

fn signed_event(event: Value) -> Value {
    let mut event = object(event);
    identity().sign_event(&mut event, &RoomVersionRules::V1).expect("signed");
    serde_json::to_value(event).expect("JSON")
}

#[test]
fn canonical_json() {
    let examples = [
        ("{}", "{}"),
        ("{\n \"one\": 1,\n \"two\": \"Two\"\n}", r#"{"one":1,"two":"Two"}"#),
        (r#"{"b": "2", "a": "1"}"#, r#"{"a":"1","b":"2"}"#),
        (
            r#"{"auth": {"success": true, "mxid": "@john.doe:example.com", "profile": {"display_name": "John Doe",
              "three_pids": [{"medium": "email", "address": "john.doe@example.org"},
              {"medium": "msisdn", "address": "123456789"}]}}}"#,
            concat!(
                r#"{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe","three_pids":"#,
                r#"[{"address":"john.doe@example.org","medium":"email"},{"address":"123456789","medium":"msisdn"}]},"#,
                r#""success":true}}"#
            ),
        ),
        (r#"{"a": "日本語"}"#, r#"{"a":"日本語"}"#),
        (r#"{"本": 2, "日": 1}"#, r#"{"日":1,"本":2}"#),
        (r#"{"a": "\u65E5"}"#, r#"{"a":"日"}"#),
        (r#"{"a": null}"#, r#"{"a":null}"#),
    ];
    for (given, expected) in examples {
        let object: CanonicalJsonObject = serde_json::from_str(given).expect("an object");
        assert_eq!(serde_json::to_string(&object).expect("JSON"), expected);
    }
}

/// The last example of the appendix writes ten thousand million as `1e10`. ruma refuses that notation, as room versions
/// since 6 want of events; what must not happen is that we read another number.
#[test]
fn exponents_are_refused_and_not_misread() {
    assert!(serde_json::from_str::<CanonicalJsonObject>(r#"{"a": 1e10}"#).is_err());
}

#[test]
fn numbers_that_are_not_canonical_are_refused() {
    for given in [r#"{"a": 1.5}"#, r#"{"a": 9007199254740992}"#, r#"{"a": -9007199254740992}"#, r#"{"a": 1e400}"#] {
        assert!(serde_json::from_str::<CanonicalJsonObject>(given).is_err(), "{given}");
    }
}

#[test]
fn signed_json() {
    let expected = [
        (json!({}), "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"),
        (
            json!({ "one": 1, "two": "Two" }),
            "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw",
        ),
    ];
    for (given, signature) in expected {
        let mut signed = object(given);
        identity().sign_json(&mut signed).expect("signed");
        let signed = serde_json::to_value(signed).expect("JSON");
        assert_eq!(signed["signatures"]["domain"]["ed25519:1"], signature);
    }
}

#[test]
fn a_minimal_event() {
    let signed = signed_event(json!({
        "room_id": "!x:domain", "sender": "@a:domain", "origin": "domain", "origin_server_ts": 1_000_000,
        "signatures": {}, "hashes": {}, "type": "X", "content": {}, "prev_events": [], "auth_events": [], "depth": 3,
        "unsigned": { "age_ts": 1_000_000 },
    }));
    assert_eq!(signed["hashes"]["sha256"], "5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos");
    assert_eq!(
        signed["signatures"]["domain"]["ed25519:1"],
        "KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg"
    );
}

#[test]
fn an_event_with_redactable_content() {
    let signed = signed_event(json!({
        "content": { "body": "Here is the message content" }, "event_id": "$0:domain", "origin": "domain",
        "origin_server_ts": 1_000_000, "type": "m.room.message", "room_id": "!r:domain", "sender": "@u:domain",
        "signatures": {}, "unsigned": { "age_ts": 1_000_000 },
    }));
    assert_eq!(signed["hashes"]["sha256"], "onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g");
    assert_eq!(
        signed["signatures"]["domain"]["ed25519:1"],
        "Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA"
    );
}
