//! Room heads in memory. A cached head is only ever a hint: the fence proves it fresh when something is committed.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

use hs_core::{
    dag,
    error::MatrixError,
    nid::{EventNid, RoomNid, RoomOrder, StreamPosition},
    room_version,
    state::layers::Layers,
};
use hs_storage::{MembershipRow, RoomRow, Store, UnreadRow};
use quick_cache::sync::Cache;
use ruma::RoomId;
use tokio::sync::{Mutex as FairMutex, OnceCell};

use crate::{
    event::{StoredEvent, dangling},
    head::{Member, RoomHead, Unread},
    snapshot::Snapshots,
};

/// How many of a room's newest events are known without asking the database.
const RECENT: usize = 64;

/// A room in memory.
pub(crate) struct RoomEntry {
    /// What the room's next event builds on: possibly a head whose commit is still under way. The lock is the room's
    /// gate; who waits longest comes first.
    pub(crate) gate: Arc<FairMutex<Arc<RoomHead>>>,
    /// One change of the list of who is typing at a time: it is read, changed and written.
    pub(crate) typing_turn: FairMutex<()>,
    committed: RwLock<Arc<RoomHead>>,
    recent: Mutex<Recent>,
    receipts: AtomicI64,
    typing: AtomicI64,
    is_fresh: OnceCell<()>,
}

/// The newest events of a room.
struct Recent {
    /// All events after this position are in the list.
    complete_after: StreamPosition,
    events: VecDeque<(StreamPosition, RoomOrder, EventNid)>,
}

impl RoomEntry {
    pub(crate) fn new(head: Arc<RoomHead>, now: StreamPosition) -> Self {
        let recent = Recent { complete_after: head.last_position, events: VecDeque::new() };
        Self {
            gate: Arc::new(FairMutex::new(Arc::clone(&head))),
            typing_turn: FairMutex::new(()),
            committed: RwLock::new(head),
            recent: Mutex::new(recent),
            receipts: AtomicI64::new(now.get()),
            typing: AtomicI64::new(now.get()),
            is_fresh: OnceCell::new(),
        }
    }

    /// A room that has just been created: nothing of it can be unknown.
    pub(crate) fn created(head: &Arc<RoomHead>, at: StreamPosition) -> Self {
        let entry = Self::new(Arc::clone(head), at);
        entry.recent.lock().unwrap_or_else(PoisonError::into_inner).complete_after = StreamPosition(0);
        let _always_empty = entry.is_fresh.set(());
        entry
    }

    /// Whether a head is the next one after ours, or ours with other counts.
    pub(crate) fn follows(&self, head: &RoomHead) -> bool {
        let ours = self.head().fence;
        head.fence == ours || head.fence == ours + 1
    }

    /// The last position at which something is known to have happened here.
    pub(crate) fn seen(&self) -> StreamPosition {
        let others = self.receipts.load(Ordering::Acquire).max(self.typing.load(Ordering::Acquire));
        self.head().last_position.max(StreamPosition(others))
    }

    /// The head as readers may see it.
    pub(crate) fn head(&self) -> Arc<RoomHead> {
        Arc::clone(&self.committed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over a head that has been committed, and the events that came with it.
    pub(crate) fn publish(&self, head: Arc<RoomHead>, events: &[(RoomOrder, EventNid)]) {
        let position = head.last_position;
        {
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            if events.iter().any(|(order, _)| dag::is_after_gap(*order)) {
                // History will come between what was known and this: only what follows on it belongs together.
                recent.events.clear();
                recent.complete_after = self.head().last_position;
            }
            recent.events.extend(events.iter().map(|(order, nid)| (position, *order, *nid)));
            while recent.events.len() > RECENT {
                if let Some((position, ..)) = recent.events.pop_front() {
                    recent.complete_after = position;
                }
            }
        }
        *self.committed.write().unwrap_or_else(PoisonError::into_inner) = head;
    }

    /// The events after a position, oldest first, if the list still has them all.
    pub(crate) fn recent_after(&self, since: StreamPosition) -> Option<Vec<EventNid>> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        (since >= recent.complete_after)
            .then(|| recent.events.iter().filter(|(position, ..)| *position > since).map(|(_, _, nid)| *nid).collect())
    }

    /// The event at a place and all after it, oldest first, if the list has them all.
    pub(crate) fn recent_from(&self, order: RoomOrder) -> Option<Vec<EventNid>> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = recent.events.front().is_some_and(|(_, first, _)| *first <= order);
        is_known.then(|| recent.events.iter().filter(|(_, at, _)| *at >= order).map(|(_, _, nid)| *nid).collect())
    }

