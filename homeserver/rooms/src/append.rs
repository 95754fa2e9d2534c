//! The one way an event enters a room: build, authorise, apply to the head, and hand over to the writer, all under
//! the room's gate and on the room's fence.

mod apply;
mod publish;

use std::{collections::HashMap, sync::Arc, time::Duration};

use hs_core::{
    auth, dag,
    error::MatrixError,
    nid::{EventNid, RoomNid, SnapshotNid, UserNid},
    pdu::{BuildError, Draft, Parents, Pdu, Place, SharedPdu},
    resolve::Spot,
    state::layers::Layers,
};
use hs_storage::{SnapshotRow, StoreError, WriteBatch};
use ruma::{
    EventId, OwnedEventId,
    events::{StateEventType, TimelineEventType},
};
use tokio::sync::OwnedMutexGuard;

pub(crate) use self::apply::{Arrival, add_unread};
use self::publish::AfterCommit;
use crate::{
    event::{StoredEvent, dangling},
    fork::Resolved,
    head::RoomHead,
    service::Rooms,
};

/// How often a change is tried when other processes are faster again and again.
const ATTEMPTS: u32 = 20;
/// The longest pause before another try, in milliseconds.
const LONGEST_PAUSE: u64 = 64;

/// A change of one room that is being put together: events that build on each other and become one commit.
pub(crate) struct Change {
    /// The room as it will be.
    pub(crate) head: RoomHead,
    /// What goes to the database.
    pub(crate) batch: Box<WriteBatch>,
    /// The new events, oldest first.
    pub(crate) events: Vec<Arc<StoredEvent>>,
    /// Older events that are not what they were: taken back by one of the new ones, or no longer outliers.
    pub(crate) renewed: Vec<Arc<StoredEvent>>,
    /// Outliers that this change brings: parts of the state that have no place in the timeline.
    pub(crate) outliers: HashMap<EventNid, SharedPdu>,
    /// Whether the head changes although no event comes: history is added, or somebody is invited from afar.
    pub(crate) is_head_moved: bool,
    /// What others may build on already and only memory has until the commit.
    pub(crate) held: Held,
    /// Our users whose membership changed.
    moved: Vec<UserNid>,
    /// The room's gate, held until the change is queued; a room that is being created has none.
    gate: Option<OwnedMutexGuard<Arc<RoomHead>>>,
    built_on: Arc<RoomHead>,
}

/// Events and states that stay in memory for as long as they are held.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) events: Vec<Arc<StoredEvent>>,
    pub(crate) states: Vec<Arc<Layers>>,
}

/// How often a change has been tried.
#[derive(Default)]
pub(crate) struct Tries(u32);

/// Where an event of ours goes: what it follows on, what the room's state is there, and what it stands beside.
pub(crate) struct Ends {
    pub(crate) parents: Vec<SharedPdu>,
    pub(crate) before: Arc<Layers>,
    /// The row of that state, if no row of the database has it yet.
    pub(crate) row: Option<SnapshotRow>,
    pub(crate) beside: Vec<(EventNid, OwnedEventId)>,
}

impl Change {
    /// A change of a room as it is in `head`.
    pub(crate) fn of(head: &Arc<RoomHead>) -> Self {
        Self {
            head: RoomHead::clone(head),
            batch: Box::default(),
            events: Vec::new(),
            renewed: Vec::new(),
            outliers: HashMap::new(),
            is_head_moved: false,
            held: Held::default(),
            moved: Vec::new(),
            gate: None,
            built_on: Arc::clone(head),
        }
    }

    /// Lets others change the room, who would else wait at its gate, until [`Rooms::step_back`]. `false` if that cannot be:
    /// nobody else knows the room yet, or the change consists of several events, which stay together.
    pub(crate) fn step_aside(&mut self) -> bool {
        self.events.is_empty() && self.gate.take().is_some()
    }

