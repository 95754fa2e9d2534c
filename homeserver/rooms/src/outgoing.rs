//! Which servers must hear of what happens in a room. See <https://spec.matrix.org/v1.19/server-server-api/#pdus>.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
    pdu::Pdu,
};
use hs_storage::{EventStatus, OutgoingEventRow, WriteBatch};
use ruma::{
    OwnedServerName, OwnedUserId, ServerName, UserId,
    events::{StateEventType, TimelineEventType, room::member::MembershipState},
};
use serde::Deserialize;

use crate::{event::StoredEvent, head::RoomHead, service::Rooms};

#[derive(Deserialize)]
struct MemberContent {
    membership: MembershipState,
}

impl RoomHead {
    /// Whether users of other servers are in the room.
    pub fn is_shared(&self) -> bool {
        usize::try_from(self.joined).unwrap_or(usize::MAX) > self.unread.len()
    }
}

impl Rooms {
    /// Adds to a batch which of its events other servers are to be told: our own, where there is anybody to tell.
    pub(crate) fn put_out(
        &self,
        batch: &mut WriteBatch,
        (before, after): (&RoomHead, &RoomHead),
        events: &[Arc<StoredEvent>],
    ) {
        let is_shared = before.is_shared() || after.is_shared();
        let ours = events.iter().filter(|event| {
            event.status == EventStatus::Accepted
                && self.is_local(event.pdu.sender())
                && (is_shared || self.dismissed(event).is_some())
        });
        let created_ts = self.now();
        batch.outgoing.events.extend(ours.map(|event| OutgoingEventRow {
            position: StreamPosition(0),
            event: event.nid,
            room: after.nid,
            origin: None,
            created_ts,
        }));
    }

    /// Has an event that another server gave us to pass on told to all others in its room: somebody has joined, left or
    /// knocked through us.
    pub async fn pass_on(&self, pdu: &Pdu, origin: &ServerName) -> Result<(), MatrixError> {
        let Some(room) = self.find(pdu.room_id()).await? else { return Ok(()) };
        let Some(event) = self.events.nid_of(pdu.event_id()).await? else { return Ok(()) };
        let mut batch = WriteBatch::default();
        batch.outgoing.events.push(OutgoingEventRow {
            position: StreamPosition(0),
            event,
            room,
            origin: Some(origin.to_owned()),
            created_ts: self.now(),
        });
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The servers that are to be told of each of these events of a room: those in the room just before it, and the one
    /// whose user it concerns who is told to leave. Ours is not among them.
    pub async fn audiences(
        &self,
        head: &RoomHead,
        events: &[Arc<StoredEvent>],
    ) -> Result<Vec<BTreeSet<OwnedServerName>>, MatrixError> {
        let oldest = events.iter().filter_map(|event| event.position()).min().unwrap_or_default();
        let before = StreamPosition(oldest.get() - 1);
        let written = self.store.memberships_written_after(&[head.nid], before).await?;
        let moved: HashSet<UserNid> = written.into_iter().map(|(_, user)| user).collect();
        let mut audiences = Vec::with_capacity(events.len());
        for event in events {
            let mut servers = if moved.is_empty() {
                BTreeSet::clone(&*self.servers_in(head).await?)
            } else {
                self.servers_before(head, event, &moved).await?
            };
            servers.extend(self.dismissed(event).map(|user| user.server_name().to_owned()));
            servers.remove(self.identity.name());
            audiences.push(servers);
        }
        Ok(audiences)
    }

    /// Whether a user of ours says by an event that they are in a room.
    pub fn is_own_join(&self, event: &StoredEvent) -> bool {
        let pdu = &event.pdu;
        *pdu.kind() == TimelineEventType::RoomMember
            && pdu.state_key() == Some(pdu.sender().as_str())
            && self.is_local(pdu.sender())
            && pdu.content_as::<MemberContent>().is_some_and(|content| content.membership == MembershipState::Join)
    }

    /// The servers that share a room with a user. Ours is not among them.
    pub async fn servers_sharing_rooms(&self, user: UserNid) -> Result<BTreeSet<OwnedServerName>, MatrixError> {
        let mut servers = BTreeSet::new();
        for room in self.rooms_of(user).await?.joined() {
            servers.extend(self.servers_around(room).await?);
        }
        Ok(servers)
    }

    /// The servers that are in a room now. Ours is not among them.
    pub async fn servers_around(&self, room: RoomNid) -> Result<BTreeSet<OwnedServerName>, MatrixError> {
        let head = self.head(room).await?;
        if !head.is_shared() {
            return Ok(BTreeSet::new());
        }
        let mut servers = BTreeSet::clone(&*self.servers_in(&head).await?);
        servers.remove(self.identity.name());
        Ok(servers)
    }

    /// The servers of those who were in the room before an event, where since then something may have become of `moved`.
    async fn servers_before(
        &self,
        head: &RoomHead,
        event: &StoredEvent,
        moved: &HashSet<UserNid>,
    ) -> Result<BTreeSet<OwnedServerName>, MatrixError> {
        let joined = head.members.iter().filter(|(_, member)| member.membership == MembershipState::Join);
        let stayed: Vec<UserNid> = joined.map(|(user, _)| *user).filter(|user| !moved.contains(user)).collect();
        let stayed = self.store.user_ids(&stayed).await?;
        let mut servers: BTreeSet<_> = stayed.iter().map(|user| user.server_name().to_owned()).collect();
        let state = self.state_before(event).await?;
        let users: Vec<UserNid> = moved.iter().copied().collect();
        for user_id in self.store.user_ids(&users).await? {
            if servers.contains(user_id.server_name()) {
                continue;
            }
            let key = self.state_key(&StateEventType::RoomMember, user_id.as_str()).await?;
            let Some(nid) = key.and_then(|key| state.get(key)) else { continue };
            let Some(member) = self.events(head, &[nid]).await?.pop() else { continue };
            let content = member.pdu.content_as::<MemberContent>();
            if content.is_some_and(|content| content.membership == MembershipState::Join) {
                servers.insert(user_id.server_name().to_owned());
            }
        }
        Ok(servers)
    }

    /// The user of another server to whom an event says that they are no longer wanted in the room: their server may not
    /// be in it, and know of it by an invitation alone.
    fn dismissed(&self, event: &StoredEvent) -> Option<OwnedUserId> {
        if *event.pdu.kind() != TimelineEventType::RoomMember {
            return None;
        }
        let user = <&UserId>::try_from(event.pdu.state_key()?).ok()?;
        let content = event.pdu.content_as::<MemberContent>()?;
        let is_out = matches!(content.membership, MembershipState::Leave | MembershipState::Ban);
        (is_out && !self.is_local(user)).then(|| user.to_owned())
    }
}
