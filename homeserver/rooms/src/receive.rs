//! One event of another server, taken in: where it stands, whether it was allowed there and is allowed now, and what
//! it makes of the room. Form, signatures and hash were checked before.
//! See <https://spec.matrix.org/v1.19/server-server-api/#checks-performed-on-receipt-of-a-pdu>, steps 4 to 6.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    auth::{self, Verdict},
    error::MatrixError,
    nid::{EventNid, RoomNid, RoomOrder, StateKeyNid},
    pdu::{Pdu, SharedPdu},
    resolve::Spot,
    state::layers::Layers,
};
use hs_storage::{BackwardExtremityRow, EventRow, EventStatus, SnapshotRow};
use ruma::{EventId, OwnedEventId, events::TimelineEventType};

use crate::{
    append::{Arrival, Change, Tries},
    auth_chain::ById,
    event::{StoredEvent, dangling},
    fork::Resolved,
    head::RoomHead,
    history::Old,
    service::Rooms,
    snapshot::StateAt,
    tie::MAX_ENDS,
};

/// How many refused events in a row are looked through in search of what an event really follows on.
const STEPS_OVER_REFUSED: usize = 100;

/// A state as another server tells it. All of its events must have been taken in ([`Rooms::add_outliers`]).
#[derive(Clone, Debug)]
pub struct Told {
    /// The state before some event.
    pub state: Vec<OwnedEventId>,
    /// That event, if the state after it is meant.
    pub then: Option<OwnedEventId>,
}

/// An event that has come from another server.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The event.
    pub pdu: SharedPdu,
    /// What the parents that we lack have led to. Empty if we should lack none.
    pub told: Vec<Told>,
}

impl Incoming {
    /// An event whose parents should be known.
    pub fn new(pdu: SharedPdu) -> Self {
        Self { pdu, told: Vec::new() }
    }
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has been here for a while.
    Known,
    /// It is part of the room.
    Accepted,
    /// It was allowed where it stands, and would not be now: kept, and shown to nobody.
    SoftFailed(String),
    /// It was never allowed: kept, and shown to nobody.
    Rejected(String),
    /// It cannot be judged before these are here.
    Missing {
        /// Events that it follows on.
        prev: Vec<OwnedEventId>,
        /// Events that it says allow it, or that were said to be in the state before it.
        auth: Vec<OwnedEventId>,
    },
    /// No user of ours is in the room.
    NotInRoom,
}

/// An event that has been judged by all but the present state.
struct Judged {
    pdu: SharedPdu,
    /// What we had of it so far, if it has been an outlier.
    outlier: Option<Arc<StoredEvent>>,
    /// The state before it; unknown for an event that was refused early.
    before: Arc<Layers>,
    /// The rows of that state, and of what it builds on, as far as they are new.
    snapshots: Vec<SnapshotRow>,
    /// The parents that we have.
    parents: ById,
    /// Those that we lack.
    missing: Vec<OwnedEventId>,
    verdict: Verdict,
}

impl Rooms {
    /// Takes in one event of another server.
    pub async fn receive(&self, incoming: Incoming) -> Result<Outcome, MatrixError> {
        let pdu = &incoming.pdu;
        let mut tries = Tries::default();
        let Some(room) = self.find(pdu.room_id()).await? else { return Ok(Outcome::NotInRoom) };
        loop {
            let head = self.head(room).await?;
            if !head.is_resident() {
                return Ok(Outcome::NotInRoom);
            }
            let known = self.events.by_id(pdu.event_id(), head.nid, &head.room_id).await?;
            if let Some(outcome) = known.as_deref().and_then(fate) {
                return Ok(outcome);
            }
            let judged = match self.judge(&head, &incoming, known).await? {
                Ok(judged) => judged,
                Err(outcome) => return Ok(outcome),
            };
            let judged = Box::pin(self.weigh(&head, judged)).await?;
            let mut change = self.open(head.nid).await?;
            if !change.head.is_resident() {
                return Ok(Outcome::NotInRoom);
            }
            let outcome = self.take_in(&mut change, judged).await?;
            // It waits no longer, if it did, from the moment that it is here.
            change.batch.inbound.done.push((pdu.room_id().clone(), pdu.event_id().clone()));
            if self.commit_received(change, &mut tries).await? {
                if outcome == Outcome::Accepted {
                    self.follow_up(room, pdu).await;
                }
                return Ok(outcome);
            }
        }
    }

