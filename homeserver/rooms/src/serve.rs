//! What other servers may read of a room: events, states, history. They see what a user of theirs could see; what they
//! need for the graph but may not read, they get without its content.
//! See <https://spec.matrix.org/v1.19/server-server-api/#backfilling-and-retrieving-missing-events>.

use std::{
    collections::{BTreeSet, BinaryHeap, HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, SnapshotNid},
    pdu::{self, SharedPdu},
};
use hs_storage::EventStatus;
use ruma::{
    EventId, OwnedEventId, OwnedUserId, RoomId, ServerName, UserId,
    api::Direction,
    events::{
        StateEventType,
        room::{history_visibility::HistoryVisibility, member::MembershipState},
    },
};

use tokio::sync::OnceCell;

use crate::{event::StoredEvent, head::RoomHead, retention::is_too_old, service::Rooms, snapshot::StateAt};

/// The most events of one answer with history.
const MAX_BACKFILL: usize = 100;
/// The most events of one answer with missing events, and how many are looked at for it.
const MAX_MISSING: usize = 20;
/// How many events near a time are looked at in search of one that may be shown.
const NEAR: u64 = 50;

/// A state of a room, with all that allows it.
#[derive(Clone, Debug)]
pub struct StateFor {
    /// The events of the state.
    pub state: Vec<SharedPdu>,
    /// Their auth chains.
    pub auth_chain: Vec<SharedPdu>,
}

/// A server that asks, and its users in the room, once it matters who they are.
struct Asker<'a> {
    server: &'a ServerName,
    users: OnceCell<Vec<OwnedUserId>>,
}

impl Rooms {
    /// One event.
    pub async fn event_for(&self, server: &ServerName, event_id: &EventId) -> Result<SharedPdu, MatrixError> {
        let row = self.store.event_by_id(event_id).await?.ok_or_else(no_such_event)?;
        let head = self.head(row.room).await?;
        self.check_may_ask(&head, server).await?;
        let event = self.events.one(row.nid, &head.room_id).await?.filter(|event| is_served(event));
        let event = event.ok_or_else(no_such_event)?;
        self.as_seen_by(&head, server, vec![event]).await?.pop().ok_or_else(no_such_event)
    }

    /// The state before an event.
    pub async fn state_for(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        event_id: &EventId,
    ) -> Result<StateFor, MatrixError> {
        let (head, event) = self.asked_about(server, room_id, event_id).await?;
        if event.order.is_none() && !event.has_state() {
            return Err(MatrixError::not_found("The state at this event is not known here"));
        }
        let state = self.state_before(&event).await?;
        self.whole_state(&head, &state).await
    }

    /// The state before an event that has just been taken in, for whoever sent it to join.
    pub async fn state_for_join(
        &self,
        room_id: &RoomId,
        event_id: &EventId,
    ) -> Result<(Arc<RoomHead>, StateFor), MatrixError> {
        let room = self.find(room_id).await?.ok_or_else(no_such_event)?;
        let head = self.head(room).await?;
        let event = self.events.by_id(event_id, head.nid, &head.room_id).await?.ok_or_else(no_such_event)?;
        let state = self.state_before(&event).await?;
        let state = self.whole_state(&head, &state).await?;
        Ok((head, state))
    }

    async fn whole_state(&self, head: &RoomHead, state: &StateAt) -> Result<StateFor, MatrixError> {
        let events = self.state_events(head, state).await?;
        let auth_chain = self.auth_chain(head, &events).await?;
        let pdus = |events: Vec<Arc<StoredEvent>>| events.into_iter().map(|event| Arc::clone(&event.pdu)).collect();
        Ok(StateFor { state: pdus(events), auth_chain: pdus(auth_chain) })
    }

    /// What allows an event, back to the create event.
    pub async fn auth_chain_for(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        event_id: &EventId,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let (head, event) = self.asked_about(server, room_id, event_id).await?;
        let chain = self.auth_chain(&head, &[event]).await?;
        Ok(chain.into_iter().map(|event| Arc::clone(&event.pdu)).collect())
    }

