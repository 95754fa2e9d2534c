//! What an answer tells of a room's state: what the client requires, or what changed of it.

use std::collections::{BTreeSet, HashSet};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomOrder, StateKeyNid, StreamPosition},
    sync::sliding::{RequiredState, Step},
};
use hs_rooms::{RoomHead, Seen, Shape, StateAt};
use ruma::{
    events::{AnySyncStateEvent, TimelineEventType},
    serde::Raw,
};
use serde_json::value::to_raw_value;

use super::{
    MEMBER, Round,
    task::{Excerpt, StateStub, Task, Told},
};
use crate::{fork::has_met, service::Sync};

impl Sync {
    /// The state to tell: what the rules ask for of all of it, or of what changed; and what they ask for in addition to
    /// before.
    pub(super) async fn sliding_state(
        &self,
        round: &Round<'_>,
        task: &Task<'_>,
        head: &RoomHead,
        (now, since): (&StateAt, Option<StreamPosition>),
        excerpt: &Excerpt,
    ) -> Result<Told, MatrixError> {
        let required = &task.rules.required_state;
        let Some(since) = since else {
            let mut nids = self.required(now, required, None).await?;
            if required.is_lazy() {
                self.add_speakers(round, head, now, excerpt, &mut nids).await?;
            }
            nids.sort_unstable();
            nids.dedup();
            return Ok(Told { nids, gone: Vec::new(), changed: None });
        };
        let entries = self.state_news(head, now, excerpt, since).await?;
        let keys: Vec<StateKeyNid> = entries.iter().map(|(key, _)| *key).collect();
        let (mut nids, mut gone, mut changed) = (Vec::new(), Vec::new(), HashSet::new());
        for (spot, (_, nid)) in self.store.state_keys(&keys).await?.iter().zip(entries) {
            // While nothing was left out, lazy clients hear of all who come and go.
            let is_mover = required.is_lazy() && !excerpt.limited && &*spot.event_type == MEMBER;
            if is_mover || required.wants(&spot.event_type, &spot.state_key) {
                match nid {
                    Some(nid) => nids.push(nid),
                    None => gone
                        .push(StateStub { r#type: spot.event_type.to_string(), state_key: spot.state_key.to_string() }),
                }
            }
            changed.insert(spot.event_type.to_string());
        }
        if let (Step::Since { more_state: true, .. }, Some(sent)) = (task.step, round.told.rooms.get(&task.room)) {
            nids.extend(self.required(now, required, Some(&sent.rules.required_state)).await?);
        }
        if required.is_lazy() {
            self.add_speakers(round, head, now, excerpt, &mut nids).await?;
        }
        nids.sort_unstable();
        nids.dedup();
        Ok(Told { nids, gone, changed: Some(changed) })
    }

    pub(super) async fn required_state(
        &self,
        head: &RoomHead,
        told: &Told,
    ) -> Result<Vec<Raw<AnySyncStateEvent>>, MatrixError> {
        let mut events = self.rooms.present_state(&self.rooms.events(head, &told.nids).await?, Shape::WithoutRoom)?;
        for stub in &told.gone {
            events.push(Raw::from_json(to_raw_value(stub).map_err(MatrixError::internal)?));
        }
        Ok(events)
    }

    /// What changed of the state since a position, and what stands there now.
    async fn state_news(
        &self,
        head: &RoomHead,
        now: &StateAt,
        excerpt: &Excerpt,
        since: StreamPosition,
    ) -> Result<Vec<(StateKeyNid, Option<EventNid>)>, MatrixError> {
        if head.last_position <= since {
            return Ok(Vec::new());
        }
        let first = excerpt.events.iter().find(|seen| seen.event.position().is_some_and(|position| position > since));
        // Where forks met, the state became what no event of the timeline says.
        let has_met = has_met(&excerpt.events);
        match first {
            // The usual case: all that is new is here, so the state before it is the one that the client has.
            Some(first) if !excerpt.limited && !has_met => {
                Ok(now.differences(&self.rooms.state_before(&first.event).await?))
            }
            _ => self.state_differences(head, since, excerpt.end).await,
        }
    }

    async fn state_differences(
        &self,
        head: &RoomHead,
        since: StreamPosition,
        end: RoomOrder,
    ) -> Result<Vec<(StateKeyNid, Option<EventNid>)>, MatrixError> {
        let Some(now) = self.rooms.state_at(head, end).await? else { return Ok(Vec::new()) };
        let order = self.rooms.order_at(head, since).await?;
        Ok(match self.rooms.state_at(head, order).await? {
            Some(before) => now.differences(&before),
            None => now.entries().into_iter().map(|(key, nid)| (key, Some(nid))).collect(),
        })
    }

    /// The events of a state that are required, but none that `known` requires as well.
    async fn required(
        &self,
        state: &StateAt,
        required: &RequiredState,
        known: Option<&RequiredState>,
    ) -> Result<Vec<EventNid>, MatrixError> {
        let is_known = |kind: &str, key: &str| known.is_some_and(|known| known.wants(kind, key));
        if let Some(mut spots) = required.exact() {
            spots.retain(|(kind, key)| !is_known(kind, key));
            let keys = self.store.find_state_keys(&spots).await?;
            return Ok(keys.into_values().filter_map(|key| state.get(key)).collect());
        }
        let entries = state.entries();
        let keys: Vec<StateKeyNid> = entries.iter().map(|(key, _)| *key).collect();
        let spots = self.store.state_keys(&keys).await?;
        let wanted = spots.iter().zip(entries).filter(|(spot, _)| {
            let (kind, key) = (&*spot.event_type, &*spot.state_key);
            required.wants(kind, key) && !is_known(kind, key)
        });
        Ok(wanted.map(|(_, (_, nid))| nid).collect())
    }

    /// The member events of those who speak in the timeline, and of those whom it is about.
    async fn add_speakers(
        &self,
        round: &Round<'_>,
        head: &RoomHead,
        now: &StateAt,
        excerpt: &Excerpt,
        nids: &mut Vec<EventNid>,
    ) -> Result<(), MatrixError> {
        let mut users: BTreeSet<&str> = BTreeSet::new();
        for Seen { event, .. } in &excerpt.events {
            users.insert(event.pdu.sender().as_str());
            if *event.pdu.kind() == TimelineEventType::RoomMember {
                users.extend(event.pdu.state_key());
            }
        }
        let spots: Vec<(&str, &str)> = users.into_iter().map(|user| (MEMBER, user)).collect();
        let keys = self.store.find_state_keys(&spots).await?;
        let mut speakers: Vec<EventNid> = keys.into_values().filter_map(|key| now.get(key)).collect();
        self.told_members.retain_unsent(round, head.nid, &mut speakers);
        nids.extend(speakers);
        Ok(())
    }
}