    fn own_event(&self, nid: EventNid) -> Option<&Arc<StoredEvent>> {
        self.events.iter().rev().find(|event| event.nid == nid)
    }
}

impl Rooms {
    /// Opens a room for a change: waits at its gate and starts from its newest head, which may still be on its way to
    /// the disk. End it with [`Rooms::commit`], in a loop:
    ///
    /// ```ignore
    /// let mut tries = Tries::default();
    /// loop {
    ///     let mut change = self.open(room).await?;
    ///     let event = self.add(&mut change, draft.clone()).await?;
    ///     if self.commit(change, &mut tries).await? {
    ///         return Ok(event);
    ///     }
    /// }
    /// ```
    pub(crate) async fn open(&self, room: RoomNid) -> Result<Change, MatrixError> {
        let entry = self.entry(room).await?;
        let gate = Arc::clone(&entry.gate).lock_owned().await;
        // Usually the gate is ahead of what is committed. It is behind when a change that was begun before the room was
        // loaded anew has been committed since.
        let committed = entry.head();
        let head = if committed.fence > gate.fence { committed } else { Arc::clone(&gate) };
        Ok(Change { gate: Some(gate), ..Change::of(&head) })
    }

    /// Commits a change. `true` once it is on disk; `false` if another process changed the room meanwhile, so that
    /// the change has to be made once more.
    pub(crate) async fn commit(&self, change: Change, tries: &mut Tries) -> Result<bool, MatrixError> {
        let room = change.head.nid;
        let Err(error) = self.enqueue(change).await else { return Ok(true) };
        let may_retry = error.is_conflict();
        self.try_again(room, tries, error, may_retry).await
    }

    /// Like [`Rooms::commit`], for events that others made: the same one may have come another way at the same time.
    pub(crate) async fn commit_received(&self, change: Change, tries: &mut Tries) -> Result<bool, MatrixError> {
        let room = change.head.nid;
        let Err(error) = self.enqueue(change).await else { return Ok(true) };
        let may_retry = error.is_conflict() || error.is_duplicate();
        self.try_again(room, tries, error, may_retry).await
    }

    async fn try_again(
        &self,
        room: RoomNid,
        tries: &mut Tries,
        error: StoreError,
        may_retry: bool,
    ) -> Result<bool, MatrixError> {
        self.cache.drop_room(room);
        tries.0 += 1;
        if !may_retry || tries.0 >= ATTEMPTS {
            return Err(error.into());
        }
        // A pause of random length lets processes that write into the same room take turns.
        let longest = (1_u64 << tries.0.min(16)).min(LONGEST_PAUSE);
        let pause = u64::from_be_bytes(self.entropy.bytes()) % longest;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        Ok(false)
    }

    /// Hands a change to the writer and lets the next one in, which may build on this one.
    pub(crate) fn enqueue(&self, change: Change) -> hs_storage::PendingCommit {
        let Change { mut head, mut batch, events, renewed, is_head_moved, held, moved, gate, built_on, .. } = change;
        let room = head.nid;
        let advances = is_head_moved || !events.is_empty();
        if built_on.fence == 0 {
            batch.fence_absent(room);
        } else if advances {
            batch.fence(room, built_on.fence);
        } else {
            batch.fence_unchanged(room, built_on.fence);
        }
        if advances {
            head.fence = built_on.fence + 1;
            batch.room.heads.push(head.to_row(false));
        }
        self.put_out(&mut batch, (&built_on, &head), &events);
        let has_receipts = !batch.receipt.rows.is_empty();
        let head = Arc::new(head);
        let is_new = gate.is_none();
        let after =
            AfterCommit { rooms: self.clone(), is_new, head: Arc::clone(&head), events, renewed, moved, has_receipts };
        batch.after_commit(move |committed| {
            let _until_now = &held;
            after.publish(committed.position);
        });
        let pending = self.store.enqueue(*batch);
        if let Some(mut gate) = gate {
            *gate = head;
        }
        pending
    }

