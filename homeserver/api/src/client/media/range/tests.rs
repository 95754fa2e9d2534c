use http::HeaderValue;

use super::*;

fn asked(range: &'static str) -> Ranged {
    let mut headers = HeaderMap::new();
    headers.insert(header::RANGE, HeaderValue::from_static(range));
    Ranged::of(&headers, "\"tag\"", 100)
}

#[test]
fn one_range_is_understood() {
    assert_eq!(asked("bytes=0-0"), Ranged::Part(0..1));
    assert_eq!(asked("bytes=10-19"), Ranged::Part(10..20));
    assert_eq!(asked("bytes=90-"), Ranged::Part(90..100));
    assert_eq!(asked("bytes=90-18446744073709551615"), Ranged::Part(90..100));
    assert_eq!(asked("bytes=-10"), Ranged::Part(90..100));
    assert_eq!(asked("bytes=-1000"), Ranged::Part(0..100));
    for beyond in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
        assert_eq!(asked(beyond), Ranged::Beyond, "{beyond}");
    }
}

#[test]
fn what_is_not_one_range_is_the_whole_file() {
    for whole in ["bytes=0-1,3-4", "lines=0-1", "bytes=", "bytes=-", "bytes=2-1", "bytes=+1-2", "bytes=a-b", "bytes"] {
        assert_eq!(asked(whole), Ranged::Whole, "{whole}");
    }
}

#[test]
fn a_file_that_has_changed_is_sent_whole() {
    let mut headers = HeaderMap::new();
    headers.insert(header::RANGE, HeaderValue::from_static("bytes=1-2"));
    headers.insert(header::IF_RANGE, HeaderValue::from_static("\"tag\""));
    assert_eq!(Ranged::of(&headers, "\"tag\"", 100), Ranged::Part(1..3));
    assert_eq!(Ranged::of(&headers, "\"other\"", 100), Ranged::Whole);
}
