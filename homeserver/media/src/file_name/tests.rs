use super::checked;

#[test]
fn names_stay_names() {
    for name in ["cat.png", "two words.txt", "semi;colon\".txt", "猫.png", ".profile", "a..b"] {
        assert_eq!(checked(name).as_deref(), Some(name));
    }
}

#[test]
fn paths_and_tricks_do_not() {
    assert_eq!(checked("../../etc/passwd").as_deref(), Some("passwd"));
    assert_eq!(checked("C:\\Windows\\win.ini").as_deref(), Some("win.ini"));
    assert_eq!(checked("a\0b\r\nX-Header: c").as_deref(), Some("abX-Header: c"));
    assert_eq!(checked("evil\u{202e}gnp.exe").as_deref(), Some("evilgnp.exe"));
    for nothing in ["", "/", "..", "a/..", "\\", " ", "\0"] {
        assert_eq!(checked(nothing), None, "{nothing:?}");
    }
    assert_eq!(checked(&"ä".repeat(1000)).map(|name| name.chars().count()), Some(255));
}
