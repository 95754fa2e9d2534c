//! History that comes later than what followed on it: fetched when somebody reads back that far, or sent by a server
//! that we had not heard of. It counts down from the event before which it was missing.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    dag,
    error::MatrixError,
    nid::{EventNid, RoomOrder},
    pdu::{self, Pdu, SharedPdu},
    state::layers::Layers,
};
use hs_storage::{EventRow, EventStatus};
use ruma::{EventId, OwnedEventId, RoomId};

use crate::{
    append::{Change, Tries},
    auth_chain::ById,
    event::StoredEvent,
    findable::index,
    fork::Resolved,
    head::RoomHead,
    receive::note_gap,
    service::{Rooms, not_in_room},
};

/// An event on its way into the past.
pub(crate) struct Old {
    pub(crate) pdu: SharedPdu,
    pub(crate) nid: EventNid,
    pub(crate) before: Arc<Layers>,
    pub(crate) redacted_by: Option<EventNid>,
}

/// What is missing from a room's timeline between two places.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The events that are missing and are named as parents, by which others can be asked for them.
    pub missing: Vec<OwnedEventId>,
    /// The place before which they are missing.
    pub before: RoomOrder,
}

/// A stretch of history that another server has told us, its signatures and hashes checked.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The events.
    pub pdus: Vec<SharedPdu>,
    /// The state before those of them whose parents are not among them, as far as it could be learnt. The events of
    /// these states must have been taken in ([`Rooms::add_outliers`]).
    pub states: HashMap<OwnedEventId, Vec<OwnedEventId>>,
    /// Parents that nobody has, which need not be asked for again.
    pub nowhere: Vec<OwnedEventId>,
}

impl Rooms {
    /// What is missing from a room's timeline between two places, nearest to the newer end.
    pub async fn gap_between(
        &self,
        head: &RoomHead,
        from: RoomOrder,
        to: RoomOrder,
    ) -> Result<Option<Gap>, MatrixError> {
        let rows = self.store.backward_extremities(head.nid, (from, to), 20).await?;
        let Some(before) = rows.first().map(|row| row.child_order) else { return Ok(None) };
        let near = rows.into_iter().filter(|row| row.child_order == before);
        Ok(Some(Gap { missing: near.map(|row| row.event_id).collect(), before }))
    }

    /// Puts history into the timeline. Returns how many events are new there.
    pub async fn add_history(&self, room_id: &RoomId, history: &History) -> Result<usize, MatrixError> {
        let room = self.find(room_id).await?.ok_or_else(not_in_room)?;
        // Now all of them are found by id, whatever refers to what.
        self.add_outliers(room_id, history.pdus.clone()).await?;
        let mut tries = Tries::default();
        loop {
            let head = self.head(room).await?;
            let mut change = self.open(room).await?;
            let added = self.fill_in(&mut change, &head, history).await?;
            let nowhere = history.nowhere.iter().map(|id| (room, id.clone()));
            change.batch.graph.found.extend(nowhere);
            change.is_head_moved = added > 0;
            if change.batch.is_empty() || self.commit_received(change, &mut tries).await? {
                return Ok(added);
            }
        }
    }

    async fn fill_in(&self, change: &mut Change, head: &RoomHead, history: &History) -> Result<usize, MatrixError> {
        let ids: Vec<&EventId> = history.pdus.iter().map(|pdu| &**pdu.event_id()).collect();
        let known = self.events.by_ids(&ids, head.nid, &head.room_id).await?;
        let refused = known.iter().filter(|event| event.status != EventStatus::Accepted);
        change.batch.graph.found.extend(refused.map(|event| (head.nid, event.pdu.event_id().clone())));
        let outliers: ById = known
            .into_iter()
            .filter(|event| event.order.is_none() && event.status == EventStatus::Accepted)
            .map(|event| (event.pdu.event_id().clone(), event))
            .collect();
        let (mut fresh, mut judged): (ById, Vec<(Old, Vec<OwnedEventId>)>) = (HashMap::new(), Vec::new());
        let pdus: Vec<SharedPdu> = outliers.values().map(|event| Arc::clone(&event.pdu)).collect();
        for pdu in dag::sort_by_references(&pdus, Pdu::prev_events) {
            let Some(outlier) = outliers.get(pdu.event_id()) else { continue };
            let (mut parents, mut missing) = self.find_all(head.nid, &head.room_id, pdu.prev_events()).await?;
            missing.extend(
                parents.extract_if(|id, event| !event.has_state() && !fresh.contains_key(id)).map(|(id, _)| id),
            );
            for (id, parent) in &mut parents {
                if let Some(placed) = fresh.get(id) {
                    *parent = Arc::clone(placed);
                }
            }
            let told = history.states.get(pdu.event_id());
            let Resolved { layers: before, row } = self.state_in_past(head, &parents, &missing, told).await?;
            change.batch.state.snapshots.extend(row);
            let mut row = EventRow { snapshot: before.top(), ..self.row_of(head.nid, outlier.nid, &pdu).await? };
            if let Err(reason) = self.check_in(head, &pdu, &before).await? {
                tracing::debug!(event_id = %pdu.event_id(), reason, "an old event is refused");
                row.status = EventStatus::Rejected;
            }
            let event = Arc::new(StoredEvent::from_row(&row, &head.room_id)?);
            fresh.insert(pdu.event_id().clone(), event);
            if row.status == EventStatus::Rejected {
                change.batch.graph.found.push((head.nid, pdu.event_id().clone()));
                change.batch.event.silent.push(row);
                continue;
            }
            let taken_back = match outlier.redacted_by {
                Some(by) => Some((by, Arc::clone(&outlier.pdu))),
                None => self.redacted_early(change, &pdu).await?,
            };
            let (redacted_by, pdu) = taken_back.map_or((None, pdu), |(by, pdu)| (Some(by), pdu));
            judged.push((Old { pdu, nid: outlier.nid, before, redacted_by }, missing));
        }
        self.place_in_past(change, history, judged).await
    }

