//! One state out of those of several forks. What it costs is what differs between them: where they agree, nothing is
//! loaded and nothing compared.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    dag,
    error::MatrixError,
    nid::{EventNid, RoomNid, StateKeyNid},
    pdu::{Pdu, SharedPdu},
    resolve::{Forks, Spot},
    state::layers::Layers,
};
use hs_storage::SnapshotRow;
use ruma::{OwnedEventId, events::StateEventType};

use crate::{
    auth_chain::ById,
    event::{StoredEvent, dangling},
    head::RoomHead,
    service::Rooms,
    snapshot::{self, StateAt},
};

/// From how many conflicting events on a resolution gets a thread of its own, so that it holds nobody up.
const MANY: usize = 64;
/// How many of the events that another one allows are looked at together.
const PORTION: u64 = 64;

/// A state and, if no row of the database has it yet, the row that will.
pub(crate) struct Resolved {
    pub(crate) layers: Arc<Layers>,
    pub(crate) row: Option<SnapshotRow>,
}

/// A change against some state: places, and what stands there now.
type Changes = Vec<(StateKeyNid, Option<EventNid>)>;

impl Rooms {
    /// The state of a room that several states have led to.
    pub(crate) async fn resolve(&self, head: &RoomHead, mut states: Vec<StateAt>) -> Result<Resolved, MatrixError> {
        let mut seen = HashSet::new();
        states.retain(|state| seen.insert((state.parts().0.top(), state.parts().1)));
        // The one to build on: if there is one, the state that the room has now, which shares most of its rows.
        let now = head.layers.top();
        states.sort_by_key(|state| state.parts().0.top() != now);
        let Some((base, others)) = states.split_first() else { return Err(dangling("a graph without ends")) };
        let differing: BTreeSet<StateKeyNid> =
            others.iter().flat_map(|state| state.differences(base)).map(|(key, _)| key).collect();
        let changes =
            if differing.is_empty() { Vec::new() } else { self.choose(head, &states, base, &differing).await? };
        self.state_on(head.nid, base, changes).await
    }

    /// A state with some changes: a stored one, if there is an equal one.
    pub(crate) async fn state_on(
        &self,
        room: RoomNid,
        base: &StateAt,
        mut changes: Changes,
    ) -> Result<Resolved, MatrixError> {
        let (layers, then) = base.parts();
        if let Some((key, event)) = then
            && !changes.iter().any(|(changed, _)| *changed == key)
        {
            changes.push((key, Some(event)));
        }
        changes.retain(|(key, event)| layers.get(*key) != *event);
        if changes.is_empty() {
            return Ok(Resolved { layers: Arc::clone(layers), row: None });
        }
        let made = layers.push(self.next_snapshot_nid().await?, changes.into_iter().collect());
        for row in self.store.snapshots_by_hash(room, &made.hash().to_bytes()).await? {
            let stored = self.snapshots.get(Some(row.nid)).await?;
            let is_equal =
                StateAt::stored(Arc::new(made.clone())).differences(&StateAt::stored(Arc::clone(&stored))).is_empty();
            if is_equal {
                return Ok(Resolved { layers: stored, row: None });
            }
        }
        let row = snapshot::to_row(&made, room);
        Ok(Resolved { layers: self.snapshots.insert(&made), row })
    }

    /// Chooses between the events of several states, and says what that changes in the first of them.
    async fn choose(
        &self,
        head: &RoomHead,
        states: &[StateAt],
        base: &StateAt,
        differing: &BTreeSet<StateKeyNid>,
    ) -> Result<Changes, MatrixError> {
        let keys: Vec<StateKeyNid> = differing.iter().copied().collect();
        let names = self.store.state_keys(&keys).await?;
        let spots: Vec<Spot> =
            names.iter().map(|name| (StateEventType::from(&*name.event_type), name.state_key.to_string())).collect();
        let nids: BTreeSet<EventNid> =
            states.iter().flat_map(|state| keys.iter().filter_map(|key| state.get(*key))).collect();
        let nids: Vec<EventNid> = nids.into_iter().collect();
        let conflicted = self.events.get(&nids, &head.room_id).await?;
        let ids: HashMap<EventNid, OwnedEventId> =
            conflicted.iter().map(|event| (event.nid, event.pdu.event_id().clone())).collect();
        let at = |state: &StateAt| -> HashMap<Spot, OwnedEventId> {
            let entries = keys.iter().zip(&spots);
            entries.filter_map(|(key, spot)| Some((spot.clone(), ids.get(&state.get(*key)?)?.clone()))).collect()
        };
        let mut forks = Forks { differing: states.iter().map(at).collect(), ..Forks::default() };
        let chain = self.with_auth_chain(head, conflicted.iter().cloned()).await?;
        if head.rules.state_res.v2_rules().is_some() {
            forks.auth_difference = self.auth_difference(&forks, &chain, base, differing).await?;
        }
        let known_nids: HashMap<OwnedEventId, EventNid> =
            conflicted.iter().map(|event| (event.pdu.event_id().clone(), event.nid)).collect();
        let nid_of_chain: HashMap<OwnedEventId, EventNid> =
            chain.iter().map(|(id, event)| (id.clone(), event.nid)).collect();
        forks.events = chain.into_iter().map(|(id, event)| (id, Arc::clone(&event.pdu))).collect();
        self.add_agreed(head, &mut forks, base).await?;

        let rules = Arc::clone(&head.rules);
        let resolved = if conflicted.len() < MANY {
            forks.resolve(&rules)
        } else {
            let work = tokio::task::spawn_blocking(move || forks.resolve(&rules));
            work.await.map_err(MatrixError::internal)?
        };
        let resolved = resolved.map_err(MatrixError::internal)?;
        let mut changes = Vec::with_capacity(keys.len());
        for (key, spot) in keys.into_iter().zip(&spots) {
            let id = resolved.get(spot);
            changes.push((key, id.and_then(|id| known_nids.get(id).or_else(|| nid_of_chain.get(id)).copied())));
        }
        Ok(changes)
    }

