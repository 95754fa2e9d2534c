//! Looking through a space: its rooms, the rooms of the spaces in it, and so on, page by page.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy>.

use std::{cmp::Ordering, collections::HashSet, sync::Arc, time::Duration};

use hs_core::{error::MatrixError, nid::RoomNid};
use hs_storage::{SpaceWalkRow, WriteBatch};
use ruma::{OwnedRoomId, OwnedUserId, RoomId, room::RoomType};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms},
    summary::RoomSummary,
};

/// The rooms of a page for a client that does not say how many, and the most of them.
const MAX_PAGE: usize = 50;
/// How deep a walk goes where the client sets no bound.
const MAX_DEPTH: u64 = 100;
/// The most rooms of one walk, so that what has to be remembered of it stays small.
const MAX_WALK: usize = 10_000;
/// How long a walk can be gone on with.
const REMEMBERED: Duration = Duration::from_hours(1);
/// The alphabet of the tokens.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What a reader wants to see of a space.
#[derive(Clone, Debug)]
pub struct SpaceQuery {
    /// Only the rooms that the space recommends.
    pub suggested_only: bool,
    /// How many steps down at most.
    pub max_depth: Option<u64>,
    /// How many rooms at most.
    pub limit: Option<u64>,
    /// Where to go on: `next_batch` of an earlier page.
    pub from: Option<String>,
}

/// A room of a space.
#[derive(Debug, Serialize)]
pub struct SpaceRoom {
    /// The room from outside.
    #[serde(flatten)]
    pub summary: RoomSummary,
    /// The rooms in it, where it is a space itself.
    pub children_state: Vec<SpaceChild>,
}

/// A room's place in a space, without who may know what else of the event.
#[derive(Debug, Serialize)]
pub struct SpaceChild {
    #[serde(rename = "type")]
    kind: &'static str,
    pub(crate) state_key: OwnedRoomId,
    content: Box<RawValue>,
    sender: OwnedUserId,
    origin_server_ts: i64,
}

/// A page of a walk through a space.
#[derive(Debug, Serialize)]
pub struct SpacePage {
    /// The rooms, each before those in it.
    pub rooms: Vec<SpaceRoom>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_batch: Option<String>,
}

/// A walk that is under way.
#[derive(Debug, Serialize, Deserialize)]
struct Walk {
    /// Where it began, and how.
    root: OwnedRoomId,
    suggested_only: bool,
    max_depth: Option<u64>,
    /// The rooms to go to and how deep they are, the next one last.
    ahead: Vec<(OwnedRoomId, u64)>,
    /// The rooms that have been gone to: spaces can contain each other.
    seen: HashSet<i64>,
}

#[derive(Deserialize)]
struct ChildContent {
    #[serde(default)]
    via: Vec<String>,
    #[serde(default)]
    suggested: bool,
    order: Option<String>,
}