    /// Puts one event on a change: builds it from a draft, checks that the room's rules allow it, applies it.
    pub(crate) async fn add(&self, change: &mut Change, draft: Draft) -> Result<Arc<StoredEvent>, MatrixError> {
        self.check_invitation(&draft).await?;
        let mut ends = self.ends(change).await?;
        let state = self.auth_state(change, &draft, &ends.before).await?;
        let pdu = Arc::new(self.build(&change.head, draft, &state, &ends.parents)?);
        if *pdu.kind() == TimelineEventType::RoomCreate {
            // Since room version 12 the create event names the room.
            change.head.room_id = pdu.room_id().clone();
        }
        let by_id = |id: &EventId| state.values().find(|event| event.event_id() == id).cloned();
        let at = |kind: &StateEventType, key: &str| state.get(&(kind.clone(), key.to_owned())).cloned();
        auth::check(&pdu, &change.head.rules, by_id, at).map_err(|reason| forbidden(&reason))?;
        let pdu = Box::pin(self.have_recommended(change, &mut ends, pdu)).await?;
        let nid = self.next_event_nid().await?;
        let Ends { before, row, beside, .. } = ends;
        change.batch.state.snapshots.extend(row);
        let arrival = Arrival { pdu, nid, before, beside, redacted_by: None, has_gap: false };
        self.arrive(change, arrival).await
    }

    /// Opens the room again for a change that had stepped aside. What came meanwhile stays as it is: the event that was
    /// built before stands beside it, as one of another server would, if the room still allows it.
    pub(crate) async fn step_back(&self, change: &mut Change, ends: &mut Ends, pdu: &Pdu) -> Result<(), MatrixError> {
        let Change { head, gate, built_on, .. } = self.open(change.head.nid).await?;
        if built_on.fence != change.built_on.fence {
            self.check_in(&head, pdu, &head.layers).await?.map_err(|reason| forbidden(&reason))?;
            let follows_on = |id: &OwnedEventId| pdu.prev_events().contains(id);
            ends.beside = head.extremities.iter().filter(|(_, id)| !follows_on(id)).cloned().collect();
        }
        (change.head, change.gate, change.built_on) = (head, gate, built_on);
        Ok(())
    }

    /// The events of the room's state that decide about a draft.
    pub(crate) async fn auth_state(
        &self,
        change: &Change,
        draft: &Draft,
        before: &Layers,
    ) -> Result<HashMap<Spot, SharedPdu>, MatrixError> {
        let mut spots = auth::auth_types(
            &draft.kind,
            &draft.sender,
            draft.state_key.as_deref(),
            &draft.content,
            &change.head.rules,
        )
        .map_err(|reason| MatrixError::bad_json(format!("This event makes no sense: {reason}")))?;
        spots.push((StateEventType::RoomCreate, String::new()));
        let mut state = HashMap::with_capacity(spots.len());
        for (kind, key) in spots {
            let Some(nid) = self.state_key(&kind, &key).await?.and_then(|nid| before.get(nid)) else {
                continue;
            };
            let pdu = self.pdu_in(change, nid).await?;
            state.insert((kind, key), pdu);
        }
        Ok(state)
    }

    /// An event by number, also one that is part of the change.
    pub(crate) async fn pdu_in(&self, change: &Change, nid: EventNid) -> Result<SharedPdu, MatrixError> {
        if let Some(event) = change.own_event(nid) {
            return Ok(Arc::clone(&event.pdu));
        }
        if let Some(pdu) = change.outliers.get(&nid) {
            return Ok(Arc::clone(pdu));
        }
        let event = self.events.one(nid, &change.head.room_id).await?;
        Ok(Arc::clone(&event.ok_or_else(|| dangling("an event of the state is missing"))?.pdu))
    }

