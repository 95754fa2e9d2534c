//! What is said about one room.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomNid, RoomOrder, StateKeyNid, StreamPosition},
    sync::{
        sliding::{RequiredState, Rules, Step},
        token::TimelineToken,
    },
};
use hs_rooms::{Actor, BUMPING, RoomHead, Seen, Shape, StateAt, UserRoom};
use ruma::{
    OwnedMxcUri, OwnedRoomId, OwnedUserId, UInt,
    api::client::filter::RoomEventFilter,
    events::{TimelineEventType, room::member::MembershipState},
};
use serde::Deserialize;

use super::{
    MEMBER, Round,
    response::{Hero, Room},
};
use crate::service::Sync;

/// A room to be told of.
pub(super) struct Task<'a> {
    pub(super) room: RoomNid,
    pub(super) step: Step,
    pub(super) rules: &'a Arc<Rules>,
    pub(super) is_dm: bool,
    /// When something happened last that people would call so, if that was looked up.
    pub(super) bump: Option<StreamPosition>,
}

/// The events of a room that an answer shows.
struct Excerpt {
    events: Vec<Seen>,
    limited: bool,
    /// The gap before the first of them.
    before: RoomOrder,
    /// The gap after the last event that the answer covers.
    end: RoomOrder,
    /// Whether there are events among them that the client may have.
    is_expanded: bool,
}

/// The part of a room's state that an answer tells.
struct Told {
    nids: Vec<EventNid>,
    /// What changed, by type; `None` where all of it is told.
    changed: Option<HashSet<String>>,
}

impl Told {
    fn has(&self, kind: &str) -> bool {
        self.changed.as_ref().is_none_or(|changed| changed.contains(kind))
    }
}

#[derive(Default, Deserialize)]
struct Content {
    name: Option<String>,
    url: Option<OwnedMxcUri>,
    displayname: Option<String>,
    avatar_url: Option<OwnedMxcUri>,
}

impl Sync {
    /// What is new in a room; `None` if nothing is.
    pub(super) async fn tell(
        &self,
        round: &Round<'_>,
        task: &Task<'_>,
    ) -> Result<Option<(OwnedRoomId, Room)>, MatrixError> {
        let own = self.rooms.rooms_of(round.actor.user).await?;
        let Some(user_room) = own.get(task.room) else { return Ok(None) };
        let head = self.rooms.head(task.room).await?;
        let told = match user_room.membership {
            MembershipState::Join => self.tell_joined(round, task, &head, user_room).await?,
            MembershipState::Leave | MembershipState::Ban => self.tell_left(round, task, &head, user_room).await?,
            _ => self.tell_stripped(round, task, &head, user_room).await?,
        };
        Ok(told.map(|room| (head.room_id.clone(), room)))
    }

    /// A room that the user may know little of: invited to, asked to join, or turned away.
    async fn tell_stripped(
        &self,
        round: &Round<'_>,
        task: &Task<'_>,
        head: &RoomHead,
        user_room: &UserRoom,
    ) -> Result<Option<Room>, MatrixError> {
        if let Step::Since { since, .. } = task.step
            && user_room.position <= since
        {
            return Ok(None);
        }
        Ok(Some(Room {
            initial: true,
            invite_state: Some(self.rooms.stripped_state(head, user_room.event).await?),
            is_dm: task.is_dm.then_some(true),
            bump_stamp: Some(user_room.position.get()),
            membership: Some(user_room.membership.clone()),
            num_live: round.since.map(|since| usize::from(user_room.position > since)),
            ..Room::default()
        }))
    }

    async fn tell_joined(
        &self,
        round: &Round<'_>,
        task: &Task<'_>,
        head: &Arc<RoomHead>,
        user_room: &UserRoom,
    ) -> Result<Option<Room>, MatrixError> {
        let actor = round.actor;
        let since = match task.step {
            Step::Since { since, .. } if self.was_joined(actor, head, user_room, since).await? => Some(since),
            _ => None,
        };
        let end = self.rooms.order_at(head, round.until).await?;
        let excerpt = self.sliding_excerpt(round, task, head, (since, end)).await?;
        let now = self.rooms.current_state(head);
        let told = self.sliding_state(round, task, head, (&now, since), &excerpt).await?;
        let was_dm = round.told.rooms.get(&task.room).is_some_and(|sent| sent.is_dm);
        let has_new_dm = since.is_some() && was_dm != task.is_dm;
        let has_read = match since {
            Some(since) => {
                self.rooms.receipts(actor, &[task.room], since).await?.iter().any(|row| row.user == actor.user)
            }
            None => false,
        };
        let is_silent = excerpt.events.is_empty() && !excerpt.limited && told.nids.is_empty();
        let nothing_changed = told.changed.as_ref().is_some_and(HashSet::is_empty);
        if since.is_some() && is_silent && nothing_changed && !has_new_dm && !has_read {
            return Ok(None);
        }
        let mut room = self.timeline_of(round, head, &excerpt, since.is_none()).await?;
        self.describe(actor, head, &now, &told, &mut room).await?;
        room.required_state =
            self.rooms.present_state(&self.rooms.events(head, &told.nids).await?, Shape::WithoutRoom)?;
        room.is_dm = if since.is_none() { task.is_dm.then_some(true) } else { has_new_dm.then_some(task.is_dm) };
        room.bump_stamp = if since.is_none() {
            Some(task.bump.unwrap_or(user_room.position).get())
        } else {
            newest_bump(&excerpt.events)
        };
        if since.is_none() {
            room.membership = Some(MembershipState::Join);
        }
        let (notifications, highlights) = head.unread_counts(actor.user);
        room.notification_count = UInt::try_from(notifications).ok();
        room.highlight_count = UInt::try_from(highlights).ok();
        Ok(Some(room))
    }

