//! `GET /initialSync` and `GET /rooms/{roomId}/initialSync`: all rooms, or one, as they are now.
//!
//! Deprecated, and still what clients use to look into a room from outside.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3initialsync>.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder, StreamPosition},
    sync::token::{SyncToken, TimelineToken},
};
use hs_rooms::{Actor, RoomHead, Seen, Shape, StateAt, UserRoom};
use hs_storage::ReceiptRow;
use ruma::{
    OwnedRoomId, RoomId,
    api::client::{
        filter::{Filter, RoomEventFilter},
        room::Visibility,
    },
    events::{AnyGlobalAccountDataEvent, room::member::MembershipState},
    presence::PresenceState,
    serde::Raw,
};
use serde::Serialize;
use serde_json::Value;

use crate::{event_stream::old_events, service::Sync};

/// The most events of one room, whatever the client asks for.
const MAX_EVENTS: usize = 1000;

/// Everything that a user has.
#[derive(Debug, Serialize)]
pub struct InitialSync {
    /// Where `/events` goes on.
    pub end: String,
    /// Who is there.
    pub presence: Vec<Value>,
    /// The rooms.
    pub rooms: Vec<RoomSync>,
    /// What the user keeps for themselves.
    pub account_data: Vec<Value>,
    /// Who has read what.
    pub receipts: Vec<Value>,
}

/// One room.
#[derive(Debug, Serialize)]
pub struct RoomSync {
    /// Which.
    pub room_id: OwnedRoomId,
    /// What the user is to it; absent for a stranger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<MembershipState>,
    /// The invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite: Option<Value>,
    /// The latest events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Messages>,
    /// The state; as it was at the departure for those who have left.
    pub state: Vec<Value>,
    /// Whether the room is in the directory.
    pub visibility: Visibility,
    /// What the user keeps about the room.
    pub account_data: Vec<Value>,
    /// Who of the members is there. Only in the answer about one room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Vec<Value>>,
    /// Who has read what. Only in the answer about one room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipts: Option<Vec<Value>>,
}

/// A stretch of history.
#[derive(Debug, Serialize)]
pub struct Messages {
    /// Where older events are.
    pub start: String,
    /// Where newer ones come.
    pub end: String,
    /// The events, oldest first.
    pub chunk: Vec<Value>,
}

impl Sync {
    /// All rooms of a user, with so many events each.
    pub async fn initial(&self, actor: &Actor, limit: usize, archived: bool) -> Result<InitialSync, MatrixError> {
        self.show_present(actor).await?;
        let until = self.steady_position(actor).await?;
        let data = self.account_data(actor, None, &Filter::default(), &RoomEventFilter::default()).await?;
        let own = self.rooms.rooms_of(actor.user).await?;
        let mut rooms = Vec::new();
        for (nid, user_room) in own.iter().filter(|(_, room)| !room.forgotten) {
            let has_left = matches!(user_room.membership, MembershipState::Leave | MembershipState::Ban);
            if has_left && !archived {
                continue;
            }
            let head = self.rooms.head(nid).await?;
            let is_invite = user_room.membership == MembershipState::Invite;
            if is_invite && !self.rooms.hears_of_invite(&head, actor.user, user_room.event).await? {
                continue;
            }
            let mut room = match user_room.membership {
                MembershipState::Invite | MembershipState::Knock => self.invited(actor, &head, user_room).await?,
                _ => self.room_now(actor, &head, Some(user_room), limit, until).await?,
            };
            room.account_data = old_events(data.rooms.get(&nid).map(Vec::as_slice).unwrap_or_default(), None)?;
            rooms.push(room);
        }
        let presence = self.presence(actor, None, None, &HashSet::new(), &Filter::default()).await?;
        Ok(InitialSync {
            end: SyncToken::at(until).to_string(),
            presence: old_events(&presence, None)?,
            rooms,
            account_data: self.created_data(actor, &data.global).await?,
            receipts: self.old_receipts(actor, &own.joined().collect::<Vec<_>>()).await?,
        })
    }

    /// One room that a user may read.
    pub async fn initial_room(&self, actor: &Actor, room_id: &RoomId, limit: usize) -> Result<RoomSync, MatrixError> {
        self.show_present(actor).await?;
        let head = self.rooms.readable_room(actor, room_id).await?;
        let until = self.steady_position(actor).await?;
        let own = self.rooms.rooms_of(actor.user).await?;
        let user_room = own.get(head.nid);
        let mut room = self.room_now(actor, &head, user_room, limit, until).await?;
        let data = self.account_data(actor, None, &Filter::default(), &RoomEventFilter::default()).await?;
        room.account_data = old_events(data.rooms.get(&head.nid).map(Vec::as_slice).unwrap_or_default(), None)?;
        let has_left = user_room.is_some_and(|room| room.membership != MembershipState::Join);
        let (presence, receipts) = if has_left {
            (Vec::new(), Vec::new())
        } else {
            (self.presence_here(actor, &head).await?, self.old_receipts(actor, &[head.nid]).await?)
        };
        (room.presence, room.receipts) = (Some(presence), Some(receipts));
        Ok(room)
    }

