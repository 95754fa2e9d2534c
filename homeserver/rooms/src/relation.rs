//! What events say about each other: edits, threads, references, reactions.
//! See <https://spec.matrix.org/v1.19/client-server-api/#forming-relationships-between-events>.

use std::{collections::BTreeMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{RoomOrder, UserNid},
    pdu::{Draft, Pdu},
    sync::token::TimelineToken,
};
use hs_storage::{RelationFilter, RelationPage, RelationRow};
use ruma::{
    EventId, OwnedEventId, RoomId,
    api::{Direction, error::ErrorKind},
};
use serde::Deserialize;

use crate::{
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms},
    visibility::Seen,
};

pub(crate) const EDIT: &str = "m.replace";
/// An event that is part of a thread.
pub(crate) const THREAD: &str = "m.thread";
pub(crate) const REFERENCE: &str = "m.reference";
const REACTION: &str = "m.annotation";
/// How many relations of relations to follow.
const MAX_DEPTH: u32 = 3;
/// The most relations of one answer.
const MAX_PAGE: usize = 1000;

/// What to look for among the relations of an event.
#[derive(Debug)]
pub struct RelationQuery<'a> {
    /// Only this kind.
    pub rel_type: Option<&'a str>,
    /// Only this event type.
    pub event_type: Option<&'a str>,
    /// Where to begin; `None` is the newest going back, the oldest going forward.
    pub from: Option<TimelineToken>,
    /// Where to stop at the latest.
    pub to: Option<TimelineToken>,
    /// Back or forward.
    pub direction: Direction,
    /// How many at most.
    pub limit: usize,
    /// Whether to follow relations of relations.
    pub recurse: bool,
}

/// A page of relations or of threads.
#[derive(Debug)]
pub struct RelationsPage {
    /// The events.
    pub events: Vec<Seen>,
    /// Where the next page begins.
    pub next: Option<TimelineToken>,
    /// Where this page began, if that was said.
    pub previous: Option<TimelineToken>,
    /// How deep relations of relations were followed.
    pub depth: Option<u32>,
}

/// The parts of a relation that its author writes.
#[derive(Debug, Deserialize)]
struct Content {
    #[serde(rename = "m.relates_to")]
    relates_to: Option<RelatesTo>,
}

/// What one event says of another.
#[derive(Debug, Deserialize)]
pub(crate) struct RelatesTo {
    pub(crate) rel_type: Option<String>,
    pub(crate) event_id: Option<OwnedEventId>,
    key: Option<String>,
}

impl Rooms {
    /// A page of the events that relate to an event.
    pub async fn relations(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        event_id: &EventId,
        query: &RelationQuery<'_>,
    ) -> Result<(Arc<RoomHead>, RelationsPage), MatrixError> {
        let (head, _) = self.event(actor, room_id, event_id).await?;
        let from = match (query.from, query.direction) {
            (Some(token), _) => self.order_of(&head, token).await?,
            (None, Direction::Backward) => head.last_order,
            (None, Direction::Forward) => RoomOrder(head.first_order.get() - 1),
        };
        let to = match query.to {
            Some(token) => Some(self.order_of(&head, token).await?),
            None => None,
        };
        let limit = query.limit.clamp(1, MAX_PAGE);
        let page = RelationPage { from, to, direction: query.direction, limit: limit as u64 + 1 };
        let rel_types = query.rel_type.map(|kind| [kind]);
        let rel_types = rel_types.as_ref().map_or(&[][..], |kinds| &kinds[..]);
        let filter = RelationFilter { rel_types, event_type: query.event_type };
        let mut rows = if query.recurse {
            self.relations_of_relations(&head, event_id, filter, page).await?
        } else {
            self.store.relations_page(head.nid, event_id, filter, page).await?
        };
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(|row| far_side(row.order, query.direction));
        let nids: Vec<_> = rows.iter().map(|row| row.nid).collect();
        let events = self.visible(&head, actor, self.events(&head, &nids).await?).await?;
        let depth = query.recurse.then_some(MAX_DEPTH);
        Ok((head, RelationsPage { events, next, previous: query.from, depth }))
    }

    /// Relations of an event, and theirs, as one list. All of them are looked at, but only by their rows.
    async fn relations_of_relations(
        &self,
        head: &RoomHead,
        event_id: &EventId,
        filter: RelationFilter<'_>,
        page: RelationPage,
    ) -> Result<Vec<RelationRow>, MatrixError> {
        let mut found: BTreeMap<RoomOrder, RelationRow> = BTreeMap::new();
        let mut layer = vec![event_id.to_owned()];
        for _ in 0..MAX_DEPTH {
            let ids: Vec<&EventId> = layer.iter().map(|id| &**id).collect();
            let rows = self.store.relations_of(head.nid, &ids, RelationFilter::default()).await?;
            layer = rows.iter().map(|row| row.event_id.clone()).collect();
            found.extend(rows.into_iter().map(|row| (row.order, row)));
            if layer.is_empty() {
                break;
            }
        }
        let is_wanted = |row: &RelationRow| {
            (filter.rel_types.is_empty() || filter.rel_types.contains(&row.rel_type.as_str()))
                && filter.event_type.is_none_or(|kind| row.event_type == kind)
        };
        let is_inside = |row: &RelationRow| match page.direction {
            Direction::Backward => row.order <= page.from && page.to.is_none_or(|to| row.order > to),
            Direction::Forward => row.order > page.from && page.to.is_none_or(|to| row.order <= to),
        };
        let rows = found.into_values().filter(|row| is_wanted(row) && is_inside(row));
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        Ok(match page.direction {
            Direction::Forward => rows.take(limit).collect(),
            Direction::Backward => rows.rev().take(limit).collect(),
        })
    }

