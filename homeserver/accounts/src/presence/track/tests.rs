use ruma::{device_id, presence::PresenceState};

use super::{IDLE_MS, LINGERS_MS, Tracked};

const NOW: i64 = 1_000_000;

#[test]
fn who_syncs_is_there_and_who_stops_lingers() {
    let mut user = Tracked::default();
    assert_eq!(user.standing(NOW), PresenceState::Offline);
    user.begin(device_id!("PHONE"), PresenceState::Online, NOW);
    assert_eq!(user.standing(NOW + LINGERS_MS * 2), PresenceState::Online, "the request still waits");
    user.end(device_id!("PHONE"), NOW + 50);
    assert_eq!(user.standing(NOW + LINGERS_MS), PresenceState::Online);
    assert_eq!(user.standing(NOW + 50 + LINGERS_MS), PresenceState::Offline);
}

#[test]
fn who_does_nothing_is_unavailable() {
    let mut user = Tracked::default();
    user.begin(device_id!("PHONE"), PresenceState::Online, NOW);
    assert_eq!(user.standing(NOW + IDLE_MS - 1), PresenceState::Online);
    assert_eq!(user.standing(NOW + IDLE_MS), PresenceState::Unavailable);
    user.last_active_ts = NOW + IDLE_MS;
    assert_eq!(user.standing(NOW + IDLE_MS), PresenceState::Online);
}

#[test]
fn the_most_present_device_decides() {
    let mut user = Tracked::default();
    user.begin(device_id!("PHONE"), PresenceState::Unavailable, NOW);
    assert_eq!(user.standing(NOW), PresenceState::Unavailable);
    user.begin(device_id!("DESK"), PresenceState::Online, NOW);
    assert_eq!(user.standing(NOW), PresenceState::Online);
    user.set(device_id!("PHONE"), PresenceState::Offline, NOW);
    assert_eq!(user.standing(NOW), PresenceState::Offline, "who wants to be gone is gone");
    user.begin(device_id!("DESK"), PresenceState::Online, NOW);
    assert_eq!(user.standing(NOW), PresenceState::Online, "until a device says otherwise");
}
