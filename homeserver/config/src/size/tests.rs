//! Sizes and durations: what is accepted, and that nothing overflows.

use super::*;

#[test]
fn reads_sizes() {
    assert_eq!(parse_bytes("100 MiB"), Some(100 << 20));
    assert_eq!(parse_bytes("1kb"), Some(1_000));
    assert_eq!(parse_bytes(" 512 "), Some(512));
    assert_eq!(parse_bytes("1 PiB"), None);
    assert_eq!(parse_bytes("-1"), None);
    assert_eq!(parse_bytes("MiB"), None);
    assert_eq!(parse_bytes("99999999999999999 GiB"), None);
}

#[test]
fn reads_durations() {
    assert_eq!(parse_duration("30 s"), Some(Duration::from_secs(30)));
    assert_eq!(parse_duration("5min"), Some(Duration::from_mins(5)));
    assert_eq!(parse_duration("30"), None);
    assert_eq!(parse_duration("ä"), None);
}
