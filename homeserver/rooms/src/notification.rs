//! What users are to be told of: which events notify them, and how much is unread.
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-notifications>.

use std::{
    cmp::Reverse,
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder, StreamPosition, UserNid},
    push::Judge,
};
use ruma::{
    OwnedRoomAliasId,
    events::{StateEventType, room::member::MembershipState},
    push::Action,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    append::Change,
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms},
    thread::ReadState,
    timeline::Window,
    visibility::Seen,
};

/// How many events of a room are read at a time on the way back.
const PAGE: usize = 50;
/// After how many events a page of notifications ends, however few it has found.
const PATIENCE: usize = 1000;
/// The most events of one room that a user who was away is told of: the newest.
const MAX_NEWS: usize = 20;

/// An event that notifies a user.
#[derive(Clone, Debug)]
pub struct Notified {
    /// The room.
    pub head: Arc<RoomHead>,
    /// The event.
    pub seen: Seen,
    /// What the user's rules say of it.
    pub actions: Vec<Action>,
    /// Whether the user has read it.
    pub is_read: bool,
}

/// What people call a room, as far as it says.
#[derive(Clone, Debug, Default)]
pub struct RoomCalled {
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub alias: Option<OwnedRoomAliasId>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Alias {
    alias: OwnedRoomAliasId,
}

/// A piece of state as those are shown it who are invited.
#[derive(Deserialize)]
struct Shown {
    #[serde(rename = "type")]
    kind: StateEventType,
    content: Box<RawValue>,
}

/// A way back through one room.
struct Cursor {
    head: Arc<RoomHead>,
    events: VecDeque<Arc<StoredEvent>>,
    next: Option<RoomOrder>,
    read: Arc<ReadState>,
}

impl Cursor {
    fn newest(&self) -> Option<StreamPosition> {
        self.events.front().and_then(|event| event.position())
    }
}

impl Rooms {
    /// What a user's rules say of these events of a room, for those that notify them.
    pub async fn notifying(
        &self,
        actor: &Actor,
        head: &Arc<RoomHead>,
        events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<(Seen, Vec<Action>)>, MatrixError> {
        let levels = self.power_levels_in(&Change::of(head)).await?;
        let rules = self.accounts.push_rules.ruleset(actor.user).await?;
        let profile = self.accounts.profile.member_profile(actor.user).await?;
        let name = profile.displayname.as_deref().unwrap_or(actor.user_id.localpart());
        let mut notifying = Vec::new();
        for seen in self.visible_or_current(head, actor, events).await? {
            let mut judge = Judge::new(&seen.event.pdu, head.joined, levels.clone());
            let actions = judge.actions(&actor.user_id, name, rules.ruleset());
            if actions.iter().any(Action::should_notify) {
                notifying.push((seen, actions));
            }
        }
        Ok(notifying)
    }

    /// What has come for a user after a position and up to another, oldest first, and they have not read.
    pub async fn news_for(
        &self,
        actor: &Actor,
        since: StreamPosition,
        until: StreamPosition,
    ) -> Result<Vec<Notified>, MatrixError> {
        let own = self.rooms_of(actor.user).await?;
        let joined: Vec<RoomNid> = own.joined().collect();
        let changed: Vec<RoomNid> = match self.changes().since(actor.user, since) {
            Some(changed) => joined.into_iter().filter(|room| changed.rooms.contains(room)).collect(),
            None => self.store.rooms_changed_since(&joined, since).await?.into_iter().map(|(room, _)| room).collect(),
        };
        let mut heads = Vec::with_capacity(changed.len());
        for room in changed {
            heads.push(self.head(room).await?);
        }
        let mut read = self.read_state(actor.user, &heads).await?;
        let mut found = Vec::new();
        for head in heads {
            let read = read.remove(&head.nid).unwrap_or_default();
            let mut unread = Vec::new();
            for event in self.news(&head, since, until, MAX_NEWS).await?.events {
                if !self.has_read(&read, &head, &event).await? {
                    unread.push(event);
                }
            }
            for (seen, actions) in self.notifying(actor, &head, unread).await? {
                found.push(Notified { head: Arc::clone(&head), seen, actions, is_read: false });
            }
        }
        for (room, user_room) in own.iter() {
            let is_news = user_room.position > since && user_room.position <= until;
            if user_room.membership != MembershipState::Invite || !is_news {
                continue;
            }
            let head = self.head(room).await?;
            if !self.hears_of_invite(&head, actor.user, user_room.event).await? {
                continue;
            }
            // Who is invited cannot see into the room, but the invitation is theirs.
            let Some(event) = self.events(&head, &[user_room.event]).await?.pop() else { continue };
            let rules = self.accounts.push_rules.ruleset(actor.user).await?;
            let levels = if head.is_resident() { Some(self.power_levels_in(&Change::of(&head)).await?) } else { None };
            let actions = Judge::new(&event.pdu, head.joined, levels).actions(&actor.user_id, "", rules.ruleset());
            if actions.iter().any(Action::should_notify) {
                let seen = Seen { event, membership: MembershipState::Invite };
                found.push(Notified { head, seen, actions, is_read: false });
            }
        }
        found.sort_by_key(|notified| notified.seen.event.position());
        Ok(found)
    }

    /// How many events are unread in all of a user's rooms, by two questions.
    pub async fn unread_in_all(&self, user: UserNid) -> Result<u64, MatrixError> {
        let rooms: Vec<RoomNid> = self.rooms_of(user).await?.joined().collect();
        let seqs: HashMap<RoomNid, i64> =
            self.store.rooms(&rooms).await?.into_iter().map(|row| (row.nid, row.notify_seq)).collect();
        let rows = self.store.unread_of_user(user, &rooms).await?;
        let unread = rows.iter().map(|row| seqs.get(&row.room).map_or(0, |seq| seq.saturating_sub(row.base).max(0)));
        Ok(u64::try_from(unread.sum::<i64>()).unwrap_or(0))
    }

    /// What people call a room, for a message about it to a user of ours; of a room of others, what the user was shown.
    pub async fn called(&self, head: &RoomHead, reader: UserNid) -> Result<RoomCalled, MatrixError> {
        if !head.is_resident() {
            return self.called_outside(head, reader).await;
        }
        let name = self.state_pdu(head, &StateEventType::RoomName, "").await?;
        let alias = self.state_pdu(head, &StateEventType::RoomCanonicalAlias, "").await?;
        Ok(RoomCalled {
            name: name.and_then(|pdu| pdu.content_as::<Name>()).map(|content| content.name),
            alias: alias.and_then(|pdu| pdu.content_as::<Alias>()).map(|content| content.alias),
        })
    }

    async fn called_outside(&self, head: &RoomHead, reader: UserNid) -> Result<RoomCalled, MatrixError> {
        let mut called = RoomCalled::default();
        for shown in self.store.stripped_state(head.nid, reader).await? {
            let Ok(shown) = serde_json::from_str::<Shown>(shown.get()) else { continue };
            let content = shown.content.get();
            match shown.kind {
                StateEventType::RoomName => called.name = serde_json::from_str(content).ok().map(|Name { name }| name),
                StateEventType::RoomCanonicalAlias => {
                    called.alias = serde_json::from_str(content).ok().map(|Alias { alias }| alias);
                }
                _ => {}
            }
        }
        Ok(called)
    }

    /// A page of what a user has been notified of, newest first, and where the next page begins. It costs what it looks
    /// at, and not what the rooms hold.
    pub async fn notifications(
        &self,
        actor: &Actor,
        from: Option<StreamPosition>,
        limit: usize,
        only_highlights: bool,
    ) -> Result<(Vec<Notified>, Option<StreamPosition>), MatrixError> {
        let until = from.unwrap_or(StreamPosition(i64::MAX));
        let rooms: Vec<RoomNid> = self.rooms_of(actor.user).await?.joined().collect();
        let mut rows = self.store.rooms(&rooms).await?;
        // The room where something happened last is looked at first, and the others when their time comes.
        rows.sort_by_key(|row| Reverse(row.last_position));
        let mut waiting = rows.into_iter().peekable();
        let mut open: Vec<Cursor> = Vec::new();
        let mut found = Vec::new();
        let mut looked_at = 0;
        loop {
            let newest = open.iter().filter_map(Cursor::newest).max();
            if let Some(row) = waiting.next_if(|row| newest.is_none_or(|newest| row.last_position > newest)) {
                open.push(self.cursor(actor, row.nid, until).await?);
                continue;
            }
            let Some(newest) = newest else { return Ok((found, None)) };
            if found.len() >= limit.clamp(1, PAGE) || looked_at >= PATIENCE {
                return Ok((found, Some(StreamPosition(newest.get() + 1))));
            }
            let Some(cursor) = open.iter_mut().find(|cursor| cursor.newest() == Some(newest)) else { continue };
            let Some(event) = cursor.events.pop_front() else { continue };
            looked_at += 1;
            let (head, read) = (Arc::clone(&cursor.head), Arc::clone(&cursor.read));
            if cursor.events.is_empty() {
                self.fill(cursor, until).await?;
            }
            let is_read = self.has_read(&read, &head, &event).await?;
            for (seen, actions) in self.notifying(actor, &head, vec![event]).await? {
                if !only_highlights || actions.iter().any(Action::is_highlight) {
                    found.push(Notified { head: Arc::clone(&head), seen, actions, is_read });
                }
            }
        }
    }

    async fn cursor(&self, actor: &Actor, room: RoomNid, until: StreamPosition) -> Result<Cursor, MatrixError> {
        let head = self.head(room).await?;
        let read = self.read_state(actor.user, std::slice::from_ref(&head)).await?.remove(&room).unwrap_or_default();
        let next = Some(head.last_order);
        let mut cursor = Cursor { head, events: VecDeque::new(), next, read: Arc::new(read) };
        self.fill(&mut cursor, until).await?;
        Ok(cursor)
    }

    /// Reads on until there is an event from before `until`, or the room has no more.
    async fn fill(&self, cursor: &mut Cursor, until: StreamPosition) -> Result<(), MatrixError> {
        while cursor.events.is_empty() {
            let Some(next) = cursor.next else { return Ok(()) };
            let events = self.window(&cursor.head, Window::up_to(next, PAGE)).await?;
            let last = events.last().and_then(|event| event.order).filter(|_| events.len() == PAGE);
            cursor.next = last.map(|order| RoomOrder(order.get() - 1));
            // What was fetched as history has no position: nobody was notified of it.
            cursor.events.extend(events.into_iter().filter(|event| event.position().is_some_and(|at| at < until)));
        }
        Ok(())
    }
}
