//! What a client asks for, and within which bounds.

use std::collections::{BTreeMap, BTreeSet};

use ruma::{OwnedRoomId, RoomId, UserId};
use serde::Deserialize;

use super::{Filters, Rules};
use crate::error::MatrixError;

/// The most lists, and the most subscriptions, of a request.
const MOST: usize = 100;
/// The most ranges of a list.
const MOST_RANGES: usize = 100;
/// The longest name of a connection or of a list.
const MAX_NAME_BYTES: usize = 255;
/// The most elements of a `required_state`.
const MOST_REQUIRED: usize = 500;

/// The body of a request.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Request {
    /// Which of the device's connections this is.
    #[serde(default)]
    pub conn_id: Option<String>,
    /// Sent back with the answer.
    #[serde(default)]
    pub txn_id: Option<String>,
    /// Rules by which rooms are found.
    #[serde(default)]
    pub lists: BTreeMap<String, List>,
    /// Rooms that are named.
    #[serde(default)]
    pub room_subscriptions: BTreeMap<OwnedRoomId, Subscription>,
    /// What else the client wants to hear of.
    #[serde(default)]
    pub extensions: Extensions,
}

/// A list of rooms.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct List {
    /// Which places of the list are wanted, both ends included; all of them if this is missing.
    #[serde(default)]
    pub ranges: Option<Vec<(u64, u64)>>,
    #[serde(default)]
    required_state: Vec<(String, String)>,
    #[serde(default)]
    timeline_limit: u64,
    /// Which rooms belong to the list.
    #[serde(default)]
    pub filters: Option<Filters>,
}

/// A room by its id.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Subscription {
    #[serde(default)]
    required_state: Vec<(String, String)>,
    #[serde(default)]
    timeline_limit: u64,
}

/// What a client wants besides rooms.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Extensions {
    /// Messages from device to device.
    #[serde(default)]
    pub to_device: ToDeviceRequest,
    /// Device lists and counts of keys.
    #[serde(default)]
    pub e2ee: E2eeRequest,
    /// Account data.
    #[serde(default)]
    pub account_data: RoomExtensionRequest,
    /// Receipts.
    #[serde(default)]
    pub receipts: RoomExtensionRequest,
    /// Typing.
    #[serde(default)]
    pub typing: RoomExtensionRequest,
    /// Threads.
    #[serde(default, rename = "io.element.msc4360.threads")]
    pub threads: ThreadsRequest,
}

/// Threads in which something is new.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ThreadsRequest {
    /// Whether they are wanted.
    #[serde(default)]
    pub enabled: bool,
    /// Whether the events are wanted that they hang on.
    #[serde(default)]
    pub include_roots: bool,
    /// How many at most.
    #[serde(default)]
    pub limit: Option<u64>,
}

/// Messages from device to device.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ToDeviceRequest {
    /// Whether they are wanted.
    #[serde(default)]
    pub enabled: bool,
    /// How many at most.
    #[serde(default)]
    pub limit: Option<u64>,
    /// Up to where the client has them: `next_batch` of an earlier answer.
    #[serde(default)]
    pub since: Option<String>,
}

/// Device lists and counts of keys.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct E2eeRequest {
    /// Whether they are wanted.
    #[serde(default)]
    pub enabled: bool,
}

/// Something about rooms, and about which of them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RoomExtensionRequest {
    /// Whether it is wanted.
    #[serde(default)]
    pub enabled: bool,
    /// Of the rooms of which lists; all if this is missing.
    #[serde(default)]
    pub lists: Option<Vec<String>>,
    /// Of which subscribed rooms; all if this is missing, and where `*` is among them.
    #[serde(default)]
    pub rooms: Option<Vec<String>>,
}

impl Request {
    /// Refuses what is beyond all bounds.
    pub fn check(&self) -> Result<(), MatrixError> {
        let refuse = |what: &str| Err(MatrixError::invalid_param(what.to_owned()));
        let name_is_long = |name: &String| name.len() > MAX_NAME_BYTES || name.contains('\0');
        if self.conn_id.as_ref().is_some_and(name_is_long) {
            return refuse("`conn_id` can have at most 255 bytes");
        }
        if self.lists.len() > MOST || self.room_subscriptions.len() > MOST {
            return refuse("A request can have at most 100 lists and 100 room subscriptions");
        }
        if self.lists.keys().any(name_is_long) {
            return refuse("The name of a list can have at most 255 bytes");
        }
        for list in self.lists.values() {
            let ranges = list.ranges.as_deref().unwrap_or_default();
            if ranges.len() > MOST_RANGES || ranges.iter().any(|(first, last)| first > last) {
                return refuse("A list can have at most 100 ranges, and none may end before it begins");
            }
        }
        let mut required = self.lists.values().map(|list| &list.required_state);
        let mut of_rooms = self.room_subscriptions.values().map(|subscription| &subscription.required_state);
        if required.any(|state| state.len() > MOST_REQUIRED) || of_rooms.any(|state| state.len() > MOST_REQUIRED) {
            return refuse("`required_state` can have at most 500 elements");
        }
        Ok(())
    }
}

impl List {
    /// What is wanted of the rooms in the list.
    pub fn rules(&self, me: &UserId) -> Rules {
        Rules::new(self.timeline_limit, &self.required_state, me)
    }

    /// The places of a list of `count` rooms that are wanted.
    pub fn places(&self, count: usize) -> BTreeSet<usize> {
        let Some(ranges) = &self.ranges else { return (0..count).collect() };
        let place = |end: u64| usize::try_from(end).unwrap_or(usize::MAX);
        let within = ranges.iter().flat_map(|(first, last)| place(*first)..count.min(place(*last).saturating_add(1)));
        within.collect()
    }
}

impl Subscription {
    /// What is wanted of the room.
    pub fn rules(&self, me: &UserId) -> Rules {
        Rules::new(self.timeline_limit, &self.required_state, me)
    }
}

impl RoomExtensionRequest {
    /// Whether a room is among those it is wanted of: a room in these lists, which was possibly named.
    pub fn covers<'a>(&self, named: Option<&RoomId>, mut lists: impl Iterator<Item = &'a str>) -> bool {
        let by_list = lists.any(|name| self.lists.as_ref().is_none_or(|wanted| wanted.iter().any(|list| list == name)));
        let is_named = |id: &RoomId| {
            self.rooms.as_ref().is_none_or(|rooms| rooms.iter().any(|room| room == "*" || room == id.as_str()))
        };
        by_list || named.is_some_and(is_named)
    }
}
