//! What one server is still to be told, and how it stands with it.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use hs_core::{
    backoff::Backoff,
    nid::{EventNid, RoomNid, StreamPosition, UserNid},
};
use hs_storage::{DestinationRow, PresenceRow, ReceiptRow};
use ruma::{OwnedServerName, ServerName};
use tokio::sync::Notify;

/// How many events wait in memory; beyond that, the server is caught up with from the database.
const MAX_EVENTS: usize = 1_000;
/// How many pieces of passing news of a kind wait; beyond that, no more are taken.
const MAX_PASSING: usize = 1_000;

/// An event that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) position: StreamPosition,
    pub(crate) room: RoomNid,
    pub(crate) event: EventNid,
}

/// News of which only the latest counts, and which is not worth keeping for a server that does not answer.
#[derive(Debug, Default)]
pub(crate) struct Passing {
    pub(crate) receipts: BTreeMap<(RoomNid, UserNid, String), ReceiptRow>,
    pub(crate) typing: BTreeMap<(RoomNid, UserNid), bool>,
    pub(crate) presence: BTreeMap<UserNid, PresenceRow>,
}

impl Passing {
    fn is_empty(&self) -> bool {
        self.receipts.is_empty() && self.typing.is_empty() && self.presence.is_empty()
    }
}

/// What waits for a server.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) events: VecDeque<Waiting>,
    /// Changed devices, by user and device, and when they changed.
    pub(crate) devices: BTreeMap<(UserNid, String), StreamPosition>,
    /// Whether messages to its devices wait in the database.
    pub(crate) has_to_device: bool,
    pub(crate) passing: Passing,
    /// The server was told everything up to here, and what came later is not in `events` but in the database.
    pub(crate) owed_after: Option<StreamPosition>,
    /// The server was not told who is there since here.
    presence_after: Option<StreamPosition>,
    failures: u32,
    failing_since_ts: i64,
    retry_ts: i64,
    /// The last event that was put in, also if it was left to the database.
    last_pushed: StreamPosition,
    /// Whether the database lists the server among those that do not answer.
    has_row: bool,
    /// Whether a task empties the queue.
    has_sender: bool,
    /// The first event of the transaction that is under way.
    under_way: Option<StreamPosition>,
}

/// The queue of one server.
pub(crate) struct Queue {
    server: OwnedServerName,
    contents: Mutex<Contents>,
    /// Told when the server is to be tried although its time has not come.
    retry: Notify,
}

/// How it stands with a server, for those who look after ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestinationState {
    /// The server.
    pub server: OwnedServerName,
    /// How often in a row it did not answer.
    pub failures: u32,
    /// Since when it does not answer, in milliseconds; 0 if it does.
    pub failing_since_ts: i64,
    /// When it will be tried again, in milliseconds; 0 for at once.
    pub retry_ts: i64,
    /// How many events wait in memory.
    pub waiting_events: usize,
    /// Whether it is owed more than is in memory.
    pub is_behind: bool,
}

impl DestinationState {
    pub(crate) fn failing(row: &DestinationRow) -> Self {
        Self {
            server: row.server.clone(),
            failures: row.failures,
            failing_since_ts: row.failing_since_ts,
            retry_ts: row.retry_ts,
            waiting_events: 0,
            is_behind: true,
        }
    }
}

impl Queue {
    pub(crate) fn new(server: OwnedServerName) -> Self {
        Self { server, contents: Mutex::default(), retry: Notify::new() }
    }