    /// Gives judged events their places: the newest the highest, each just below what was there before.
    async fn place_in_past(
        &self,
        change: &mut Change,
        history: &History,
        judged: Vec<(Old, Vec<OwnedEventId>)>,
    ) -> Result<usize, MatrixError> {
        let ids: Vec<&EventId> = judged.iter().map(|(old, _)| &**old.pdu.event_id()).collect();
        let waited_for = self.store.missing_parents(change.head.nid, &ids).await?;
        // Where no event of the timeline waits for any of them, they belong nowhere yet.
        let Some(child_order) = waited_for.iter().map(|row| row.child_order).max() else { return Ok(0) };
        let nowhere: HashSet<&OwnedEventId> = history.nowhere.iter().collect();
        let mut next = self.slot_before(change, child_order).await?;
        let count = judged.len();
        for (old, mut missing) in judged.into_iter().rev() {
            let nid = old.nid;
            self.write_history(change, old, next).await?;
            missing.retain(|id| !nowhere.contains(id));
            note_gap(change, nid, next, missing);
            next = RoomOrder(next.get() - 1);
        }
        Ok(count)
    }

    /// The state before an old event.
    async fn state_in_past(
        &self,
        head: &RoomHead,
        parents: &ById,
        missing: &[OwnedEventId],
        told: Option<&Vec<OwnedEventId>>,
    ) -> Result<Resolved, MatrixError> {
        if !missing.is_empty()
            && let Some(ids) = told
            && let Ok(told) = self.told_state(head, ids).await?
        {
            return Ok(told);
        }
        if parents.is_empty() && !missing.is_empty() {
            // Nobody would say. The state that the room has now is the best guess at who could read what.
            return Ok(Resolved { layers: Arc::new(head.layers.clone()), row: None });
        }
        self.state_after_all(head, parents).await
    }

    /// The highest free place below an event before which history is missing.
    async fn slot_before(&self, change: &Change, child: RoomOrder) -> Result<RoomOrder, MatrixError> {
        let floor = RoomOrder(child.get().saturating_sub(dag::GAP / 2));
        let lowest = self.store.first_order_between(change.head.nid, (floor, child)).await?;
        Ok(RoomOrder(lowest.unwrap_or(child).get() - 1))
    }

    /// Puts one event into the past. Returns its place.
    pub(crate) async fn keep_as_history(
        &self,
        change: &mut Change,
        old: Old,
        child: RoomOrder,
    ) -> Result<RoomOrder, MatrixError> {
        let order = self.slot_before(change, child).await?;
        self.write_history(change, old, order).await?;
        change.is_head_moved = true;
        Ok(order)
    }

    async fn write_history(&self, change: &mut Change, old: Old, order: RoomOrder) -> Result<(), MatrixError> {
        let Old { pdu, nid, before, redacted_by } = old;
        let room = change.head.nid;
        let row =
            EventRow { order: Some(order), snapshot: before.top(), redacted_by, ..self.row_of(room, nid, &pdu).await? };
        let event = Arc::new(StoredEvent::pending(&row, Arc::clone(&pdu)));
        index(change, &event);
        change.renewed.push(event);
        change.batch.event.silent.push(row);
        change.batch.graph.found.push((room, pdu.event_id().clone()));
        change.head.first_order = change.head.first_order.min(order);
        Ok(())
    }

    /// What is left of an event that was taken back before it came, and by which event.
    pub(crate) async fn redacted_early(
        &self,
        change: &Change,
        target: &SharedPdu,
    ) -> Result<Option<(EventNid, SharedPdu)>, MatrixError> {
        let head = &change.head;
        for (_, nid) in self.store.early_redactions(&[target.event_id()]).await? {
            let Some(redaction) = self.events.one(nid, &head.room_id).await? else { continue };
            if redaction.room != head.nid || redaction.status != EventStatus::Accepted {
                continue;
            }
            let levels = self.power_levels_in(change).await?;
            let may_redact_others = levels.user_can_redact_event_of_other(redaction.pdu.sender());
            if pdu::is_redacted_by(target, &redaction.pdu, may_redact_others, &head.rules) {
                let left = pdu::redact(target, &head.rules).map_err(MatrixError::internal)?;
                return Ok(Some((nid, Arc::new(left))));
            }
        }
        Ok(None)
    }
}