    /// The threads of a room, the liveliest first.
    pub async fn threads(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        only_participated: bool,
        from: Option<TimelineToken>,
        limit: usize,
    ) -> Result<(Arc<RoomHead>, RelationsPage), MatrixError> {
        let head = self.known(room_id).await?;
        self.check_may_read(&head, actor).await?;
        let start = match from {
            Some(token) => self.order_of(&head, token).await?,
            None => head.last_order,
        };
        let limit = limit.clamp(1, MAX_PAGE);
        let participant = only_participated.then_some(actor.user);
        let mut rows = self.store.threads(head.nid, participant, start, limit as u64 + 1).await?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(|row| TimelineToken::Gap(RoomOrder(row.latest.get() - 1)));
        let ids: Vec<&EventId> = rows.iter().map(|row| &*row.root).collect();
        let nids = self.store.event_nids(&ids).await?;
        let roots: Vec<_> = rows.iter().filter_map(|row| nids.get(&row.root).copied()).collect();
        let events = self.thread_roots(&head, actor, self.events(&head, &roots).await?).await?;
        Ok((head, RelationsPage { events, next, previous: from, depth: None }))
    }

    /// What threads hang on, as far as a reader may see it. What somebody has said whom the reader ignores is there
    /// without its content, for others may have answered.
    pub(crate) async fn thread_roots(
        &self,
        head: &RoomHead,
        actor: &Actor,
        mut roots: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Seen>, MatrixError> {
        let blocked = self.accounts.blocking.of(actor.user).await?;
        for root in roots.iter_mut().filter(|root| root.state_key.is_none() && blocked.ignores(root.pdu.sender())) {
            let bare = hs_core::pdu::redact(&root.pdu, &head.rules).map_err(MatrixError::internal)?;
            *root = Arc::new(root.redacted(root.nid, Arc::new(bare)));
        }
        self.visible_whoever_sent(head, actor, roots).await
    }

    /// Refuses relations that make no sense: the same reaction twice, and a thread on an event that is an answer.
    pub(crate) async fn check_relation(
        &self,
        head: &RoomHead,
        sender: UserNid,
        draft: &Draft,
    ) -> Result<(), MatrixError> {
        let relation = serde_json::from_str::<Content>(draft.content.get()).ok().and_then(|content| content.relates_to);
        let Some(RelatesTo { rel_type: Some(rel_type), event_id: Some(target), key }) = relation else { return Ok(()) };
        match (rel_type.as_str(), key) {
            (REACTION, Some(key)) => self.check_reaction(head, sender, &target, &key, draft).await,
            (THREAD, _) => {
                let root = self.events.by_id(&target, head.nid, &head.room_id).await?;
                let relation = root.and_then(|root| relation_of(&root.pdu));
                match relation.and_then(|relation| relation.rel_type) {
                    Some(_) => Err(MatrixError::unknown("A thread cannot begin at an event that is an answer itself")),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    async fn check_reaction(
        &self,
        head: &RoomHead,
        sender: UserNid,
        target: &EventId,
        key: &str,
        draft: &Draft,
    ) -> Result<(), MatrixError> {
        let kind = draft.kind.to_string();
        let filter = RelationFilter { rel_types: &[REACTION], event_type: Some(&kind) };
        let rows = self.store.relations_of(head.nid, &[target], filter).await?;
        let own: Vec<_> = rows.iter().filter(|row| row.sender == sender).map(|row| row.nid).collect();
        let has_same = |event: &Arc<StoredEvent>| {
            relation_of(&event.pdu).is_some_and(|relation| relation.key.as_deref() == Some(key))
        };
        if self.events(head, &own).await?.iter().any(has_same) {
            return Err(MatrixError::new(ErrorKind::DuplicateAnnotation, "You have reacted like this already"));
        }
        Ok(())
    }
}

/// What an event says of another.
pub(crate) fn relation_of(pdu: &Pdu) -> Option<RelatesTo> {
    pdu.content_as::<Content>().and_then(|content| content.relates_to)
}

/// An event in memory as the row that the database would give.
pub(crate) fn row_of(event: &StoredEvent) -> Option<RelationRow> {
    let relation = relation_of(&event.pdu)?;
    Some(RelationRow {
        nid: event.nid,
        event_id: event.pdu.event_id().clone(),
        relates_to: relation.event_id?,
        rel_type: relation.rel_type.unwrap_or_default(),
        event_type: event.pdu.kind().to_string(),
        sender: event.sender,
        order: event.order?,
        origin_server_ts: i64::from(event.pdu.origin_server_ts().get()),
    })
}

/// The gap behind a row, from where the next page goes on.
fn far_side(order: RoomOrder, direction: Direction) -> TimelineToken {
    TimelineToken::Gap(match direction {
        Direction::Forward => order,
        Direction::Backward => RoomOrder(order.get() - 1),
    })
}