    /// Looks up what all forks agree on, as far as it decides about what they do not.
    async fn add_agreed(&self, head: &RoomHead, forks: &mut Forks, base: &StateAt) -> Result<(), MatrixError> {
        let mut agreed = Vec::new();
        for spot in forks.spots_that_matter(&head.rules) {
            let Some(nid) = self.state_key(&spot.0, &spot.1).await?.and_then(|key| base.get(key)) else { continue };
            let event = self.events.one(nid, &head.room_id).await?;
            agreed.push((spot, event.ok_or_else(|| dangling("an event of the state is missing"))?));
        }
        // The order of the power levels is followed from the present ones back.
        let levels = agreed.iter().filter(|((kind, _), _)| *kind == StateEventType::RoomPowerLevels);
        let levels: Vec<_> = levels.map(|(_, event)| Arc::clone(event)).collect();
        for (id, event) in self.with_auth_chain(head, levels).await? {
            forks.events.insert(id, Arc::clone(&event.pdu));
        }
        for (spot, event) in agreed {
            forks.agreed.insert(spot, event.pdu.event_id().clone());
            forks.events.insert(event.pdu.event_id().clone(), Arc::clone(&event.pdu));
        }
        Ok(())
    }

    /// The events that are in the auth chain of some of the states and not of all.
    ///
    /// A state's auth chain is that of the events on which all agree, and that of the others. So what differs can only
    /// be in the chains of the events on which they do not agree; and of these, whatever also leads to an event on
    /// which all agree is in every chain.
    async fn auth_difference(
        &self,
        forks: &Forks,
        chain: &ById,
        base: &StateAt,
        differing: &BTreeSet<StateKeyNid>,
    ) -> Result<HashSet<OwnedEventId>, MatrixError> {
        let mut count: HashMap<&OwnedEventId, usize> = HashMap::new();
        for fork in &forks.differing {
            for id in above(fork.values(), chain) {
                *count.entry(id).or_default() += 1;
            }
        }
        let some = count.iter().filter(|(_, count)| **count < forks.differing.len());
        let some: Vec<SharedPdu> = some.filter_map(|(id, _)| Some(Arc::clone(&chain.get(*id)?.pdu))).collect();
        let mut difference = HashSet::new();
        let mut in_all: HashSet<OwnedEventId> = HashSet::new();
        // The newest first: what allows an event that is in every chain is in every chain as well.
        for pdu in dag::sort_by_references(&some, Pdu::auth_events).into_iter().rev() {
            let Some(event) = chain.get(pdu.event_id()) else { continue };
            if in_all.contains(pdu.event_id()) || self.allows_agreed(event, base, differing).await? {
                in_all.extend(pdu.auth_events().iter().cloned());
            } else {
                difference.insert(pdu.event_id().clone());
            }
        }
        Ok(difference)
    }

    /// Whether an event is in the auth chain of one on which all states agree. Usually one of the newest that it
    /// allows is such an event, so that little has to be looked at.
    async fn allows_agreed(
        &self,
        event: &StoredEvent,
        base: &StateAt,
        differing: &BTreeSet<StateKeyNid>,
    ) -> Result<bool, MatrixError> {
        let mut seen: HashSet<EventNid> = HashSet::from([event.nid]);
        let mut waiting = vec![(event.nid, None)];
        while let Some((nid, below)) = waiting.pop() {
            let allowed = self.store.allowed_by(nid, below, PORTION).await?;
            let Some(last) = allowed.last() else { continue };
            // What is older waits until all that is newer has been looked through.
            waiting.push((nid, Some(*last)));
            for allowed in self.store.state_places(&allowed).await? {
                let (nid, key) = allowed;
                if !differing.contains(&key) && base.get(key) == Some(nid) {
                    return Ok(true);
                }
                if seen.insert(nid) {
                    waiting.push((nid, None));
                }
            }
        }
        Ok(false)
    }
}

/// All that is above some events in their auth chains.
fn above<'a>(ids: impl IntoIterator<Item = &'a OwnedEventId>, chain: &'a ById) -> HashSet<&'a OwnedEventId> {
    let mut above = HashSet::new();
    let mut waiting: Vec<&OwnedEventId> = ids.into_iter().collect();
    while let Some(id) = waiting.pop() {
        let Some(event) = chain.get(id) else { continue };
        for auth in event.pdu.auth_events() {
            if chain.contains_key(auth) && above.insert(auth) {
                waiting.push(auth);
            }
        }
    }
    above
}
