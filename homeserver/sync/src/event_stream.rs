//! `GET /events`: everything new of all rooms, or of one that need not be the user's, as one list.
//!
//! Deprecated, and still what clients use to look into a room from outside.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events>.

use std::{collections::HashSet, sync::Arc, time::Duration};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
    sync::token::SyncToken,
};
use hs_rooms::{Actor, RoomHead, Seen, Shape, UserRoom};
use ruma::{
    OwnedRoomId, RoomId, api::client::filter::Filter, events::room::member::MembershipState, presence::PresenceState,
    serde::Raw,
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    service::Sync,
    v3::{Stretch, SyncRequest},
};

/// The most events of one room in one answer.
const MAX_EVENTS: usize = 1000;

/// What somebody listens for.
#[derive(Clone, Debug, Default)]
pub struct StreamRequest {
    /// From where on; `None` is now.
    pub from: Option<SyncToken>,
    /// How long to wait for something new.
    pub timeout: Duration,
    /// The one room to listen to, which the user need not be in if anybody may read it.
    pub room_id: Option<OwnedRoomId>,
}

/// What is new.
#[derive(Debug, Serialize)]
pub struct EventStream {
    /// Where it begins.
    pub start: String,
    /// Where the next request begins.
    pub end: String,
    /// The events, oldest first; those without a place in a room at the end.
    pub chunk: Vec<Value>,
}

/// Events of rooms with the positions by which they are put in order, and all else.
#[derive(Default)]
struct Found {
    timeline: Vec<(StreamPosition, Value)>,
    others: Vec<Value>,
}

impl Found {
    fn into_chunk(mut self) -> Vec<Value> {
        self.timeline.sort_by_key(|(position, _)| *position);
        self.timeline.into_iter().map(|(_, event)| event).chain(self.others).collect()
    }
}

impl Sync {
    /// Waits for events, and answers at once if there are any.
    pub async fn events(&self, actor: &Actor, request: &StreamRequest) -> Result<EventStream, MatrixError> {
        let device = actor.device();
        let _there = device.and_then(|device| self.accounts.presence.sync(actor.user, device, &PresenceState::Online));
        let deadline = self.begin(request.timeout, request.from.map(|from| from.position)).await;
        let room = match &request.room_id {
            Some(room_id) => Some(self.rooms.readable_room(actor, room_id).await?.nid),
            None => None,
        };
        let mut since = request.from.map(|from| from.position);
        loop {
            let news = match room {
                Some(room) => self.rooms.changes().wait_at(actor.user, room),
                None => self.rooms.changes().wait(actor.user),
            };
            let until = Box::pin(self.steady_position(actor)).await?;
            let start = *since.get_or_insert(until);
            let chunk = match room {
                Some(room) => Box::pin(self.peeked_events(actor, room, start, until)).await?,
                None => Box::pin(self.own_events(actor, start, until)).await?,
            };
            if !chunk.is_empty() || self.is_over(deadline) {
                let token = |position| SyncToken::at(position).to_string();
                return Ok(EventStream { start: token(start), end: token(until), chunk });
            }
            self.wait(&news, deadline).await;
        }
    }

    /// What is new for a user in all of their rooms, and besides.
    async fn own_events(
        &self,
        actor: &Actor,
        since: StreamPosition,
        until: StreamPosition,
    ) -> Result<Vec<Value>, MatrixError> {
        if since >= until {
            return Ok(Vec::new());
        }
        let request = SyncRequest { since: Some(SyncToken::at(since)), ..SyncRequest::default() };
        let stretch = Stretch { request: &request, since: Some(since), until, ephemeral: None };
        let changed = self.rooms.changes().since(actor.user, since);
        let mut found = Found::default();
        let own = &request.filter.room.account_data;
        let data = self.account_data(actor, Some(since), &Filter::default(), own).await?;
        found.others.extend(old_events(&data.global, None)?);
        let rooms = changed.as_ref().map(|changed| changed.rooms.clone());
        for (room, user_room) in self.candidates(actor, &stretch, rooms, &data.rooms).await? {
            if user_room.forgotten {
                continue;
            }
            let head = self.rooms.head(room).await?;
            self.add_room(&mut found, actor, &stretch, &head, &user_room).await?;
            let data = data.rooms.get(&room).map(Vec::as_slice).unwrap_or_default();
            found.others.extend(old_events(data, Some(&head.room_id))?);
        }
        let sharing = self.sharing(actor.user, since, changed.as_ref()).await?;
        let wanted = Filter::default();
        let presence = self.presence(actor, Some(since), changed.as_ref(), &sharing.begun, &wanted).await?;
        found.others.extend(old_events(&presence, None)?);
        Ok(found.into_chunk())
    }

