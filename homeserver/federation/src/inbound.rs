//! Events of other servers that wait to be taken in: one worker for each room that has any, so many at once. They are
//! on disk until they are dealt with, so that a crash loses none.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
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
use ruma::{OwnedEventId, OwnedRoomId, OwnedServerName, RoomId};
use serde_json::value::RawValue;
use tokio::{
    sync::{Notify, Semaphore},
    time::timeout,
};

use crate::{service::Federation, turn::Turns};

/// How many rooms are worked on at once.
const ROOMS_AT_ONCE: usize = 16;
/// How many of a room's events are read at a time.
const PORTION: u64 = 100;
/// How often an event is tried whose server does not give us what it refers to.
const MAX_TRIES: i64 = 4;
/// How many rooms may have work waiting before those who send more have to wait themselves.
const MAX_BACKLOG: usize = 512;
/// How long they have to wait at most: their request does not stay open for ever.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// How often rooms are looked for in which something was left lying.
const RESUME_EVERY: Duration = Duration::from_mins(1);

/// The workers.
pub(crate) struct Inbound {
    pub(crate) origins: Turns<OwnedServerName>,
    /// The rooms that are worked on, and what is left to do there when their worker has been through.
    rooms: Mutex<HashMap<OwnedRoomId, Left>>,
    slots: Arc<Semaphore>,
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

impl Default for Inbound {
    fn default() -> Self {
        Self {
            origins: Turns::default(),
            rooms: Mutex::default(),
            slots: Arc::new(Semaphore::new(ROOMS_AT_ONCE)),
            backlog: AtomicUsize::new(0),
            less: Notify::new(),
        }
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
                Ok(rooms) => rooms.into_iter().for_each(|room_id| self.work_on(room_id, true)),
                Err(error) => tracing::warn!(%error, "cannot see which events wait to be taken in"),
            }
        }
    }

    /// Waits as long as there is more to do than can be done soon.
    pub(crate) async fn wait_for_room(&self) {
        let less = async {
            while self.inbound.backlog.load(Ordering::Acquire) >= MAX_BACKLOG {
                self.inbound.less.notified().await;
            }
        };
        let _late_or_not = timeout(LONGEST_WAIT, less).await;
    }

    /// Has somebody work on a room's events; also on those that were `tried` before, which wait while others come, so
    /// that a server which does not answer holds up nobody else.
    pub(crate) fn work_on(&self, room_id: OwnedRoomId, tried: bool) {
        let mut rooms = self.inbound.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = rooms.get_mut(&room_id) {
            *left = Left { new: true, tried: left.tried || tried };
            return;
        }
        rooms.insert(room_id.clone(), Left { new: true, tried });
        self.inbound.backlog.fetch_add(1, Ordering::AcqRel);
        let federation = self.clone();
        self.tasks.spawn(async move {
            let slots = Arc::clone(&federation.inbound.slots);
            let work = async {
                let _slot = slots.acquire_owned().await;
                while federation.work(&room_id).await {}
            };
            // What is not finished when the server stops is still on disk when it starts again.
            let _finished = federation.closing.run_until_cancelled(Box::pin(work)).await;
            federation.inbound.backlog.fetch_sub(1, Ordering::AcqRel);
            federation.inbound.less.notify_waiters();
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
                    batch.inbound.done.push(key);
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
        self.store.commit(batch).await?;
        Ok(())
    }
}

fn read(row: &InboundRow) -> Option<Pdu> {
    let json = RawValue::from_string(row.json.clone()).ok()?;
    Pdu::from_json(row.event_id.clone(), &row.room_id, json).ok()
}
