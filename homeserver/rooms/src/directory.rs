//! The list of rooms that anybody may find.
//! See <https://spec.matrix.org/v1.19/client-server-api/#published-room-directory>.

use std::{collections::BTreeSet, sync::Arc};

use hs_accounts::AppService;
use hs_core::{error::MatrixError, nid::RoomNid};
use hs_storage::{AppServiceRoomRow, WriteBatch};
use quick_cache::sync::Cache;
use ruma::{
    OwnedMxcUri, OwnedRoomAliasId, RoomId, UInt,
    directory::{PublicRoomsChunk, RoomNetwork},
    events::{
        StateEventType,
        room::{guest_access::GuestAccess, history_visibility::HistoryVisibility},
    },
    room::{JoinRuleKind, RoomType},
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    append::Change,
    head::RoomHead,
    prefetch::StateEvents,
    service::{Actor, Rooms, not_in_room},
};

/// What a description is made of.
const DESCRIBING: [(&str, &str); 8] = [
    ("m.room.avatar", ""),
    ("m.room.canonical_alias", ""),
    ("m.room.create", ""),
    ("m.room.guest_access", ""),
    ("m.room.history_visibility", ""),
    ("m.room.join_rules", ""),
    ("m.room.name", ""),
    ("m.room.topic", ""),
];
/// How many rooms are described together.
const AT_A_TIME: usize = 64;
/// The longest name of a network.
const MAX_NETWORK_BYTES: usize = 255;
/// The most rooms of one answer.
const MAX_PAGE: usize = 500;

/// What was said of rooms, and at which fence.
pub(crate) type Described = Cache<RoomNid, (i64, Arc<PublicRoomsChunk>)>;

/// What to look for in the directory.
#[derive(Clone, Debug, Default)]
pub struct DirectoryQuery {
    /// Words that name, topic or alias must contain.
    pub search: Option<String>,
    /// Only rooms of these types; `None` among them is a room without a type. Empty means any.
    pub room_types: Vec<Option<String>>,
    /// How many rooms at most.
    pub limit: Option<usize>,
    /// Where to go on: `next` or `previous` of an earlier answer.
    pub from: Option<String>,
    /// Whose list.
    pub network: RoomNetwork,
}

/// A page of the directory, the largest rooms first.
#[derive(Debug)]
pub struct DirectoryPage {
    /// The rooms.
    pub rooms: Vec<PublicRoomsChunk>,
    /// How many there are in all.
    pub total: usize,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Where the previous page begins.
    pub previous: Option<String>,
}

impl Rooms {
    /// Looks for rooms in our directory.
    pub async fn public_rooms(&self, query: &DirectoryQuery) -> Result<DirectoryPage, MatrixError> {
        let from = match &query.from {
            Some(token) => {
                let number = token.strip_prefix('p').and_then(|number| number.parse::<usize>().ok());
                number.ok_or_else(|| MatrixError::invalid_param("This is not our token"))?
            }
            None => 0,
        };
        let words = query.search.as_ref().map(|search| search.to_lowercase());
        let mut found = self.listed_rooms(&query.network).await?;
        found.retain(|room| {
            words.as_ref().is_none_or(|words| mentions(room, words)) && has_type(room, &query.room_types)
        });
        found.sort_by(|a, b| b.num_joined_members.cmp(&a.num_joined_members).then_with(|| a.room_id.cmp(&b.room_id)));
        let total = found.len();
        let limit = query.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
        let rooms: Vec<_> =
            found.into_iter().skip(from).take(limit).map(|room| PublicRoomsChunk::clone(&room)).collect();
        let end = from + rooms.len();
        Ok(DirectoryPage {
            next: (end < total).then(|| format!("p{end}")),
            previous: (from > 0).then(|| format!("p{}", from.saturating_sub(limit))),
            rooms,
            total,
        })
    }

    /// What a list says of its rooms. Those in which nothing has happened since they were described last are not
    /// described again, and the others together.
    async fn listed_rooms(&self, network: &RoomNetwork) -> Result<Vec<Arc<PublicRoomsChunk>>, MatrixError> {
        let mut found = Vec::new();
        let mut unknown = Vec::new();
        for (room, fence) in self.store.room_fences(&self.listed(network).await?).await? {
            match self.described.get(&room) {
                Some((then, described)) if then == fence => found.push(described),
                _ => unknown.push(room),
            }
        }
        for some in unknown.chunks(AT_A_TIME) {
            self.prefetch(some, 0, StateEvents::Of(&DESCRIBING)).await?;
            for room in some {
                let head = self.head(*room).await?;
                let described = Arc::new(self.describe(&head).await?);
                self.described.insert(*room, (head.fence, Arc::clone(&described)));
                found.push(described);
            }
        }
        Ok(found)
    }