    /// Has the room's policy server look at an event, if the room has one and does not keep the event out anyway.
    async fn weigh(&self, head: &Arc<RoomHead>, judged: Judged) -> Result<Judged, MatrixError> {
        if judged.verdict != Verdict::Accepted || self.check_in(head, &judged.pdu, &head.layers).await?.is_err() {
            return Ok(judged);
        }
        Ok(match self.recommended(&Change::of(head), Arc::clone(&judged.pdu)).await? {
            Ok(pdu) => Judged { pdu, ..judged },
            Err(refusal) => {
                let verdict = Verdict::SoftFailed(refusal.message().to_owned());
                Judged { verdict, ..judged }
            }
        })
    }

    /// Does what an event asks of us that has become part of a room. What fails does not make the event undone.
    async fn follow_up(&self, room: RoomNid, pdu: &Pdu) {
        if *pdu.kind() == TimelineEventType::RoomGuestAccess
            && let Err(error) = self.put_guests_out(room).await
        {
            tracing::warn!(room_id = %pdu.room_id(), %error, "guests stay in a room that lets none in");
        }
        if let Err(error) = self.tie_ends(room).await {
            tracing::info!(room_id = %pdu.room_id(), %error, "the ends of a room were not tied together");
        }
    }

    /// Finds out where an event stands, and whether it was allowed there.
    async fn judge(
        &self,
        head: &RoomHead,
        incoming: &Incoming,
        outlier: Option<Arc<StoredEvent>>,
    ) -> Result<Result<Judged, Outcome>, MatrixError> {
        let pdu = &incoming.pdu;
        let mut auth_ids = pdu.auth_events().to_vec();
        auth_ids.extend(auth::create_event_id(&head.room_id, &head.rules));
        let (auth_events, lacking) = self.find_all(head.nid, &head.room_id, &auth_ids).await?;
        if !self.known_events(&lacking).await?.is_empty() {
            let verdict = Verdict::Rejected("what it says allows it is of another room".to_owned());
            let (before, snapshots, parents, missing) = <_>::default();
            let pdu = Arc::clone(pdu);
            return Ok(Ok(Judged { pdu, outlier, before, snapshots, parents, missing, verdict }));
        }
        let (mut parents, mut missing) = self.find_all(head.nid, &head.room_id, pdu.prev_events()).await?;
        missing.extend(parents.extract_if(|_, event| !event.has_state()).map(|(id, _)| id));
        if !lacking.is_empty() || (!missing.is_empty() && incoming.told.is_empty()) {
            return Ok(Err(Outcome::Missing { prev: missing, auth: lacking }));
        }
        let (before, snapshots) = if missing.is_empty() {
            let before = self.state_after_all(head, &parents).await?;
            (before.layers, before.row.into_iter().collect())
        } else {
            match self.state_over_gap(head, &parents, &incoming.told).await? {
                Ok(before) => before,
                Err(lacking) => return Ok(Err(Outcome::Missing { prev: Vec::new(), auth: lacking })),
            }
        };
        let by_id = |id: &EventId| auth_events.get(id).map(|event| Arc::clone(&event.pdu));
        let verdict = match auth::check_auth_events(pdu, &head.rules, by_id) {
            Ok(()) => match self.check_in(head, pdu, &before).await? {
                Ok(()) => Verdict::Accepted,
                Err(reason) => Verdict::Rejected(reason),
            },
            Err(reason) => Verdict::Rejected(reason),
        };
        Ok(Ok(Judged { pdu: Arc::clone(pdu), outlier, before, snapshots, parents, missing, verdict }))
    }

    /// The state after some events: that of the room, if they are all its ends.
    pub(crate) async fn state_after_all(&self, head: &RoomHead, parents: &ById) -> Result<Resolved, MatrixError> {
        let ends: HashSet<EventNid> = head.extremities.iter().map(|(nid, _)| *nid).collect();
        if parents.len() == ends.len() && parents.values().all(|event| ends.contains(&event.nid)) {
            return Ok(Resolved { layers: Arc::new(head.layers.clone()), row: None });
        }
        let mut states = Vec::with_capacity(parents.len());
        for event in parents.values() {
            states.push(self.snapshots.after(event).await?);
        }
        if states.is_empty() {
            return Ok(Resolved { layers: Arc::default(), row: None });
        }
        self.resolve(head, states).await
    }

