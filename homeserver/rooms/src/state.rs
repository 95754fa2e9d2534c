//! Reading the state of a room: all of it, one place, the members.

use std::{collections::BTreeSet, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{StateKeyNid, UserNid},
    sync::token::TimelineToken,
};
use ruma::{
    RoomId,
    events::{StateEventType, room::member::MembershipState},
};
use serde::Deserialize;

use crate::{
    event::{StoredEvent, dangling},
    head::RoomHead,
    service::{Actor, Rooms, not_in_room},
    snapshot::StateAt,
};

impl Rooms {
    /// The state that a user may see: the present one for members, and for anybody where the room is open to the
    /// world; for those who have left, the state as they left it.
    pub async fn readable_state(
        &self,
        actor: &Actor,
        room_id: &RoomId,
    ) -> Result<(Arc<RoomHead>, StateAt), MatrixError> {
        let head = self.known(room_id).await?;
        self.check_may_read(&head, actor).await?;
        let member = head.members.get(&actor.user);
        let departed =
            member.filter(|member| matches!(member.membership, MembershipState::Leave | MembershipState::Ban));
        let state = match departed {
            Some(member) => {
                let event = self.events.one(member.event, &head.room_id).await?;
                self.state_after(&*event.ok_or_else(|| dangling("a member event is missing"))?).await?
            }
            None => self.current_state(&head),
        };
        Ok((head, state))
    }

    /// All events of a state.
    pub async fn state_events(&self, head: &RoomHead, state: &StateAt) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let nids: Vec<_> = state.entries().into_iter().map(|(_, nid)| nid).collect();
        self.events(head, &nids).await
    }

    /// The event at one place of a room's state.
    pub async fn state_event(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        kind: &StateEventType,
        state_key: &str,
    ) -> Result<Arc<StoredEvent>, MatrixError> {
        let (head, state) = self.readable_state(actor, room_id).await?;
        let nid = self.state_key(kind, state_key).await?.and_then(|key| state.get(key));
        let event = match nid {
            Some(nid) => self.events.one(nid, &head.room_id).await?,
            None => None,
        };
        event.ok_or_else(|| MatrixError::not_found(format!("The room has no {kind} with this state key")))
    }

    /// The member events of a room, now or as they were at a token.
    pub async fn member_events(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        at: Option<TimelineToken>,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let (head, now) = self.readable_state(actor, room_id).await?;
        let state = match at {
            Some(token) => {
                let order = self.order_of(&head, token).await?;
                self.state_at(&head, order).await?.unwrap_or(now)
            }
            None => now,
        };
        let entries = state.entries();
        let keys: Vec<StateKeyNid> = entries.iter().map(|(key, _)| *key).collect();
        let spots = self.store.state_keys(&keys).await?;
        let members = spots.iter().zip(entries).filter(|(spot, _)| &*spot.event_type == "m.room.member");
        let nids: Vec<_> = members.map(|(_, (_, nid))| nid).collect();
        self.events(&head, &nids).await
    }

    /// The member events of these users in a state.
    pub async fn members_of(
        &self,
        head: &RoomHead,
        state: &StateAt,
        users: BTreeSet<&str>,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let mut nids = Vec::with_capacity(users.len());
        for user in users {
            nids.extend(self.state_key(&StateEventType::RoomMember, user).await?.and_then(|key| state.get(key)));
        }
        self.events(head, &nids).await
    }

    /// What a member calls themselves in a room.
    pub async fn name_in(&self, head: &RoomHead, user: UserNid) -> Result<Option<String>, MatrixError> {
        #[derive(Deserialize)]
        struct Named {
            displayname: Option<String>,
        }
        let Some(member) = head.members.get(&user) else { return Ok(None) };
        let event = self.events.one(member.event, &head.room_id).await?;
        Ok(event.and_then(|event| event.pdu.content_as::<Named>()?.displayname))
    }

    /// The member events of those who are in a room, for one of them.
    pub async fn joined_members(&self, actor: &Actor, room_id: &RoomId) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        let joined = head.members.values().filter(|member| member.membership == MembershipState::Join);
        let nids: Vec<_> = joined.map(|member| member.event).collect();
        self.events(&head, &nids).await
    }
}
