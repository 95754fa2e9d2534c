//! Events of other servers that wait to be taken in: one worker for each room that has any, and so many at once for each
//! server that sends them, so that one which answers slowly keeps no other's rooms waiting. They are on disk until they are
//! dealt with, so that a crash loses none.

use std::{
    collections::HashMap,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hs_core::{
    dag,
    error::MatrixError,
    pdu::{Pdu, SharedPdu},
};
use hs_rooms::Outcome;
use hs_storage::{InboundRow, WriteBatch};
use ruma::{OwnedEventId, OwnedRoomId, OwnedServerName, RoomId, ServerName};
use serde_json::value::RawValue;
use tokio::{
    sync::{Notify, Semaphore},
    time::timeout,
};

use crate::{service::Federation, turn::Turns};

/// How many rooms are worked on at once because of what one server sends.
const ROOMS_AT_ONCE: usize = 16;
/// How many of a room's events are read at a time.
const PORTION: u64 = 100;
/// How often an event is tried whose server does not give us what it refers to.
const MAX_TRIES: i64 = 4;
/// How many rooms may have work waiting before the server that sends more has to wait itself.
const MAX_BACKLOG: usize = 512;
/// How long it has to wait at most: its request does not stay open for ever.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// How long receipts wait for the events that they are about.
const MOMENT: Duration = Duration::from_secs(2);
/// How often rooms are looked for in which something was left lying.
const RESUME_EVERY: Duration = Duration::from_mins(1);

/// The workers.
#[derive(Default)]
pub(crate) struct Inbound {
    pub(crate) origins: Turns<OwnedServerName>,
    /// The rooms that are worked on, and what is left to do there when their worker has been through.
    rooms: Mutex<HashMap<OwnedRoomId, Left>>,
    lanes: Mutex<HashMap<OwnedServerName, Weak<Lane>>>,
}

/// The rooms that are worked on, or are to be, because of what one server has sent.
struct Lane {
    slots: Semaphore,
    backlog: AtomicUsize,
    less: Notify,
}

/// What came up since a room's worker began.
#[derive(Clone, Copy, Default)]
struct Left {
    /// There are new events.
    new: bool,
    /// It is time to try those again that were tried in vain.
    tried: bool,
}

impl Default for Lane {
    fn default() -> Self {
        Self { slots: Semaphore::new(ROOMS_AT_ONCE), backlog: AtomicUsize::new(0), less: Notify::new() }
    }
}

impl Lane {
    /// Waits until something is so, which is looked at whenever a room has been worked through.
    async fn until(&self, is_so: impl Fn() -> bool) {
        loop {
            let mut less = pin!(self.less.notified());
            // From here on, no word of it is missed.
            less.as_mut().enable();
            if is_so() {
                return;
            }
            less.await;
        }
    }
}

impl Inbound {
    /// The lane of a server, which is there for as long as there is something in it.
    fn lane(&self, origin: &ServerName) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(origin).and_then(Weak::upgrade) {
            return lane;
        }
        lanes.retain(|_, lane| lane.strong_count() > 0);
        let lane = Arc::default();
        lanes.insert(origin.to_owned(), Arc::downgrade(&lane));
        lane
    }
}

impl Federation {
    /// Takes up what was left lying, at the start and when a server did not answer. Runs for ever.
    pub async fn resume_inbound(&self) {
        let mut ticks = tokio::time::interval(RESUME_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match self.store.inbound_rooms().await {
                Ok(rooms) => rooms.into_iter().for_each(|(room_id, origin)| self.work_on(&origin, room_id, true)),
                Err(error) => tracing::warn!(%error, "cannot see which events wait to be taken in"),
            }
        }
    }

    /// Waits as long as a server has given us more to do than can be done soon.
    pub(crate) async fn wait_for_room(&self, origin: &ServerName) {
        let lane = self.inbound.lane(origin);
        let has_room = || lane.backlog.load(Ordering::Acquire) < MAX_BACKLOG;
        let _late_or_not = timeout(LONGEST_WAIT, lane.until(has_room)).await;
    }

    /// Waits for a moment until what a server has sent into some rooms has been taken in.
    pub(crate) async fn wait_until_taken_in(&self, origin: &ServerName, rooms: &[OwnedRoomId]) {
        let lane = self.inbound.lane(origin);
        let is_done = || {
            let working = self.inbound.rooms.lock().unwrap_or_else(PoisonError::into_inner);
            !rooms.iter().any(|room_id| working.contains_key(room_id))
        };
        let _late_or_not = timeout(MOMENT, lane.until(is_done)).await;
    }

