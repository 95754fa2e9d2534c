//! Which thread an event is in, and how far somebody has read in each.
//! See <https://spec.matrix.org/v1.19/client-server-api/#threaded-read-receipts>.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder, UserNid},
    pdu::Pdu,
};
use ruma::OwnedEventId;

use crate::{
    event::StoredEvent,
    head::RoomHead,
    relation::{THREAD, relation_of},
    service::Rooms,
};

/// What is said beside all threads.
pub(crate) const MAIN: &str = "main";
/// How many relations to follow to find out what an event is about.
const MAX_HOPS: usize = 3;

/// How far a user has read in a room.
#[derive(Debug, Default)]
pub(crate) struct ReadState {
    all: RoomOrder,
    threads: HashMap<String, RoomOrder>,
}

impl ReadState {
    /// Whether the user has read a place of a thread.
    pub(crate) fn covers(&self, order: RoomOrder, thread: &str) -> bool {
        order <= self.all || self.threads.get(thread).is_some_and(|read| order <= *read)
    }

    /// Whether all up to a place has been read, whatever it is about.
    pub(crate) fn covers_all(&self, order: RoomOrder) -> bool {
        order <= self.all
    }
}

impl Rooms {
    /// The thread that an event is in: the root's id, or `main`.
    pub(crate) async fn thread_of(&self, head: &RoomHead, pdu: &Pdu) -> Result<String, MatrixError> {
        let mut target = match step(pdu) {
            Step::Ends(thread) => return Ok(thread),
            Step::Follows(target) => target,
        };
        for _ in 0..MAX_HOPS {
            let Some(event) = self.events.by_id(&target, head.nid, &head.room_id).await? else { break };
            target = match step(&event.pdu) {
                Step::Ends(thread) => return Ok(thread),
                Step::Follows(target) => target,
            };
        }
        Ok(MAIN.to_owned())
    }

    /// How far a user has read in these rooms.
    pub(crate) async fn read_state(
        &self,
        user: UserNid,
        heads: &[Arc<RoomHead>],
    ) -> Result<HashMap<RoomNid, ReadState>, MatrixError> {
        let mut states: HashMap<RoomNid, ReadState> = HashMap::with_capacity(heads.len());
        for head in heads {
            let all = head.unread.get(&user).map(|unread| unread.floor).unwrap_or_default();
            states.insert(head.nid, ReadState { all, threads: HashMap::new() });
        }
        let rooms: Vec<RoomNid> = heads.iter().map(|head| head.nid).collect();
        for row in self.store.receipts_of_user(user, &rooms).await? {
            let state = states.entry(row.room).or_default();
            let read =
                if row.thread.is_empty() { &mut state.all } else { state.threads.entry(row.thread).or_default() };
            *read = row.order.max(*read);
        }
        Ok(states)
    }

    /// Whether a user has read an event.
    pub(crate) async fn has_read(
        &self,
        state: &ReadState,
        head: &RoomHead,
        event: &StoredEvent,
    ) -> Result<bool, MatrixError> {
        let Some(order) = event.order else { return Ok(true) };
        Ok(state.covers_all(order) || state.covers(order, &self.thread_of(head, &event.pdu).await?))
    }
}

/// What an event's own relation says.
enum Step {
    Ends(String),
    Follows(OwnedEventId),
}

fn step(pdu: &Pdu) -> Step {
    let relation = relation_of(pdu);
    match relation.and_then(|relation| Some((relation.rel_type?, relation.event_id?))) {
        // What a database may refuse is nobody's name for a thread.
        Some((kind, root)) if kind == THREAD && !root.as_str().contains('\0') => Step::Ends(root.to_string()),
        Some((kind, target)) if kind != THREAD => Step::Follows(target),
        _ => Step::Ends(MAIN.to_owned()),
    }
}