    /// The newest events up to a place, newest first, if the list has so many or reaches back to the first of all.
    pub(crate) fn recent_up_to(&self, from: RoomOrder, limit: usize) -> Option<Vec<EventNid>> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = None;
        let within = recent.events.iter().rev().filter(|(_, order, _)| *order <= from).take(limit);
        let events: Vec<EventNid> =
            within.inspect(|(_, order, _)| last = Some(*order)).map(|(_, _, nid)| *nid).collect();
        let is_all = || last.is_some_and(|last| last <= self.head().first_order);
        (events.len() == limit || is_all()).then_some(events)
    }

    /// Whether nothing is known of the events so far.
    pub(crate) fn knows_no_events(&self) -> bool {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.events.is_empty()
    }

    /// Takes over the newest events, oldest first, as they were read for `head`; `has_more` is whether there are older
    /// ones.
    pub(crate) fn learn(&self, head: &RoomHead, events: &[Arc<StoredEvent>], has_more: bool) {
        let known = events.iter().filter_map(|event| Some((event.position()?, event.order?, event.nid)));
        let mut known: VecDeque<_> = known.collect();
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        // Only for a list that begins where this one ends: what was published meanwhile is not to be lost.
        let is_next = known
            .back()
            .is_some_and(|(position, order, _)| *position <= recent.complete_after && *order == head.last_order);
        if !recent.events.is_empty() || !is_next || recent.complete_after != head.last_position {
            return;
        }
        let gap = known.iter().rposition(|(_, order, _)| dag::is_after_gap(*order));
        known.drain(..gap.unwrap_or(0));
        recent.complete_after = match known.front() {
            Some((first, ..)) if has_more || gap.is_some() => *first,
            _ => StreamPosition(0),
        };
        known.truncate(RECENT);
        recent.events = known;
    }

    /// Whether receipts may have changed after a position.
    pub(crate) fn receipts_after(&self, since: StreamPosition) -> bool {
        self.receipts.load(Ordering::Acquire) > since.get()
    }

    /// Whether somebody may have begun or ceased to type after a position.
    pub(crate) fn typing_after(&self, since: StreamPosition) -> bool {
        self.typing.load(Ordering::Acquire) > since.get()
    }

    pub(crate) fn receipts_changed(&self, at: StreamPosition) {
        self.receipts.fetch_max(at.get(), Ordering::AcqRel);
    }

    pub(crate) fn typing_changed(&self, at: StreamPosition) {
        self.typing.fetch_max(at.get(), Ordering::AcqRel);
    }
}

/// Why an entry cannot be used.
enum Stale {
    Outdated,
    Unknown(MatrixError),
}

/// The rooms in memory, bounded in number; what falls out is loaded again when it is asked for.
pub(crate) struct RoomCache {
    store: Store,
    entries: Cache<RoomNid, Arc<RoomEntry>>,
    by_id: Cache<ruma::OwnedRoomId, RoomNid>,
}

impl RoomCache {
    pub(crate) fn new(store: Store, rooms: usize) -> Self {
        Self { store, entries: Cache::new(rooms), by_id: Cache::new(rooms * 4) }
    }

    /// The number of a room that we know.
    pub(crate) async fn find(&self, room_id: &RoomId) -> Result<Option<RoomNid>, MatrixError> {
        if let Some(nid) = self.by_id.get(room_id) {
            return Ok(Some(nid));
        }
        let found = self.store.room_nids(&[room_id]).await?.remove(room_id);
        if let Some(nid) = found {
            self.by_id.insert(room_id.to_owned(), nid);
        }
        Ok(found)
    }

    /// A room, loaded if need be. Several who ask at once load it once.
    pub(crate) async fn entry(&self, room: RoomNid, snapshots: &Snapshots) -> Result<Arc<RoomEntry>, MatrixError> {
        loop {
            let entry = self.entries.get_or_insert_async(&room, self.load(room, snapshots)).await?;
            // A commit between the load and the moment from which commits find the entry would have passed it by.
            let is_fresh = entry.is_fresh.get_or_try_init(|| self.compare(&entry)).await;
            match is_fresh {
                Ok(()) => return Ok(entry),
                Err(Stale::Outdated) => drop(self.entries.remove(&room)),
                Err(Stale::Unknown(error)) => return Err(error),
            }
        }
    }

    async fn compare(&self, entry: &RoomEntry) -> Result<(), Stale> {
        let room = entry.head().nid;
        let row = self.store.room(room).await.map_err(|error| Stale::Unknown(error.into()))?;
        // The entry may be ahead of the row that was read, but never behind it.
        if row.is_some_and(|row| row.fence <= entry.head().fence) { Ok(()) } else { Err(Stale::Outdated) }
    }

    /// A room that happens to be in memory.
    pub(crate) fn at_hand(&self, room: RoomNid) -> Option<Arc<RoomEntry>> {
        self.entries.get(&room)
    }

