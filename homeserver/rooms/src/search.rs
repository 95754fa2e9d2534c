//! Finding messages by the words in them.
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-side-search>.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    filter,
    nid::{EventNid, RoomNid},
    search,
    sync::token::TimelineToken,
};
use hs_storage::{Found, SearchQuery};
use ruma::{
    OwnedRoomId,
    api::client::filter::RoomEventFilter,
    events::{StateEventType, room::member::MembershipState},
};
use serde::Deserialize;

use self::token::SearchToken;
use crate::{
    head::RoomHead,
    service::{Actor, Rooms},
    timeline::Context,
    visibility::Seen,
};

mod token;

/// How many finds are looked at together, and up to how many are counted.
const PORTION: u64 = 500;
/// How many portions of which the reader may see next to nothing are looked through for one page.
const PATIENCE: usize = 4;
/// The most results of a page.
const MAX_PAGE: usize = 100;
/// The most events before and after a result.
const MAX_CONTEXT: usize = 100;
/// How many times a room is followed back to the one that it replaced.
const PREDECESSORS: usize = 20;

/// Which results come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchBy {
    /// Those that fit best.
    #[default]
    Rank,
    /// The newest.
    Recent,
}

/// What somebody looks for.
#[derive(Debug)]
pub struct Search<'a> {
    /// The words, all of which have to be there.
    pub term: &'a str,
    /// In events of which types.
    pub types: Vec<String>,
    /// Which events, in which rooms.
    pub filter: &'a RoomEventFilter,
    /// In which order.
    pub by: SearchBy,
    /// How many at most.
    pub limit: usize,
    /// Where to go on: `next` of an earlier page.
    pub from: Option<&'a str>,
}

/// An event that was found.
#[derive(Debug)]
pub struct Hit {
    /// Its room.
    pub head: Arc<RoomHead>,
    /// The event.
    pub event: Seen,
    /// How well it fits.
    pub rank: f64,
}

