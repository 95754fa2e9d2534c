//! What other events say about an event, told together with it: its newest edit, its thread, references.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#aggregations-of-child-events>. Nobody is told here what they
//! could not read for itself: nothing of those whom they ignore, nothing that was said after they had left.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomOrder, UserNid},
};
use hs_storage::{RelationFilter, RelationRow};
use ruma::{EventId, events::room::history_visibility::HistoryVisibility, serde::Raw};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, value::to_raw_value};

use crate::{
    event::StoredEvent,
    head::RoomHead,
    present::{Bundles, Shape},
    relation::{EDIT, REFERENCE, THREAD, relation_of, row_of},
    service::{Actor, Rooms},
    visibility::Seen,
};

/// The relations that are told together with the event that they are about.
const BUNDLED: [&str; 3] = [EDIT, THREAD, REFERENCE];
/// Those of the newest message of a thread: nothing begins at a message of a thread.
const OF_REPLIES: [&str; 2] = [EDIT, REFERENCE];
/// How many edits to look through for one that can be understood.
const EDITS: usize = 10;

/// What stands beside an event before it is written down.
#[derive(Default)]
struct Bundle<'a> {
    edits: Vec<&'a RelationRow>,
    replies: Vec<&'a RelationRow>,
    references: Vec<&'a RelationRow>,
}

/// The same as it is written.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(rename = "m.replace", skip_serializing_if = "Option::is_none")]
    edit: Option<&'a Raw<Value>>,
    #[serde(rename = "m.thread", skip_serializing_if = "Option::is_none")]
    thread: Option<Thread<'a>>,
    #[serde(rename = "m.reference", skip_serializing_if = "Option::is_none")]
    references: Option<References<'a>>,
}

#[derive(Serialize)]
struct Thread<'a> {
    latest_event: &'a Raw<Value>,
    count: usize,
    current_user_participated: bool,
}

#[derive(Serialize)]
struct References<'a> {
    chunk: Vec<Reference<'a>>,
}

#[derive(Serialize)]
struct Reference<'a> {
    event_id: &'a EventId,
}

/// What makes an edit one.
#[derive(Deserialize)]
struct EditContent {
    #[serde(rename = "m.new_content")]
    _new_content: Map<String, Value>,
}

impl Rooms {
    /// What other events say about these.
    pub(crate) async fn bundles(
        &self,
        head: &RoomHead,
        reader: &Actor,
        events: &[Seen],
    ) -> Result<Bundles, MatrixError> {
        // State has nothing bundled with it, as the specification is now.
        let subjects = events.iter().map(|seen| &seen.event).filter(|event| event.state_key.is_none());
        let subjects: Vec<&Arc<StoredEvent>> = subjects.collect();
        self.bundles_of(head, reader, &subjects, &BUNDLED).await
    }

    async fn bundles_of(
        &self,
        head: &RoomHead,
        reader: &Actor,
        subjects: &[&Arc<StoredEvent>],
        kinds: &[&str],
    ) -> Result<Bundles, MatrixError> {
        let rows = self.bundled_relations(head, subjects, kinds).await?;
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = self.told_to(head, reader, rows).await?;
        let mut bundles: HashMap<&EventId, Bundle<'_>> = HashMap::new();
        for row in &rows {
            let bundle = bundles.entry(&row.relates_to).or_default();
            match row.rel_type.as_str() {
                EDIT => bundle.edits.push(row),
                THREAD => bundle.replies.push(row),
                _ => bundle.references.push(row),
            }
        }
        let mut edits = HashMap::new();
        let mut newest = Vec::new();
        for subject in subjects {
            let Some(bundle) = bundles.get(&**subject.pdu.event_id()) else { continue };
            newest.extend(bundle.replies.last().map(|row| row.nid));
            if let Some(edit) = self.latest_edit(head, subject, &bundle.edits).await? {
                edits.insert(subject.nid, edit);
            }
        }
        let replies = self.events.get(&newest, &head.room_id).await?;
        let shown = self.write_shown(head, reader, replies, edits.values()).await?;
        let mut written = HashMap::new();
        for subject in subjects {
            let Some(bundle) = bundles.get(&**subject.pdu.event_id()) else { continue };
            let edit = edits.get(&subject.nid).and_then(|edit| shown.get(&edit.nid));
            let told = bundle.tell(subject, reader.user, edit, &shown);
            if !told.is_empty() {
                written.insert(subject.nid, to_raw_value(&told).map_err(MatrixError::internal)?);
            }
        }
        Ok(written)
    }

    /// The relations that are bundled into these events. Events whose whole sequel is in memory are not looked up:
    /// what has just been said cannot have been answered before.
    async fn bundled_relations(
        &self,
        head: &RoomHead,
        subjects: &[&Arc<StoredEvent>],
        kinds: &[&str],
    ) -> Result<Vec<RelationRow>, MatrixError> {
        let oldest = subjects.iter().filter_map(|event| event.order).min();
        let Some(oldest) = oldest else { return Ok(Vec::new()) };
        let recent = self.cache.at_hand(head.nid).and_then(|entry| entry.recent_from(oldest));
        if let Some(nids) = recent {
            let later = self.events(head, &nids).await?;
            let wanted: HashSet<&EventId> = subjects.iter().map(|event| &**event.pdu.event_id()).collect();
            let rows = later
                .iter()
                .filter_map(|event| row_of(event))
                .filter(|row| wanted.contains(&*row.relates_to) && kinds.contains(&row.rel_type.as_str()));
            return Ok(rows.collect());
        }
        let ids: Vec<&EventId> = subjects.iter().map(|event| &**event.pdu.event_id()).collect();
        let filter = RelationFilter { rel_types: kinds, event_type: None };
        Ok(self.store.relations_of(head.nid, &ids, filter).await?)
    }

