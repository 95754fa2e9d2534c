//! How pauses grow.

use proptest::prelude::*;

use super::*;

#[test]
fn pauses_grow_up_to_a_day() {
    let pauses: Vec<u64> = (0..5).map(|failures| Backoff::DELIVERY.pause(failures, 0).as_secs()).collect();
    assert_eq!(pauses, [0, 10, 20, 40, 80]);
    assert_eq!(Backoff::DELIVERY.pause(14, 0), Duration::from_secs(81_920));
    assert_eq!(Backoff::DELIVERY.pause(15, 0), Duration::from_hours(24));
}

proptest! {
    #[test]
    fn a_pause_is_never_longer_than_the_longest_nor_spread_by_more_than_a_fifth(failures: u32, chance: u8) {
        let fixed = Backoff::DELIVERY.pause(failures, 0);
        let pause = Backoff::DELIVERY.pause(failures, chance);
        prop_assert!(fixed <= Backoff::DELIVERY.longest);
        prop_assert!(pause <= fixed && pause >= fixed / 5 * 4);
    }
}
