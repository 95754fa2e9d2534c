//! Walks through spaces, a page at a time. What is ahead of a walk is remembered under the token that goes on with it.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use hs_core::error::MatrixError;
use hs_rooms::{Actor, SpaceRoom};
use hs_storage::{SpaceWalkRow, WriteBatch};
use ruma::{OwnedRoomId, OwnedServerName, RoomId, room::RoomType};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use super::{SpaceView, with_guess};
use crate::service::Federation;

/// The rooms of a page for a client that does not say how many, and the most of them.
const MAX_PAGE: usize = 50;
/// How deep a walk goes where the client sets no bound.
const MAX_DEPTH: u64 = 100;
/// The most rooms of one walk, so that what has to be remembered of it stays small.
const MAX_WALK: usize = 10_000;
/// How many servers are remembered for each room.
const MAX_VIA: usize = 3;
/// How long a walk can be gone on with.
const REMEMBERED: Duration = Duration::from_hours(1);
/// How long other servers may keep a page waiting. Rooms that nobody has told of by then are left out.
const PATIENCE: Duration = Duration::from_secs(20);
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
    /// The rooms to go to, the next one last.
    ahead: Vec<Step>,
    /// The rooms that have been gone to: spaces can contain each other.
    seen: HashSet<OwnedRoomId>,
}

/// A room to go to.
#[derive(Debug, Serialize, Deserialize)]
struct Step {
    room_id: OwnedRoomId,
    depth: u64,
    #[serde(default)]
    via: Vec<OwnedServerName>,
}

/// What the parents on this page said of rooms that we are not in.
#[derive(Default)]
struct Hearsay {
    rooms: HashMap<OwnedRoomId, SpaceRoom>,
    hidden: HashSet<OwnedRoomId>,
}

impl Hearsay {
    fn add(&mut self, view: &SpaceView) {
        self.hidden.extend(view.inaccessible_children.iter().cloned());
        self.rooms.extend(view.children.iter().map(|room| (room.summary.room_id.clone(), room.clone())));
    }
}

impl Federation {
    /// A page of what a reader may see in a space, depth first.
    pub async fn hierarchy(&self, reader: &Actor, root: &RoomId, query: &SpaceQuery) -> Result<SpacePage, MatrixError> {
        if query.limit == Some(0) {
            return Err(MatrixError::invalid_param("`limit` must be at least 1"));
        }
        let limit = query.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MAX_PAGE).min(MAX_PAGE);
        let mut walk = self.begin_walk(reader, root, query).await?;
        let max_depth = walk.max_depth.unwrap_or(MAX_DEPTH).min(MAX_DEPTH);
        let deadline = Instant::now() + PATIENCE;
        let (mut rooms, mut hearsay) = (Vec::new(), Hearsay::default());
        while rooms.len() < limit
            && let Some(step) = walk.ahead.pop()
        {
            if !walk.seen.insert(step.room_id.clone()) {
                continue;
            }
            let Some(room) = self.look(reader, &step, walk.suggested_only, &mut hearsay, deadline).await? else {
                if step.depth == 0 {
                    return Err(MatrixError::forbidden("You may not see this room, or it does not exist"));
                }
                continue;
            };
            if step.depth < max_depth && walk.seen.len() + walk.ahead.len() < MAX_WALK {
                walk.ahead.extend(room.children_state.iter().rev().map(|child| Step {
                    room_id: child.state_key.clone(),
                    depth: step.depth + 1,
                    via: child.via().into_iter().take(MAX_VIA).collect(),
                }));
            }
            rooms.push(room);
        }
        self.forget_the_seen(&mut walk).await?;
        let next_batch = if walk.ahead.is_empty() { None } else { Some(self.remember_walk(reader, &walk).await?) };
        Ok(SpacePage { rooms, next_batch })
    }

    /// One room as the reader sees it; `None` where there is nothing to show.
    async fn look(
        &self,
        reader: &Actor,
        step: &Step,
        suggested_only: bool,
        hearsay: &mut Hearsay,
        deadline: Instant,
    ) -> Result<Option<SpaceRoom>, MatrixError> {
        if self.rooms.is_resident(&step.room_id).await? {
            return self.rooms.space_room(reader, &step.room_id, suggested_only).await;
        }
        if hearsay.hidden.contains(&step.room_id) {
            return Ok(None);
        }
        let told = hearsay.rooms.remove(&step.room_id);
        let room = match told {
            // What its parent's server said is all there is to know, unless it is a space with rooms of its own.
            Some(room) if room.summary.room_type != Some(RoomType::Space) => Some(room),
            told => {
                let servers = with_guess(&step.room_id, &step.via);
                let asked = self.ask_about(&step.room_id, &servers, suggested_only);
                match timeout_at(deadline, asked).await.ok().flatten() {
                    Some(view) => {
                        hearsay.add(&view);
                        Some(view.room.clone())
                    }
                    None => told,
                }
            }
        };
        match room {
            Some(room) if self.rooms.may_see_remote(reader, &room.summary).await? => Ok(Some(room)),
            _ => Ok(None),
        }
    }

    /// The walk that a token stands for, or a new one.
    async fn begin_walk(&self, reader: &Actor, root: &RoomId, query: &SpaceQuery) -> Result<Walk, MatrixError> {
        let Some(token) = &query.from else {
            return Ok(Walk {
                root: root.to_owned(),
                suggested_only: query.suggested_only,
                max_depth: query.max_depth,
                ahead: vec![Step { room_id: root.to_owned(), depth: 0, via: Vec::new() }],
                seen: HashSet::new(),
            });
        };
        let row = if token.contains('\0') { None } else { self.store.space_walk(token).await? };
        let row = row.filter(|row| row.user == reader.user && row.expires_ts > self.clock.now_ms());
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
            expires_ts: self.clock.now_ms().saturating_add(lifetime),
        });
        self.store.commit(batch).await?;
        Ok(token)
    }

    /// Drops from the end of the way what would show nothing, so that a last page is known as the last.
    async fn forget_the_seen(&self, walk: &mut Walk) -> Result<(), MatrixError> {
        while let Some(step) = walk.ahead.last() {
            let is_known =
                step.via.iter().any(|server| !self.is_ours(server)) || self.rooms.find(&step.room_id).await?.is_some();
            if is_known && !walk.seen.contains(&step.room_id) {
                break;
            }
            walk.ahead.pop();
        }
        Ok(())
    }
}