    pub(crate) fn server(&self) -> &ServerName {
        &self.server
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state(&self) -> DestinationState {
        let contents = self.lock();
        DestinationState {
            server: self.server.clone(),
            failures: contents.failures,
            failing_since_ts: contents.failing_since_ts,
            retry_ts: contents.retry_ts,
            waiting_events: contents.events.len(),
            is_behind: contents.owed_after.is_some(),
        }
    }

    /// Takes up what an earlier process wrote down.
    pub(crate) fn restore(&self, row: &DestinationRow) {
        let mut contents = self.lock();
        contents.failures = row.failures;
        contents.failing_since_ts = row.failing_since_ts;
        contents.retry_ts = row.retry_ts;
        contents.owed_after = Some(row.owed_after);
        contents.presence_after = Some(row.owed_after);
        contents.has_row = true;
    }

    pub(crate) fn is_failing(&self) -> bool {
        self.lock().failures > 0
    }

    /// Whether nothing waits and nothing is known of the server that is worth remembering.
    pub(crate) fn is_idle(&self) -> bool {
        let contents = self.lock();
        !contents.has_sender && !contents.has_row && !contents.has_work()
    }

    /// The position of the first event that the server may not have been told, if that is not written down elsewhere.
    pub(crate) fn first_waiting(&self) -> Option<StreamPosition> {
        let contents = self.lock();
        if contents.failures > 0 {
            return None;
        }
        let owed = contents.owed_after.map(|after| StreamPosition(after.get() + 1));
        let first = contents.events.front().map(|waiting| waiting.position);
        let device = contents.devices.values().min().copied();
        [contents.under_way, owed, first, device].into_iter().flatten().min()
    }

    /// Puts an event at the end, unless it is found in the database anyway.
    pub(crate) fn push_event(&self, waiting: Waiting) {
        let mut contents = self.lock();
        contents.last_pushed = contents.last_pushed.max(waiting.position);
        if contents.owed_after.is_some() {
            return;
        }
        contents.events.push_back(waiting);
        if contents.events.len() > MAX_EVENTS {
            contents.fall_behind();
        }
    }

    /// Changes what waits, if the server answers: for others, passing news are not kept.
    pub(crate) fn push_passing(&self, change: impl FnOnce(&mut Passing)) {
        let mut contents = self.lock();
        let Contents { passing, failures, .. } = &mut *contents;
        let count = passing.receipts.len().max(passing.typing.len()).max(passing.presence.len());
        if *failures == 0 && count < MAX_PASSING {
            change(passing);
        }
    }

    /// Notes who is there by now, for a server that is being caught up with, unless it is to hear something newer.
    pub(crate) fn owe_presence(&self, row: PresenceRow) {
        self.lock().passing.presence.entry(row.user).or_insert(row);
    }

    /// Notes that what became of users since a position is not known to the server.
    pub(crate) fn owe_presence_after(&self, after: StreamPosition) {
        let mut contents = self.lock();
        contents.presence_after = Some(contents.presence_after.map_or(after, |before| before.min(after)));
    }

    /// Since when the server does not know what became of users; it is going to be told now.
    pub(crate) fn take_presence_after(&self) -> Option<StreamPosition> {
        self.lock().presence_after.take()
    }

    /// Notes a changed device.
    pub(crate) fn push_device(&self, user: UserNid, device_id: String, position: StreamPosition) {
        self.lock().devices.insert((user, device_id), position);
    }

    /// Notes that messages to devices wait in the database.
    pub(crate) fn push_to_device(&self) {
        self.lock().has_to_device = true;
    }

    /// Whether somebody has to begin to empty the queue. If so, that is who asks.
    pub(crate) fn needs_sender(&self) -> bool {
        let mut contents = self.lock();
        let needs = !contents.has_sender && contents.has_work();
        contents.has_sender |= needs;
        needs
    }

    /// Whether the task that empties the queue may end, because nothing waits any more. If so, it has.
    pub(crate) fn ends_sender(&self) -> bool {
        let mut contents = self.lock();
        let ends = !contents.has_work();
        contents.has_sender &= !ends;
        ends
    }

    /// How long to leave the server alone, in milliseconds.
    pub(crate) fn pause(&self, now: i64) -> i64 {
        let contents = self.lock();
        if contents.failures == 0 { 0 } else { contents.retry_ts.saturating_sub(now).max(0) }
    }

    /// Waits until somebody wants the server to be tried at once.
    pub(crate) async fn retried(&self) {
        self.retry.notified().await;
    }

    /// Has the server tried at once.
    pub(crate) fn retry_now(&self) {
        self.lock().retry_ts = 0;
        self.retry.notify_one();
    }

    /// Marks a transaction as under way that begins with an event at this position.
    pub(crate) fn begin(&self, first: Option<StreamPosition>) {
        self.lock().under_way = first;
    }

    /// The transaction under way has arrived. `true` if the server is to be taken off the list of those that do not
    /// answer: it is owed nothing any more that is written down there only.
    pub(crate) fn succeed(&self) -> bool {
        let mut contents = self.lock();
        contents.under_way = None;
        (contents.failures, contents.failing_since_ts, contents.retry_ts) = (0, 0, 0);
        let is_well = contents.has_row && contents.owed_after.is_none();
        contents.has_row &= !is_well;
        is_well
    }

    /// Where to go on catching up, and up to where there is something.
    pub(crate) fn owed(&self, followed: StreamPosition) -> Option<(StreamPosition, StreamPosition)> {
        let contents = self.lock();
        contents.owed_after.map(|after| (after, followed.max(contents.last_pushed)))
    }

    /// The server has been told everything up to a position.
    pub(crate) fn advance(&self, position: StreamPosition) {
        let mut contents = self.lock();
        contents.owed_after = contents.owed_after.map(|after| after.max(position));
    }

    /// The server has been told everything up to `until`. If nothing came meanwhile, it is not behind any more.
    pub(crate) fn catch_up(&self, until: StreamPosition) {
        let mut contents = self.lock();
        contents.owed_after = contents.owed_after.map(|after| after.max(until));
        if contents.last_pushed <= until {
            contents.owed_after = None;
        }
    }

    /// What was taken out could not be sent for a reason of our own: it is taken from the database next time.
    pub(crate) fn give_back(&self, first: Option<StreamPosition>) {
        let mut contents = self.lock();
        contents.under_way = None;
        contents.fall_behind();
        if let Some(first) = first {
            let after = StreamPosition(first.get() - 1);
            contents.owed_after = Some(contents.owed_after.map_or(after, |before| before.min(after)));
        }
    }

    /// The transaction under way has not arrived: what it held, and what waits behind it, is taken from the database when
    /// the server is tried again. `first` is its first event, `followed` the position up to which everything has been put
    /// into queues. Says what is to be written down.
    pub(crate) fn fail(
        &self,
        first: Option<StreamPosition>,
        followed: StreamPosition,
        now: i64,
        chance: u8,
    ) -> DestinationRow {
        let mut contents = self.lock();
        contents.under_way = None;
        contents.fall_behind();
        let owed_after = first.map_or(followed, |first| StreamPosition(first.get() - 1));
        let owed_after = contents.owed_after.map_or(owed_after, |before| before.min(owed_after));
        contents.owed_after = Some(owed_after);
        contents.has_row = true;
        let unheard = contents.passing.presence.values().map(|row| StreamPosition(row.position.get() - 1));
        let presence_after = unheard.chain(contents.presence_after).fold(followed, StreamPosition::min);
        contents.presence_after = Some(presence_after);
        contents.passing = Passing::default();
        if contents.failures == 0 {
            contents.failing_since_ts = now;
        }
        contents.failures = contents.failures.saturating_add(1);
        let pause = Backoff::DELIVERY.pause(contents.failures, chance);
        contents.retry_ts = now.saturating_add(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
        DestinationRow {
            server: self.server.clone(),
            failures: contents.failures,
            failing_since_ts: contents.failing_since_ts,
            retry_ts: contents.retry_ts,
            owed_after,
        }
    }
}

impl Contents {
    pub(crate) fn has_work(&self) -> bool {
        !self.events.is_empty()
            || !self.devices.is_empty()
            || self.has_to_device
            || self.owed_after.is_some()
            || !self.passing.is_empty()
    }

    /// Leaves events to the database.
    fn fall_behind(&mut self) {
        if let Some(first) = self.events.front() {
            let after = StreamPosition(first.position.get() - 1);
            self.owed_after = Some(self.owed_after.map_or(after, |before| before.min(after)));
            self.events.clear();
        }
    }
}

#[cfg(test)]
mod tests;
