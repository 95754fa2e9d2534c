use serde_json::{Map, Value, json};

use super::Page;
use crate::preview::charset::decode;

fn properties(html: &str) -> Value {
    Value::Object(Page::read(html).into_properties())
}

fn picture(html: &str) -> Option<String> {
    let place = "https://example.org/a/b".parse().expect("a URL");
    Page::read(html).picture(&place).map(String::from)
}

#[test]
fn open_graph_is_passed_on() {
    let html = r#"<!doctype html><html><head><title>Other</title>
        <meta property="og:title" content="A &amp; B">
        <META Property='og:description' Content="  two
          lines ">
        <meta property="og:title" content="second">
        <meta property="og:video" content="https://tracker.example/">
        <meta property="og:image" content="../c.png">
        </head><body><meta property="og:site_name" content="too late"></body>"#;
    assert_eq!(properties(html), json!({ "og:title": "A & B", "og:description": "two lines" }));
    assert_eq!(picture(html).as_deref(), Some("https://example.org/c.png"));
}

#[test]
fn what_was_there_before_serves_as_well() {
    let html = r#"<title>A <b> title</title><meta name=description content="What it is">"#;
    assert_eq!(properties(html), json!({ "og:title": "A <b> title", "og:description": "What it is" }));
    let html = r#"<meta name="twitter:title" content="T"><meta name="twitter:image" content="//cdn.example/x.png">"#;
    assert_eq!(properties(html), json!({ "og:title": "T" }));
    assert_eq!(picture(html).as_deref(), Some("https://cdn.example/x.png"));
}

#[test]
fn what_is_in_scripts_and_comments_is_not_the_page() {
    let html = r#"<script>"<meta property='og:title' content='no'>"</script>
        <!-- <meta property="og:title" content="no"> --><noscript></noscript><title>yes</title>"#;
    assert_eq!(properties(html), json!({ "og:title": "yes" }));
}

#[test]
fn tag_soup_does_no_harm() {
    let deep = "<div ".repeat(100_000);
    let long = format!("<title>{}</title>", "x".repeat(100_000));
    for html in ["", "<", "<meta", "<meta property=og:title>", "\0\0<title>", &deep] {
        assert_eq!(properties(html), Value::Object(Map::new()), "{html:.40}");
    }
    assert_eq!(properties(&long)["og:title"].as_str().map(str::len), Some(1000));
    assert_eq!(picture(r#"<meta property="og:image" content="http://[">"#), None);
}

#[test]
fn pages_are_read_as_they_were_written() {
    let cafe = b"<meta charset='iso-8859-1'><title>caf\xe9</title>";
    assert!(decode(cafe, None).contains("café"));
    assert!(decode(b"caf\xc3\xa9", Some("text/html; Charset=\"UTF-8\"")).contains("café"));
    assert!(decode("café".as_bytes(), Some("text/html; charset=nonsense")).contains("café"));
    assert!(decode(b"\x8c\xbe", Some("text/html;charset=Shift_JIS")).contains('言'));
    assert!(decode(b"\xff", None).contains('\u{fffd}'));
}
