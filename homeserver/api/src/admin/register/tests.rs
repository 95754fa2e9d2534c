use super::{Register, decode_hex, is_authentic};

/// Made by Python: `hmac.new(b"s3kr1t", b"nonce\0alice\0correct horse\0admin", hashlib.sha1).hexdigest()`.
const ADMIN_MAC: &str = "6d6b162d65b5f552ca03806d94d6dbc8eb980281";
/// The same over `notadmin` and the user type `bot`.
const BOT_MAC: &str = "ca1e0ea51321600058e46145499ececa505a6992";

fn request(mac: &str, admin: bool) -> Register {
    Register {
        nonce: "nonce".to_owned(),
        username: "alice".to_owned(),
        password: "correct horse".to_owned(),
        admin,
        user_type: None,
        inhibit_login: false,
        mac: mac.to_owned(),
    }
}

#[test]
fn the_mac_covers_everything_that_matters() {
    assert!(is_authentic("s3kr1t", &request(ADMIN_MAC, true)));
    assert!(is_authentic("s3kr1t", &request(&ADMIN_MAC.to_uppercase(), true)));
    assert!(!is_authentic("s3kr1t", &request(ADMIN_MAC, false)));
    assert!(!is_authentic("another", &request(ADMIN_MAC, true)));
    assert!(!is_authentic("s3kr1t", &Register { username: "bob".to_owned(), ..request(ADMIN_MAC, true) }));
    assert!(!is_authentic("s3kr1t", &Register { user_type: Some("bot".to_owned()), ..request(ADMIN_MAC, true) }));
    assert!(is_authentic("s3kr1t", &Register { user_type: Some("bot".to_owned()), ..request(BOT_MAC, false) }));
}

#[test]
fn a_nul_cannot_shift_the_parts() {
    let shifted = Register {
        username: "alice\0correct horse".to_owned(),
        password: "admin".to_owned(),
        ..request(ADMIN_MAC, true)
    };
    assert!(!is_authentic("s3kr1t", &shifted));
}

#[test]
fn only_hexadecimal_digits_are_a_mac() {
    assert_eq!(decode_hex("00fF"), Some(vec![0, 255]));
    for text in ["0", "0g", "+1", "é"] {
        assert_eq!(decode_hex(text), None, "{text}");
    }
    assert!(!is_authentic("s3kr1t", &request("", true)));
}