    /// What is new in one of a user's rooms.
    async fn add_room(
        &self,
        found: &mut Found,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &Arc<RoomHead>,
        user_room: &UserRoom,
    ) -> Result<(), MatrixError> {
        let Some(since) = stretch.since else { return Ok(()) };
        match user_room.membership {
            MembershipState::Join => {
                found.timeline.extend(self.old_timeline(actor, head, since, stretch.until).await?);
                let (ephemeral, _) = self.ephemeral(actor, stretch, head, Some(since)).await?;
                found.others.extend(old_events(&ephemeral, Some(&head.room_id))?);
            }
            // Up to the departure and no further.
            MembershipState::Leave | MembershipState::Ban if stretch.is_news(user_room.position) => {
                found.timeline.extend(self.old_timeline(actor, head, since, user_room.position).await?);
            }
            MembershipState::Invite if !self.rooms.hears_of_invite(head, actor.user, user_room.event).await? => {}
            MembershipState::Invite | MembershipState::Knock if stretch.is_news(user_room.position) => {
                let events = self.rooms.events(head, &[user_room.event]).await?;
                let seen = events.into_iter().map(|event| Seen { event, membership: user_room.membership.clone() });
                found.timeline.extend(self.old_seen(actor, head, seen.collect()).await?);
            }
            _ => {}
        }
        Ok(())
    }

    /// What is new in a room that anybody may read.
    async fn peeked_events(
        &self,
        actor: &Actor,
        room: RoomNid,
        since: StreamPosition,
        until: StreamPosition,
    ) -> Result<Vec<Value>, MatrixError> {
        if since >= until {
            return Ok(Vec::new());
        }
        // Looked at anew each time: a room may be closed to the world while somebody looks in.
        let room_id = self.rooms.head(room).await?.room_id.clone();
        let head = self.rooms.readable_room(actor, &room_id).await?;
        let request = SyncRequest::default();
        let stretch = Stretch { request: &request, since: Some(since), until, ephemeral: None };
        let timeline = self.old_timeline(actor, &head, since, until).await?;
        let mut found = Found { timeline, others: Vec::new() };
        let (ephemeral, _) = self.ephemeral(actor, &stretch, &head, Some(since)).await?;
        found.others.extend(old_events(&ephemeral, Some(&head.room_id))?);
        let members: HashSet<UserNid> = self.rooms.members_with_presence(&head).into_iter().collect();
        let mut rows = match self.rooms.changes().since(actor.user, since) {
            Some(changed) => {
                let here: Vec<_> = changed.presence.intersection(&members).copied().collect();
                self.store.presence(&here).await?
            }
            None => self.store.presence_after(since).await?,
        };
        rows.retain(|row| members.contains(&row.user));
        found.others.extend(old_events(&self.presence_events(actor, rows, &Filter::default()).await?, None)?);
        Ok(found.into_chunk())
    }

    async fn old_timeline(
        &self,
        actor: &Actor,
        head: &Arc<RoomHead>,
        since: StreamPosition,
        until: StreamPosition,
    ) -> Result<Vec<(StreamPosition, Value)>, MatrixError> {
        let news = self.rooms.news(head, since, until, MAX_EVENTS).await?;
        let seen = self.rooms.visible_or_current(head, actor, news.events).await?;
        self.old_seen(actor, head, seen).await
    }

    async fn old_seen(
        &self,
        actor: &Actor,
        head: &Arc<RoomHead>,
        seen: Vec<Seen>,
    ) -> Result<Vec<(StreamPosition, Value)>, MatrixError> {
        let positions: Vec<_> = seen.iter().map(|seen| seen.event.position().unwrap_or_default()).collect();
        let events: Vec<Raw<Value>> = self.rooms.present(head, actor, &seen, Shape::WithRoom).await?;
        Ok(positions.into_iter().zip(old_events(&events, None)?).collect())
    }
}

/// Events in the shape of old: they say which room they are about, and the sender also as `user_id`; presence says it
/// beside the rest.
pub(crate) fn old_events<T>(events: &[Raw<T>], room_id: Option<&RoomId>) -> Result<Vec<Value>, MatrixError> {
    let old = |event: &Raw<T>| -> Result<Value, serde_json::Error> {
        let mut event: Map<String, Value> = serde_json::from_str(event.json().get())?;
        if let Some(room_id) = room_id {
            event.insert("room_id".to_owned(), room_id.as_str().into());
        }
        if let Some(sender) = event.get("sender").cloned() {
            if event.get("type").is_some_and(|kind| kind == "m.presence") {
                let content = event.get_mut("content").and_then(Value::as_object_mut);
                content.map(|content| content.insert("user_id".to_owned(), sender));
            } else {
                event.insert("user_id".to_owned(), sender);
            }
        }
        Ok(Value::Object(event))
    };
    events.iter().map(|event| old(event).map_err(MatrixError::internal)).collect()
}
