//! Threads in which something is new, in all rooms of a user.
//!
//! See MSC4360, <https://github.com/matrix-org/matrix-spec-proposals/pull/4360>. A thread is told once, however much is
//! new in it, with a token by which the rest is found among the relations of its root.

use std::collections::{BTreeMap, HashMap, HashSet};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder, StreamPosition},
    sync::token::{SyncToken, TimelineToken},
};
use hs_storage::{ThreadNews, ThreadNewsRow};
use ruma::{EventId, OwnedEventId, OwnedRoomId, RoomId, events::AnyTimelineEvent, serde::Raw};
use serde::Serialize;

use crate::{
    present::Shape,
    service::{Actor, Rooms},
};

/// The most threads of one answer.
const MOST: usize = 100;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ThreadQuery<'a> {
    /// In which rooms.
    pub rooms: &'a [RoomNid],
    /// What came after this is new.
    pub after: StreamPosition,
    /// And not after this.
    pub until: StreamPosition,
    /// Leaves out threads in which something is newer than this.
    pub latest_by: StreamPosition,
    /// How many threads at most.
    pub limit: usize,
    /// Whether to give the events that the threads hang on, with what is bundled with them.
    pub with_roots: bool,
}

/// A thread in which something is new.
#[derive(Debug, Serialize)]
pub struct ThreadUpdate {
    /// The event that it hangs on, if it is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_root: Option<Raw<AnyTimelineEvent>>,
    /// From where to ask for what is new besides the newest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev_batch: Option<String>,
}

/// Threads in which something is new.
#[derive(Debug, Default)]
pub struct ThreadUpdates {
    /// By room and root.
    pub threads: BTreeMap<OwnedRoomId, BTreeMap<OwnedEventId, ThreadUpdate>>,
    /// From where to ask for more of them.
    pub next: Option<SyncToken>,
}

impl Rooms {
    /// The threads in which something is new, unless the reader has all of that: `is_known` is asked with a room and the
    /// place of the oldest that is new.
    pub async fn thread_updates(
        &self,
        actor: &Actor,
        query: ThreadQuery<'_>,
        is_known: impl Fn(&RoomId, RoomOrder) -> bool,
    ) -> Result<ThreadUpdates, MatrixError> {
        let (rows, next) = self.thread_page(query).await?;
        let mut by_room: HashMap<RoomNid, Vec<ThreadNewsRow>> = HashMap::new();
        for row in rows {
            by_room.entry(row.room).or_default().push(row);
        }
        let mut threads = BTreeMap::new();
        for (room, rows) in by_room {
            let told = self.thread_updates_in(actor, room, rows, query.with_roots, &is_known).await?;
            threads.extend(told.filter(|(_, threads)| !threads.is_empty()));
        }
        Ok(ThreadUpdates { threads, next })
    }

    /// A page of threads, and from where to ask for the next. Pages end between commits, since a token says no more than
    /// that; so what one commit brought is told whole, be it more than was asked for.
    async fn thread_page(
        &self,
        query: ThreadQuery<'_>,
    ) -> Result<(Vec<ThreadNewsRow>, Option<SyncToken>), MatrixError> {
        let ThreadQuery { rooms, after, until, latest_by, .. } = query;
        let limit = query.limit.clamp(1, MOST);
        let news = ThreadNews { after, until, latest_from: after, latest_by };
        let mut page = self.store.thread_news(rooms, news, Some(limit as u64 + 1)).await?;
        let Some(beyond) = page.get(limit).map(|row| row.latest) else { return Ok((page, None)) };
        page.retain(|row| row.latest > beyond);
        if !page.is_empty() {
            return Ok((page, Some(SyncToken::at(beyond))));
        }
        let together = ThreadNews { latest_from: beyond, latest_by: beyond, ..news };
        let page = self.store.thread_news(rooms, together, None).await?;
        Ok((page, Some(SyncToken::at(StreamPosition(beyond.get() - 1)))))
    }

    async fn thread_updates_in(
        &self,
        actor: &Actor,
        room: RoomNid,
        mut rows: Vec<ThreadNewsRow>,
        with_roots: bool,
        is_known: impl Fn(&RoomId, RoomOrder) -> bool,
    ) -> Result<Option<(OwnedRoomId, BTreeMap<OwnedEventId, ThreadUpdate>)>, MatrixError> {
        let head = self.head(room).await?;
        rows.retain(|row| !is_known(&head.room_id, row.first));
        if rows.is_empty() {
            return Ok(None);
        }
        let ids: Vec<&EventId> = rows.iter().map(|row| &*row.root).collect();
        let roots = self.events.by_ids(&ids, room, &head.room_id).await?;
        let seen = self.thread_roots(&head, actor, roots).await?;
        let ids: Vec<OwnedEventId> = seen.iter().map(|seen| seen.event.pdu.event_id().clone()).collect();
        let known: HashSet<&OwnedEventId> = ids.iter().collect();
        rows.retain(|row| known.contains(&row.root));
        let events = if with_roots { self.present(&head, actor, &seen, Shape::WithRoom).await? } else { Vec::new() };
        let mut events: HashMap<&OwnedEventId, Raw<AnyTimelineEvent>> = ids.iter().zip(events).collect();
        let told = rows.iter().map(|row| {
            // What is asked for from here on comes before the newest.
            let before = (row.count > 1).then(|| TimelineToken::Gap(RoomOrder(row.last.get() - 1)).to_string());
            (row.root.clone(), ThreadUpdate { thread_root: events.remove(&row.root), prev_batch: before })
        });
        Ok(Some((head.room_id.clone(), told.collect())))
    }
}
