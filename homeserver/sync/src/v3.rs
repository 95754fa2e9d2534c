//! `GET /sync`: which rooms have to be looked at, and the answer put together.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync>.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use hs_core::{
    error::MatrixError,
    filter::{self, Fields},
    nid::{RoomNid, StreamPosition},
    sync::token::SyncToken,
};
use hs_rooms::{Actor, Counts, Shape, StateEvents, UserRoom, UserRooms};
use hs_storage::ReceiptRow;
use ruma::{
    OwnedEventId, OwnedUserId,
    api::client::{
        filter::{EventFormat, FilterDefinition, RoomFilter},
        sync::sync_events::v3::{InvitedRoom, KnockedRoom},
    },
    events::{AnyRoomAccountDataEvent, room::member::MembershipState},
    presence::PresenceState,
    serde::Raw,
};

use crate::{
    account_data::AccountData,
    encryption::Sharing,
    joined::limit_of,
    response::{Response, Rooms as RoomsSection},
    service::Sync,
};

/// How many rooms are read from the database together.
const ROOMS_AT_A_TIME: usize = 64;

/// What a client asks for.
#[derive(Clone, Debug, Default)]
pub struct SyncRequest {
    /// Up to where the client knows everything; `None` for a first sync.
    pub since: Option<SyncToken>,
    /// How long to wait for something new.
    pub timeout: Duration,
    /// What the client wants to see.
    pub filter: FilterDefinition,
    /// Whether to send the whole state of every room again.
    pub full_state: bool,
    /// As what the user is to be shown while the request waits.
    pub set_presence: PresenceState,
    /// Whether the state is to be that after the timeline instead of before it.
    pub use_state_after: bool,
}

/// The stretch of the stream that a response covers, and what concerns it.
pub(crate) struct Stretch<'a> {
    pub(crate) request: &'a SyncRequest,
    pub(crate) since: Option<StreamPosition>,
    pub(crate) until: StreamPosition,
    /// For a first sync, which is about all rooms at once: what would else be asked for room by room.
    pub(crate) ephemeral: Option<Ephemeral>,
}

/// Who has read what, and who is typing, in many rooms; and what the user has not read of their threads, if the client
/// wants to know.
pub(crate) struct Ephemeral {
    pub(crate) receipts: HashMap<RoomNid, Vec<ReceiptRow>>,
    pub(crate) typing: HashMap<RoomNid, Vec<OwnedUserId>>,
    pub(crate) threads: HashMap<RoomNid, BTreeMap<OwnedEventId, Counts>>,
}

impl Stretch<'_> {
    pub(crate) fn filter(&self) -> &RoomFilter {
        &self.request.filter.room
    }

    /// In which shape the client wants its events.
    pub(crate) fn shape(&self) -> Shape {
        match self.request.filter.event_format {
            EventFormat::Federation => Shape::Federation,
            _ => Shape::WithoutRoom,
        }
    }

    /// Whether something that happened at a position is news.
    pub(crate) fn is_news(&self, position: StreamPosition) -> bool {
        self.since.is_none_or(|since| position > since)
    }
}

impl Sync {
    /// Everything that is new for a user between the request's token and `until`.
    pub(crate) async fn build(
        &self,
        actor: &Actor,
        request: &SyncRequest,
        until: StreamPosition,
    ) -> Result<Response, MatrixError> {
        let since = request.since.map(|since| since.position);
        let ephemeral = if since.is_none() { Some(self.all_ephemeral(actor, request).await?) } else { None };
        let stretch = Stretch { request, since, until, ephemeral };
        let changed = since.and_then(|since| self.rooms.changes().since(actor.user, since));
        let data = if changed.as_ref().is_none_or(|changed| changed.private) {
            let filter = &request.filter;
            self.account_data(actor, since, &filter.account_data, &filter.room.account_data).await?
        } else {
            AccountData::default()
        };
        let mut response = Response::default();
        let sharing = match since {
            Some(since) => self.sharing(actor.user, since, changed.as_ref()).await?,
            None => Sharing::default(),
        };
        let wanted = &request.filter.presence;
        response.presence.events = self.presence(actor, since, changed.as_ref(), &sharing.begun, wanted).await?;
        self.add_encryption(&mut response, actor, request.since, until, changed.as_ref(), sharing).await?;
        let changed = if request.full_state { None } else { changed };
        let mut rooms = RoomsSection::default();
        let mut data_of = data.rooms;
        let candidates = self.candidates(actor, &stretch, changed.map(|changed| changed.rooms), &data_of).await?;
        let timeline = limit_of(&stretch.filter().timeline);
        // Of a room that the client has already, only the state that changed is told.
        let state = if since.is_none() { StateEvents::All } else { StateEvents::Of(&[]) };
        for some in candidates.chunks(ROOMS_AT_A_TIME) {
            let nids: Vec<RoomNid> = some.iter().map(|(room, _)| *room).collect();
            self.rooms.prefetch(&nids, timeline, state).await?;
            for (room, user_room) in some {
                let data = data_of.remove(room).unwrap_or_default();
                self.room(actor, &stretch, (*room, user_room), data, &mut rooms).await?;
            }
        }
        if let Some(paths) = &request.filter.event_fields {
            rooms.pick(&Fields::new(paths)).map_err(MatrixError::internal)?;
        }
        response.rooms = rooms;
        response.account_data.events = data.global;
        Ok(response)
    }