    /// Events and what came before them, the newest first.
    pub async fn backfill_for(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        from: &[OwnedEventId],
        limit: usize,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let head = self.asked_room(server, room_id).await?;
        let limit = limit.clamp(1, MAX_BACKFILL);
        let events = self.walk_back(&head, from, &HashSet::new(), 0, limit).await?;
        self.as_seen_by(&head, server, events).await
    }

    /// Events between those that a server has and those that it does not understand yet, the oldest first.
    pub async fn missing_events_for(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        (earliest, latest): (&[OwnedEventId], &[OwnedEventId]),
        limit: usize,
        min_depth: u64,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let head = self.asked_room(server, room_id).await?;
        let limit = limit.clamp(1, MAX_MISSING);
        let known: HashSet<OwnedEventId> = earliest.iter().chain(latest).cloned().collect();
        let (latest, _) = self.find_all(head.nid, &head.room_id, latest).await?;
        let parents: BTreeSet<OwnedEventId> = latest
            .values()
            .flat_map(|event| event.pdu.prev_events())
            .filter(|id| !known.contains(*id))
            .cloned()
            .collect();
        let parents: Vec<_> = parents.into_iter().collect();
        let mut events = self.walk_back(&head, &parents, &known, min_depth, limit).await?;
        events.reverse();
        self.as_seen_by(&head, server, events).await
    }

    /// The event nearest to a time that the server may see.
    pub async fn event_near_for(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        ts: i64,
        direction: Direction,
    ) -> Result<SharedPdu, MatrixError> {
        let head = self.asked_room(server, room_id).await?;
        let rows = self.store.events_near(head.nid, ts, direction, None, NEAR).await?;
        let events = self.events.adopt(rows, &head.room_id)?;
        let hidden = self.hidden_from(&head, server, &events).await?;
        let seen = events.into_iter().find(|event| !hidden.contains(&event.nid));
        let seen = seen.ok_or_else(|| MatrixError::not_found("There is no event near that time"))?;
        Ok(Arc::clone(&seen.pdu))
    }

    /// Events and those before them, the deepest first, but none that are known to whoever asks.
    async fn walk_back(
        &self,
        head: &RoomHead,
        from: &[OwnedEventId],
        known: &HashSet<OwnedEventId>,
        min_depth: u64,
        limit: usize,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let mut waiting: BinaryHeap<(u64, OwnedEventId)> = BinaryHeap::new();
        let mut at_hand: HashMap<OwnedEventId, Arc<StoredEvent>> = HashMap::new();
        let mut seen: HashSet<OwnedEventId> = known.clone();
        let mut next: Vec<OwnedEventId> = from.iter().take(MAX_BACKFILL).cloned().collect();
        let mut found = Vec::with_capacity(limit);
        while found.len() < limit {
            next.retain(|id| seen.insert(id.clone()));
            for (id, event) in self.find_all(head.nid, &head.room_id, &next).await?.0 {
                // Without a place in the timeline there is nothing to say of what came before.
                let has_place = event.order.is_some() || event.status == EventStatus::SoftFailed;
                if has_place && event.pdu.depth() >= min_depth {
                    waiting.push((event.pdu.depth(), id.clone()));
                    at_hand.insert(id, event);
                }
            }
            let Some(event) = waiting.pop().and_then(|(_, id)| at_hand.remove(&id)) else { break };
            next = event.pdu.prev_events().to_vec();
            found.push(event);
        }
        Ok(found)
    }

    /// A room, for a server that may ask about it.
    async fn asked_room(&self, server: &ServerName, room_id: &RoomId) -> Result<Arc<RoomHead>, MatrixError> {
        let room = self.find(room_id).await?.ok_or_else(not_known)?;
        let head = self.head(room).await?;
        self.check_may_ask(&head, server).await?;
        Ok(head)
    }

    /// An event of a room, for a server that may ask about it.
    async fn asked_about(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        event_id: &EventId,
    ) -> Result<(Arc<RoomHead>, Arc<StoredEvent>), MatrixError> {
        let head = self.asked_room(server, room_id).await?;
        let event = self.events.by_id(event_id, head.nid, &head.room_id).await?;
        let event = event.filter(|event| is_served(event)).ok_or_else(no_such_event)?;
        Ok((head, event))
    }

