//! What changed lately, in the order of the stream: readers ask "which of my rooms, since then?" and wait for more.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError, RwLock, Weak},
};

use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use hs_storage::Wake;
use tokio::sync::{Notify, watch};

/// How many changes are remembered. Who was away for longer asks the database.
const REMEMBERED: usize = 65_536;

/// What changed after a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Rooms with new events, receipts or typing.
    pub rooms: HashSet<RoomNid>,
    /// Whether something changed that is the user's own: memberships, account data, private receipts, to-device
    /// messages.
    pub private: bool,
    /// Whose membership of which room was written, in any room.
    pub members: HashSet<(RoomNid, UserNid)>,
    /// Users whose devices or keys changed, whoever they are.
    pub device_lists: HashSet<UserNid>,
    /// Users who came, went or fell idle, whoever they are.
    pub presence: HashSet<UserNid>,
}

#[derive(Clone, Copy)]
enum Subject {
    Room(RoomNid),
    User(UserNid),
    Member(RoomNid, UserNid),
    DeviceList(UserNid),
    Presence(UserNid),
}

struct Log {
    /// All changes after this position are in the list.
    complete_after: StreamPosition,
    changes: VecDeque<(StreamPosition, Subject)>,
}

/// The log of changes and those who wait for the next.
pub struct Changes {
    log: RwLock<Log>,
    applied: watch::Sender<StreamPosition>,
    waiting: Mutex<Waiters<UserNid>>,
    /// Those who look into a room from outside.
    peeking: Mutex<Waiters<RoomNid>>,
}

/// Who waits for what.
struct Waiters<K>(HashMap<K, Vec<Weak<Notify>>>);

impl<K> Default for Waiters<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Copy + Eq + Hash> Waiters<K> {
    fn add(&mut self, key: K, notify: &Arc<Notify>) {
        let waiters = self.0.entry(key).or_default();
        waiters.retain(|waiter| waiter.strong_count() > 0);
        waiters.push(Arc::downgrade(notify));
    }

    fn wake(&self, keys: impl IntoIterator<Item = K>) {
        for key in keys {
            self.0.get(&key).into_iter().flatten().filter_map(Weak::upgrade).for_each(|waiter| waiter.notify_one());
        }
    }

    fn wake_all(&self) {
        self.0.values().flatten().filter_map(Weak::upgrade).for_each(|waiter| waiter.notify_one());
    }

    /// What somebody is waiting for.
    fn keys(&mut self) -> Vec<K> {
        self.0.retain(|_, waiters| {
            waiters.retain(|waiter| waiter.strong_count() > 0);
            !waiters.is_empty()
        });
        self.0.keys().copied().collect()
    }
}

impl Changes {
    /// A log that begins at a position.
    pub(crate) fn new(applied: StreamPosition) -> Self {
        let log = Log { complete_after: applied, changes: VecDeque::new() };
        Self {
            log: RwLock::new(log),
            applied: watch::channel(applied).0,
            waiting: Mutex::default(),
            peeking: Mutex::default(),
        }
    }

    /// The position up to which everything is known here: what a sync answers with.
    pub fn applied(&self) -> StreamPosition {
        *self.applied.borrow()
    }

    /// Waits until everything up to `position` is known here.
    pub async fn reached(&self, position: StreamPosition) {
        // The sender lives as long as `self`, so there is always an answer.
        let mut applied = self.applied.subscribe();
        let _reached = applied.wait_for(|applied| *applied >= position).await;
    }

    /// What changed after `since`, as far as `user` can be concerned; `None` if that is too long ago to remember.
    pub fn since(&self, user: UserNid, since: StreamPosition) -> Option<Changed> {
        let log = self.log.read().unwrap_or_else(PoisonError::into_inner);
        if since < log.complete_after {
            return None;
        }
        let mut changed = Changed::default();
        let from = log.changes.partition_point(|(position, _)| *position <= since);
        for (_, subject) in log.changes.range(from..) {
            match subject {
                Subject::Room(room) => drop(changed.rooms.insert(*room)),
                Subject::User(who) => changed.private |= *who == user,
                Subject::Member(room, who) => drop(changed.members.insert((*room, *who))),
                Subject::DeviceList(who) => drop(changed.device_lists.insert(*who)),
                Subject::Presence(who) => drop(changed.presence.insert(*who)),
            }
        }
        Some(changed)
    }

