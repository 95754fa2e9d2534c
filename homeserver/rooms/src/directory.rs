//! The list of rooms that anybody may find.
//! See <https://spec.matrix.org/v1.19/client-server-api/#published-room-directory>.

use hs_core::error::MatrixError;
use hs_storage::WriteBatch;
use ruma::{
    OwnedMxcUri, OwnedRoomAliasId, RoomId, UInt,
    directory::PublicRoomsChunk,
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
    service::{Actor, Rooms, not_in_room},
};

/// The most rooms of one answer.
const MAX_PAGE: usize = 500;

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
        let mut found = Vec::new();
        for row in self.store.published_rooms().await? {
            let head = self.head(row.nid).await?;
            let room = self.describe(&head).await?;
            let is_wanted =
                words.as_ref().is_none_or(|words| mentions(&room, words)) && has_type(&room, &query.room_types);
            if is_wanted {
                found.push(room);
            }
        }
        found.sort_by(|a, b| b.num_joined_members.cmp(&a.num_joined_members).then_with(|| a.room_id.cmp(&b.room_id)));
        let total = found.len();
        let limit = query.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
        let rooms: Vec<_> = found.into_iter().skip(from).take(limit).collect();
        let end = from + rooms.len();
        Ok(DirectoryPage {
            next: (end < total).then(|| format!("p{end}")),
            previous: (from > 0).then(|| format!("p{}", from.saturating_sub(limit))),
            rooms,
            total,
        })
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
