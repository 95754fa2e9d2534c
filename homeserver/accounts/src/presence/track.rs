//! What one process knows of a user who is there: which of their devices sync, and when they last did something.
//!
//! Pure: time is an argument, and what others are to be told is a result.

use std::collections::HashMap;

use hs_storage::PresenceRow;
use ruma::{DeviceId, OwnedDeviceId, presence::PresenceState};

/// How long after its last sync a device counts as being there: longer than a client takes to ask again.
const LINGERS_MS: i64 = 30_000;
/// How long others are left in peace after they were told of something.
const PAUSE_MS: i64 = 1_000;
/// Who did nothing for so long is not at the keyboard.
const IDLE_MS: i64 = 5 * 60_000;

/// A user who is there, or was a moment ago.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    devices: HashMap<OwnedDeviceId, Device>,
    pub(super) last_active_ts: i64,
    /// What others were told last, once it has been read.
    pub(super) told: Option<PresenceRow>,
    /// When that was written by this process.
    pub(super) told_ts: i64,
}

#[derive(Debug)]
struct Device {
    /// What it wants the user to be shown as.
    state: PresenceState,
    /// How many of its requests are waiting right now.
    waiting: u32,
    last_ts: i64,
}

impl Device {
    fn is_there(&self, now: i64) -> bool {
        self.waiting > 0 || now.saturating_sub(self.last_ts) < LINGERS_MS
    }
}

impl Tracked {
    /// Whether others may be told of something again: no more than once in a while, whatever the user's devices do.
    pub(super) fn may_tell(&self, now: i64) -> bool {
        now.saturating_sub(self.told_ts) >= PAUSE_MS
    }

    /// A device begins to wait for news, and says how its user is to be shown.
    pub(super) fn begin(&mut self, device: &DeviceId, state: PresenceState, now: i64) {
        if !self.is_there(now) {
            // Who comes, did something.
            self.last_active_ts = now;
        }
        let device = self.device(device, state, now);
        device.waiting += 1;
    }

    /// A device has had its answer.
    pub(super) fn end(&mut self, device: &DeviceId, now: i64) {
        if let Some(device) = self.devices.get_mut(device) {
            device.waiting = device.waiting.saturating_sub(1);
            device.last_ts = now;
        }
    }

    /// The user says how they want to be shown.
    pub(super) fn set(&mut self, device: &DeviceId, state: PresenceState, now: i64) {
        self.last_active_ts = now;
        if state == PresenceState::Offline {
            // Whoever wants to be gone is gone, until a device says otherwise.
            self.devices.values_mut().for_each(|device| device.state = PresenceState::Offline);
        }
        self.device(device, state, now);
    }

    fn device(&mut self, device: &DeviceId, state: PresenceState, now: i64) -> &mut Device {
        self.devices.retain(|_, device| device.is_there(now));
        let device = self.devices.entry(device.to_owned()).or_insert(Device {
            state: PresenceState::Offline,
            waiting: 0,
            last_ts: now,
        });
        device.state = state;
        device.last_ts = now;
        device
    }

    /// Whether any device is there.
    pub(super) fn is_there(&self, now: i64) -> bool {
        self.devices.values().any(|device| device.is_there(now))
    }

    /// How the user is to be shown. The most present of the devices decides. Online is who is active, too, so that
    /// nobody has to be told of a difference between the two.
    pub(super) fn standing(&self, now: i64) -> PresenceState {
        let there = || self.devices.values().filter(|device| device.is_there(now)).map(|device| &device.state);
        let since = now.saturating_sub(self.last_active_ts);
        if there().any(|state| *state == PresenceState::Online) && since < IDLE_MS {
            PresenceState::Online
        } else if there().any(|state| *state != PresenceState::Offline) {
            PresenceState::Unavailable
        } else {
            PresenceState::Offline
        }
    }
}

#[cfg(test)]
mod tests;
