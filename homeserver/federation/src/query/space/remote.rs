//! What other servers say of rooms, kept for a while.

use std::{sync::Arc, time::Duration};

use hs_outbound::Bounds;
use hs_rooms::{RoomSummary, SpaceChild, SpaceRoom};
use quick_cache::{Weighter, sync::Cache};
use ruma::{
    OwnedRoomId, OwnedServerName, RoomId, ServerName, api::federation::space::get_hierarchy::v1::Request, assign,
    events::space::child::HierarchySpaceChildEvent, room::JoinRuleSummary, serde::Raw,
};

use super::SpaceView;
use crate::service::Federation;

/// How long an answer is believed, in milliseconds.
const KEPT_MS: i64 = 5 * 60 * 1000;
/// How many bytes of answers are kept.
const KEPT_BYTES: u64 = 16 << 20;
/// How many servers are asked about one room.
const MAX_ASKED: usize = 3;
/// How long one may take, and how much it may say.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(5), body: 4 << 20 };

/// Answers of others about spaces.
pub(crate) struct Spaces(Cache<(OwnedRoomId, bool), Kept, ByWeight>);

#[derive(Clone)]
struct Kept {
    view: Arc<SpaceView>,
    asked_ts: i64,
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<(OwnedRoomId, bool), Kept> for ByWeight {
    fn weight(&self, _: &(OwnedRoomId, bool), kept: &Kept) -> u64 {
        let rooms = std::iter::once(&kept.view.room).chain(&kept.view.children);
        let children: usize = rooms.map(|room| 2 + room.children_state.len()).sum();
        512 * children as u64
    }
}

impl Default for Spaces {
    fn default() -> Self {
        Self(Cache::with_weighter(4096, KEPT_BYTES, ByWeight))
    }
}

impl Federation {
    /// What others say of a room; `None` where nobody does.
    pub(crate) async fn ask_about(
        &self,
        room_id: &RoomId,
        via: &[OwnedServerName],
        suggested_only: bool,
    ) -> Option<Arc<SpaceView>> {
        let now = self.clock.now_ms();
        let key = (room_id.to_owned(), suggested_only);
        if let Some(kept) = self.spaces.0.get(&key).filter(|kept| kept.asked_ts + KEPT_MS > now) {
            return Some(kept.view);
        }
        for server in via.iter().filter(|server| !self.is_ours(server)).take(MAX_ASKED) {
            if let Some(view) = self.ask_one(server, room_id, suggested_only).await {
                let view = Arc::new(view);
                self.spaces.0.insert(key, Kept { view: Arc::clone(&view), asked_ts: now });
                return Some(view);
            }
        }
        None
    }
}

impl Federation {
    async fn ask_one(&self, server: &ServerName, room_id: &RoomId, suggested_only: bool) -> Option<SpaceView> {
        let request = assign!(Request::new(room_id.to_owned()), { suggested_only });
        match self.client.request_within(server, request, BOUNDS).await {
            Ok(answer) if answer.room.summary.room_id == room_id => Some(SpaceView {
                room: SpaceRoom {
                    summary: read(answer.room.summary),
                    children_state: answer.room.children_state.iter().filter_map(read_child).collect(),
                },
                children: answer
                    .children
                    .into_iter()
                    .map(|summary| SpaceRoom { summary: read(summary), children_state: Vec::new() })
                    .collect(),
                inaccessible_children: answer.inaccessible_children,
            }),
            Ok(_) => None,
            Err(error) => {
                tracing::debug!(%server, %room_id, %error, "a server does not say what a room is");
                None
            }
        }
    }
}

/// What another server says of a room, in our words.
fn read(summary: ruma::room::RoomSummary) -> RoomSummary {
    let allowed_room_ids = match &summary.join_rule {
        JoinRuleSummary::Restricted(restricted) | JoinRuleSummary::KnockRestricted(restricted) => {
            restricted.allowed_room_ids.clone()
        }
        _ => Vec::new(),
    };
    RoomSummary {
        room_id: summary.room_id,
        canonical_alias: summary.canonical_alias,
        name: summary.name,
        topic: summary.topic,
        avatar_url: summary.avatar_url,
        room_type: summary.room_type,
        num_joined_members: summary.num_joined_members,
        join_rule: summary.join_rule.kind(),
        allowed_room_ids,
        world_readable: summary.world_readable,
        guest_can_join: summary.guest_can_join,
        encryption: summary.encryption.map(|algorithm| algorithm.to_string()),
        room_version: summary.room_version,
    }
}

fn read_child(child: &Raw<HierarchySpaceChildEvent>) -> Option<SpaceChild> {
    child.deserialize_as_unchecked().ok()
}
