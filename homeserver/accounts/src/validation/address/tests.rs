use super::canonical;

#[test]
fn one_address_has_one_form() {
    for (written, kept) in [
        ("alice@example.org", "alice@example.org"),
        (" Alice+Matrix@EXAMPLE.org\n", "alice+matrix@example.org"),
        ("o'neill.b@mail-1.example.org", "o'neill.b@mail-1.example.org"),
        ("root@localhost", "root@localhost"),
    ] {
        assert_eq!(canonical(written).as_deref(), Some(kept), "{written:?}");
    }
}

#[test]
fn what_could_be_read_in_two_ways_is_no_address() {
    let long = format!("{}@example.org", "a".repeat(65));
    for written in [
        "",
        "alice",
        "@example.org",
        "alice@",
        "alice@example..org",
        ".alice@example.org",
        "a..b@example.org",
        "alice@-example.org",
        "alice@example.org\r\nBcc: eve@example.org",
        "alice@example.org\0",
        "alice@example.org, eve@example.org",
        "<alice@example.org>",
        "Alice <alice@example.org>",
        "\"alice bob\"@example.org",
        "alice@eve@example.org",
        "alice@[127.0.0.1]",
        "ali\u{212a}e@example.org",
        "al\u{131}ce@example.org",
        &long,
    ] {
        assert_eq!(canonical(written), None, "{written:?}");
    }
}