    /// The account data that a user has created: not the push rules that everybody has.
    async fn created_data(
        &self,
        actor: &Actor,
        data: &[Raw<AnyGlobalAccountDataEvent>],
    ) -> Result<Vec<Value>, MatrixError> {
        let mut events = old_events(data, None)?;
        if self.accounts.push_rules.ruleset(actor.user).await?.is_default() {
            events.retain(|event| event["type"] != "m.push_rules");
        }
        Ok(events)
    }

    /// Of everybody in a room whether they are there, also of those who never were.
    async fn presence_here(&self, actor: &Actor, head: &RoomHead) -> Result<Vec<Value>, MatrixError> {
        let rows = self.presence_of_all(&self.rooms.members_with_presence(head)).await?;
        old_events(&self.presence_events(actor, rows, &Filter::default()).await?, None)
    }

    /// Who asks is there, and sees so themselves.
    async fn show_present(&self, actor: &Actor) -> Result<(), MatrixError> {
        let device = actor.device();
        drop(device.and_then(|device| self.accounts.presence.sync(actor.user, device, &PresenceState::Online)));
        self.accounts.presence.settle().await
    }

    /// A room to which the user is invited: no more than the invitation.
    async fn invited(
        &self,
        actor: &Actor,
        head: &Arc<RoomHead>,
        user_room: &UserRoom,
    ) -> Result<RoomSync, MatrixError> {
        let events = self.rooms.events(head, &[user_room.event]).await?;
        let membership = user_room.membership.clone();
        let seen: Vec<_> = events.into_iter().map(|event| Seen { event, membership: membership.clone() }).collect();
        let events: Vec<Raw<Value>> = self.rooms.present(head, actor, &seen, Shape::WithRoom).await?;
        let stripped: Vec<Raw<Value>> = self.rooms.stripped_state(head, user_room.event).await?;
        let mut room = self.empty_room(head).await?;
        room.invite = old_events(&events, None)?.pop().filter(|_| membership == MembershipState::Invite);
        room.state = old_events(&stripped, Some(&head.room_id))?;
        room.membership = Some(membership);
        Ok(room)
    }

    async fn empty_room(&self, head: &RoomHead) -> Result<RoomSync, MatrixError> {
        let is_public = self.rooms.is_published(&head.room_id).await?;
        Ok(RoomSync {
            room_id: head.room_id.clone(),
            membership: None,
            invite: None,
            messages: None,
            state: Vec::new(),
            visibility: if is_public { Visibility::Public } else { Visibility::Private },
            account_data: Vec::new(),
            presence: None,
            receipts: None,
        })
    }

    /// A room that the user may read, with its latest events; for who has left, as it was then.
    async fn room_now(
        &self,
        actor: &Actor,
        head: &Arc<RoomHead>,
        user_room: Option<&UserRoom>,
        limit: usize,
        until: StreamPosition,
    ) -> Result<RoomSync, MatrixError> {
        let departed = user_room
            .filter(|room| matches!(room.membership, MembershipState::Leave | MembershipState::Ban))
            .map(|room| room.event);
        let departure = match departed {
            Some(event) => self.rooms.events(head, &[event]).await?.pop(),
            None => None,
        };
        let (end, state): (RoomOrder, StateAt) = match &departure {
            Some(event) => (event.order.unwrap_or(head.last_order), self.rooms.state_after(event).await?),
            None => (self.rooms.order_at(head, until).await?, self.rooms.current_state(head)),
        };
        let limit = limit.min(MAX_EVENTS);
        let everything = RoomEventFilter::default();
        let (seen, _) = self.rooms.latest(head, actor, (None, end), limit, &everything).await?;
        let before = seen.first().and_then(|seen| seen.event.order).map_or(end, |order| RoomOrder(order.get() - 1));
        let chunk: Vec<Raw<Value>> = self.rooms.present(head, actor, &seen, Shape::WithRoom).await?;
        let events = self.rooms.state_events(head, &state).await?;
        let state: Vec<Raw<Value>> = self.rooms.present_state(&events, Shape::WithRoom)?;
        let mut room = self.empty_room(head).await?;
        room.membership = user_room.map(|room| room.membership.clone());
        let token = match departure {
            Some(_) => TimelineToken::Gap(end),
            None => TimelineToken::After(until),
        };
        room.messages = Some(Messages {
            start: TimelineToken::Gap(before).to_string(),
            end: token.to_string(),
            chunk: old_events(&chunk, None)?,
        });
        room.state = old_events(&state, None)?;
        Ok(room)
    }

    /// Who has read what in these rooms.
    async fn old_receipts(&self, actor: &Actor, rooms: &[RoomNid]) -> Result<Vec<Value>, MatrixError> {
        let blocked = self.accounts.blocking.of(actor.user).await?;
        let mut receipts: HashMap<RoomNid, Vec<ReceiptRow>> = HashMap::new();
        for row in self.rooms.receipts(actor, rooms, StreamPosition::default()).await? {
            receipts.entry(row.room).or_default().push(row);
        }
        let mut events = Vec::with_capacity(receipts.len());
        for (room, rows) in receipts {
            let head = self.rooms.head(room).await?;
            let event = self.receipt_events(rows, &blocked).await?;
            events.extend(old_events(&event, Some(&head.room_id))?);
        }
        Ok(events)
    }
}
