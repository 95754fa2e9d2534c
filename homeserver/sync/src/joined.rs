//! A room that the user is in: timeline, state, and all that surrounds them.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use hs_core::{
    dag,
    error::MatrixError,
    filter,
    nid::{EventNid, RoomOrder, StateKeyNid, StreamPosition},
    sync::token::TimelineToken,
};
use hs_rooms::{Actor, RoomHead, Seen, StateAt, UserRoom};
use ruma::{
    OwnedUserId, UInt,
    api::client::{
        filter::{LazyLoadOptions, RoomEventFilter},
        sync::sync_events::{UnreadNotificationsCount, v3::RoomSummary},
    },
    events::{
        AnyRoomAccountDataEvent, AnySyncEphemeralRoomEvent, AnySyncStateEvent, StateEventType, TimelineEventType,
        room::member::MembershipState,
    },
    serde::Raw,
};
use serde_json::{json, value::to_raw_value};

use crate::{
    fork::has_met,
    heroes,
    response::{Events, JoinedRoom, State, Timeline},
    service::Sync,
    v3::Stretch,
};

/// How many events of a room to send to a client that does not say.
const TIMELINE_LIMIT: usize = 10;

/// The events of a room that a response shows.
pub(crate) struct Excerpt {
    pub(crate) events: Vec<Seen>,
    pub(crate) limited: bool,
    /// The gap before the first of them.
    pub(crate) before: RoomOrder,
    /// The gap after the last event that the response covers, shown or not.
    pub(crate) end: RoomOrder,
}

impl Sync {
    /// What is new in a room that the user is in; `None` if nothing is.
    pub(crate) async fn joined_room(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &Arc<RoomHead>,
        user_room: &UserRoom,
        data: Vec<Raw<AnyRoomAccountDataEvent>>,
    ) -> Result<Option<JoinedRoom>, MatrixError> {
        let since = match stretch.since {
            Some(since) if self.was_joined(actor, head, user_room, since).await? => Some(since),
            _ => None,
        };
        let is_whole = since.is_none() || stretch.request.full_state;
        let mut excerpt = self.excerpt(actor, stretch, head, since).await?;
        if stretch.since.is_some() && since.is_none() {
            // The client may have an older stretch of this room, from before the user left: this is not its sequel.
            excerpt.limited = true;
        }
        let state = self.state(actor, stretch, head, &excerpt, if is_whole { None } else { since }).await?;
        let (ephemeral, own_receipt) = self.ephemeral(actor, stretch, head, since).await?;
        let is_silent = excerpt.events.is_empty() && !excerpt.limited && state.is_empty();
        if !is_whole && is_silent && ephemeral.is_empty() && data.is_empty() && !own_receipt {
            return Ok(None);
        }
        let members_changed = excerpt.events.iter().any(|seen| *seen.event.pdu.kind() == TimelineEventType::RoomMember);
        let mut room = JoinedRoom::default();
        if is_whole || members_changed || excerpt.limited {
            room.summary = self.summary(actor, head).await?;
        }
        self.count_unread(actor, stretch, head, &mut room).await?;
        room.timeline = self.timeline(actor, stretch, head, &excerpt).await?;
        room.state = into_state(state, stretch.request.use_state_after);
        room.ephemeral.events = ephemeral;
        room.account_data.events = data;
        Ok(Some(room))
    }

    /// How much is unread in the room, or beside and in its threads.
    async fn count_unread(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        room: &mut JoinedRoom,
    ) -> Result<(), MatrixError> {
        let (mut notifications, mut highlights) = head.unread_counts(actor.user);
        if stretch.filter().timeline.unread_thread_notifications && notifications > 0 {
            let threads = match &stretch.ephemeral {
                Some(all) => all.threads.get(&head.nid).cloned(),
                None => self.rooms.unread_threads(actor.user, &[head.nid]).await?.remove(&head.nid),
            };
            for (root, (notify, highlight)) in threads.unwrap_or_default() {
                notifications = notifications.saturating_sub(notify);
                highlights = highlights.saturating_sub(highlight);
                room.unread_thread_notifications.insert(root, counted(notify, highlight));
            }
        }
        room.unread_notifications = counted(notifications, highlights);
        Ok(())
    }

