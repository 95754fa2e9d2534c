//! The service and what it is made of.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Deref,
    sync::Arc,
};

use hs_accounts::Accounts;
use hs_core::{
    clock::Clock,
    entropy::Entropy,
    error::MatrixError,
    nid::{RoomNid, StateKeyNid, UserNid},
    pdu::SharedPdu,
    signing::ServerIdentity,
};
use hs_storage::{Store, Wake};
use ruma::{DeviceId, OwnedDeviceId, OwnedRoomId, OwnedUserId, RoomId, RoomVersionId, UserId, events::StateEventType};

use crate::{
    cache::{RoomCache, RoomEntry},
    changes::Changes,
    delayed::{DelayLimits, Delayed},
    directory::Described,
    event::{Events, StoredEvent},
    head::RoomHead,
    listing::Listings,
    policy::{NoPolicyServers, PolicyServers},
    recency::Recency,
    retention::RetentionLimits,
    snapshot::{Snapshots, StateAt},
    typing::Typing,
    user_rooms::{UserRoomCache, UserRooms},
};

/// What the room engine is told at its start.
#[derive(Clone, Debug)]
pub struct RoomsOptions {
    /// The version of rooms whose creator does not ask for one.
    pub default_version: RoomVersionId,
    /// How many may be in a room for its members to see of each other who is there.
    pub presence_room_members: u64,
    /// How many bytes of events to keep in memory.
    pub event_cache_bytes: u64,
    /// How many bytes of room states to keep in memory.
    pub snapshot_cache_bytes: u64,
    /// How many rooms to keep in memory.
    pub room_cache: usize,
    /// How long and how many events may wait to be sent.
    pub delays: DelayLimits,
    /// Who asks the policy servers of rooms that have one.
    pub policy_servers: Arc<dyn PolicyServers>,
    /// How long messages are kept.
    pub retention: RetentionLimits,
}

impl Default for RoomsOptions {
    fn default() -> Self {
        Self {
            default_version: hs_core::room_version::DEFAULT,
            presence_room_members: 200,
            event_cache_bytes: 16 << 20,
            snapshot_cache_bytes: 32 << 20,
            room_cache: 4096,
            delays: DelayLimits::default(),
            policy_servers: Arc::new(NoPolicyServers),
            retention: RetentionLimits::default(),
        }
    }
}

/// Who does or reads something: a user of ours, and the device they do it from.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The user's id.
    pub user_id: OwnedUserId,
    /// The user's number.
    pub user: UserNid,
    /// The device; `None` when an administrator acts for the user.
    pub device_id: Option<OwnedDeviceId>,
    /// Whether the account is a guest's.
    pub is_guest: bool,
}

impl Actor {
    /// The device, where there is one.
    pub fn device(&self) -> Option<&DeviceId> {
        self.device_id.as_deref()
    }
}

/// The event engine. Cheap to clone.
#[derive(Clone)]
pub struct Rooms(Arc<Inner>);

/// The parts of the engine.
pub struct Inner {
    pub(crate) store: Store,
    pub(crate) accounts: Accounts,
    pub(crate) identity: Arc<ServerIdentity>,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) options: RoomsOptions,
    pub(crate) events: Events,
    pub(crate) snapshots: Snapshots,
    pub(crate) cache: RoomCache,
    pub(crate) user_rooms: UserRoomCache,
    pub(crate) changes: Changes,
    pub(crate) recency: Recency,
    pub(crate) listings: Listings,
    pub(crate) typing: Typing,
    pub(crate) delayed: Delayed,
    pub(crate) described: Described,
}

impl Deref for Rooms {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Rooms {
    /// Builds the engine on a database. [`Rooms::run`] must run for readers to be woken.
    pub fn new(
        store: Store,
        accounts: Accounts,
        identity: Arc<ServerIdentity>,
        clock: Clock,
        entropy: Entropy,
        options: RoomsOptions,
    ) -> Self {
        let inner = Inner {
            events: Events::new(store.clone(), options.event_cache_bytes),
            snapshots: Snapshots::new(store.clone(), options.snapshot_cache_bytes),
            cache: RoomCache::new(store.clone(), options.room_cache),
            user_rooms: UserRoomCache::new(store.clone(), options.room_cache * 4),
            changes: Changes::new(store.wake().applied()),
            recency: Recency::new(options.room_cache),
            listings: Listings::new(options.room_cache),
            typing: Typing::default(),
            delayed: Delayed::default(),
            described: Described::new(options.room_cache * 4),
            store,
            accounts,
            identity,
            clock,
            entropy,
            options,
        };
        Self(Arc::new(inner))
    }

    /// Keeps caches fresh, wakes readers, stops those typing who fell silent, sends what was to be sent later, and takes
    /// away what is too old. Ends when the store is closed.
    pub async fn run(&self) {
        tokio::select! {
            () = self.follow() => {}
            () = self.expire_typing() => {}
            () = self.send_when_due() => {}
            () = self.expire_messages() => {}
        }
    }

    /// Follows the stream of changes.
    async fn follow(&self) {
        let mut wakes = self.store.wake().subscribe();
        // What was committed between the start of the log and the subscription.
        self.changes.forget_before(self.store.wake().applied());
        while let Some(wake) = wakes.recv().await {
            self.apply(&wake).await;
        }
    }