    /// A room that the user has left or was put out of: what happened up to then.
    async fn tell_left(
        &self,
        round: &Round<'_>,
        task: &Task<'_>,
        head: &Arc<RoomHead>,
        user_room: &UserRoom,
    ) -> Result<Option<Room>, MatrixError> {
        let actor = round.actor;
        let Some(departure) = self.rooms.events(head, &[user_room.event]).await?.pop() else { return Ok(None) };
        if !self.has_been_in(actor, head, &departure).await? {
            let is_known = round.told.rooms.contains_key(&task.room);
            return if is_known { self.tell_stripped(round, task, head, user_room).await } else { Ok(None) };
        }
        let Some(end) = departure.order else { return Ok(None) };
        let since = match task.step {
            Step::Since { since, more_timeline: false, more_state: false } if user_room.position <= since => {
                return Ok(None);
            }
            Step::Since { since, .. } if self.was_joined(actor, head, user_room, since).await? => Some(since),
            _ => None,
        };
        let excerpt = self.sliding_excerpt(round, task, head, (since, end)).await?;
        let then = self.rooms.state_after(&departure).await?;
        let told = self.sliding_state(round, task, head, (&then, since), &excerpt).await?;
        let mut room = self.timeline_of(round, head, &excerpt, since.is_none()).await?;
        self.describe(actor, head, &then, &told, &mut room).await?;
        (room.heroes, room.joined_count, room.invited_count) = (None, None, None);
        room.required_state =
            self.rooms.present_state(&self.rooms.events(head, &told.nids).await?, Shape::WithoutRoom)?;
        room.bump_stamp = Some(user_room.position.get());
        room.membership = Some(user_room.membership.clone());
        Ok(Some(room))
    }

    /// The events to show: the newest ones for a room that is told whole or of which more is asked for, else the news.
    async fn sliding_excerpt(
        &self,
        round: &Round<'_>,
        task: &Task<'_>,
        head: &RoomHead,
        (since, end): (Option<StreamPosition>, RoomOrder),
    ) -> Result<Excerpt, MatrixError> {
        let limit = usize::try_from(task.rules.timeline_limit).unwrap_or(usize::MAX);
        let all = RoomEventFilter::default();
        let grows = matches!(task.step, Step::Since { more_timeline: true, .. });
        let (events, limited) = match since {
            Some(since) if !grows && head.last_position <= since => (Vec::new(), false),
            Some(since) if !grows && end >= head.last_order => {
                self.news(round.actor, head, (since, round.until), limit, &all).await?
            }
            Some(since) if !grows => {
                let after = self.rooms.order_at(head, since).await?;
                self.rooms.latest(head, round.actor, (Some(after), end), limit, &all).await?
            }
            _ => self.rooms.latest(head, round.actor, (None, end), limit, &all).await?,
        };
        let before = match events.first().and_then(|seen| seen.event.order) {
            Some(first) => RoomOrder(first.get() - 1),
            None => end,
        };
        let is_old = |seen: &Seen| since.is_some_and(|since| seen.event.position().is_none_or(|at| at <= since));
        let is_expanded = grows && events.iter().any(is_old);
        Ok(Excerpt { events, limited, before, end, is_expanded })
    }

    async fn timeline_of(
        &self,
        round: &Round<'_>,
        head: &RoomHead,
        excerpt: &Excerpt,
        is_whole: bool,
    ) -> Result<Room, MatrixError> {
        let is_live = |seen: &&Seen| {
            round.since.is_some_and(|since| seen.event.position().is_some_and(|position| position > since))
        };
        let with_start = is_whole || excerpt.limited || excerpt.is_expanded;
        Ok(Room {
            initial: is_whole,
            unstable_expanded_timeline: excerpt.is_expanded,
            timeline: self.rooms.present(head, round.actor, &excerpt.events, Shape::WithoutRoom).await?,
            limited: excerpt.limited,
            prev_batch: with_start.then(|| TimelineToken::Gap(excerpt.before).to_string()),
            num_live: Some(excerpt.events.iter().rev().take_while(is_live).count()),
            ..Room::default()
        })
    }