impl Rooms {
    /// A page of what a reader may see in a space, depth first.
    pub async fn hierarchy(&self, reader: &Actor, root: &RoomId, query: &SpaceQuery) -> Result<SpacePage, MatrixError> {
        if query.limit == Some(0) {
            return Err(MatrixError::invalid_param("`limit` must be at least 1"));
        }
        let limit = query.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MAX_PAGE).min(MAX_PAGE);
        let mut walk = self.begin_walk(reader, root, query).await?;
        let max_depth = walk.max_depth.unwrap_or(MAX_DEPTH).min(MAX_DEPTH);
        let mut rooms = Vec::new();
        while rooms.len() < limit
            && let Some((room_id, depth)) = walk.ahead.pop()
        {
            let Some((head, room, children)) = self.space_room(reader, &room_id, &walk).await? else { continue };
            walk.seen.insert(head.nid.get());
            if depth < max_depth && walk.seen.len() + walk.ahead.len() < MAX_WALK {
                walk.ahead.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
            }
            rooms.push(room);
        }
        self.forget_the_seen(&mut walk).await?;
        let next_batch = if walk.ahead.is_empty() { None } else { Some(self.remember_walk(reader, &walk).await?) };
        Ok(SpacePage { rooms, next_batch })
    }

    /// The walk that a token stands for, or a new one.
    async fn begin_walk(&self, reader: &Actor, root: &RoomId, query: &SpaceQuery) -> Result<Walk, MatrixError> {
        let Some(token) = &query.from else {
            let refused = || MatrixError::forbidden("You may not see this room, or it does not exist");
            let head = self.resident_head(root).await?.ok_or_else(refused)?;
            let summary = self.summarise(&head).await?;
            if !self.may_be_summarised(&head, Some(reader), &summary).await? {
                return Err(refused());
            }
            return Ok(Walk {
                root: root.to_owned(),
                suggested_only: query.suggested_only,
                max_depth: query.max_depth,
                ahead: vec![(root.to_owned(), 0)],
                seen: HashSet::new(),
            });
        };
        let row = if token.contains('\0') { None } else { self.store.space_walk(token).await? };
        let row = row.filter(|row| row.user == reader.user && row.expires_ts > self.now());
        let row = row.ok_or_else(|| MatrixError::invalid_param("`from` is not a token of ours, or not any more"))?;
        let walk: Walk = serde_json::from_str(&row.walk).map_err(MatrixError::internal)?;
        let is_same =
            walk.root == root && walk.suggested_only == query.suggested_only && walk.max_depth == query.max_depth;
        if !is_same {
            return Err(MatrixError::invalid_param("Only `limit` may change from one page of a space to the next"));
        }
        Ok(walk)
    }

    async fn remember_walk(&self, reader: &Actor, walk: &Walk) -> Result<String, MatrixError> {
        let token = self.entropy.text::<24>(LETTERS);
        let lifetime = i64::try_from(REMEMBERED.as_millis()).unwrap_or(i64::MAX);
        let mut batch = WriteBatch::default();
        batch.space_walk.rows.push(SpaceWalkRow {
            token: token.clone(),
            user: reader.user,
            walk: serde_json::to_string(walk).map_err(MatrixError::internal)?,
            expires_ts: self.now().saturating_add(lifetime),
        });
        self.store.commit(batch).await?;
        Ok(token)
    }

    /// Drops from the end of the way what would show nothing, so that a last page is known as the last.
    async fn forget_the_seen(&self, walk: &mut Walk) -> Result<(), MatrixError> {
        while let Some((room_id, _)) = walk.ahead.last() {
            match self.find(room_id).await? {
                Some(room) if !walk.seen.contains(&room.get()) => break,
                _ => drop(walk.ahead.pop()),
            }
        }
        Ok(())
    }

    /// One room as the reader sees it, with the rooms in it in their order; `None` where there is nothing to show.
    async fn space_room(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        walk: &Walk,
    ) -> Result<Option<(Arc<RoomHead>, SpaceRoom, Vec<OwnedRoomId>)>, MatrixError> {
        let Some(head) = self.resident_head(room_id).await? else { return Ok(None) };
        if walk.seen.contains(&head.nid.get()) {
            return Ok(None);
        }
        let summary = self.summarise(&head).await?;
        if !self.may_be_summarised(&head, Some(reader), &summary).await? {
            return Ok(None);
        }
        let children = if summary.room_type == Some(RoomType::Space) {
            self.children(head.nid, room_id, walk.suggested_only).await?
        } else {
            Vec::new()
        };
        let ids = children.iter().map(|child| child.state_key.clone()).collect();
        Ok(Some((head, SpaceRoom { summary, children_state: children }, ids)))
    }

    /// The rooms of a space, in the order in which it shows them.
    pub(crate) async fn children(
        &self,
        space: RoomNid,
        room_id: &RoomId,
        suggested_only: bool,
    ) -> Result<Vec<SpaceChild>, MatrixError> {
        let nids = self.store.current_state_of_type(space, "m.space.child").await?;
        let events = self.events.get(&nids, room_id).await?;
        let mut children: Vec<_> = events.iter().filter_map(|event| child(event, suggested_only)).collect();
        children.sort_by(|(a, a_order), (b, b_order)| {
            let by_order = match (a_order, b_order) {
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            by_order.then(a.origin_server_ts.cmp(&b.origin_server_ts)).then_with(|| a.state_key.cmp(&b.state_key))
        });
        Ok(children.into_iter().map(|(child, _)| child).collect())
    }
}

/// A room of a space with its `order`, if the event really names one.
fn child(event: &StoredEvent, suggested_only: bool) -> Option<(SpaceChild, Option<String>)> {
    let content: ChildContent = event.pdu.content_as()?;
    if content.via.is_empty() || (suggested_only && !content.suggested) {
        return None;
    }
    let child = SpaceChild {
        kind: "m.space.child",
        state_key: RoomId::parse(event.pdu.state_key()?).ok()?,
        content: event.pdu.content().to_owned(),
        sender: event.pdu.sender().clone(),
        origin_server_ts: event.pdu.origin_server_ts().get().into(),
    };
    let is_valid = |order: &String| order.len() <= 50 && order.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    Some((child, content.order.filter(is_valid)))
}