    /// Where in the room's graph the next event of ours goes.
    pub(crate) async fn ends(&self, change: &Change) -> Result<Ends, MatrixError> {
        let head = &change.head;
        let mut parents = Vec::with_capacity(head.extremities.len());
        for (nid, _) in &head.extremities {
            parents.push((*nid, self.pdu_in(change, *nid).await?));
        }
        if parents.len() <= dag::MAX_PARENTS {
            let parents = parents.into_iter().map(|(_, pdu)| pdu).collect();
            return Ok(Ends { parents, before: Arc::new(head.layers.clone()), row: None, beside: Vec::new() });
        }
        // Too many to name them all: the event follows on some, and its state is the one that these make.
        let depths: Vec<_> = parents.iter().map(|(nid, pdu)| (*nid, pdu.depth())).collect();
        let chosen = dag::parents(&depths);
        let mut states = Vec::with_capacity(chosen.len());
        for event in self.events.get(&chosen, &head.room_id).await? {
            states.push(self.snapshots.after(&event).await?);
        }
        let Resolved { layers: before, row } = self.resolve(head, states).await?;
        let beside = head.extremities.iter().filter(|(nid, _)| !chosen.contains(nid)).cloned().collect();
        let parents = parents.into_iter().filter(|(nid, _)| chosen.contains(nid)).map(|(_, pdu)| pdu).collect();
        Ok(Ends { parents, before, row, beside })
    }

    pub(crate) fn build(
        &self,
        head: &RoomHead,
        draft: Draft,
        state: &HashMap<Spot, SharedPdu>,
        parents: &[SharedPdu],
    ) -> Result<Pdu, MatrixError> {
        let is_create = draft.kind == TimelineEventType::RoomCreate;
        let create_names_room = head.rules.authorization.room_create_event_id_as_room_id;
        let create = (StateEventType::RoomCreate, String::new());
        let mut auth_events: Vec<_> = state
            .iter()
            .filter(|(spot, _)| !is_create && (!create_names_room || **spot != create))
            .map(|(_, pdu)| Arc::clone(pdu))
            .collect();
        auth_events.sort_by(|a, b| a.event_id().cmp(b.event_id()));
        let prev_events: Vec<_> = parents.iter().map(|pdu| pdu.event_id().clone()).collect();
        let mut prev_hashes = Vec::new();
        if head.rules.event_format.require_event_id {
            // Room versions 1 and 2 refer to parents by their hashes, too.
            for pdu in parents {
                prev_hashes.push(pdu.reference_hash(&head.rules).map_err(MatrixError::internal)?);
            }
        }
        let place = Parents {
            prev_events: &prev_events,
            auth_events: &auth_events,
            depth: parents.iter().map(|pdu| pdu.depth()).max().unwrap_or(0),
            prev_hashes: &prev_hashes,
        };
        let room = Place {
            room_id: (!(is_create && create_names_room)).then_some(&*head.room_id),
            rules: &head.rules,
            now_ms: u64::try_from(self.now()).unwrap_or(0),
            nonce: u64::from_be_bytes(self.entropy.bytes()),
        };
        Pdu::build(draft, room, &place, &self.identity).map_err(refused)
    }

    pub(crate) async fn next_event_nid(&self) -> Result<EventNid, MatrixError> {
        self.store.next_event_nids(1).await?.pop().ok_or_else(|| dangling("no number for an event"))
    }

    pub(crate) async fn next_snapshot_nid(&self) -> Result<SnapshotNid, MatrixError> {
        self.store.next_snapshot_nids(1).await?.pop().ok_or_else(|| dangling("no number for a state"))
    }
}

fn forbidden(reason: &str) -> MatrixError {
    MatrixError::forbidden(format!("The room does not allow this: {reason}"))
}

fn refused(error: BuildError) -> MatrixError {
    match error {
        BuildError::TooLarge(message) => MatrixError::too_large(message),
        BuildError::NotCanonical(reason) => {
            MatrixError::bad_json(format!("This cannot be part of an event: {reason}")).with_source(reason)
        }
        BuildError::Format(reason) => MatrixError::bad_json(format!("This cannot be an event: {reason}")),
    }
}
