//! What makes an event of ours findable, written with the event itself: its words, and whether its room is open enough
//! for those in it to be found by anybody.

use hs_core::{error::MatrixError, search};
use ruma::events::{StateEventType, TimelineEventType};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{append::Change, event::StoredEvent, service::Rooms};

#[derive(Deserialize)]
struct JoinRules {
    join_rule: String,
}

#[derive(Deserialize)]
struct HistoryVisibility {
    history_visibility: String,
}

impl Rooms {
    /// Whether anybody may join a room, or read what is in it.
    pub(crate) async fn is_public(&self, change: &Change) -> Result<bool, MatrixError> {
        if let Some(JoinRules { join_rule }) = self.content(change, StateEventType::RoomJoinRules).await?
            && join_rule == "public"
        {
            return Ok(true);
        }
        let visibility = self.content(change, StateEventType::RoomHistoryVisibility).await?;
        Ok(visibility.is_some_and(|HistoryVisibility { history_visibility }| history_visibility == "world_readable"))
    }

    async fn content<T: DeserializeOwned>(
        &self,
        change: &Change,
        kind: StateEventType,
    ) -> Result<Option<T>, MatrixError> {
        let Some(key) = self.state_key(&kind, "").await? else { return Ok(None) };
        let Some(nid) = change.head.state_event(key) else { return Ok(None) };
        Ok(self.pdu_in(change, nid).await?.content_as())
    }
}

/// Notes by what an event that enters a room is found.
pub(crate) fn index(change: &mut Change, event: &StoredEvent) {
    match event.pdu.kind() {
        TimelineEventType::RoomMessage => index_text(change, event, "body"),
        TimelineEventType::RoomName => index_text(change, event, "name"),
        TimelineEventType::RoomTopic => index_text(change, event, "topic"),
        _ => {}
    }
}

fn index_text(change: &mut Change, event: &StoredEvent, field: &str) {
    let content: Option<Map<String, Value>> = event.pdu.content_as();
    let words = content.as_ref().and_then(|content| content.get(field)?.as_str()).map(search::words);
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        change.batch.search.words.push((event.nid, words));
    }
}
