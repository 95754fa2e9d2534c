//! Events without a place in the timeline: what allows others, what stood in a state that a server told us of.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    auth, dag,
    error::MatrixError,
    nid::{EventNid, RoomNid},
    pdu::{Pdu, SharedPdu},
};
use hs_storage::{EventStatus, WriteBatch};
use ruma::{EventId, OwnedEventId, RoomId, room_version_rules::RoomVersionRules};

use crate::{
    auth_chain::ById,
    event::StoredEvent,
    service::{Rooms, not_in_room},
};

/// Events of a room that were not known before, each judged by what it names as its auth events.
pub(crate) struct Outliers {
    /// What allows them and was known already, and they themselves.
    pub(crate) nids: HashMap<OwnedEventId, EventNid>,
    /// All events at hand: those that were refused are marked so.
    pub(crate) pdus: HashMap<OwnedEventId, SharedPdu>,
    /// Those that are new, in an order in which what allows an event comes before it.
    pub(crate) new: Vec<SharedPdu>,
}

impl Outliers {
    /// An event that was not refused.
    pub(crate) fn accepted(&self, id: &EventId) -> Option<&SharedPdu> {
        self.pdus.get(id).filter(|pdu| !ruma::state_res::Event::rejected(&***pdu))
    }
}

impl Rooms {
    /// Takes in events that others refer to. What names auth events that nobody has is left out.
    pub async fn add_outliers(&self, room_id: &RoomId, pdus: Vec<SharedPdu>) -> Result<(), MatrixError> {
        let room = self.find(room_id).await?.ok_or_else(not_in_room)?;
        let head = self.head(room).await?;
        for _ in 0..3 {
            let mut batch = WriteBatch::default();
            let known = self.judge_outliers(Some(room), room_id, &head.rules, &pdus).await?;
            if known.new.is_empty() {
                return Ok(());
            }
            self.write_outliers(&mut batch, room, &known).await?;
            match self.store.commit(batch).await {
                // The same events came another way at the same time.
                Err(error) if error.is_duplicate() => {}
                result => return result.map(drop).map_err(Into::into),
            }
        }
        Ok(())
    }

    /// Which of these events we have, refused ones included.
    pub async fn known_events(&self, ids: &[OwnedEventId]) -> Result<HashSet<OwnedEventId>, MatrixError> {
        let ids: Vec<&EventId> = ids.iter().map(AsRef::as_ref).collect();
        Ok(self.events.nids_of(&ids).await?.into_keys().collect())
    }

    /// Numbers events that are new, and judges them by their auth events, which are among them or known already.
    pub(crate) async fn judge_outliers(
        &self,
        room: Option<RoomNid>,
        room_id: &RoomId,
        rules: &RoomVersionRules,
        pdus: &[SharedPdu],
    ) -> Result<Outliers, MatrixError> {
        let mut ids: HashSet<&EventId> = pdus.iter().map(|pdu| &**pdu.event_id()).collect();
        ids.extend(pdus.iter().flat_map(|pdu| pdu.auth_events()).map(|id| &**id));
        let create = auth::create_event_id(room_id, rules);
        ids.extend(create.as_deref());
        let mut outliers = Outliers { nids: HashMap::new(), pdus: HashMap::new(), new: Vec::new() };
        if let Some(room) = room {
            let ids: Vec<&EventId> = ids.into_iter().collect();
            for event in self.events.by_ids(&ids, room, room_id).await? {
                outliers.nids.insert(event.pdu.event_id().clone(), event.nid);
                outliers.pdus.insert(event.pdu.event_id().clone(), Arc::clone(&event.pdu));
            }
        }
        let new: Vec<_> =
            pdus.iter().filter(|pdu| pdu.room_id() == room_id && !outliers.nids.contains_key(pdu.event_id())).collect();
        let at_hand: HashSet<&EventId> = new.iter().map(|pdu| &**pdu.event_id()).collect();
        let named = new.iter().flat_map(|pdu| pdu.auth_events());
        let lacking = named.filter(|id| !outliers.pdus.contains_key(*id) && !at_hand.contains(&***id));
        let elsewhere = self.known_events(&lacking.cloned().collect::<Vec<_>>()).await?;
        for pdu in dag::sort_by_references(new, Pdu::auth_events) {
            let mut lacking = pdu.auth_events().iter().filter(|id| !outliers.pdus.contains_key(*id)).peekable();
            let verdict = if lacking.peek().is_none() {
                auth::check_auth_events(&pdu, rules, |id| outliers.pdus.get(id).cloned())
            } else if lacking.all(|id| elsewhere.contains(id)) {
                Err("what it says allows it is of another room".to_owned())
            } else {
                continue;
            };
            let pdu = match verdict {
                Ok(()) => pdu,
                Err(reason) => {
                    tracing::debug!(event_id = %pdu.event_id(), reason, "an outlier is refused");
                    Arc::new(Pdu::clone(&pdu).rejected())
                }
            };
            outliers.pdus.insert(pdu.event_id().clone(), Arc::clone(&pdu));
            outliers.new.push(pdu);
        }
        let numbers = self.store.next_event_nids(outliers.new.len()).await?;
        outliers.nids.extend(outliers.new.iter().map(|pdu| pdu.event_id().clone()).zip(numbers));
        Ok(outliers)
    }