    /// Whether the user was in the room already at `since`, so that the client has what came before.
    pub(crate) async fn was_joined(
        &self,
        actor: &Actor,
        head: &RoomHead,
        user_room: &UserRoom,
        since: StreamPosition,
    ) -> Result<bool, MatrixError> {
        if user_room.position <= since {
            return Ok(true);
        }
        let order = self.rooms.order_at(head, since).await?;
        let Some(state) = self.rooms.state_at(head, order).await? else { return Ok(false) };
        let key = self.rooms.state_key(&StateEventType::RoomMember, actor.user_id.as_str()).await?;
        let Some(nid) = key.and_then(|key| state.get(key)) else { return Ok(false) };
        Ok(self.membership_of(head, nid).await? == MembershipState::Join)
    }

    pub(crate) async fn membership_of(&self, head: &RoomHead, nid: EventNid) -> Result<MembershipState, MatrixError> {
        #[derive(serde::Deserialize)]
        struct Content {
            membership: MembershipState,
        }
        let event = self.rooms.events(head, &[nid]).await?.pop();
        let content = event.and_then(|event| event.pdu.content_as::<Content>());
        Ok(content.map_or(MembershipState::Leave, |content| content.membership))
    }

    /// The newest events after `since` that the client wants to see.
    async fn excerpt(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        since: Option<StreamPosition>,
    ) -> Result<Excerpt, MatrixError> {
        let filter = &stretch.filter().timeline;
        let limit = limit_of(filter);
        let end = self.rooms.order_at(head, stretch.until).await?;
        let (events, limited) = match since {
            Some(since) if head.last_position <= since => (Vec::new(), false),
            Some(since) => self.news(actor, head, (since, stretch.until), limit, filter).await?,
            None => self.rooms.latest(head, actor, (None, end), limit, filter).await?,
        };
        let (events, limited) = without_gap(events, limited);
        let (events, limited) = if stretch.request.use_state_after {
            (events, limited)
        } else {
            self.without_overruled(head, (events, limited), end).await?
        };
        let before = match events.first().and_then(|seen| seen.event.order) {
            Some(first) => RoomOrder(first.get() - 1),
            None => end,
        };
        Ok(Excerpt { events, limited, before, end })
    }

    /// The news of a room: from memory where it reaches back far enough.
    pub(crate) async fn news(
        &self,
        actor: &Actor,
        head: &RoomHead,
        (since, until): (StreamPosition, StreamPosition),
        limit: usize,
        wanted: &RoomEventFilter,
    ) -> Result<(Vec<Seen>, bool), MatrixError> {
        let news = self.rooms.news(head, since, until, limit.max(TIMELINE_LIMIT)).await?;
        if news.limited {
            // More than the memory was asked for. What the filter and the reader's rights leave out does not count.
            let after = self.rooms.order_at(head, since).await?;
            let end = self.rooms.order_at(head, until).await?;
            return self.rooms.latest(head, actor, (Some(after), end), limit, wanted).await;
        }
        let wanted = news.events.into_iter().filter(|event| filter::wants_event(wanted, &event.pdu)).collect();
        let mut seen = self.rooms.visible_or_current(head, actor, wanted).await?;
        let limited = seen.len() > limit;
        seen.drain(..seen.len().saturating_sub(limit));
        Ok((seen, limited))
    }

    /// The timeline section.
    pub(crate) async fn timeline(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        excerpt: &Excerpt,
    ) -> Result<Timeline, MatrixError> {
        Ok(Timeline {
            events: self.rooms.present(head, actor, &excerpt.events, stretch.shape()).await?,
            limited: excerpt.limited,
            prev_batch: Some(TimelineToken::Gap(excerpt.before).to_string()),
        })
    }