    async fn apply(&self, wake: &Wake) {
        if wake.everything {
            self.cache.clear();
            self.user_rooms.clear();
            self.recency.clear();
            self.changes.forget_before(wake.head);
            self.changes.wake_all();
            return;
        }
        for room in &wake.rooms {
            // What was committed here has been published already; a head that is behind is another process's doing.
            let is_behind = |entry: Arc<RoomEntry>| entry.seen() <= wake.since;
            if self.cache.at_hand(*room).is_some_and(is_behind) {
                self.cache.drop_room(*room);
            }
            self.recency.forget(*room);
        }
        for user in &wake.users {
            self.user_rooms.changed(*user);
        }
        self.changes.record(wake);
        // Once more: who read before the change and remembered it after that looks into the record.
        for room in &wake.rooms {
            self.recency.forget(*room);
        }
        self.changes.wake(wake.users.iter().copied());
        self.changes.wake_peeking(wake.rooms.iter().copied());
        if let Err(error) = self.wake_rooms(wake).await {
            tracing::warn!(%error, "cannot tell whom a change concerns: waking everybody");
            self.changes.wake_all();
        }
    }

    /// Wakes the members of the rooms that changed, and those who share a room with somebody whose devices changed.
    async fn wake_rooms(&self, wake: &Wake) -> Result<(), MatrixError> {
        let mut rooms: BTreeSet<RoomNid> = wake.rooms.iter().copied().collect();
        for user in &wake.device_lists {
            rooms.extend(self.rooms_of(*user).await?.joined());
        }
        for room in rooms {
            let head = self.head(room).await?;
            self.wake_members(&head);
        }
        self.wake_for_presence(&wake.presence).await
    }

    /// Wakes our users in a room: goes through the members or through those who wait, whichever are fewer.
    fn wake_members(&self, head: &RoomHead) {
        let waiting = self.changes.waiting_users();
        if waiting.len() < head.unread.len() {
            self.changes.wake(waiting.into_iter().filter(|user| head.unread.contains_key(user)));
        } else {
            self.changes.wake(head.local_joined());
        }
    }

    /// The log of what changed.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The number of a room, if we know it.
    pub async fn find(&self, room_id: &RoomId) -> Result<Option<RoomNid>, MatrixError> {
        self.cache.find(room_id).await
    }

    /// The ids of rooms. One query for all that are not at hand.
    pub async fn room_ids(&self, rooms: &[RoomNid]) -> Result<HashMap<RoomNid, OwnedRoomId>, MatrixError> {
        let (mut ids, mut unknown) = (HashMap::with_capacity(rooms.len()), Vec::new());
        for room in rooms {
            match self.cache.at_hand(*room) {
                Some(entry) => drop(ids.insert(*room, entry.head().room_id.clone())),
                None => unknown.push(*room),
            }
        }
        if !unknown.is_empty() {
            ids.extend(self.store.room_ids(&unknown).await?);
        }
        Ok(ids)
    }

    /// A room as it is now.
    pub async fn head(&self, room: RoomNid) -> Result<Arc<RoomHead>, MatrixError> {
        Ok(self.entry(room).await?.head())
    }

    pub(crate) async fn entry(&self, room: RoomNid) -> Result<Arc<RoomEntry>, MatrixError> {
        self.cache.entry(room, &self.snapshots).await
    }

    /// The room of this id as it is now, for somebody who claims to have to do with it.
    ///
    /// A room that does not exist is answered like one that the user is not in, so that ids cannot be probed.
    pub(crate) async fn known(&self, room_id: &RoomId) -> Result<Arc<RoomHead>, MatrixError> {
        match self.find(room_id).await? {
            Some(room) => self.head(room).await,
            None => Err(not_in_room()),
        }
    }

    /// What a user is to which rooms.
    pub async fn rooms_of(&self, user: UserNid) -> Result<Arc<UserRooms>, MatrixError> {
        self.user_rooms.get(user).await
    }

    /// Events of a room by number, in the order asked for.
    pub async fn events(
        &self,
        head: &RoomHead,
        nids: &[hs_core::nid::EventNid],
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        self.events.get(nids, &head.room_id).await
    }

    /// The state of a room as it is in `head`.
    pub fn current_state(&self, head: &RoomHead) -> StateAt {
        StateAt::stored(Arc::new(head.layers.clone()))
    }

    /// The state just before an event.
    pub async fn state_before(&self, event: &StoredEvent) -> Result<StateAt, MatrixError> {
        Ok(StateAt::stored(self.snapshots.get(event.snapshot).await?))
    }

    /// The state just after an event.
    pub async fn state_after(&self, event: &StoredEvent) -> Result<StateAt, MatrixError> {
        self.snapshots.after(event).await
    }

    /// The number of a place in a room's state, if any room has ever had something there.
    pub async fn state_key(&self, kind: &StateEventType, key: &str) -> Result<Option<StateKeyNid>, MatrixError> {
        Ok(self.store.find_state_key(&kind.to_string(), key).await?)
    }

    /// What stands at a place of a room's state now.
    pub(crate) async fn state_pdu(
        &self,
        head: &RoomHead,
        kind: &StateEventType,
        key: &str,
    ) -> Result<Option<SharedPdu>, MatrixError> {
        let Some(key) = self.state_key(kind, key).await? else { return Ok(None) };
        let Some(nid) = head.state_event(key) else { return Ok(None) };
        Ok(self.events.one(nid, &head.room_id).await?.map(|event| Arc::clone(&event.pdu)))
    }

    /// Whether a user is one of ours.
    pub(crate) fn is_local(&self, user: &UserId) -> bool {
        user.server_name() == self.identity.name()
    }

    /// Milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }
}

/// What those hear who ask about a room that they have nothing to do with.
pub(crate) fn not_in_room() -> MatrixError {
    MatrixError::forbidden("You are not in this room, or it does not exist")
}