    /// Those relations that a reader may hear of.
    async fn told_to(
        &self,
        head: &RoomHead,
        reader: &Actor,
        mut rows: Vec<RelationRow>,
    ) -> Result<Vec<RelationRow>, MatrixError> {
        if let Some(before) = self.expired_before(head).await? {
            rows.retain(|row| row.origin_server_ts >= before);
        }
        if let Some(left) = self.left_at(head, reader).await? {
            rows.retain(|row| row.order <= left);
        }
        let blocked = self.accounts.blocking.of(reader.user).await?;
        if !blocked.ignores_nobody() {
            let mut senders: Vec<UserNid> = rows.iter().map(|row| row.sender).collect();
            senders.sort_unstable();
            senders.dedup();
            let names = self.store.user_ids(&senders).await?;
            let ignored = senders.into_iter().zip(&names).filter(|(_, name)| blocked.ignores(name));
            let ignored: HashSet<UserNid> = ignored.map(|(user, _)| user).collect();
            rows.retain(|row| !ignored.contains(&row.sender));
        }
        Ok(rows)
    }

    /// Where a reader has left who cannot see what came after.
    async fn left_at(&self, head: &RoomHead, reader: &Actor) -> Result<Option<RoomOrder>, MatrixError> {
        if head.is_joined(reader.user) || self.history_visibility(head).await? == HistoryVisibility::WorldReadable {
            return Ok(None);
        }
        let Some(member) = head.members.get(&reader.user) else { return Ok(None) };
        Ok(self.events.one(member.event, &head.room_id).await?.and_then(|event| event.order))
    }

    /// The newest valid edit of an event that was not taken back: by its own author, of its own type, with a new
    /// content, and not an edit of an edit.
    async fn latest_edit(
        &self,
        head: &RoomHead,
        event: &StoredEvent,
        edits: &[&RelationRow],
    ) -> Result<Option<Arc<StoredEvent>>, MatrixError> {
        if edits.is_empty() || event.redacted_by.is_some() {
            return Ok(None);
        }
        let kind = event.pdu.kind().to_string();
        if relation_of(&event.pdu).is_some_and(|relation| relation.rel_type.as_deref() == Some(EDIT)) {
            return Ok(None);
        }
        let mut edits: Vec<_> =
            edits.iter().filter(|row| row.sender == event.sender && row.event_type == kind).collect();
        edits.sort_by_key(|row| (row.origin_server_ts, &row.event_id));
        for row in edits.iter().rev().take(EDITS) {
            let edit = self.events.one(row.nid, &head.room_id).await?;
            if let Some(edit) = edit.filter(|edit| is_edit(edit)) {
                return Ok(Some(edit));
            }
        }
        Ok(None)
    }

    /// The newest messages of threads, with what is bundled with them in turn, and edits, as far as the reader may see
    /// them.
    async fn write_shown(
        &self,
        head: &RoomHead,
        reader: &Actor,
        replies: Vec<Arc<StoredEvent>>,
        edits: impl Iterator<Item = &Arc<StoredEvent>>,
    ) -> Result<HashMap<EventNid, Raw<Value>>, MatrixError> {
        let of_replies: Vec<&Arc<StoredEvent>> = replies.iter().collect();
        let inner = if replies.is_empty() {
            HashMap::new()
        } else {
            Box::pin(self.bundles_of(head, reader, &of_replies, &OF_REPLIES)).await?
        };
        let seen = self.visible(head, reader, edits.cloned().chain(replies.iter().cloned()).collect()).await?;
        let written = self.present_with(head, reader, &seen, Shape::WithRoom, inner).await?;
        Ok(seen.iter().map(|seen| seen.event.nid).zip(written).collect())
    }
}

impl Bundle<'_> {
    fn tell<'a>(
        &'a self,
        subject: &StoredEvent,
        reader: UserNid,
        edit: Option<&'a Raw<Value>>,
        shown: &'a HashMap<EventNid, Raw<Value>>,
    ) -> Told<'a> {
        let latest = self.replies.last().and_then(|row| shown.get(&row.nid));
        let thread = latest.map(|latest_event| Thread {
            latest_event,
            count: self.replies.len(),
            current_user_participated: subject.sender == reader
                || self.replies.iter().any(|reply| reply.sender == reader),
        });
        let chunk: Vec<_> = self.references.iter().map(|row| Reference { event_id: &row.event_id }).collect();
        let references = (!chunk.is_empty()).then_some(References { chunk });
        Told { edit, thread, references }
    }
}

impl Told<'_> {
    fn is_empty(&self) -> bool {
        self.edit.is_none() && self.thread.is_none() && self.references.is_none()
    }
}

/// Whether an event says what another one is to say instead; of one that is encrypted only its readers know.
fn is_edit(event: &StoredEvent) -> bool {
    event.state_key.is_none()
        && (event.pdu.kind().to_string() == "m.room.encrypted" || event.pdu.content_as::<EditContent>().is_some())
}
