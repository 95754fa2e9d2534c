//! Which events of a room a user may see: the rule is in `hs-core`, here is what it needs to know.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomOrder, SnapshotNid, StateKeyNid, UserNid},
    visibility::{Moment, may_see},
};
use ruma::{
    RoomId,
    events::{
        StateEventType,
        room::{history_visibility::HistoryVisibility, member::MembershipState},
    },
};
use serde::Deserialize;

use crate::{
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms, not_in_room},
    snapshot::StateAt,
};

/// How far back to follow a chain of memberships in search of a time when the user was in the room.
const MEMBERSHIP_STEPS: usize = 32;

/// An event that a reader may see, and what the reader was to the room at the time.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The event.
    pub event: Arc<StoredEvent>,
    /// The reader's membership just after the event.
    pub membership: MembershipState,
}

#[derive(Deserialize)]
struct VisibilityContent {
    history_visibility: HistoryVisibility,
}

#[derive(Deserialize)]
struct MemberContent {
    membership: MembershipState,
}

/// The two places of the state that decide.
#[derive(Clone, Copy)]
struct Keys {
    visibility: Option<StateKeyNid>,
    member: Option<StateKeyNid>,
}

impl Rooms {
    /// Refuses readers to whom nothing of the room's history can be shown: strangers, unless the room is open to the
    /// world, and those who have forgotten it.
    pub(crate) async fn check_may_read(&self, head: &RoomHead, actor: &Actor) -> Result<(), MatrixError> {
        match head.membership(actor.user) {
            MembershipState::Join => return Ok(()),
            MembershipState::Leave | MembershipState::Ban if head.members.contains_key(&actor.user) => {
                let rooms = self.rooms_of(actor.user).await?;
                if rooms.get(head.nid).is_some_and(|room| !room.forgotten) {
                    return Ok(());
                }
            }
            _ => {}
        }
        match self.history_visibility(head).await? {
            HistoryVisibility::WorldReadable => Ok(()),
            _ => Err(not_in_room()),
        }
    }

    /// A room of which a user may read something.
    pub async fn readable_room(&self, actor: &Actor, room_id: &RoomId) -> Result<Arc<RoomHead>, MatrixError> {
        let head = self.known(room_id).await?;
        self.check_may_read(&head, actor).await?;
        Ok(head)
    }

    /// The room's history visibility now.
    pub(crate) async fn history_visibility(&self, head: &RoomHead) -> Result<HistoryVisibility, MatrixError> {
        let event = self.state_pdu(head, &StateEventType::RoomHistoryVisibility, "").await?;
        let content: Option<VisibilityContent> = event.and_then(|pdu| pdu.content_as());
        Ok(content.map_or(HistoryVisibility::Shared, |content| content.history_visibility))
    }

