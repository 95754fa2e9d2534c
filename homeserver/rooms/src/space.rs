//! What a space shows of the rooms in it. Who walks through one, and asks other servers on the way, is `hs-federation`.
//! See <https://spec.matrix.org/v1.19/client-server-api/#spaces>.

use std::cmp::Ordering;

use hs_core::{error::MatrixError, nid::RoomNid};
use ruma::{
    OwnedRoomId, OwnedServerName, OwnedUserId, RoomId, ServerName,
    room::{JoinRuleKind, RoomType},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms},
    summary::RoomSummary,
    user_rooms::UserRoom,
};

/// A room of a space.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SpaceRoom {
    /// The room from outside.
    #[serde(flatten)]
    pub summary: RoomSummary,
    /// The rooms in it, where it is a space itself.
    #[serde(default)]
    pub children_state: Vec<SpaceChild>,
}

/// A room's place in a space, without who may know what else of the event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SpaceChild {
    #[serde(rename = "type")]
    kind: String,
    /// The room.
    pub state_key: OwnedRoomId,
    content: Box<RawValue>,
    sender: OwnedUserId,
    origin_server_ts: i64,
}

impl SpaceChild {
    /// Servers that can be asked about the room.
    pub fn via(&self) -> Vec<OwnedServerName> {
        let content: Option<ChildContent> = serde_json::from_str(self.content.get()).ok();
        let via = content.into_iter().flat_map(|content| content.via);
        via.filter_map(|server| ServerName::parse(server).ok()).collect()
    }
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
    /// A room that users of ours are in, as a reader sees it in a space: `None` where they may not see it.
    pub async fn space_room(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        suggested_only: bool,
    ) -> Result<Option<SpaceRoom>, MatrixError> {
        let Some(head) = self.resident_head(room_id).await? else { return Ok(None) };
        let summary = self.summarise(&head).await?;
        if !self.may_be_summarised(&head, Some(reader), &summary).await? {
            return Ok(None);
        }
        self.with_children(&head, summary, suggested_only).await.map(Some)
    }

    /// A room that users of ours are in, as another server may tell its users of it.
    pub async fn space_room_for(
        &self,
        server: &ServerName,
        room_id: &RoomId,
        suggested_only: bool,
    ) -> Result<Option<SpaceRoom>, MatrixError> {
        let Some(head) = self.resident_head(room_id).await? else { return Ok(None) };
        let summary = self.summarise(&head).await?;
        if !self.may_be_summarised_for(&head, server, &summary).await? {
            return Ok(None);
        }
        self.with_children(&head, summary, suggested_only).await.map(Some)
    }

    /// Whether a reader may see a room that only other servers know.
    pub async fn may_see_remote(&self, reader: &Actor, summary: &RoomSummary) -> Result<bool, MatrixError> {
        if summary.is_open() {
            return Ok(true);
        }
        if let Some(room) = self.find(&summary.room_id).await?
            && self.rooms_of(reader.user).await?.get(room).is_some_and(UserRoom::is_present)
        {
            return Ok(true);
        }
        self.is_in_any(reader.user, summary.allowed_room_ids.iter().cloned()).await
    }

    async fn with_children(
        &self,
        head: &RoomHead,
        summary: RoomSummary,
        suggested_only: bool,
    ) -> Result<SpaceRoom, MatrixError> {
        let is_space = summary.room_type == Some(RoomType::Space);
        let children_state =
            if is_space { self.children(head.nid, &head.room_id, suggested_only).await? } else { Vec::new() };
        Ok(SpaceRoom { summary, children_state })
    }

    /// Whether another server may tell its users of a room: some of them are in or invited, or could come.
    async fn may_be_summarised_for(
        &self,
        head: &RoomHead,
        server: &ServerName,
        summary: &RoomSummary,
    ) -> Result<bool, MatrixError> {
        if summary.is_open() || self.is_server_present(head, server).await? {
            return Ok(true);
        }
        if !matches!(summary.join_rule, JoinRuleKind::Restricted) {
            return Ok(false);
        }
        for room_id in &summary.allowed_room_ids {
            if let Some(head) = self.resident_head(room_id).await?
                && self.is_server_in(&head, server).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
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
        kind: "m.space.child".to_owned(),
        state_key: RoomId::parse(event.pdu.state_key()?).ok()?,
        content: event.pdu.content().to_owned(),
        sender: event.pdu.sender().clone(),
        origin_server_ts: event.pdu.origin_server_ts().get().into(),
    };
    let is_valid = |order: &String| order.len() <= 50 && order.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    Some((child, content.order.filter(is_valid)))
}