    /// The state that the parents we have and those that we were told of have led to, with all of its new rows; or what
    /// we lack of the latter.
    async fn state_over_gap(
        &self,
        head: &RoomHead,
        parents: &ById,
        told: &[Told],
    ) -> Result<Result<(Arc<Layers>, Vec<SnapshotRow>), Vec<OwnedEventId>>, MatrixError> {
        let mut rows = Vec::new();
        let mut states = Vec::with_capacity(parents.len() + told.len());
        for event in parents.values() {
            states.push(self.snapshots.after(event).await?);
        }
        for told in told {
            let before = match self.told_state(head, &told.state).await? {
                Ok(before) => before,
                Err(lacking) => return Ok(Err(lacking)),
            };
            rows.extend(before.row);
            let then = match &told.then {
                Some(id) => self.events.by_id(id, head.nid, &head.room_id).await?,
                None => None,
            };
            // What was refused changed nothing.
            let then = then.filter(|event| event.status != EventStatus::Rejected);
            let change = then.and_then(|event| Some((event.state_key?, event.nid)));
            states.push(StateAt::after(before.layers, change));
        }
        let before = self.resolve(head, states).await?;
        rows.extend(before.row);
        Ok(Ok((before.layers, rows)))
    }

    /// A state that another server has told us of, or what of it we lack.
    pub(crate) async fn told_state(
        &self,
        head: &RoomHead,
        ids: &[OwnedEventId],
    ) -> Result<Result<Resolved, Vec<OwnedEventId>>, MatrixError> {
        let (events, lacking) = self.find_all(head.nid, &head.room_id, ids).await?;
        if !lacking.is_empty() {
            return Ok(Err(lacking));
        }
        let accepted = events.values().filter(|event| event.status != EventStatus::Rejected);
        let told: HashMap<StateKeyNid, EventNid> =
            accepted.filter_map(|event| Some((event.state_key?, event.nid))).collect();
        // Told as what differs from the present state, it shares most of its rows.
        let gone = head.layers.to_map().into_iter().map(|(key, _)| key).filter(|key| !told.contains_key(key));
        let mut changes: Vec<_> = gone.map(|key| (key, None)).collect();
        changes.extend(told.into_iter().map(|(key, event)| (key, Some(event))));
        let now = StateAt::stored(Arc::new(head.layers.clone()));
        Ok(Ok(self.state_on(head.nid, &now, changes).await?))
    }

    /// Whether a state allows an event.
    pub(crate) async fn check_in(
        &self,
        head: &RoomHead,
        pdu: &Pdu,
        state: &Layers,
    ) -> Result<Result<(), String>, MatrixError> {
        let types = auth::auth_types(pdu.kind(), pdu.sender(), pdu.state_key(), pdu.content(), &head.rules);
        let mut spots: Vec<Spot> = match types {
            Ok(spots) => spots,
            Err(reason) => return Ok(Err(reason)),
        };
        spots.push((ruma::events::StateEventType::RoomCreate, String::new()));
        let mut found: HashMap<Spot, SharedPdu> = HashMap::with_capacity(spots.len());
        for (kind, key) in spots {
            let Some(nid) = self.state_key(&kind, &key).await?.and_then(|nid| state.get(nid)) else { continue };
            let event = self.events.one(nid, &head.room_id).await?;
            let event = event.ok_or_else(|| dangling("an event of the state is missing"))?;
            found.insert((kind, key), Arc::clone(&event.pdu));
        }
        let at = |kind: &ruma::events::StateEventType, key: &str| found.get(&(kind.clone(), key.to_owned())).cloned();
        Ok(auth::check_in_state(pdu, &head.rules, at))
    }

