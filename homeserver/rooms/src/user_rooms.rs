//! What a user is to which rooms, at hand for every sync.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomNid, StreamPosition, UserNid},
};
use hs_storage::Store;
use quick_cache::sync::Cache;
use ruma::events::room::member::MembershipState;

/// A user's relation to one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRoom {
    /// Join, invite, leave, ban or knock.
    pub membership: MembershipState,
    /// The event that says so.
    pub event: EventNid,
    /// When that event came.
    pub position: StreamPosition,
    /// Whether the user left and wants to hear no more of it.
    pub forgotten: bool,
    /// Whether the user left of their own will, and was not put out.
    pub has_walked_out: bool,
}

impl UserRoom {
    /// Whether the user is in, is invited or has asked to be.
    pub fn is_present(&self) -> bool {
        matches!(self.membership, MembershipState::Join | MembershipState::Invite | MembershipState::Knock)
    }
}

/// All rooms of a user.
#[derive(Debug, Default)]
pub struct UserRooms {
    rooms: HashMap<RoomNid, UserRoom>,
    newest: StreamPosition,
}

impl UserRooms {
    /// What the user is to a room.
    pub fn get(&self, room: RoomNid) -> Option<&UserRoom> {
        self.rooms.get(&room)
    }

    /// All of them, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (RoomNid, &UserRoom)> {
        self.rooms.iter().map(|(room, user_room)| (*room, user_room))
    }

    /// The rooms that the user is in.
    pub fn joined(&self) -> impl Iterator<Item = RoomNid> {
        self.iter().filter(|(_, room)| room.membership == MembershipState::Join).map(|(nid, _)| nid)
    }

    /// Whether the user is in a room.
    pub fn is_joined(&self, room: RoomNid) -> bool {
        self.get(room).is_some_and(|room| room.membership == MembershipState::Join)
    }

    /// How many rooms the user has ever had to do with.
    pub(crate) fn len(&self) -> usize {
        self.rooms.len()
    }

    /// When any of the memberships changed last.
    pub fn newest(&self) -> StreamPosition {
        self.newest
    }
}

pub(crate) struct UserRoomCache {
    store: Store,
    users: Cache<UserNid, Arc<UserRooms>>,
}

impl UserRoomCache {
    pub(crate) fn new(store: Store, users: usize) -> Self {
        Self { store, users: Cache::new(users) }
    }

    pub(crate) async fn get(&self, user: UserNid) -> Result<Arc<UserRooms>, MatrixError> {
        self.users.get_or_insert_async(&user, self.load(user)).await
    }

    /// A membership of the user has changed.
    pub(crate) fn changed(&self, user: UserNid) {
        self.users.remove(&user);
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.users.clear();
    }

    async fn load(&self, user: UserNid) -> Result<Arc<UserRooms>, MatrixError> {
        let rows = self.store.memberships_of_user(user).await?;
        let newest = rows.iter().map(|row| row.position).max().unwrap_or_default();
        let left = rows.iter().filter(|row| row.membership == MembershipState::Leave && !row.forgotten);
        let left: Vec<EventNid> = left.map(|row| row.event).collect();
        let senders = if left.is_empty() { HashMap::new() } else { self.store.event_senders(&left).await? };
        let rooms = rows.into_iter().map(|row| {
            let room = UserRoom {
                has_walked_out: senders.get(&row.event) == Some(&user),
                membership: row.membership,
                event: row.event,
                position: row.position,
                forgotten: row.forgotten,
            };
            (row.room, room)
        });
        Ok(Arc::new(UserRooms { rooms: rooms.collect(), newest }))
    }
}
