use std::time::Duration;

use super::{Content, RetentionLimits};

#[test]
fn a_room_says_how_long_within_the_limits_of_the_server() {
    let limits = RetentionLimits {
        default: Some(Duration::from_secs(50)),
        shortest: Some(Duration::from_secs(10)),
        longest: Some(Duration::from_secs(100)),
    };
    let lifetimes = [None, Some(0), Some(20_000), Some(i64::MAX)].map(|wished| limits.lifetime(wished));
    assert_eq!(lifetimes, [Some(50_000), Some(10_000), Some(20_000), Some(100_000)]);
    assert_eq!(RetentionLimits::default().lifetime(None), None);
    assert_eq!(RetentionLimits::default().lifetime(Some(1)), Some(1));
}

#[test]
fn what_makes_no_sense_is_as_good_as_unsaid() {
    let wished = |max_lifetime, min_lifetime| Content { max_lifetime, min_lifetime }.wished();
    assert_eq!(wished(Some(5), Some(5)), Some(5));
    for (max, min) in [(None, Some(5)), (Some(-1), None), (Some(5), Some(6))] {
        assert_eq!(wished(max, min), None);
    }
}