    pub(crate) fn insert(&self, head: &Arc<RoomHead>, entry: Arc<RoomEntry>) {
        self.by_id.insert(head.room_id.clone(), head.nid);
        self.entries.insert(head.nid, entry);
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.entries.clear();
    }

    /// Forgets what we think of a room: it has turned out to be old.
    pub(crate) fn drop_room(&self, room: RoomNid) {
        self.entries.remove(&room);
    }

    /// Has rooms in memory, with the same few queries for however many.
    pub(crate) async fn load_many(&self, rooms: &[RoomNid], snapshots: &Snapshots) -> Result<(), MatrixError> {
        let missing: Vec<RoomNid> = rooms.iter().copied().filter(|room| self.at_hand(*room).is_none()).collect();
        if missing.len() < 2 {
            return Ok(());
        }
        let now = self.store.wake().applied();
        let rows = self.store.rooms(&missing).await?;
        snapshots.load_many(&rows.iter().filter_map(|row| row.snapshot).collect::<Vec<_>>()).await?;
        let mut parts: HashMap<RoomNid, Parts> = HashMap::with_capacity(rows.len());
        for row in self.store.memberships_of_rooms(&missing).await? {
            parts.entry(row.room).or_default().members.push(row);
        }
        for row in self.store.unread_of_rooms(&missing).await? {
            parts.entry(row.room).or_default().unread.push(row);
        }
        let mut loaded = Vec::with_capacity(rows.len());
        for row in rows {
            let layers = snapshots.get(row.snapshot).await?;
            let nid = row.nid;
            let head = assemble(row, &layers, parts.remove(&nid).unwrap_or_default())?;
            let entry = Arc::new(RoomEntry::new(Arc::new(head), now));
            if self.at_hand(nid).is_none() {
                self.entries.insert(nid, Arc::clone(&entry));
                loaded.push(entry);
            }
        }
        // Now that commits find the entries: those whose rooms have not changed since the first look are as they should
        // be, and the others are loaded one by one when they are needed.
        let fences: HashMap<RoomNid, i64> =
            self.store.rooms(&missing).await?.into_iter().map(|row| (row.nid, row.fence)).collect();
        for entry in loaded {
            let head = entry.head();
            if fences.get(&head.nid).is_some_and(|fence| *fence <= head.fence) {
                let _first_word_counts = entry.is_fresh.set(());
            } else {
                self.drop_room(head.nid);
            }
        }
        Ok(())
    }

    async fn load(&self, room: RoomNid, snapshots: &Snapshots) -> Result<Arc<RoomEntry>, MatrixError> {
        loop {
            let now = self.store.wake().applied();
            let row = self.store.room(room).await?.ok_or_else(|| dangling("a room is missing"))?;
            let head = self.load_head(row, snapshots).await?;
            // Several reads make the head. If none of them can have met a newer room, they belong together.
            let again = self.store.room(room).await?.ok_or_else(|| dangling("a room is missing"))?;
            if again.fence == head.fence {
                return Ok(Arc::new(RoomEntry::new(Arc::new(head), now)));
            }
        }
    }

    async fn load_head(&self, row: RoomRow, snapshots: &Snapshots) -> Result<RoomHead, MatrixError> {
        let layers: Arc<Layers> = snapshots.get(row.snapshot).await?;
        let members = self.store.memberships_of_room(row.nid).await?;
        let unread = self.store.unread_of_room(row.nid).await?;
        assemble(row, &layers, Parts { members, unread })
    }
}

/// What tables say of a room besides its own row.
#[derive(Default)]
struct Parts {
    members: Vec<MembershipRow>,
    unread: Vec<UnreadRow>,
}

/// A head of what the tables say.
fn assemble(row: RoomRow, layers: &Layers, parts: Parts) -> Result<RoomHead, MatrixError> {
    let rules = room_version::rules(&row.version).ok_or_else(|| dangling("a room has an unknown version"))?;
    let mut head = RoomHead::new(row.nid, row.room_id, row.version, Arc::new(rules));
    head.fence = row.fence;
    head.layers = Layers::clone(layers);
    head.extremities = row.extremities;
    head.depth = row.depth;
    head.last_order = row.last_order;
    // There may be threads in what has been.
    head.threaded_up_to = row.last_order;
    head.first_order = row.first_order;
    head.last_position = row.last_position;
    head.notify_seq = row.notify_seq;
    for row in parts.members {
        let member = Member { membership: row.membership, event: row.event, is_local: row.is_local };
        head.set_member(row.user, member);
    }
    for row in parts.unread {
        if head.unread.contains_key(&row.user) {
            let unread = Unread { base: row.base, highlight: row.highlight, floor: row.floor };
            head.unread.insert(row.user, unread);
        }
    }
    Ok(head)
}
