//! Where forks of a room met: its state became what no event of the timeline says, and clients have to be told.

use std::collections::HashSet;

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomOrder, StateKeyNid, StreamPosition},
};
use hs_rooms::{RoomHead, Seen};

use crate::service::Sync;

/// Whether forks met in a timeline.
pub(crate) fn has_met(events: &[Seen]) -> bool {
    events.iter().any(|seen| seen.event.resolved.is_some())
}

impl Sync {
    /// Leaves state to the room's history that was overruled where forks met: a client that adds the timeline to the state
    /// before it would keep it.
    pub(crate) async fn without_overruled(
        &self,
        head: &RoomHead,
        (mut events, limited): (Vec<Seen>, bool),
        end: RoomOrder,
    ) -> Result<(Vec<Seen>, bool), MatrixError> {
        if !has_met(&events) {
            return Ok((events, limited));
        }
        let Some(now) = self.rooms.state_at(head, end).await? else { return Ok((events, limited)) };
        let mut later = HashSet::new();
        let overruled = events.iter().rposition(|seen| {
            let key = seen.event.state_key.filter(|key| later.insert(*key));
            key.is_some_and(|key| now.get(key) != Some(seen.event.nid))
        });
        let Some(overruled) = overruled else { return Ok((events, limited)) };
        events.drain(..=overruled);
        Ok((events, true))
    }

    /// Of a state before a timeline, what still stands after it or what the timeline replaces; and what stands after it
    /// that the timeline does not show.
    pub(crate) async fn as_in_the_end(
        &self,
        head: &RoomHead,
        (events, end): (&[Seen], RoomOrder),
        mut before: Vec<(StateKeyNid, EventNid)>,
        since: Option<StreamPosition>,
    ) -> Result<Vec<(StateKeyNid, EventNid)>, MatrixError> {
        let Some(now) = self.rooms.state_at(head, end).await? else { return Ok(before) };
        let shown: HashSet<EventNid> = events.iter().map(|seen| seen.event.nid).collect();
        let replaced: HashSet<StateKeyNid> = events.iter().filter_map(|seen| seen.event.state_key).collect();
        let mut untold = self.state_entries(head, end, since).await?;
        untold.retain(|(_, nid)| !shown.contains(nid));
        before.retain(|(key, nid)| replaced.contains(key) || now.get(*key) == Some(*nid));
        let told_anew: HashSet<StateKeyNid> = untold.iter().map(|(key, _)| *key).collect();
        before.retain(|(key, _)| !told_anew.contains(key));
        before.extend(untold);
        Ok(before)
    }
}
