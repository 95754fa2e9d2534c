//! What of a room can be seen from outside, by whom.
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-summaries>.

use std::sync::Arc;

use hs_core::error::MatrixError;
use ruma::{
    OwnedMxcUri, OwnedRoomAliasId, OwnedRoomId, RoomId, RoomVersionId, UInt,
    events::room::member::MembershipState,
    room::{JoinRuleKind, RoomType},
};
use serde::{Deserialize, Serialize};

use crate::{
    head::RoomHead,
    service::{Actor, Rooms},
};

/// A room from outside. Written out as clients read it, the defaults as well.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RoomSummary {
    /// Its id.
    pub room_id: OwnedRoomId,
    /// The name by which it wants to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_alias: Option<OwnedRoomAliasId>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<OwnedMxcUri>,
    /// What it is for; absent for a room to talk in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_type: Option<RoomType>,
    /// How many are in it.
    pub num_joined_members: UInt,
    /// How one gets in. Servers of old do not say that a room is public.
    #[serde(default = "public")]
    pub join_rule: JoinRuleKind,
    /// The rooms whose members may join, where the rule speaks of some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_room_ids: Vec<OwnedRoomId>,
    /// Whether anybody may read it.
    pub world_readable: bool,
    /// Whether guests may come.
    pub guest_can_join: bool,
    /// How it is encrypted, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<String>,
    /// Its version. Servers of before version 1.15 of the specification do not say.
    #[serde(alias = "im.nheko.summary.room_version", skip_serializing_if = "Option::is_none")]
    pub room_version: Option<RoomVersionId>,
}

fn public() -> JoinRuleKind {
    JoinRuleKind::Public
}

impl RoomSummary {
    /// Whether anybody may know of the room: because they could join, ask to, or read it.
    pub fn is_open(&self) -> bool {
        let rule = &self.join_rule;
        matches!(rule, JoinRuleKind::Public | JoinRuleKind::Knock | JoinRuleKind::KnockRestricted)
            || self.world_readable
    }
}

#[derive(Default, Deserialize)]
struct JoinRules {
    #[serde(default)]
    allow: Vec<Allow>,
}

#[derive(Deserialize)]
struct Allow {
    room_id: Option<OwnedRoomId>,
}

#[derive(Deserialize)]
struct Encryption {
    algorithm: Option<String>,
}

impl Rooms {
    /// A room from outside, and what the reader is to it; for nobody in particular, where there is no reader.
    pub async fn summary(
        &self,
        reader: Option<&Actor>,
        room_id: &RoomId,
    ) -> Result<(RoomSummary, Option<MembershipState>), MatrixError> {
        let not_found = || MatrixError::not_found("There is no such room, or you may not see it");
        let head = self.resident_head(room_id).await?.ok_or_else(not_found)?;
        let summary = self.summarise(&head).await?;
        if !self.may_be_summarised(&head, reader, &summary).await? {
            return Err(not_found());
        }
        Ok((summary, reader.map(|reader| head.membership(reader.user))))
    }

    /// A room that users of ours are in, so that we know how it is now.
    pub(crate) async fn resident_head(&self, room_id: &RoomId) -> Result<Option<Arc<RoomHead>>, MatrixError> {
        let Some(room) = self.find(room_id).await? else { return Ok(None) };
        Ok(Some(self.head(room).await?).filter(|head| head.is_resident()))
    }

    /// What can be said of a room.
    pub(crate) async fn summarise(&self, head: &RoomHead) -> Result<RoomSummary, MatrixError> {
        let room = self.describe(head).await?;
        let is_restricted = matches!(room.join_rule, JoinRuleKind::Restricted | JoinRuleKind::KnockRestricted);
        let rules: Option<JoinRules> = if is_restricted { self.field(head, "m.room.join_rules").await? } else { None };
        let encryption: Option<Encryption> = self.field(head, "m.room.encryption").await?;
        Ok(RoomSummary {
            room_id: room.room_id,
            canonical_alias: room.canonical_alias,
            name: room.name,
            topic: room.topic,
            avatar_url: room.avatar_url,
            room_type: room.room_type,
            num_joined_members: room.num_joined_members,
            join_rule: room.join_rule,
            allowed_room_ids: rules.unwrap_or_default().allow.into_iter().filter_map(|allow| allow.room_id).collect(),
            world_readable: room.world_readable,
            guest_can_join: room.guest_can_join,
            encryption: encryption.and_then(|encryption| encryption.algorithm),
            room_version: Some(head.version.clone()),
        })
    }

    /// Whether a reader may see a room from outside: who is in or asked to come, and whoever could come or ask to.
    pub(crate) async fn may_be_summarised(
        &self,
        head: &RoomHead,
        reader: Option<&Actor>,
        summary: &RoomSummary,
    ) -> Result<bool, MatrixError> {
        if summary.is_open() {
            return Ok(true);
        }
        let Some(reader) = reader else { return Ok(false) };
        match head.membership(reader.user) {
            MembershipState::Join | MembershipState::Invite | MembershipState::Knock => Ok(true),
            _ => self.is_in_any(reader.user, summary.allowed_room_ids.iter().cloned()).await,
        }
    }
}
