//! The answer to `/sync`, as it is sent.
//!
//! ruma's own types leave out every field that has its default value. The specification allows that, but clients and
//! test suites have grown up with servers that always say `limited`, `state` and the like, and trip over their absence.

use std::collections::BTreeMap;

use hs_core::filter::Fields;
use ruma::{
    OneTimeKeyAlgorithm, OwnedEventId, OwnedRoomId, UInt,
    api::client::sync::sync_events::{
        DeviceLists, UnreadNotificationsCount,
        v3::{GlobalAccountData, InvitedRoom, KnockedRoom, Presence, RoomSummary, ToDevice},
    },
    events::{AnyRoomAccountDataEvent, AnySyncEphemeralRoomEvent, AnySyncStateEvent, AnySyncTimelineEvent},
    serde::Raw,
};
use serde::Serialize;

/// What is new for a user.
#[derive(Debug, Default, Serialize)]
pub struct Response {
    /// Where the next sync begins.
    pub next_batch: String,
    /// The rooms.
    #[serde(skip_serializing_if = "Rooms::is_empty")]
    pub rooms: Rooms,
    /// Who is there.
    #[serde(skip_serializing_if = "Presence::is_empty")]
    pub presence: Presence,
    /// What the user keeps for themselves.
    #[serde(skip_serializing_if = "GlobalAccountData::is_empty")]
    pub account_data: GlobalAccountData,
    /// Messages to this device alone.
    #[serde(skip_serializing_if = "ToDevice::is_empty")]
    pub to_device: ToDevice,
    /// Users whose devices changed.
    #[serde(skip_serializing_if = "DeviceLists::is_empty")]
    pub device_lists: DeviceLists,
    /// How many one-time keys of each kind are left for this device.
    pub device_one_time_keys_count: BTreeMap<OneTimeKeyAlgorithm, UInt>,
    /// The kinds of fallback key of this device that nobody has used yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_unused_fallback_key_types: Option<Vec<OneTimeKeyAlgorithm>>,
}

impl Response {
    /// Whether it says nothing that a client would have to be woken for.
    pub(crate) fn is_empty(&self) -> bool {
        self.rooms.is_empty()
            && self.presence.is_empty()
            && self.account_data.is_empty()
            && self.to_device.is_empty()
            && self.device_lists.is_empty()
    }
}

/// The rooms of a response, by what the user is to them.
#[derive(Debug, Default, Serialize)]
pub struct Rooms {
    /// Rooms that the user is in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub join: BTreeMap<OwnedRoomId, JoinedRoom>,
    /// Rooms that the user is invited to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub invite: BTreeMap<OwnedRoomId, InvitedRoom>,
    /// Rooms that the user has asked to be let in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub knock: BTreeMap<OwnedRoomId, KnockedRoom>,
    /// Rooms that the user has left or was put out of.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub leave: BTreeMap<OwnedRoomId, LeftRoom>,
}

impl Rooms {
    /// Leaves out of every event what is not among the fields that the client wants.
    pub(crate) fn pick(&mut self, fields: &Fields) -> Result<(), serde_json::Error> {
        for room in self.join.values_mut() {
            pick(&mut room.timeline.events, fields)?;
            pick(room.state.events_mut(), fields)?;
            pick(&mut room.account_data.events, fields)?;
            pick(&mut room.ephemeral.events, fields)?;
        }
        for room in self.leave.values_mut() {
            pick(&mut room.timeline.events, fields)?;
            pick(room.state.events_mut(), fields)?;
            pick(&mut room.account_data.events, fields)?;
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.join.is_empty() && self.invite.is_empty() && self.knock.is_empty() && self.leave.is_empty()
    }
}

/// A list of events.
#[derive(Debug, Serialize)]
#[serde(bound = "")]
pub struct Events<T> {
    /// The events.
    pub events: Vec<Raw<T>>,
}

impl<T> Default for Events<T> {
    fn default() -> Self {
        Self { events: Vec::new() }
    }
}

/// A stretch of a room's history.
#[derive(Debug, Default, Serialize)]
pub struct Timeline {
    /// The events, oldest first.
    pub events: Vec<Raw<AnySyncTimelineEvent>>,
    /// Whether there are older ones that the client has not seen.
    pub limited: bool,
    /// Where to ask for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev_batch: Option<String>,
}

/// The state of a room, or what changed of it.
#[derive(Debug, Serialize)]
pub enum State {
    /// As it is before the timeline.
    #[serde(rename = "state")]
    Before(Events<AnySyncStateEvent>),
    /// As it is after the timeline, for clients that asked for this.
    #[serde(rename = "state_after")]
    After(Events<AnySyncStateEvent>),
}

impl Default for State {
    fn default() -> Self {
        Self::Before(Events::default())
    }
}

impl State {
    fn events_mut(&mut self) -> &mut Vec<Raw<AnySyncStateEvent>> {
        match self {
            Self::Before(events) | Self::After(events) => &mut events.events,
        }
    }
}

fn pick<T>(events: &mut [Raw<T>], fields: &Fields) -> Result<(), serde_json::Error> {
    for event in events {
        *event = fields.pick(event)?;
    }
    Ok(())
}

/// A room that the user is in.
#[derive(Debug, Default, Serialize)]
pub struct JoinedRoom {
    /// What a client needs to name the room.
    pub summary: RoomSummary,
    /// What happened.
    pub timeline: Timeline,
    /// The state besides the timeline.
    #[serde(flatten)]
    pub state: State,
    /// What the user keeps about the room.
    pub account_data: Events<AnyRoomAccountDataEvent>,
    /// Receipts and typing.
    pub ephemeral: Events<AnySyncEphemeralRoomEvent>,
    /// How much is unread; without the threads, for clients that count them apart.
    pub unread_notifications: UnreadNotificationsCount,
    /// How much is unread in each thread.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unread_thread_notifications: BTreeMap<OwnedEventId, UnreadNotificationsCount>,
}

/// A room that the user has left.
#[derive(Debug, Default, Serialize)]
pub struct LeftRoom {
    /// What happened up to the departure.
    pub timeline: Timeline,
    /// The state besides the timeline.
    #[serde(flatten)]
    pub state: State,
    /// What the user keeps about the room.
    pub account_data: Events<AnyRoomAccountDataEvent>,
}
