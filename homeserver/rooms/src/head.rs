//! A room as it is at one moment. Immutable: each change makes the next head, sharing all that stayed the same.

use std::{collections::BTreeSet, sync::Arc};

use hs_core::{
    nid::{EventNid, RoomNid, RoomOrder, StateKeyNid, StreamPosition, UserNid},
    state::layers::Layers,
};
use hs_storage::RoomRow;
use ruma::{
    OwnedEventId, OwnedRoomId, OwnedServerName, RoomVersionId, events::room::member::MembershipState,
    room_version_rules::RoomVersionRules,
};
use rustc_hash::FxBuildHasher;
use tokio::sync::OnceCell;

/// A map that its copies share.
pub(crate) type SharedMap<K, V> = imbl::GenericHashMap<K, V, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// What a user is to a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Join, invite, leave, ban or knock.
    pub membership: MembershipState,
    /// The event that says so.
    pub event: EventNid,
    /// Whether the user is ours.
    pub is_local: bool,
}

/// From where on a user's unread events count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// What the room's `notify_seq` was, as if, when the user had read everything.
    pub base: i64,
    /// How many unread events are meant for the user in particular.
    pub highlight: i64,
    /// The place up to which nothing is unread, in no thread.
    pub floor: RoomOrder,
}

/// A room at one moment.
#[derive(Clone, Debug)]
pub struct RoomHead {
    /// Our number for the room.
    pub nid: RoomNid,
    /// The room's id.
    pub room_id: OwnedRoomId,
    /// The room's version.
    pub version: RoomVersionId,
    /// The rules of that version.
    pub rules: Arc<RoomVersionRules>,
    /// How often the room has changed: a batch built on this head commits only if this is still so.
    pub fence: i64,
    /// The state.
    pub layers: Layers,
    /// The ends of the room's graph.
    pub extremities: Vec<(EventNid, OwnedEventId)>,
    /// The greatest depth.
    pub depth: i64,
    /// The place of the newest event in the timeline.
    pub last_order: RoomOrder,
    /// The place of the oldest event that we have.
    pub first_order: RoomOrder,
    /// The position of the last change.
    pub last_position: StreamPosition,
    /// How many events have notified the members.
    pub notify_seq: i64,
    /// No event after this place has notified anybody in a thread.
    pub(crate) threaded_up_to: RoomOrder,
    /// Everybody who has ever been something to the room.
    pub members: SharedMap<UserNid, Member>,
    /// How many have joined.
    pub joined: u64,
    /// How many are invited.
    pub invited: u64,
    /// The unread counts of our joined users.
    pub unread: SharedMap<UserNid, Unread>,
    /// How long its messages are kept, in milliseconds, once somebody has asked.
    pub(crate) lifetime: Arc<OnceCell<Option<i64>>>,
    /// The servers of those who have joined, once somebody has asked for them.
    pub(crate) servers: Arc<OnceCell<Arc<BTreeSet<OwnedServerName>>>>,
}

impl RoomHead {
    /// A room that does not exist yet.
    pub(crate) fn new(
        nid: RoomNid,
        room_id: OwnedRoomId,
        version: RoomVersionId,
        rules: Arc<RoomVersionRules>,
    ) -> Self {
        Self {
            nid,
            room_id,
            version,
            rules,
            fence: 0,
            layers: Layers::default(),
            extremities: Vec::new(),
            depth: 0,
            last_order: RoomOrder(0),
            first_order: RoomOrder(1),
            last_position: StreamPosition(0),
            notify_seq: 0,
            threaded_up_to: RoomOrder(0),
            members: SharedMap::default(),
            joined: 0,
            invited: 0,
            unread: SharedMap::default(),
            lifetime: Arc::default(),
            servers: Arc::default(),
        }
    }

    /// The event at a place of the state.
    pub fn state_event(&self, key: StateKeyNid) -> Option<EventNid> {
        self.layers.get(key)
    }

    /// What a user is to the room; `Leave` for a stranger.
    pub fn membership(&self, user: UserNid) -> MembershipState {
        self.members.get(&user).map_or(MembershipState::Leave, |member| member.membership.clone())
    }

    /// Whether a user is in the room.
    pub fn is_joined(&self, user: UserNid) -> bool {
        self.members.get(&user).is_some_and(|member| member.membership == MembershipState::Join)
    }

    /// Whether any user of ours is in the room.
    pub fn is_resident(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Whether nobody but users of ours is in the room: then no other server can know more of it.
    pub fn is_ours_alone(&self) -> bool {
        self.joined == self.unread.len() as u64
    }

    /// Our users in the room.
    pub fn local_joined(&self) -> impl Iterator<Item = UserNid> + '_ {
        self.unread.keys().copied()
    }

    /// A user's unread notifications and, among them, highlights.
    pub fn unread_counts(&self, user: UserNid) -> (u64, u64) {
        let Some(unread) = self.unread.get(&user) else { return (0, 0) };
        let count = u64::try_from(self.notify_seq - unread.base).unwrap_or(0);
        (count, u64::try_from(unread.highlight).unwrap_or(0).min(count))
    }

    /// Records what a user has become.
    pub(crate) fn set_member(&mut self, user: UserNid, member: Member) {
        let before = self.members.get(&user).map(|member| member.membership.clone());
        let count = |head: &mut Self, membership: &MembershipState, up: bool| {
            let counter = match membership {
                MembershipState::Join => &mut head.joined,
                MembershipState::Invite => &mut head.invited,
                _ => return,
            };
            *counter = if up { *counter + 1 } else { counter.saturating_sub(1) };
        };
        if let Some(before) = &before {
            count(self, before, false);
        }
        count(self, &member.membership, true);
        if (before == Some(MembershipState::Join)) != (member.membership == MembershipState::Join) {
            self.servers = Arc::default();
        }
        if member.is_local {
            if member.membership != MembershipState::Join {
                self.unread.remove(&user);
            } else if before != Some(MembershipState::Join) {
                let floor = self.last_order;
                self.unread.insert(user, Unread { base: self.notify_seq, highlight: 0, floor });
            }
        }
        self.members.insert(user, member);
    }

    /// The row that the database keeps of it.
    pub(crate) fn to_row(&self, published: bool) -> RoomRow {
        RoomRow {
            nid: self.nid,
            room_id: self.room_id.clone(),
            version: self.version.clone(),
            fence: self.fence,
            snapshot: self.layers.top(),
            extremities: self.extremities.clone(),
            depth: self.depth,
            last_order: self.last_order,
            first_order: self.first_order,
            last_position: self.last_position,
            notify_seq: self.notify_seq,
            published,
        }
    }
}
