use std::time::Duration;

use hs_config::Turn;
use ruma::user_id;
use serde_json::json;

use super::credentials;

#[test]
fn a_relay_can_check_what_we_sign() {
    let uris = vec!["turn:turn.example.org?transport=udp".to_owned()];
    let turn = Turn { uris: uris.clone(), shared_secret: "key".to_owned(), ttl: Duration::from_mins(1) };
    let given = credentials(&turn, user_id!("@alice:example.org"), 1_700_000_000).unwrap();
    // printf 1700000060:@alice:example.org | openssl dgst -sha1 -hmac key -binary | base64
    let expected = json!({
        "username": "1700000060:@alice:example.org",
        "password": "VW8xaC2a9MRKzynrE6rQ/p3eyLw=",
        "uris": uris,
        "ttl": 60,
    });
    assert_eq!(given, expected);
}