    /// The state that the client needs besides the timeline: all of it, or what changed after `since`.
    pub(crate) async fn state(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        excerpt: &Excerpt,
        since: Option<StreamPosition>,
    ) -> Result<Vec<Raw<AnySyncStateEvent>>, MatrixError> {
        let wants_after = stretch.request.use_state_after;
        let until = if wants_after { excerpt.end } else { excerpt.before };
        let filters = stretch.filter();
        let is_filtered = has_met(&excerpt.events) || hides_events(&filters.timeline);
        let lazy = &filters.state.lazy_load_options;
        let has_gap = excerpt.limited || is_filtered;
        let mut entries = match since {
            Some(_) if !has_gap && !wants_after => Vec::new(),
            Some(_) if excerpt.events.is_empty() && !has_gap => Vec::new(),
            _ => self.state_entries(head, until, since).await?,
        };
        if is_filtered && !wants_after {
            // What the filter keeps out of the timeline, or what forks have led to, would never be told otherwise.
            entries = self.as_in_the_end(head, (&excerpt.events, excerpt.end), entries, since).await?;
        }
        let mut nids = match since {
            // What changed in a gap is told whole: a client cannot know of a departure that it is not told of.
            Some(_) => entries.into_iter().map(|(_, nid)| nid).collect(),
            None => self.without_members(entries, lazy).await?,
        };
        if let LazyLoadOptions::Enabled { include_redundant_members } = lazy {
            let at = self.rooms.state_at(head, until).await?;
            let mut members = self.members_of_senders(actor, at.as_ref(), excerpt, since.is_none()).await?;
            self.drop_known_members(actor, head, &mut members, since.is_none() || *include_redundant_members);
            nids.extend(members);
        }
        nids.sort_unstable();
        nids.dedup();
        if !wants_after {
            let shown: HashSet<_> = excerpt.events.iter().map(|seen| seen.event.nid).collect();
            nids.retain(|nid| !shown.contains(nid));
        }
        let mut events = self.rooms.events(head, &nids).await?;
        events.retain(|event| filter::wants_event(&filters.state, &event.pdu));
        self.rooms.present_state(&events, stretch.shape())
    }

    /// The entries of the state at a place, or those that changed since a position.
    pub(crate) async fn state_entries(
        &self,
        head: &RoomHead,
        until: RoomOrder,
        since: Option<StreamPosition>,
    ) -> Result<Vec<(StateKeyNid, EventNid)>, MatrixError> {
        let Some(at) = self.rooms.state_at(head, until).await? else { return Ok(Vec::new()) };
        let Some(since) = since else { return Ok(at.entries()) };
        let order = self.rooms.order_at(head, since).await?;
        Ok(match self.rooms.state_at(head, order).await? {
            Some(before) => at.changes_since(&before),
            None => at.entries(),
        })
    }

    /// A state without its member events, where members are loaded lazily.
    async fn without_members(
        &self,
        entries: Vec<(StateKeyNid, EventNid)>,
        lazy: &LazyLoadOptions,
    ) -> Result<Vec<EventNid>, MatrixError> {
        if *lazy == LazyLoadOptions::Disabled || entries.is_empty() {
            return Ok(entries.into_iter().map(|(_, nid)| nid).collect());
        }
        let keys: Vec<_> = entries.iter().map(|(key, _)| *key).collect();
        let spots = self.store.state_keys(&keys).await?;
        let others = spots.iter().zip(entries).filter(|(spot, _)| &*spot.event_type != "m.room.member");
        Ok(others.map(|(_, (_, nid))| nid).collect())
    }

    /// The member events of those who speak in the timeline; for a whole room also the reader's own.
    async fn members_of_senders(
        &self,
        actor: &Actor,
        state: Option<&StateAt>,
        excerpt: &Excerpt,
        with_own: bool,
    ) -> Result<Vec<EventNid>, MatrixError> {
        let Some(state) = state else { return Ok(Vec::new()) };
        let mut users: BTreeSet<&OwnedUserId> = excerpt.events.iter().map(|seen| seen.event.pdu.sender()).collect();
        if with_own {
            users.insert(&actor.user_id);
        }
        let mut nids = Vec::new();
        for user in users {
            let key = self.rooms.state_key(&StateEventType::RoomMember, user.as_str()).await?;
            nids.extend(key.and_then(|key| state.get(key)));
        }
        Ok(nids)
    }

    fn drop_known_members(&self, actor: &Actor, head: &RoomHead, members: &mut Vec<EventNid>, anew: bool) {
        let Some(device) = &actor.device_id else { return };
        if anew {
            self.sent_members.forget(actor.user, device, head.nid);
        }
        self.sent_members.retain_unsent(actor.user, device, head.nid, members);
    }

