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
    let field = match event.pdu.kind() {
        TimelineEventType::RoomMessage => "body",
        TimelineEventType::RoomName => "name",
        TimelineEventType::RoomTopic => "topic",
        _ => return,
    };
    let Some(content) = event.pdu.content_as::<Map<String, Value>>() else { return };
    let text = content.get(field).and_then(Value::as_str);
    let plain = if field == "topic" { plain_topic(&content) } else { None };
    let texts = [text, plain.filter(|plain| Some(*plain) != text)];
    let words: Vec<String> = texts.into_iter().flatten().flat_map(search::words).collect();
    if !words.is_empty() {
        change.batch.search.words.push((event.nid, words));
    }
}

/// The plain text of a topic that is given in several forms.
fn plain_topic(content: &Map<String, Value>) -> Option<&str> {
    let forms = content.get("m.topic")?.get("m.text")?.as_array()?;
    // A form that does not say what it is, is plain.
    let is_plain = |form: &&Value| form.get("mimetype").is_none_or(|kind| kind == "text/plain");
    forms.iter().find(is_plain)?.get("body")?.as_str()
}
