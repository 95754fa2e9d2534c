//! A whole room at once, as the server that let a user of ours in has told it: its state, what allows that, and the
//! join. See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms>.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    auth,
    error::MatrixError,
    nid::{EventNid, StateKeyNid},
    pdu::SharedPdu,
    resolve::Spot,
    room_version,
};
use ruma::{
    OwnedRoomId, RoomVersionId,
    events::{StateEventType, TimelineEventType},
    exports::http::StatusCode,
    room_version_rules::RoomVersionRules,
};

use crate::{
    append::{Arrival, Change, Tries},
    head::RoomHead,
    outlier::Outliers,
    receive::{Incoming, Outcome, Told, note_gap},
    service::Rooms,
    snapshot::StateAt,
};

/// A room as another server tells it. All signatures and hashes have been checked.
#[derive(Clone, Debug)]
pub struct Import {
    /// The room.
    pub room_id: OwnedRoomId,
    /// Its version.
    pub version: RoomVersionId,
    /// The state before the join.
    pub state: Vec<SharedPdu>,
    /// What allows the events of the state.
    pub auth_chain: Vec<SharedPdu>,
    /// The join of our user.
    pub event: SharedPdu,
}

impl Rooms {
    /// Makes a room ours, or ours again: its old timeline stays, with a gap before the join.
    ///
    /// If other users of ours are in the room by now, the join is taken in like any event.
    pub async fn import(&self, import: &Import) -> Result<(), MatrixError> {
        let rules = room_version::rules(&import.version)
            .ok_or_else(|| MatrixError::incompatible_room_version(import.version.clone()))?;
        let rules = Arc::new(rules);
        let mut tries = Tries::default();
        loop {
            let room = self.find(&import.room_id).await?;
            let mut change = match room {
                Some(room) => self.open(room).await?,
                None => self.foreign(&import.room_id, &import.version, &rules).await?,
            };
            if change.head.is_resident() {
                drop(change);
                return self.join_as_event(import).await;
            }
            self.build_import(&mut change, import).await?;
            if self.commit_received(change, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// A room of other servers that we have not heard of.
    pub(crate) async fn foreign(
        &self,
        room_id: &ruma::RoomId,
        version: &RoomVersionId,
        rules: &Arc<RoomVersionRules>,
    ) -> Result<Change, MatrixError> {
        let nid = self.store.next_room_nids(1).await?.pop();
        let nid = nid.ok_or_else(|| crate::event::dangling("no number for a room"))?;
        Ok(Change::of(&Arc::new(RoomHead::new(nid, room_id.to_owned(), version.clone(), Arc::clone(rules)))))
    }

    async fn join_as_event(&self, import: &Import) -> Result<(), MatrixError> {
        let events = import.auth_chain.iter().chain(&import.state).cloned().collect();
        self.add_outliers(&import.room_id, events).await?;
        let state = import.state.iter().map(|pdu| pdu.event_id().clone()).collect();
        let incoming = Incoming { pdu: Arc::clone(&import.event), told: vec![Told { state, then: None }] };
        match self.receive(incoming).await? {
            Outcome::Accepted | Outcome::Known => Ok(()),
            Outcome::SoftFailed(reason) | Outcome::Rejected(reason) => Err(MatrixError::forbidden(reason)),
            Outcome::Missing { .. } | Outcome::NotInRoom => Err(lie("it leaves out events that its state refers to")),
        }
    }

    async fn build_import(&self, change: &mut Change, import: &Import) -> Result<(), MatrixError> {
        let room = change.head.nid;
        let rules = Arc::clone(&change.head.rules);
        let known = (change.head.fence != 0).then_some(room);
        let events: Vec<SharedPdu> = import.auth_chain.iter().chain(&import.state).cloned().collect();
        let outliers = self.judge_outliers(known, &import.room_id, &rules, &events).await?;
        check(import, &rules, &outliers)?;
        self.write_outliers(&mut change.batch, room, &outliers).await?;
        for (id, nid) in &outliers.nids {
            change.outliers.extend(outliers.pdus.get(id).map(|pdu| (*nid, Arc::clone(pdu))));
        }

        let accepted = import.state.iter().filter_map(|pdu| outliers.accepted(pdu.event_id()));
        let placed = accepted.filter_map(|pdu| {
            let place = (pdu.kind().to_string(), pdu.state_key()?);
            Some((place, *outliers.nids.get(pdu.event_id())?))
        });
        let (places, nids): (Vec<(String, &str)>, Vec<EventNid>) = placed.unzip();
        let places: Vec<(&str, &str)> = places.iter().map(|(kind, key)| (&**kind, *key)).collect();
        let state: HashMap<StateKeyNid, EventNid> =
            self.store.intern_state_keys(&places).await?.into_iter().zip(nids).collect();
        let gone = change.head.layers.to_map().into_iter().map(|(key, _)| key).filter(|key| !state.contains_key(key));
        let mut differing: Vec<_> = gone.map(|key| (key, None)).collect();
        differing.extend(state.into_iter().map(|(key, nid)| (key, Some(nid))));
        differing.retain(|(key, event)| change.head.state_event(*key) != *event);
        let old = StateAt::stored(Arc::new(change.head.layers.clone()));
        let before = self.state_on(room, &old, differing.clone()).await?;
        change.batch.state.snapshots.extend(before.row);
        self.adopt_state(change, (*before.layers).clone(), differing).await?;
        // Also where nothing of that has changed since the last of us went.
        let is_public = self.is_public(change).await?;
        change.batch.user_directory.public_rooms.push((room, is_public));

        let pdu = Arc::clone(&import.event);
        let (found, mut missing) = self.find_all(room, &import.room_id, pdu.prev_events()).await?;
        missing.extend(found.into_iter().filter(|(_, event)| event.order.is_none()).map(|(id, _)| id));
        let nid = match self.events.nid_of(pdu.event_id()).await? {
            Some(nid) => nid,
            None => self.next_event_nid().await?,
        };
        let has_gap = change.head.last_order.get() > 0 && !missing.is_empty();
        let arrival = Arrival { pdu, nid, before: before.layers, beside: Vec::new(), redacted_by: None, has_gap };
        let event = self.arrive(change, arrival).await?;
        if let Some(order) = event.order {
            note_gap(change, nid, order, missing);
        }
        change.batch.stripped_state.gone.push(room);
        Ok(())
    }
}

/// Refuses a room that is not one: whose state has no create event, or does not allow the join.
fn check(import: &Import, rules: &RoomVersionRules, outliers: &Outliers) -> Result<(), MatrixError> {
    let join = &import.event;
    if *join.kind() != TimelineEventType::RoomMember || join.room_id() != &import.room_id {
        return Err(lie("it is not about this join"));
    }
    let mut state: HashMap<Spot, SharedPdu> = HashMap::with_capacity(import.state.len());
    for pdu in import.state.iter().filter_map(|pdu| outliers.accepted(pdu.event_id())) {
        let Some((kind, key)) = pdu.state_pair() else { return Err(lie("a message is no state")) };
        if state.insert((kind, key.to_owned()), Arc::clone(pdu)).is_some() {
            return Err(lie("it has two events for one place in the state"));
        }
    }
    let create = state.get(&(StateEventType::RoomCreate, String::new()));
    let create = create.ok_or_else(|| lie("its state has no create event"))?;
    if version_of(create) != import.version {
        return Err(lie("the room has another version than was said"));
    }
    let by_id = |id: &ruma::EventId| outliers.pdus.get(id).cloned();
    auth::check_auth_events(join, rules, by_id).map_err(|reason| refused(&reason))?;
    let at = |kind: &StateEventType, key: &str| state.get(&(kind.clone(), key.to_owned())).cloned();
    auth::check_in_state(join, rules, at).map_err(|reason| refused(&reason))
}

/// The version that a create event says; version 1 if it says none.
fn version_of(create: &SharedPdu) -> RoomVersionId {
    #[derive(serde::Deserialize)]
    struct Content {
        room_version: Option<RoomVersionId>,
    }
    create.content_as::<Content>().and_then(|content| content.room_version).unwrap_or(RoomVersionId::V1)
}

fn lie(what: &str) -> MatrixError {
    MatrixError::unknown(format!("The other server's answer makes no sense: {what}"))
        .with_status(StatusCode::BAD_GATEWAY)
}

fn refused(reason: &str) -> MatrixError {
    MatrixError::forbidden(format!("The room does not allow this: {reason}"))
}