/// A page of results.
#[derive(Debug, Default)]
pub struct SearchPage {
    /// The results.
    pub hits: Vec<Hit>,
    /// How many there are on all pages, as far as they were counted.
    pub count: usize,
    /// The words that were found.
    pub highlights: Vec<String>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Rooms {
    /// Looks for messages in all rooms that the reader is or was in, as far as the reader may see them.
    pub async fn search(&self, reader: &Actor, search: &Search<'_>) -> Result<SearchPage, MatrixError> {
        let phrases = search::phrases(search.term);
        let start = match search.from {
            Some(token) => SearchToken::parse(token, search.by)?,
            None => SearchToken::start(search.by),
        };
        let rooms = self.rooms_to_search(reader, search.filter).await?;
        if phrases.is_empty() || rooms.is_empty() || search.types.is_empty() {
            return Ok(SearchPage::default());
        }
        let highlights: BTreeSet<String> = phrases.iter().map(|phrase| phrase.concat()).collect();
        let query = SearchQuery { phrases, rooms, types: search.types.clone() };
        let mut page = SearchPage { highlights: highlights.into_iter().collect(), ..SearchPage::default() };
        let limit = search.limit.clamp(1, MAX_PAGE);
        let mut place = start.place;
        let mut count = start.count;
        for _ in 0..PATIENCE {
            let found = self.store.search(&query, place.order(), PORTION).await?;
            let mut seen = self.see(reader, &found, search.filter).await?;
            if start.count.is_none() {
                // Only what the reader may see is counted: the number alone would tell whether a word was said.
                count = Some(count.unwrap_or(0) + seen.len());
            }
            let is_last = u64::try_from(found.len()).unwrap_or(u64::MAX) < PORTION;
            page.count = count.unwrap_or(0);
            for find in &found {
                place.pass(find);
                let Some((head, event)) = seen.remove(&find.event) else { continue };
                page.hits.push(Hit { head, event, rank: find.rank });
                if page.hits.len() == limit {
                    let is_more = !seen.is_empty() || !is_last;
                    page.next = is_more.then(|| SearchToken { place, count }.to_string());
                    return Ok(page);
                }
            }
            if is_last {
                return Ok(page);
            }
        }
        page.next = Some(SearchToken { place, count }.to_string());
        Ok(page)
    }

    /// What of these finds the reader may see and wants.
    async fn see(
        &self,
        reader: &Actor,
        found: &[Found],
        wanted: &RoomEventFilter,
    ) -> Result<HashMap<EventNid, (Arc<RoomHead>, Seen)>, MatrixError> {
        // Which rooms are wanted has been decided already, with those that they replaced.
        let wanted = RoomEventFilter { rooms: None, ..wanted.clone() };
        let mut by_room: HashMap<RoomNid, Vec<EventNid>> = HashMap::new();
        for find in found {
            by_room.entry(find.room).or_default().push(find.event);
        }
        let mut all = HashMap::with_capacity(found.len());
        let encryption = self.state_key(&StateEventType::RoomEncryption, "").await?;
        for (room, nids) in by_room {
            let head = self.head(room).await?;
            // What was said before a room was encrypted is left to its members' own searches, with all the rest.
            if encryption.is_some_and(|key| head.state_event(key).is_some()) {
                continue;
            }
            let mut events = self.events(&head, &nids).await?;
            events.retain(|event| event.redacted_by.is_none() && filter::wants_event(&wanted, &event.pdu));
            for seen in self.visible(&head, reader, events).await? {
                all.insert(seen.event.nid, (Arc::clone(&head), seen));
            }
        }
        Ok(all)
    }

    /// The rooms that a reader is or was in and wants to look through, with those that they replaced.
    async fn rooms_to_search(&self, reader: &Actor, wanted: &RoomEventFilter) -> Result<Vec<RoomNid>, MatrixError> {
        let own = self.rooms_of(reader.user).await?;
        let is_readable = |room: RoomNid| {
            own.get(room).is_some_and(|own| match own.membership {
                MembershipState::Join => true,
                MembershipState::Leave | MembershipState::Ban => !own.forgotten,
                _ => false,
            })
        };
        let mut rooms = BTreeSet::new();
        match &wanted.rooms {
            None => rooms.extend(own.iter().map(|(room, _)| room).filter(|room| is_readable(*room))),
            Some(ids) => {
                for id in ids {
                    let mut next = self.find(id).await?.filter(|room| is_readable(*room));
                    for _ in 0..PREDECESSORS {
                        let Some(room) = next.filter(|room| rooms.insert(*room)) else { break };
                        next = self.predecessor(room).await?.filter(|room| is_readable(*room));
                    }
                }
            }
        }
        for id in &wanted.not_rooms {
            if let Some(room) = self.find(id).await? {
                rooms.remove(&room);
            }
        }
        Ok(rooms.into_iter().collect())
    }

    /// The room that a room has replaced, if we know it.
    async fn predecessor(&self, room: RoomNid) -> Result<Option<RoomNid>, MatrixError> {
        #[derive(Deserialize)]
        struct Create {
            predecessor: Option<Predecessor>,
        }
        #[derive(Deserialize)]
        struct Predecessor {
            room_id: OwnedRoomId,
        }
        let head = self.head(room).await?;
        let create = self.state_pdu(&head, &StateEventType::RoomCreate, "").await?;
        match create.and_then(|pdu| pdu.content_as::<Create>()).and_then(|create| create.predecessor) {
            Some(Predecessor { room_id }) => self.find(&room_id).await,
            None => Ok(None),
        }
    }

    /// What was said before and after a find.
    pub async fn around(&self, reader: &Actor, hit: &Hit, before: usize, after: usize) -> Result<Context, MatrixError> {
        let (before, after) = (before.min(MAX_CONTEXT), after.min(MAX_CONTEXT));
        let pdu = &hit.event.event.pdu;
        let everything = RoomEventFilter::default();
        let both = 2 * before.max(after);
        let (_, mut context) = self.context(reader, pdu.room_id(), pdu.event_id(), both, &everything).await?;
        context.before.truncate(before);
        context.after.truncate(after);
        let place = |seen: Option<&Seen>| seen.and_then(|seen| seen.event.order).or(hit.event.event.order);
        if let Some(first) = place(context.before.last()) {
            context.start = TimelineToken::Gap(hs_core::nid::RoomOrder(first.get() - 1));
        }
        if let Some(last) = place(context.after.last()) {
            context.end = TimelineToken::Gap(last);
        }
        Ok(context)
    }
}
