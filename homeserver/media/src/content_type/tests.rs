use super::{checked, is_safe_inline};

#[test]
fn only_what_cannot_run_is_shown() {
    for safe in ["image/png", "IMAGE/PNG", "text/plain; charset=utf-8", "video/mp4", "application/json"] {
        assert!(is_safe_inline(safe), "{safe}");
    }
    for unsafe_ in [
        "text/html",
        "image/svg+xml",
        "image/svg+xml; charset=utf-8",
        "application/xhtml+xml",
        "text/xml",
        "application/pdf",
        "application/javascript",
        "application/octet-stream",
        "image/png, text/html",
        "",
    ] {
        assert!(!is_safe_inline(unsafe_), "{unsafe_}");
    }
}

#[test]
fn what_is_not_a_type_is_not_kept() {
    assert_eq!(checked(" image/png "), Some("image/png".to_owned()));
    assert_eq!(checked("text/plain; charset=utf-8"), Some("text/plain; charset=utf-8".to_owned()));
    for broken in ["", "/", "image", "image/", "im age/png", "text/plain\r\nx: y", "image/\u{e9}"] {
        assert_eq!(checked(broken), None, "{broken:?}");
    }
    assert_eq!(checked(&format!("text/{}", "x".repeat(300))), None);
}
