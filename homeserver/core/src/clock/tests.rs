use std::time::Duration;

use super::Clock;

#[test]
fn a_manual_clock_moves_only_when_told() {
    let clock = Clock::manual(1_000);
    let same = clock.clone();
    assert_eq!(clock.now_ms(), 1_000);
    same.advance(Duration::from_secs(2));
    assert_eq!(clock.now_ms(), 3_000);
}

#[test]
fn the_system_clock_shows_a_plausible_year() {
    let year_2024 = 1_704_067_200_000;
    assert!(Clock::system().now_ms() > year_2024);
}