    /// Puts a judged event where it belongs.
    async fn take_in(&self, change: &mut Change, judged: Judged) -> Result<Outcome, MatrixError> {
        let Judged { pdu, outlier, before, snapshots, parents, missing, verdict } = judged;
        let nid = match &outlier {
            Some(event) => event.nid,
            None => self.next_event_nid().await?,
        };
        change.batch.state.snapshots.extend(snapshots);
        if let Verdict::Rejected(reason) = verdict {
            tracing::debug!(event_id = %pdu.event_id(), reason, "an event is refused");
            self.keep_hidden(change, nid, &pdu, &before, EventStatus::Rejected).await?;
            return Ok(Outcome::Rejected(reason));
        }
        let taken_back = match outlier.as_deref() {
            Some(StoredEvent { redacted_by: Some(by), pdu, .. }) => Some((*by, Arc::clone(pdu))),
            _ => self.redacted_early(change, &pdu).await?,
        };
        // Judged as it was sent: in old rooms a redaction that is taken back itself no longer says of what it is one.
        let whole = Arc::clone(&pdu);
        let (redacted_by, pdu) = taken_back.map_or((None, pdu), |(by, pdu)| (Some(by), pdu));
        let waited_for = self.store.missing_parents(change.head.nid, &[pdu.event_id()]).await?;
        if let Some(order) = waited_for.iter().map(|row| row.child_order).min() {
            // What followed on it came first, with a state of its own: this is history.
            let old = Old { pdu, nid, before, redacted_by };
            let order = self.keep_as_history(change, old, order).await?;
            note_gap(change, nid, order, missing);
            return Ok(Outcome::Accepted);
        }
        let now = match verdict {
            Verdict::SoftFailed(reason) => Err(reason),
            _ => self.check_in(&change.head, &whole, &change.head.layers).await?,
        };
        if let Err(reason) = now {
            tracing::debug!(event_id = %pdu.event_id(), reason, "an event came too late");
            self.keep_hidden(change, nid, &pdu, &before, EventStatus::SoftFailed).await?;
            return Ok(Outcome::SoftFailed(reason));
        }
        let covered = self.covered(&change.head, parents).await?;
        let mut beside: Vec<_> =
            change.head.extremities.iter().filter(|(nid, _)| !covered.contains(nid)).cloned().collect();
        beside.drain(..beside.len().saturating_sub(MAX_ENDS - 1));
        let has_gap = !missing.is_empty();
        let event = self.arrive(change, Arrival { pdu, nid, before, beside, redacted_by, has_gap }).await?;
        if let Some(order) = event.order {
            note_gap(change, nid, order, missing);
        }
        Ok(Outcome::Accepted)
    }

    /// Keeps an event that nobody will see.
    async fn keep_hidden(
        &self,
        change: &mut Change,
        nid: EventNid,
        pdu: &SharedPdu,
        before: &Layers,
        status: EventStatus,
    ) -> Result<(), MatrixError> {
        let room = change.head.nid;
        let row = EventRow { status, snapshot: before.top(), ..self.row_of(room, nid, pdu).await? };
        change.batch.graph.found.push((room, pdu.event_id().clone()));
        change.renewed.push(Arc::new(StoredEvent::from_row(&row, &change.head.room_id)?));
        change.batch.event.silent.push(row);
        Ok(())
    }

    /// The events that an event follows on, also by way of refused ones, which are no ends of the graph themselves.
    async fn covered(&self, head: &RoomHead, parents: ById) -> Result<HashSet<EventNid>, MatrixError> {
        let mut covered = HashSet::new();
        let mut waiting: Vec<Arc<StoredEvent>> = parents.into_values().collect();
        let mut steps = 0;
        while let Some(event) = waiting.pop() {
            if !covered.insert(event.nid) || event.status == EventStatus::Accepted || steps >= STEPS_OVER_REFUSED {
                continue;
            }
            steps += 1;
            waiting.extend(self.find_all(head.nid, &head.room_id, event.pdu.prev_events()).await?.0.into_values());
        }
        Ok(covered)
    }
}

/// Notes what is missing before an event of the timeline.
pub(crate) fn note_gap(change: &mut Change, child: EventNid, child_order: RoomOrder, missing: Vec<OwnedEventId>) {
    let room = change.head.nid;
    let rows = missing.into_iter().map(|event_id| BackwardExtremityRow { room, event_id, child, child_order });
    change.batch.graph.missing.extend(rows);
}

/// What has been decided of an event before; `None` if nothing has, as of an outlier.
fn fate(event: &StoredEvent) -> Option<Outcome> {
    let reason = || "it was refused before".to_owned();
    match event.status {
        EventStatus::Rejected => Some(Outcome::Rejected(reason())),
        EventStatus::SoftFailed => Some(Outcome::SoftFailed(reason())),
        EventStatus::Accepted => event.order.map(|_| Outcome::Known),
    }
}
