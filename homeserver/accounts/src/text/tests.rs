use super::{check, may_be_key};

#[test]
fn long_text_and_nul_are_refused() {
    assert!(check("A name", "fine", 4).is_ok());
    assert!(check("A name", "too long", 4).is_err());
    assert!(check("A name", "a\0b", 4).is_err());
    assert!(may_be_key("DEVICE"));
    assert!(!may_be_key("\0"));
}