    /// Refuses servers that have nobody in a room, unless everybody may read it.
    async fn check_may_ask(&self, head: &RoomHead, server: &ServerName) -> Result<(), MatrixError> {
        if !self.is_allowed_by_acl(head, server).await? {
            return Err(MatrixError::forbidden("This room keeps your server out"));
        }
        if self.is_server_in(head, server).await?
            || self.history_visibility(head).await? == HistoryVisibility::WorldReadable
        {
            return Ok(());
        }
        Err(MatrixError::forbidden("Your server is not in this room"))
    }

    /// Events as a server may see them: without content where none of its users could read them.
    async fn as_seen_by(
        &self,
        head: &RoomHead,
        server: &ServerName,
        events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let hidden = self.hidden_from(head, server, &events).await?;
        events
            .into_iter()
            .map(|event| {
                if hidden.contains(&event.nid) {
                    pdu::redact(&event.pdu, &head.rules).map(Arc::new).map_err(MatrixError::internal)
                } else {
                    Ok(Arc::clone(&event.pdu))
                }
            })
            .collect()
    }

    /// Which of these events none of a server's users could read.
    async fn hidden_from(
        &self,
        head: &RoomHead,
        server: &ServerName,
        events: &[Arc<StoredEvent>],
    ) -> Result<HashSet<EventNid>, MatrixError> {
        let asker = Asker { server, users: OnceCell::new() };
        let erased = self.accounts.user.erased().await?;
        let expired_before = self.expired_before(head).await?;
        let mut hidden = HashSet::new();
        let mut decided: HashMap<Option<SnapshotNid>, bool> = HashMap::new();
        for event in events {
            // What is too old is gone for everybody, whether or not it has been taken away yet.
            if expired_before.is_some_and(|before| is_too_old(event, before)) {
                hidden.insert(event.nid);
                continue;
            }
            // The server that made it knows it; state without a place in the timeline is part of a state it may have.
            if event.pdu.sender().server_name() == server || !event.has_state() {
                continue;
            }
            // What somebody has said who wants to be forgotten is passed on to nobody any more.
            if event.state_key.is_none() && erased.contains(&event.sender) {
                hidden.insert(event.nid);
                continue;
            }
            let may_see = if let Some(may_see) = decided.get(&event.snapshot) {
                *may_see
            } else {
                let may_see = self.could_read(head, &asker, &self.state_before(event).await?).await?;
                decided.insert(event.snapshot, may_see);
                may_see
            };
            if !may_see && !self.could_read(head, &asker, &self.state_after(event).await?).await? {
                hidden.insert(event.nid);
            }
        }
        Ok(hidden)
    }

    /// Whether some user of a server could read what was said in a state of a room.
    async fn could_read(&self, head: &RoomHead, asker: &Asker<'_>, state: &StateAt) -> Result<bool, MatrixError> {
        let needed = match self.visibility_in(head, state).await? {
            HistoryVisibility::Joined => &[MembershipState::Join][..],
            HistoryVisibility::Invited => &[MembershipState::Join, MembershipState::Invite][..],
            _ => return Ok(true),
        };
        let load = || async {
            let users: Vec<_> = head.members.keys().copied().collect();
            let mut users = self.store.user_ids(&users).await?;
            users.retain(|user| user.server_name() == asker.server);
            Ok::<_, MatrixError>(users)
        };
        for user in asker.users.get_or_try_init(load).await? {
            if needed.contains(&self.membership_at(head, state, user).await?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn membership_at(
        &self,
        head: &RoomHead,
        state: &StateAt,
        user: &UserId,
    ) -> Result<MembershipState, MatrixError> {
        let key = self.state_key(&StateEventType::RoomMember, user.as_str()).await?;
        match key.and_then(|key| state.get(key)) {
            Some(nid) => self.membership_of(head, nid).await,
            None => Ok(MembershipState::Leave),
        }
    }
}

/// What was refused is never shown to anybody. What only came too late is part of the graph.
fn is_served(event: &StoredEvent) -> bool {
    event.status != EventStatus::Rejected
}

fn no_such_event() -> MatrixError {
    MatrixError::not_found("There is no such event here")
}

fn not_known() -> MatrixError {
    MatrixError::not_found("This server does not know this room")
}