    /// Puts new outliers into a batch.
    pub(crate) async fn write_outliers(
        &self,
        batch: &mut WriteBatch,
        room: RoomNid,
        outliers: &Outliers,
    ) -> Result<(), MatrixError> {
        self.intern_all(&outliers.new).await?;
        for pdu in &outliers.new {
            let Some(nid) = outliers.nids.get(pdu.event_id()) else { continue };
            let mut row = self.row_of(room, *nid, pdu).await?;
            if outliers.accepted(pdu.event_id()).is_none() {
                row.status = EventStatus::Rejected;
            }
            if row.state_key.is_some() {
                let auth = pdu.auth_events().iter().filter_map(|id| outliers.nids.get(id));
                batch.graph.auth.extend(auth.map(|auth| (*auth, *nid)));
            }
            batch.event.silent.push(row);
        }
        Ok(())
    }

    /// Numbers all users and places in the state that some events name, in one go for each.
    async fn intern_all(&self, pdus: &[SharedPdu]) -> Result<(), MatrixError> {
        let mut users: HashSet<&ruma::UserId> = pdus.iter().map(|pdu| &**pdu.sender()).collect();
        let members = pdus.iter().filter(|pdu| *pdu.kind() == ruma::events::TimelineEventType::RoomMember);
        users.extend(members.filter_map(|pdu| <&ruma::UserId>::try_from(pdu.state_key()?).ok()));
        self.store.intern_users(&users.into_iter().collect::<Vec<_>>()).await?;
        let places: HashSet<(String, &str)> =
            pdus.iter().filter_map(|pdu| Some((pdu.kind().to_string(), pdu.state_key()?))).collect();
        let places: Vec<(&str, &str)> = places.iter().map(|(kind, key)| (&**kind, *key)).collect();
        self.store.intern_state_keys(&places).await?;
        Ok(())
    }

    /// Events by id, with those of them that we do not have.
    pub(crate) async fn find_all(
        &self,
        room: RoomNid,
        room_id: &RoomId,
        ids: &[OwnedEventId],
    ) -> Result<(ById, Vec<OwnedEventId>), MatrixError> {
        let wanted: Vec<&EventId> = ids.iter().map(AsRef::as_ref).collect();
        let events: Vec<Arc<StoredEvent>> = self.events.by_ids(&wanted, room, room_id).await?;
        let found: ById = events.into_iter().map(|event| (event.pdu.event_id().clone(), event)).collect();
        let missing = ids.iter().filter(|id| !found.contains_key(*id)).cloned().collect();
        Ok((found, missing))
    }
}
