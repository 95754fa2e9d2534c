//! The wake bus: tells waiting readers, in the order of positions, which rooms and users a commit touched.
//!
//! With one process, commits are published as they happen. With several on one PostgreSQL database, each commit also
//! sends a `NOTIFY`; `wake/listen.rs` brings those of the other processes here. A wake is published once everything
//! before it has been, whoever committed it.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
};

use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};

pub(crate) mod listen;

/// How many wakes a receiver may lag behind before it is told to look at everything.
const BACKLOG: usize = 4096;

/// What a commit touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wake {
    /// The last position before those of this commit.
    pub since: StreamPosition,
    /// The last position of this commit.
    pub head: StreamPosition,
    /// The rooms that have something new, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomNid>,
    /// The users who have something new outside of rooms or who joined or left one, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<UserNid>,
    /// Those whose membership of a room was written, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<(RoomNid, UserNid)>,
    /// The users whose devices or keys look different to those who share a room with them, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub device_lists: Vec<UserNid>,
    /// The users of whom those who share a room with them hear whether they are there, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presence: Vec<UserNid>,
    /// Whether there is something new that other servers are to be told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outgoing: bool,
    /// Whether it is not known what was touched: all waiting readers have to look, and caches of heads have to go.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub everything: bool,
}

/// A wake on its way to other processes, and who sends it: it comes back to its sender, too, and possibly before the
/// sender has told its own readers what is new.
#[derive(Serialize, Deserialize)]
pub(crate) struct Notice<'a> {
    pub(crate) origin: u64,
    #[serde(flatten)]
    pub(crate) wake: Cow<'a, Wake>,
}

/// Rooms and users that a batch touches, as its families find them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    pub(crate) rooms: Vec<RoomNid>,
    pub(crate) users: Vec<UserNid>,
    pub(crate) members: Vec<(RoomNid, UserNid)>,
    pub(crate) device_lists: Vec<UserNid>,
    pub(crate) presence: Vec<UserNid>,
    pub(crate) outgoing: bool,
}

impl Touched {
    /// The wake for a commit that took the positions after `since` up to `head`.
    pub(crate) fn into_wake(self, since: StreamPosition, head: StreamPosition) -> Wake {
        Wake {
            since,
            head,
            rooms: distinct(self.rooms),
            users: distinct(self.users),
            members: distinct(self.members),
            device_lists: distinct(self.device_lists),
            presence: distinct(self.presence),
            outgoing: self.outgoing,
            everything: false,
        }
    }
}

fn distinct<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// Where wakes are published and received. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WakeBus(Arc<Bus>);

#[derive(Debug)]
struct Bus {
    /// Tells this process's notifications from those of others.
    origin: u64,
    sender: broadcast::Sender<Arc<Wake>>,
    applied: watch::Sender<StreamPosition>,
    /// Wakes that came before one of a lower position, by the position that they wait for.
    early: Mutex<BTreeMap<StreamPosition, Wake>>,
}

impl WakeBus {
    /// A bus on which everything up to `head` counts as published.
    pub(crate) fn new(head: StreamPosition) -> Self {
        Self(Arc::new(Bus {
            // Keys for hash tables are random, which is all that is asked for here.
            origin: RandomState::new().hash_one(std::process::id()),
            sender: broadcast::channel(BACKLOG).0,
            applied: watch::channel(head).0,
            early: Mutex::default(),
        }))
    }

    /// The sender of this process's notifications.
    pub(crate) fn origin(&self) -> u64 {
        self.0.origin
    }

    /// A receiver of all wakes from now on.
    pub fn subscribe(&self) -> WakeReceiver {
        // In this order: a wake between the two is received, rather than taken for one that was seen.
        let seen = self.applied();
        WakeReceiver { receiver: self.0.sender.subscribe(), applied: self.0.applied.subscribe(), seen }
    }

    /// The last position up to which everything has been published. What is read now holds all of it.
    pub fn applied(&self) -> StreamPosition {
        *self.0.applied.borrow()
    }

    /// Waits until [`applied`](Self::applied) has come to `position`: for a request whose token another process gave.
    pub async fn reached(&self, position: StreamPosition) {
        let mut applied = self.0.applied.subscribe();
        // The sender lives as long as `self`.
        let _ = applied.wait_for(|applied| *applied >= position).await;
    }

    /// Publishes a wake, unless it has been before, or keeps it until those before it have come.
    pub(crate) fn publish(&self, wake: Wake) {
        let mut early = self.0.early.lock().unwrap_or_else(PoisonError::into_inner);
        if wake.since > self.applied() {
            early.insert(wake.since, wake);
            return;
        }
        self.send(wake);
        while let Some(next) = early.first_entry() {
            if *next.key() > self.applied() {
                break;
            }
            self.send(next.remove());
        }
    }

    /// Publishes that everything up to `head` may have changed, unless all of it has been published.
    pub(crate) fn catch_up(&self, head: StreamPosition) {
        let applied = self.applied();
        if head > applied {
            self.publish(Wake { since: applied, head, everything: true, ..Wake::default() });
        }
    }

    fn send(&self, wake: Wake) {
        if wake.head <= self.applied() {
            return;
        }
        let head = wake.head;
        // No receiver is no error. The wake goes first: whoever sees the position must find the wake in their queue.
        let _ = self.0.sender.send(Arc::new(wake));
        self.0.applied.send_replace(head);
    }
}

/// Receives wakes in the order of their positions, each position once.
#[derive(Debug)]
pub struct WakeReceiver {
    receiver: broadcast::Receiver<Arc<Wake>>,
    applied: watch::Receiver<StreamPosition>,
    /// The head of the last wake that was received.
    seen: StreamPosition,
}

impl WakeReceiver {
    /// The next wake; `None` once the store is gone.
    ///
    /// Who did not ask for so long that wakes were lost gets one that says [`everything`](Wake::everything).
    pub async fn recv(&mut self) -> Option<Arc<Wake>> {
        loop {
            let wake = match self.receiver.recv().await {
                Ok(wake) => wake,
                Err(broadcast::error::RecvError::Closed) => return None,
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    // Covers most of what is still in the queue, which is passed over below.
                    let head = *self.applied.borrow();
                    Arc::new(Wake { since: self.seen, head, everything: true, ..Wake::default() })
                }
            };
            if wake.head > self.seen {
                self.seen = wake.head;
                return Some(wake);
            }
        }
    }
}

#[cfg(test)]
mod tests;