    /// Receipts, typing and threads of all rooms that the user is in, in three questions.
    async fn all_ephemeral(&self, actor: &Actor, request: &SyncRequest) -> Result<Ephemeral, MatrixError> {
        let joined: Vec<RoomNid> = self.rooms.rooms_of(actor.user).await?.joined().collect();
        let mut receipts: HashMap<RoomNid, Vec<ReceiptRow>> = HashMap::new();
        for row in self.rooms.receipts(actor, &joined, StreamPosition::default()).await? {
            receipts.entry(row.room).or_default().push(row);
        }
        let threads = if request.filter.room.timeline.unread_thread_notifications {
            self.rooms.unread_threads(actor.user, &joined).await?
        } else {
            HashMap::new()
        };
        Ok(Ephemeral { receipts, typing: self.rooms.typing(&joined, StreamPosition::default()).await?, threads })
    }

    /// The user's rooms that may have something new.
    pub(crate) async fn candidates(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        changed: Option<HashSet<RoomNid>>,
        data: &HashMap<RoomNid, Vec<Raw<AnyRoomAccountDataEvent>>>,
    ) -> Result<Vec<(RoomNid, UserRoom)>, MatrixError> {
        let own = self.rooms.rooms_of(actor.user).await?;
        let changed = match (changed, stretch.since) {
            (Some(changed), _) => changed,
            (None, Some(since)) if !stretch.request.full_state => self.changed_long_ago(&own, since).await?,
            _ => return Ok(own.iter().map(|(room, user_room)| (room, user_room.clone())).collect()),
        };
        let mut rooms: HashSet<RoomNid> = changed.into_iter().filter(|room| own.get(*room).is_some()).collect();
        rooms.extend(data.keys());
        if stretch.since.is_some_and(|since| own.newest() > since) {
            rooms.extend(own.iter().filter(|(_, room)| stretch.is_news(room.position)).map(|(nid, _)| nid));
        }
        Ok(rooms.into_iter().filter_map(|room| own.get(room).map(|user_room| (room, user_room.clone()))).collect())
    }

    /// The rooms that changed after a position that the log does not reach back to, as after a restart: asked of the
    /// database in two questions, so that only rooms with news have to be loaded.
    async fn changed_long_ago(&self, own: &UserRooms, since: StreamPosition) -> Result<HashSet<RoomNid>, MatrixError> {
        let joined: Vec<RoomNid> = own.joined().collect();
        let mut rooms: HashSet<RoomNid> =
            self.store.rooms_changed_since(&joined, since).await?.into_iter().map(|(room, _)| room).collect();
        rooms.extend(self.store.receipts_after(&joined, since).await?.into_iter().map(|row| row.room));
        Ok(rooms)
    }

    /// Puts one room into the section of the response where it belongs, if there is anything to say about it.
    async fn room(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        (room, user_room): (RoomNid, &UserRoom),
        data: Vec<Raw<AnyRoomAccountDataEvent>>,
        rooms: &mut RoomsSection,
    ) -> Result<(), MatrixError> {
        if user_room.forgotten {
            return Ok(());
        }
        let head = self.rooms.head(room).await?;
        if !filter::wants_room(stretch.filter(), &head.room_id) {
            return Ok(());
        }
        let mut data = data;
        if !filter::wants_place(&stretch.filter().account_data, &head.room_id) {
            data.clear();
        }
        let is_news = stretch.is_news(user_room.position);
        match user_room.membership {
            MembershipState::Join => {
                if let Some(joined) = self.joined_room(actor, stretch, &head, user_room, data).await? {
                    rooms.join.insert(head.room_id.clone(), joined);
                }
            }
            MembershipState::Invite
                if (is_news || stretch.request.full_state)
                    && self.rooms.hears_of_invite(&head, actor.user, user_room.event).await? =>
            {
                let mut invited = InvitedRoom::new();
                invited.invite_state.events = self.rooms.stripped_state(&head, user_room.event).await?;
                rooms.invite.insert(head.room_id.clone(), invited);
            }
            MembershipState::Knock if is_news || stretch.request.full_state => {
                let mut knocked = KnockedRoom::new();
                knocked.knock_state.events = self.rooms.stripped_state(&head, user_room.event).await?;
                rooms.knock.insert(head.room_id.clone(), knocked);
            }
            MembershipState::Leave | MembershipState::Ban => {
                let is_first = stretch.since.is_none() || stretch.request.full_state;
                let is_wanted = if is_first { stretch.filter().include_leave } else { is_news };
                if is_wanted && let Some(left) = self.left_room(actor, stretch, &head, user_room, data).await? {
                    rooms.leave.insert(head.room_id.clone(), left);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