    /// Has somebody work on a room's events; also on those that were `tried` before, which wait while others come, so
    /// that a server which does not answer holds up nobody else.
    pub(crate) fn work_on(&self, origin: &ServerName, room_id: OwnedRoomId, tried: bool) {
        let mut rooms = self.inbound.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = rooms.get_mut(&room_id) {
            *left = Left { new: true, tried: left.tried || tried };
            return;
        }
        rooms.insert(room_id.clone(), Left { new: true, tried });
        let lane = self.inbound.lane(origin);
        lane.backlog.fetch_add(1, Ordering::AcqRel);
        let federation = self.clone();
        self.tasks.spawn(async move {
            let work = async {
                let _slot = lane.slots.acquire().await;
                while federation.work(&room_id).await {}
            };
            // What is not finished when the server stops is still on disk when it starts again.
            let _finished = federation.closing.run_until_cancelled(Box::pin(work)).await;
            lane.backlog.fetch_sub(1, Ordering::AcqRel);
            lane.less.notify_waiters();
        });
    }

    /// Does what there is to do in a room. Returns whether there is more.
    async fn work(&self, room_id: &RoomId) -> bool {
        let left = {
            let mut rooms = self.inbound.rooms.lock().unwrap_or_else(PoisonError::into_inner);
            match rooms.get_mut(room_id) {
                Some(left) if left.new || left.tried => std::mem::take(left),
                _ => {
                    rooms.remove(room_id);
                    return false;
                }
            }
        };
        if let Err(error) = self.work_through(room_id, left).await {
            tracing::warn!(%room_id, error = &error as &dyn std::error::Error, "events cannot be taken in");
        }
        true
    }

    async fn work_through(&self, room_id: &RoomId, left: Left) -> Result<(), MatrixError> {
        if left.tried {
            let rows = self.store.inbound(room_id, true, PORTION).await?;
            self.take_in_rows(rows).await?;
        }
        loop {
            // Each is done with or tried now, so there are ever less of them.
            let rows = self.store.inbound(room_id, false, PORTION).await?;
            if rows.is_empty() {
                return Ok(());
            }
            self.take_in_rows(rows).await?;
        }
    }

    /// Takes in events, those first that others follow on.
    async fn take_in_rows(&self, rows: Vec<InboundRow>) -> Result<(), MatrixError> {
        let mut waiting: HashMap<OwnedEventId, (InboundRow, SharedPdu)> = HashMap::with_capacity(rows.len());
        let mut batch = WriteBatch::default();
        for row in rows {
            match read(&row) {
                Some(pdu) => drop(waiting.insert(row.event_id.clone(), (row, Arc::new(pdu)))),
                None => batch.inbound.done.push((row.room_id, row.event_id)),
            }
        }
        let pdus: Vec<SharedPdu> = waiting.values().map(|(_, pdu)| Arc::clone(pdu)).collect();
        let in_order = dag::sort_by_references(&pdus, Pdu::prev_events);
        for pdu in in_order {
            let Some((row, pdu)) = waiting.remove(pdu.event_id()) else { continue };
            let key = (row.room_id.clone(), row.event_id.clone());
            match self.take_in(&row.origin, &pdu).await {
                Ok(Outcome::Missing { .. }) if row.tries + 1 < MAX_TRIES => batch.inbound.tried.push(key),
                Ok(outcome) => {
                    tracing::debug!(event_id = %row.event_id, origin = %row.origin, ?outcome, "an event was taken in");
                    // What was accepted was so in one commit with its ceasing to wait.
                    if outcome != Outcome::Accepted {
                        batch.inbound.done.push(key);
                    }
                }
                Err(error) => {
                    tracing::info!(event_id = %row.event_id, %error, "an event could not be taken in");
                    let list =
                        if row.tries + 1 < MAX_TRIES { &mut batch.inbound.tried } else { &mut batch.inbound.done };
                    list.push(key);
                }
            }
        }
        // What is left refers to itself in a circle: nobody can have made it in good faith.
        batch.inbound.done.extend(waiting.into_values().map(|(row, _)| (row.room_id, row.event_id)));
        if !batch.is_empty() {
            self.store.commit(batch).await?;
        }
        Ok(())
    }
}

fn read(row: &InboundRow) -> Option<Pdu> {
    let json = RawValue::from_string(row.json.clone()).ok()?;
    Pdu::from_json(row.event_id.clone(), &row.room_id, json).ok()
}