    /// The state to tell: what the rules ask for of all of it, or of what changed; and what they ask for in addition to
    /// before.
    async fn sliding_state(
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
            return Ok(Told { nids, changed: None });
        };
        let entries = self.state_news(head, now, excerpt, since).await?;
        let keys: Vec<StateKeyNid> = entries.iter().map(|(key, _)| *key).collect();
        let (mut nids, mut changed) = (Vec::new(), HashSet::new());
        for (spot, (_, nid)) in self.store.state_keys(&keys).await?.iter().zip(entries) {
            // While nothing was left out, lazy clients hear of all who come and go.
            let is_mover = required.is_lazy() && !excerpt.limited && &*spot.event_type == MEMBER;
            if is_mover || required.wants(&spot.event_type, &spot.state_key) {
                nids.push(nid);
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
        Ok(Told { nids, changed: Some(changed) })
    }

    /// What changed of the state since a position.
    async fn state_news(
        &self,
        head: &RoomHead,
        now: &StateAt,
        excerpt: &Excerpt,
        since: StreamPosition,
    ) -> Result<Vec<(StateKeyNid, EventNid)>, MatrixError> {
        if head.last_position <= since {
            return Ok(Vec::new());
        }
        let first = excerpt.events.iter().find(|seen| seen.event.position().is_some_and(|position| position > since));
        // Where forks met, the state became what no event of the timeline says.
        let has_met = excerpt.events.iter().any(|seen| seen.event.resolved.is_some());
        match first {
            // The usual case: all that is new is here, so the state before it is the one that the client has.
            Some(first) if !excerpt.limited && !has_met => {
                Ok(now.changes_since(&self.rooms.state_before(&first.event).await?))
            }
            _ => self.state_entries(head, excerpt.end, Some(since)).await,
        }
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

    /// Name, picture, heroes and counts, as far as they are news.
    async fn describe(
        &self,
        actor: &Actor,
        head: &RoomHead,
        state: &StateAt,
        told: &Told,
        room: &mut Room,
    ) -> Result<(), MatrixError> {
        let is_whole = told.changed.is_none();
        let members_changed = told.has(MEMBER);
        let name = self.content_at(head, state, "m.room.name").await?.and_then(|content| content.name);
        let name = name.filter(|name| !name.is_empty());
        if told.has("m.room.avatar") {
            let avatar = self.content_at(head, state, "m.room.avatar").await?.and_then(|content| content.url);
            room.avatar = Some(avatar).filter(|avatar| !is_whole || avatar.is_some());
        }
        if name.is_none() && (members_changed || told.has("m.room.name")) {
            room.heroes = Some(self.heroes_with_profiles(actor, head).await?);
        }
        if told.has("m.room.name") {
            room.name = Some(name).filter(|name| !is_whole || name.is_some());
        }
        if members_changed {
            (room.joined_count, room.invited_count) = (Some(head.joined), Some(head.invited));
        }
        Ok(())
    }

    async fn content_at(&self, head: &RoomHead, state: &StateAt, kind: &str) -> Result<Option<Content>, MatrixError> {
        let Some(nid) = self.rooms.state_key(&kind.into(), "").await?.and_then(|key| state.get(key)) else {
            return Ok(None);
        };
        Ok(self.rooms.events(head, &[nid]).await?.pop().and_then(|event| event.pdu.content_as()))
    }

    async fn heroes_with_profiles(&self, actor: &Actor, head: &RoomHead) -> Result<Vec<Hero>, MatrixError> {
        let heroes = crate::heroes::pick(actor, head);
        let users: Vec<_> = heroes.iter().map(|(user, _)| *user).collect();
        let events: Vec<EventNid> = heroes.iter().map(|(_, event)| *event).collect();
        let users: Vec<OwnedUserId> = self.store.user_ids(&users).await?;
        let found = self.rooms.events(head, &events).await?;
        let contents: HashMap<EventNid, Content> =
            found.iter().filter_map(|event| Some((event.nid, event.pdu.content_as()?))).collect();
        let hero = |(user_id, event): (OwnedUserId, &EventNid)| {
            let content = contents.get(event);
            Hero {
                user_id,
                displayname: content.and_then(|content| content.displayname.clone()),
                avatar_url: content.and_then(|content| content.avatar_url.clone()),
            }
        };
        Ok(users.into_iter().zip(&events).map(hero).collect())
    }
}

/// The position of the newest event by which people would say that something happened.
fn newest_bump(events: &[Seen]) -> Option<i64> {
    let is_bump = |seen: &&Seen| BUMPING.contains(&seen.event.pdu.kind().to_string().as_str());
    events.iter().rev().find(is_bump).and_then(|seen| seen.event.position()).map(StreamPosition::get)
}