    /// The rooms in a list: ours, that of another network, by the name of the service that keeps it, or all.
    async fn listed(&self, network: &RoomNetwork) -> Result<Vec<RoomNid>, MatrixError> {
        let own = async || Ok::<_, MatrixError>(self.store.published_rooms().await?.into_iter());
        match network {
            RoomNetwork::ThirdParty(instance) => {
                let of = instance.split_once('|');
                let of = of.ok_or_else(|| MatrixError::invalid_param("This server knows no such network"))?;
                Ok(self.store.app_service_rooms(Some(of)).await?)
            }
            RoomNetwork::All => {
                let others = self.store.app_service_rooms(None).await?;
                Ok(own().await?.chain(others).collect::<BTreeSet<_>>().into_iter().collect())
            }
            RoomNetwork::Matrix => Ok(own().await?.collect()),
        }
    }

    /// Puts a room into the list of one of an application service's networks, or takes it out.
    pub async fn list_for_service(
        &self,
        service: &AppService,
        network: &str,
        room_id: &RoomId,
        is_listed: bool,
    ) -> Result<(), MatrixError> {
        let unknown = || MatrixError::not_found("This server does not know this room");
        let room = self.find(room_id).await?.ok_or_else(unknown)?;
        if network.is_empty() || network.len() > MAX_NETWORK_BYTES || network.chars().any(char::is_control) {
            return Err(MatrixError::invalid_param("This is no name of a network"));
        }
        let row = AppServiceRoomRow { service: service.id().to_owned(), network: network.to_owned(), room };
        let mut batch = WriteBatch::default();
        let list = if is_listed { &mut batch.app_service.listed } else { &mut batch.app_service.unlisted };
        list.push(row);
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Whether a room is in our directory.
    pub async fn is_published(&self, room_id: &RoomId) -> Result<bool, MatrixError> {
        let row = self.store.room_by_id(room_id).await?;
        Ok(row.ok_or_else(|| MatrixError::not_found("This server does not know this room"))?.published)
    }

    /// Puts a room into the directory or takes it out.
    pub async fn publish(&self, actor: &Actor, room_id: &RoomId, is_published: bool) -> Result<(), MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        let levels = self.power_levels_in(&Change::of(&head)).await?;
        if !levels.user_can_send_state(&actor.user_id, StateEventType::RoomCanonicalAlias) {
            return Err(MatrixError::forbidden("You may not change whether this room is listed"));
        }
        let mut batch = WriteBatch::default();
        batch.room.published.push((head.nid, is_published));
        self.store.commit(batch).await?;
        Ok(())
    }

    /// What the directory says of a room.
    pub(crate) async fn describe(&self, head: &RoomHead) -> Result<PublicRoomsChunk, MatrixError> {
        let canonical: Option<Field<OwnedRoomAliasId>> = self.field(head, "m.room.canonical_alias").await?;
        let join_rule: Option<Field<String>> = self.field(head, "m.room.join_rules").await?;
        let guests: Option<Field<GuestAccess>> = self.field(head, "m.room.guest_access").await?;
        let create: Option<RoomTypeField> = self.field(head, "m.room.create").await?;
        let name: Option<Field<String>> = self.field(head, "m.room.name").await?;
        let topic: Option<Field<String>> = self.field(head, "m.room.topic").await?;
        let avatar: Option<Field<OwnedMxcUri>> = self.field(head, "m.room.avatar").await?;
        Ok(PublicRoomsChunk {
            canonical_alias: value(canonical),
            name: value(name).filter(|name| !name.is_empty()),
            num_joined_members: UInt::try_from(head.joined).unwrap_or(UInt::MAX),
            room_id: head.room_id.clone(),
            topic: value(topic),
            world_readable: self.history_visibility(head).await? == HistoryVisibility::WorldReadable,
            guest_can_join: value(guests) == Some(GuestAccess::CanJoin),
            avatar_url: value(avatar),
            join_rule: value(join_rule).map_or(JoinRuleKind::Invite, JoinRuleKind::from),
            room_type: create.and_then(|create| create.room_type),
        })
    }

    pub(crate) async fn field<T: DeserializeOwned>(
        &self,
        head: &RoomHead,
        kind: &str,
    ) -> Result<Option<T>, MatrixError> {
        Ok(self.state_pdu(head, &kind.into(), "").await?.and_then(|pdu| pdu.content_as()))
    }
}

/// The one field of a state event that matters here, whatever the event calls it.
#[derive(Deserialize)]
struct Field<T> {
    #[serde(
        alias = "name",
        alias = "topic",
        alias = "url",
        alias = "alias",
        alias = "join_rule",
        alias = "guest_access"
    )]
    value: Option<T>,
}

#[derive(Deserialize)]
struct RoomTypeField {
    #[serde(rename = "type")]
    room_type: Option<RoomType>,
}

fn value<T>(field: Option<Field<T>>) -> Option<T> {
    field.and_then(|field| field.value)
}

fn mentions(room: &PublicRoomsChunk, words: &str) -> bool {
    let texts =
        [room.name.as_deref(), room.topic.as_deref(), room.canonical_alias.as_ref().map(|alias| alias.as_str())];
    texts.into_iter().flatten().any(|text| text.to_lowercase().contains(words))
}

fn has_type(room: &PublicRoomsChunk, types: &[Option<String>]) -> bool {
    let own = room.room_type.as_ref().map(RoomType::as_str);
    types.is_empty() || types.iter().any(|wanted| wanted.as_deref() == own)
}