    /// Receipts and typing; and whether one of the receipts is the user's own, which moves the unread counts.
    pub(crate) async fn ephemeral(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        since: Option<StreamPosition>,
    ) -> Result<(Vec<Raw<AnySyncEphemeralRoomEvent>>, bool), MatrixError> {
        let filter = &stretch.filter().ephemeral;
        let wants = |kind: &str| {
            filter::wants_type(filter.types.as_deref(), &filter.not_types, kind)
                && filter::wants_place(filter, &head.room_id)
        };
        let mut events = Vec::new();
        let (receipts, typing) = if let Some(all) = &stretch.ephemeral {
            (all.receipts.get(&head.nid).cloned().unwrap_or_default(), all.typing.get(&head.nid).cloned())
        } else {
            let since = since.unwrap_or_default();
            let receipts = self.rooms.receipts(actor, &[head.nid], since).await?;
            (receipts, self.rooms.typing(&[head.nid], since).await?.remove(&head.nid))
        };
        let has_own = receipts.iter().any(|row| row.user == actor.user);
        let blocked = self.accounts.blocking.of(actor.user).await?;
        if !receipts.is_empty() && wants("m.receipt") {
            events.extend(self.receipt_events(receipts, &blocked).await?);
        }
        let typing = typing.map(|mut users| {
            users.retain(|user| !blocked.ignores(user));
            users
        });
        // That nobody types any more is news for a client that begins, too: it may have heard otherwise before.
        if let Some(users) = typing.filter(|_| wants("m.typing")) {
            events.push(raw(&json!({ "type": "m.typing", "content": { "user_ids": users } }))?);
        }
        Ok((events, has_own))
    }

    /// How many are in the room, and who stands for it if it has no name.
    async fn summary(&self, actor: &Actor, head: &RoomHead) -> Result<RoomSummary, MatrixError> {
        let mut summary = RoomSummary::new();
        summary.joined_member_count = UInt::try_from(head.joined).ok();
        summary.invited_member_count = UInt::try_from(head.invited).ok();
        for kind in [StateEventType::RoomName, StateEventType::RoomCanonicalAlias] {
            if let Some(key) = self.rooms.state_key(&kind, "").await?
                && head.state_event(key).is_some()
            {
                return Ok(summary);
            }
        }
        let heroes: Vec<_> = heroes::pick(actor, head).into_iter().map(|(user, _)| user).collect();
        summary.heroes = self.store.user_ids(&heroes).await?;
        Ok(summary)
    }
}

/// How many events of a timeline a client wants.
pub(crate) fn limit_of(filter: &RoomEventFilter) -> usize {
    filter.limit.and_then(|limit| usize::try_from(u64::from(limit)).ok()).unwrap_or(TIMELINE_LIMIT)
}

/// Whether a timeline filter leaves events out. That one limits their number is no matter: the gap is marked.
fn hides_events(filter: &RoomEventFilter) -> bool {
    let unlimited = RoomEventFilter { limit: None, unread_thread_notifications: false, ..filter.clone() };
    !unlimited.is_empty()
}

fn counted(notifications: u64, highlights: u64) -> UnreadNotificationsCount {
    UnreadNotificationsCount {
        notification_count: UInt::try_from(notifications).ok(),
        highlight_count: UInt::try_from(highlights).ok(),
    }
}

pub(crate) fn into_state(events: Vec<Raw<AnySyncStateEvent>>, use_state_after: bool) -> State {
    let events = Events { events };
    if use_state_after { State::After(events) } else { State::Before(events) }
}

pub(crate) fn raw<T>(value: &serde_json::Value) -> Result<Raw<T>, MatrixError> {
    to_raw_value(value).map(Raw::from_json).map_err(MatrixError::internal)
}

/// Those of a timeline's events that come after all history that is missing, and whether that leaves any out.
pub(crate) fn without_gap(mut events: Vec<Seen>, limited: bool) -> (Vec<Seen>, bool) {
    let Some(first) = events.iter().rposition(|seen| seen.event.order.is_some_and(dag::is_after_gap)) else {
        return (events, limited);
    };
    events.drain(..first);
    (events, true)
}