    /// The rooms that changed after a position; `None` if that is too long ago to remember.
    pub(crate) fn rooms_since(&self, since: StreamPosition) -> Option<HashSet<RoomNid>> {
        let log = self.log.read().unwrap_or_else(PoisonError::into_inner);
        let from = log.changes.partition_point(|(position, _)| *position <= since);
        let rooms = log.changes.range(from..).filter_map(|(_, subject)| match subject {
            Subject::Room(room) => Some(*room),
            _ => None,
        });
        (since >= log.complete_after).then(|| rooms.collect())
    }

    /// Puts `user` on the list of those who wait. Register first and read then: a change in between is not lost.
    pub fn wait(&self, user: UserNid) -> Arc<Notify> {
        let notify = Arc::new(Notify::new());
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).add(user, &notify);
        notify
    }

    /// The same for who waits for a room besides, without having to be in it.
    pub fn wait_at(&self, user: UserNid, room: RoomNid) -> Arc<Notify> {
        let notify = self.wait(user);
        self.peeking.lock().unwrap_or_else(PoisonError::into_inner).add(room, &notify);
        notify
    }

    /// The users who have somebody waiting.
    pub(crate) fn waiting_users(&self) -> Vec<UserNid> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).keys()
    }

    /// The rooms into which somebody looks from outside.
    pub(crate) fn peeked_rooms(&self) -> Vec<RoomNid> {
        self.peeking.lock().unwrap_or_else(PoisonError::into_inner).keys()
    }

    /// Notes what a commit touched.
    pub(crate) fn record(&self, wake: &Wake) {
        let position = wake.head;
        let rooms = wake.rooms.iter().map(|room| Subject::Room(*room));
        let users = wake.users.iter().map(|user| Subject::User(*user));
        let members = wake.members.iter().map(|(room, user)| Subject::Member(*room, *user));
        let device_lists = wake.device_lists.iter().map(|user| Subject::DeviceList(*user));
        let presence = wake.presence.iter().map(|user| Subject::Presence(*user));
        let subjects = rooms.chain(users).chain(members).chain(device_lists).chain(presence);
        let mut log = self.log.write().unwrap_or_else(PoisonError::into_inner);
        log.changes.extend(subjects.map(|subject| (position, subject)));
        while log.changes.len() > REMEMBERED {
            if let Some((position, _)) = log.changes.pop_front() {
                log.complete_after = position;
            }
        }
        drop(log);
        self.applied.send_if_modified(|applied| std::mem::replace(applied, position.max(*applied)) < position);
    }

    /// Forgets what came before a position: something was missed, so nobody may rely on the log for it.
    pub(crate) fn forget_before(&self, position: StreamPosition) {
        let mut log = self.log.write().unwrap_or_else(PoisonError::into_inner);
        log.changes.retain(|(at, _)| *at > position);
        log.complete_after = log.complete_after.max(position);
        drop(log);
        self.applied.send_if_modified(|applied| std::mem::replace(applied, position.max(*applied)) < position);
    }

    /// Wakes everybody.
    pub(crate) fn wake_all(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).wake_all();
    }

    /// Wakes those who wait for these users.
    pub(crate) fn wake(&self, users: impl IntoIterator<Item = UserNid>) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).wake(users);
    }

    /// Wakes those who look into these rooms from outside.
    pub(crate) fn wake_peeking(&self, rooms: impl IntoIterator<Item = RoomNid>) {
        self.peeking.lock().unwrap_or_else(PoisonError::into_inner).wake(rooms);
    }
}

#[cfg(test)]
mod tests;
