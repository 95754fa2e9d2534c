//! What is said about one room.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomOrder, StreamPosition},
    sync::{sliding::Step, token::TimelineToken},
};
use hs_rooms::{Actor, BUMPING, RoomHead, Seen, Shape, StateAt, UserRoom};
use ruma::{
    OwnedMxcUri, OwnedRoomId, OwnedUserId, UInt, api::client::filter::RoomEventFilter,
    events::room::member::MembershipState,
};
use serde::Deserialize;

use super::{
    MEMBER, Round,
    response::{Hero, Room},
    task::{Excerpt, Task, Told},
};
use crate::service::Sync;

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
        let is_silent = excerpt.events.is_empty() && !excerpt.limited && told.nids.is_empty() && told.gone.is_empty();
        let nothing_changed = told.changed.as_ref().is_some_and(HashSet::is_empty);
        if since.is_some() && is_silent && nothing_changed && !has_new_dm && !has_read {
            return Ok(None);
        }
        let mut room = self.timeline_of(round, head, &excerpt, since.is_none()).await?;
        self.describe(actor, head, &now, &told, &mut room).await?;
        room.required_state = self.required_state(head, &told).await?;
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
        room.required_state = self.required_state(head, &told).await?;
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
            before: Some(excerpt.before),
            prev_batch: with_start.then(|| TimelineToken::Gap(excerpt.before).to_string()),
            num_live: Some(excerpt.events.iter().rev().take_while(is_live).count()),
            ..Room::default()
        })
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
