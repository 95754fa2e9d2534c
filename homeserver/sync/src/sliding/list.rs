//! Which rooms a request is about: those in the ranges of its lists, and those that it names.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
    sync::sliding::{Filters, Subject},
};
use hs_rooms::{Actor, Listing, UserRoom};
use ruma::{OwnedRoomId, RoomId, events::room::member::MembershipState};
use serde::Deserialize;

use super::{RoomSet, Round, RulesOf, response::List};
use crate::service::Sync;

/// The rooms that a request is about.
#[derive(Default)]
pub(super) struct Wanted {
    /// What is wanted of each.
    pub(super) rules: RulesOf,
    /// In the ranges of which lists each is.
    pub(super) lists: HashMap<RoomNid, Vec<String>>,
    /// Those that are named.
    pub(super) named: HashMap<RoomNid, OwnedRoomId>,
    /// How many rooms each list has.
    pub(super) counts: BTreeMap<String, List>,
    /// When something happened last.
    pub(super) positions: HashMap<RoomNid, StreamPosition>,
    /// Conversations with one person.
    pub(super) dms: RoomSet,
}

/// A room that may be in a list.
struct Candidate {
    room: RoomNid,
    position: StreamPosition,
    is_invite: bool,
}

/// What filters have to know of rooms besides.
#[derive(Default)]
struct Known {
    listings: HashMap<RoomNid, Arc<Listing>>,
    tags: HashMap<RoomNid, Vec<String>>,
    spaces: HashMap<OwnedRoomId, RoomSet>,
}

impl Wanted {
    fn add(&mut self, room: RoomNid, rules: &Arc<hs_core::sync::sliding::Rules>) {
        let rules = match self.rules.get(&room) {
            Some(others) if others == rules => return,
            Some(others) => Arc::new(others.and(rules)),
            None => Arc::clone(rules),
        };
        self.rules.insert(room, rules);
    }
}

impl Sync {
    /// The rooms that the request is about.
    pub(super) async fn wanted(&self, round: &Round<'_>) -> Result<Wanted, MatrixError> {
        let (actor, body) = (round.actor, &round.request.body);
        if body.lists.is_empty() && body.room_subscriptions.is_empty() {
            return Ok(Wanted::default());
        }
        let mut wanted = Wanted { dms: self.dms(actor).await?, ..Wanted::default() };
        if !body.lists.is_empty() {
            self.add_lists(round, &mut wanted).await?;
        }
        let own = self.rooms.rooms_of(actor.user).await?;
        let mut unplaced = Vec::new();
        for (room_id, subscription) in &body.room_subscriptions {
            let Some(room) = self.rooms.find(room_id).await? else { continue };
            if own.get(room).is_none_or(|user_room| user_room.forgotten) {
                continue;
            }
            wanted.add(room, &Arc::new(subscription.rules(&actor.user_id)));
            wanted.named.insert(room, room_id.clone());
            if !wanted.positions.contains_key(&room) {
                unplaced.push(room);
            }
        }
        let is_joined = |room: &RoomNid| own.get(*room).is_some_and(|own| own.membership == MembershipState::Join);
        unplaced.retain(is_joined);
        wanted.positions.extend(self.rooms.last_positions(unplaced).await?);
        Ok(wanted)
    }

    async fn add_lists(&self, round: &Round<'_>, wanted: &mut Wanted) -> Result<(), MatrixError> {
        let (actor, body) = (round.actor, &round.request.body);
        let candidates = self.candidates_for_lists(round).await?;
        let known =
            self.known(actor, body.lists.values().filter_map(|list| list.filters.as_ref()), &candidates).await?;
        for (name, list) in &body.lists {
            let admits = |candidate: &&Candidate| {
                list.filters.as_ref().is_none_or(|filters| known.admits(filters, candidate, &wanted.dms))
            };
            let rooms: Vec<RoomNid> = candidates.iter().filter(admits).map(|candidate| candidate.room).collect();
            wanted.counts.insert(name.clone(), List { count: rooms.len() });
            let rules = Arc::new(list.rules(&actor.user_id));
            for room in list.places(rooms.len()).into_iter().filter_map(|place| rooms.get(place)) {
                wanted.add(*room, &rules);
                wanted.lists.entry(*room).or_default().push(name.clone());
            }
        }
        wanted.positions.extend(candidates.into_iter().map(|candidate| (candidate.room, candidate.position)));
        Ok(())
    }

