//! Depth is counted outside strings only; buckets empty, refill and forget.

use super::*;

fn deep(levels: usize) -> Vec<u8> {
    [b"[".repeat(levels), b"]".repeat(levels)].concat()
}

#[test]
fn depth_is_counted() {
    assert!(!is_nested_deeper_than(&deep(100), 100));
    assert!(is_nested_deeper_than(&deep(101), 100));
    assert!(!is_nested_deeper_than(br#"{"a":"[[[[","b":"\"[[[["}"#, 1));
    assert!(!is_nested_deeper_than(b"[],[],[],[]", 1));
    assert!(is_nested_deeper_than(b"\"\\\\\"[[", 1));
}

#[test]
fn a_bucket_empties_and_refills() {
    let buckets = Buckets::default();
    let take = |now| buckets.take("alice", now, 3, Duration::from_secs(1));
    assert_eq!([take(0), take(0), take(0)], [Ok(()); 3]);
    assert_eq!(take(0), Err(Duration::from_secs(1)));
    assert_eq!(take(400), Err(Duration::from_millis(600)));
    assert_eq!(take(1_000), Ok(()));
    assert!(take(1_000).is_err());
    assert_eq!(buckets.take("bob", 1_000, 3, Duration::from_secs(1)), Ok(()));
    assert_eq!([take(60_000), take(60_000), take(60_000)], [Ok(()); 3]);
}

#[test]
fn memory_is_bounded() {
    let buckets = Buckets::default();
    for key in 0..120_000 {
        assert_eq!(buckets.take(key, 0, 1, Duration::from_secs(1)), Ok(()));
    }
}

#[test]
fn one_household_is_one_address() {
    let network = |text: &str| super::network(text.parse().expect("an address"));
    assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
    assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
}
