//! The answer, as it is sent.

use std::collections::BTreeMap;

use hs_core::nid::RoomOrder;
use hs_rooms::ThreadUpdate;
use ruma::{
    OneTimeKeyAlgorithm, OwnedEventId, OwnedMxcUri, OwnedRoomId, OwnedUserId, UInt,
    api::client::sync::sync_events::DeviceLists,
    events::{
        AnyGlobalAccountDataEvent, AnyRoomAccountDataEvent, AnyStrippedStateEvent, AnySyncEphemeralRoomEvent,
        AnySyncStateEvent, AnySyncTimelineEvent, AnyToDeviceEvent, room::member::MembershipState,
    },
    serde::Raw,
};
use serde::Serialize;

/// What is new in the rooms that a client asks for.
#[derive(Debug, Default, Serialize)]
pub struct Response {
    /// What the request was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub txn_id: Option<String>,
    /// Where the next request goes on.
    pub pos: String,
    /// The lists.
    pub lists: BTreeMap<String, List>,
    /// The rooms in which something is new.
    pub rooms: BTreeMap<OwnedRoomId, Room>,
    /// What is new besides.
    pub extensions: Extensions,
}

impl Response {
    /// Whether it says nothing that a client would have to be woken for.
    pub(crate) fn is_empty(&self) -> bool {
        self.rooms.is_empty() && self.extensions.is_empty()
    }
}

/// A list.
#[derive(Debug, Default, Serialize)]
pub struct List {
    /// How many rooms belong to it, in the ranges and beyond.
    pub count: usize,
}

/// A room. What is missing has not changed; in an initial one there is none.
#[derive(Debug, Default, Serialize)]
pub struct Room {
    /// Its name; null if it has none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Option<String>>,
    /// Its picture; null if it has none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Option<OwnedMxcUri>>,
    /// Who stands for it, if it has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heroes: Option<Vec<Hero>>,
    /// Whether it is a conversation with one person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_dm: Option<bool>,
    /// Whether this is all of it, and not what changed.
    #[serde(skip_serializing_if = "is_false")]
    pub initial: bool,
    /// Whether the timeline has events that the client may have seen, because it asks for more of them than before.
    #[serde(skip_serializing_if = "is_false")]
    pub unstable_expanded_timeline: bool,
    /// The state that was asked for, or what changed of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_state: Vec<Raw<AnySyncStateEvent>>,
    /// What happened, the newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Raw<AnySyncTimelineEvent>>,
    /// What those may know who are not in the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_state: Option<Vec<Raw<AnyStrippedStateEvent>>>,
    /// The gap before the first event of the timeline.
    #[serde(skip)]
    pub(super) before: Option<RoomOrder>,
    /// Where to ask for what came before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev_batch: Option<String>,
    /// Whether something was left out before the timeline.
    #[serde(skip_serializing_if = "is_false")]
    pub limited: bool,
    /// How many have joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_count: Option<u64>,
    /// How many are invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_count: Option<u64>,
    /// How many events at the end of the timeline are news.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_live: Option<usize>,
    /// How recently something happened that people would call so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bump_stamp: Option<i64>,
    /// What the user is to the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<MembershipState>,
    /// How much is unread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_count: Option<UInt>,
    /// How much of that is meant for the user in particular.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highlight_count: Option<UInt>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Somebody who stands for a room.
#[derive(Debug, Serialize)]
pub struct Hero {
    /// The user.
    pub user_id: OwnedUserId,
    /// Their name in the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub displayname: Option<String>,
    /// Their picture in the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<OwnedMxcUri>,
}

/// What is new besides rooms.
#[derive(Debug, Default, Serialize)]
pub struct Extensions {
    /// Messages to this device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_device: Option<ToDevice>,
    /// Device lists and counts of keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e2ee: Option<E2ee>,
    /// Account data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_data: Option<AccountData>,
    /// Receipts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipts: Option<OfRooms>,
    /// Typing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typing: Option<OfRooms>,
    /// Threads in which something is new.
    #[serde(rename = "io.element.msc4360.threads", skip_serializing_if = "Option::is_none")]
    pub threads: Option<Threads>,
}

impl Extensions {
    fn is_empty(&self) -> bool {
        let no_rooms = |section: &Option<OfRooms>| section.as_ref().is_none_or(|section| section.rooms.is_empty());
        self.to_device.as_ref().is_none_or(|section| section.events.is_empty())
            && self.e2ee.as_ref().is_none_or(|section| section.device_lists.is_empty())
            && self.account_data.as_ref().is_none_or(|data| data.global.is_empty() && data.rooms.is_empty())
            && no_rooms(&self.receipts)
            && no_rooms(&self.typing)
            && self.threads.is_none()
    }
}

/// Messages to this device.
#[derive(Debug, Serialize)]
pub struct ToDevice {
    /// What to say once they have arrived.
    pub next_batch: String,
    /// The messages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Raw<AnyToDeviceEvent>>,
}

/// What a device needs for encryption.
#[derive(Debug, Default, Serialize)]
pub struct E2ee {
    /// Users whose devices changed.
    #[serde(skip_serializing_if = "DeviceLists::is_empty")]
    pub device_lists: DeviceLists,
    /// How many one-time keys of each kind are left.
    pub device_one_time_keys_count: BTreeMap<OneTimeKeyAlgorithm, UInt>,
    /// The kinds of fallback key that nobody has used yet.
    pub device_unused_fallback_key_types: Vec<OneTimeKeyAlgorithm>,
}

/// What the user keeps for themselves.
#[derive(Debug, Default, Serialize)]
pub struct AccountData {
    /// About no room in particular.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub global: Vec<Raw<AnyGlobalAccountDataEvent>>,
    /// About rooms.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rooms: BTreeMap<OwnedRoomId, Vec<Raw<AnyRoomAccountDataEvent>>>,
}

/// One event for each room.
#[derive(Debug, Default, Serialize)]
pub struct OfRooms {
    /// The rooms.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rooms: BTreeMap<OwnedRoomId, Raw<AnySyncEphemeralRoomEvent>>,
}

/// Threads in which something is new that the client has not been shown.
#[derive(Debug, Serialize)]
pub struct Threads {
    /// By room and root.
    pub updates: BTreeMap<OwnedRoomId, BTreeMap<OwnedEventId, ThreadUpdate>>,
    /// From where to ask for more of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev_batch: Option<String>,
}