    /// The user's rooms, that in which something happened last first.
    async fn candidates_for_lists(&self, round: &Round<'_>) -> Result<Vec<Candidate>, MatrixError> {
        let own = self.rooms.rooms_of(round.actor.user).await?;
        let positions = self.rooms.last_positions(own.joined()).await?;
        let unheard = self.unheard_invites(round.actor).await?;
        let is_listed = |room: RoomNid, user_room: &UserRoom| {
            !user_room.forgotten
                && !unheard.contains(&room)
                && (!user_room.has_walked_out || round.told.rooms.contains_key(&room))
        };
        let mut candidates: Vec<Candidate> = own
            .iter()
            .filter(|(room, user_room)| is_listed(*room, user_room))
            .map(|(room, user_room)| Candidate {
                room,
                position: match user_room.membership {
                    // Nothing after the departure is any business of who left.
                    MembershipState::Join => positions.get(&room).copied().unwrap_or(user_room.position),
                    _ => user_room.position,
                },
                is_invite: user_room.membership == MembershipState::Invite,
            })
            .collect();
        candidates.sort_unstable_by_key(|candidate| std::cmp::Reverse((candidate.position, candidate.room)));
        Ok(candidates)
    }

    /// Invitations of which the user does not want to hear.
    async fn unheard_invites(&self, actor: &Actor) -> Result<RoomSet, MatrixError> {
        let blocked = self.accounts.blocking.of(actor.user).await?;
        let mut unheard = RoomSet::new();
        if blocked.ignores_nobody() && !blocked.blocks_invites() {
            return Ok(unheard);
        }
        let own = self.rooms.rooms_of(actor.user).await?;
        for (room, user_room) in own.iter().filter(|(_, room)| room.membership == MembershipState::Invite) {
            let head = self.rooms.head(room).await?;
            if !self.rooms.hears_of_invite(&head, actor.user, user_room.event).await? {
                unheard.insert(room);
            }
        }
        Ok(unheard)
    }

    /// The rooms that the user calls conversations with one person.
    async fn dms(&self, actor: &Actor) -> Result<RoomSet, MatrixError> {
        #[derive(Deserialize)]
        struct Direct(#[serde(default)] HashMap<String, serde_json::Value>);
        let Some(row) = self.store.account_data(actor.user, None, "m.direct").await? else {
            return Ok(HashSet::new());
        };
        let Ok(Direct(direct)) = row.content.deserialize_as_unchecked() else { return Ok(HashSet::new()) };
        let ids = direct.values().filter_map(|rooms| rooms.as_array()).flatten().filter_map(|room| room.as_str());
        let ids: Vec<OwnedRoomId> = ids.filter_map(|id| RoomId::parse(id).ok()).collect();
        let ids: Vec<&RoomId> = ids.iter().map(|id| &**id).collect();
        Ok(self.store.room_nids(&ids).await?.into_values().collect())
    }

    /// What the filters have to know.
    async fn known<'a>(
        &self,
        actor: &Actor,
        filters: impl Iterator<Item = &'a Filters>,
        candidates: &[Candidate],
    ) -> Result<Known, MatrixError> {
        let filters: Vec<&Filters> = filters.collect();
        let mut known = Known::default();
        if filters.iter().any(|filters| filters.needs_state()) {
            let positions = candidates.iter().map(|candidate| (candidate.room, candidate.position)).collect();
            known.listings = self.rooms.listings(&positions).await?;
        }
        if filters.iter().any(|filters| filters.needs_tags()) {
            #[derive(Deserialize)]
            struct Tags {
                tags: HashMap<String, serde_json::Value>,
            }
            for row in self.store.room_account_data(actor.user, "m.tag").await? {
                let (Some(room), Ok(Tags { tags })) = (row.room, row.content.deserialize_as_unchecked()) else {
                    continue;
                };
                known.tags.insert(room, tags.into_keys().collect());
            }
        }
        let spaces: HashSet<&OwnedRoomId> =
            filters.iter().filter_map(|filters| filters.spaces.as_ref()).flatten().collect();
        for space in spaces {
            let rooms = self.rooms.rooms_of_space(actor, space).await?.into_iter().collect();
            known.spaces.insert(space.clone(), rooms);
        }
        Ok(known)
    }
}

impl Known {
    fn admits(&self, filters: &Filters, candidate: &Candidate, dms: &RoomSet) -> bool {
        let room = candidate.room;
        let listing = self.listings.get(&room);
        let is_in = |space: &OwnedRoomId| self.spaces.get(space).is_some_and(|rooms| rooms.contains(&room));
        filters.admits(&Subject {
            is_dm: dms.contains(&room),
            is_invite: candidate.is_invite,
            is_encrypted: listing.is_some_and(|listing| listing.is_encrypted),
            room_type: listing.and_then(|listing| listing.room_type.as_deref()),
            name: listing.and_then(|listing| listing.name.as_deref()),
            tags: self.tags.get(&room).map(Vec::as_slice).unwrap_or_default(),
            is_in_space: filters.spaces.as_ref().is_some_and(|spaces| spaces.iter().any(is_in)),
        })
    }
}