    /// Keeps those of a room's events that a user may see, in their order; for a member also what is part of the
    /// present state, which the member is told in any case.
    pub async fn visible_or_current(
        &self,
        head: &RoomHead,
        actor: &Actor,
        events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Seen>, MatrixError> {
        let is_current = |event: &StoredEvent| {
            event.state_key.is_some_and(|key| head.state_event(key) == Some(event.nid)) && head.is_joined(actor.user)
        };
        let mut current: Vec<_> = events.iter().filter(|event| is_current(event)).cloned().collect();
        let order: Vec<_> = events.iter().map(|event| event.nid).collect();
        let mut seen = self.visible(head, actor, events).await?;
        current.retain(|event| !seen.iter().any(|seen| seen.event.nid == event.nid));
        if !current.is_empty() {
            seen.extend(current.into_iter().map(|event| Seen { event, membership: MembershipState::Leave }));
            seen.sort_by_key(|seen| order.iter().position(|nid| *nid == seen.event.nid));
        }
        Ok(seen)
    }

    /// Keeps those of a room's events that a user may see, in their order.
    pub async fn visible(
        &self,
        head: &RoomHead,
        actor: &Actor,
        events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Seen>, MatrixError> {
        let events = self.without_ignored(actor, events).await?;
        self.visible_whoever_sent(head, actor, events).await
    }

    /// The same, with what those have said whom the user ignores.
    pub(crate) async fn visible_whoever_sent(
        &self,
        head: &RoomHead,
        actor: &Actor,
        events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Seen>, MatrixError> {
        let events = self.without_void(head, self.without_expired(head, events).await?).await?;
        let in_since = self.joined_since(head, actor).await?;
        if let Some(in_since) = in_since
            && events.iter().all(|event| event.order.is_some_and(|order| order > in_since))
        {
            // By far the usual case: news for a member. Nothing has to be looked up.
            let seen = events.into_iter().map(|event| Seen { event, membership: MembershipState::Join });
            return Ok(seen.collect());
        }
        let keys = Keys {
            visibility: self.state_key(&StateEventType::RoomHistoryVisibility, "").await?,
            member: self.state_key(&StateEventType::RoomMember, actor.user_id.as_str()).await?,
        };
        let last_in = self.last_in(head, actor, keys).await?;
        let mut moments: HashMap<Option<SnapshotNid>, Moment> = HashMap::new();
        let mut seen = Vec::with_capacity(events.len());
        for event in events {
            let before = if let Some(moment) = moments.get(&event.snapshot) {
                moment.clone()
            } else {
                let moment = self.moment(head, &self.state_before(&event).await?, keys).await?;
                moments.insert(event.snapshot, moment.clone());
                moment
            };
            let changes_moment = event.state_key.is_some() && [keys.visibility, keys.member].contains(&event.state_key);
            let after = if changes_moment {
                self.moment(head, &self.state_after(&event).await?, keys).await?
            } else {
                before.clone()
            };
            let joined_later = last_in.is_some_and(|last_in| event.order.is_some_and(|order| order < last_in));
            if may_see([&before, &after], joined_later) {
                seen.push(Seen { event, membership: after.membership });
            }
        }
        Ok(seen)
    }

    /// Leaves out what users say whom the reader ignores. What they make of the room's state remains, so that the room
    /// looks the same to all.
    async fn without_ignored(
        &self,
        actor: &Actor,
        mut events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let blocked = self.accounts.blocking.of(actor.user).await?;
        if !blocked.ignores_nobody() {
            events.retain(|event| event.state_key.is_some() || !blocked.ignores(event.pdu.sender()));
        }
        Ok(events)
    }

    /// Whether a user is to hear of an invitation: not from those whom they ignore, and of none if they want none.
    pub async fn hears_of_invite(&self, head: &RoomHead, user: UserNid, invite: EventNid) -> Result<bool, MatrixError> {
        let blocked = self.accounts.blocking.of(user).await?;
        if blocked.blocks_invites() {
            return Ok(false);
        }
        if blocked.ignores_nobody() {
            return Ok(true);
        }
        let invite = self.events.one(invite, &head.room_id).await?;
        Ok(invite.is_none_or(|invite| !blocked.ignores(invite.pdu.sender())))
    }

    /// One event of a room, if it is there and the user may see it.
    pub(crate) async fn visible_event(
        &self,
        head: &RoomHead,
        actor: &Actor,
        event: Arc<StoredEvent>,
    ) -> Result<Option<Seen>, MatrixError> {
        Ok(self.visible(head, actor, vec![event]).await?.pop())
    }

    /// The place of the event that made the user a member, for those who are one now. Members have seen all since.
    async fn joined_since(&self, head: &RoomHead, actor: &Actor) -> Result<Option<RoomOrder>, MatrixError> {
        let Some(member) = head.members.get(&actor.user) else { return Ok(None) };
        if member.membership != MembershipState::Join {
            return Ok(None);
        }
        let event = self.events.one(member.event, &head.room_id).await?;
        Ok(event.and_then(|event| event.order))
    }

    /// Before which place everything was said before or while the user was in the room: beyond the end for a member,
    /// the last departure for who left, and `None` for who never was in.
    async fn last_in(&self, head: &RoomHead, actor: &Actor, keys: Keys) -> Result<Option<RoomOrder>, MatrixError> {
        let Some(member) = head.members.get(&actor.user) else { return Ok(None) };
        if member.membership == MembershipState::Join {
            return Ok(Some(RoomOrder(i64::MAX)));
        }
        let Some(key) = keys.member else { return Ok(None) };
        let mut nid = member.event;
        for _ in 0..MEMBERSHIP_STEPS {
            let Some(event) = self.events.one(nid, &head.room_id).await? else { return Ok(None) };
            let Some(before) = self.state_before(&event).await?.get(key) else { return Ok(None) };
            if self.membership_of(head, before).await? == MembershipState::Join {
                return Ok(event.order);
            }
            nid = before;
        }
        Ok(None)
    }

    async fn moment(&self, head: &RoomHead, state: &StateAt, keys: Keys) -> Result<Moment, MatrixError> {
        let visibility = self.visibility_at(head, state, keys.visibility).await?;
        let membership = match keys.member.and_then(|key| state.get(key)) {
            Some(nid) => self.membership_of(head, nid).await?,
            None => MembershipState::Leave,
        };
        Ok(Moment { visibility, membership })
    }

    /// The history visibility in a state.
    pub(crate) async fn visibility_in(
        &self,
        head: &RoomHead,
        state: &StateAt,
    ) -> Result<HistoryVisibility, MatrixError> {
        let key = self.state_key(&StateEventType::RoomHistoryVisibility, "").await?;
        self.visibility_at(head, state, key).await
    }

    async fn visibility_at(
        &self,
        head: &RoomHead,
        state: &StateAt,
        key: Option<StateKeyNid>,
    ) -> Result<HistoryVisibility, MatrixError> {
        let content = match key.and_then(|key| state.get(key)) {
            Some(nid) => {
                let event = self.events.one(nid, &head.room_id).await?;
                event.and_then(|event| event.pdu.content_as::<VisibilityContent>())
            }
            None => None,
        };
        Ok(content.map_or(HistoryVisibility::Shared, |content| content.history_visibility))
    }

    pub(crate) async fn membership_of(&self, head: &RoomHead, nid: EventNid) -> Result<MembershipState, MatrixError> {
        let event = self.events.one(nid, &head.room_id).await?;
        let content = event.and_then(|event| event.pdu.content_as::<MemberContent>());
        Ok(content.map_or(MembershipState::Leave, |content| content.membership))
    }
}
