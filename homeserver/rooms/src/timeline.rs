//! Reading a room's history: pages, the surroundings of an event, single events.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    filter,
    nid::{RoomOrder, StreamPosition},
    sync::token::TimelineToken,
};
use ruma::{
    EventId, RoomId,
    api::{Direction, client::filter::RoomEventFilter},
};

use crate::{
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms},
    snapshot::StateAt,
    visibility::Seen,
};

/// How many rows a page may look at in vain before it answers with what it has.
const PATIENCE: usize = 1000;
/// The most events of a page, whatever the client asks for.
const MAX_PAGE: usize = 1000;

/// A stretch of a room's timeline.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    from: RoomOrder,
    to: Option<RoomOrder>,
    direction: Direction,
    limit: usize,
}

impl Window {
    /// The events after a place, oldest first.
    pub fn after(from: RoomOrder, limit: usize) -> Self {
        Self { from, to: None, direction: Direction::Forward, limit }
    }

    /// The events up to and including a place, newest first.
    pub fn up_to(from: RoomOrder, limit: usize) -> Self {
        Self { from, to: None, direction: Direction::Backward, limit }
    }

    /// The same stretch, but not beyond a place.
    #[must_use]
    pub fn until(mut self, to: Option<RoomOrder>) -> Self {
        self.to = to;
        self
    }

    /// The gap at the far side of the last event of a page, from where the next page goes on.
    fn far_side(&self, event: &StoredEvent) -> Option<RoomOrder> {
        let order = event.order?;
        Some(match self.direction {
            Direction::Forward => order,
            Direction::Backward => RoomOrder(order.get() - 1),
        })
    }
}

/// A page of history.
#[derive(Debug)]
pub struct Page {
    /// The events that the reader may see and wants, nearest to the start first.
    pub events: Vec<Seen>,
    /// Where the page begins.
    pub start: TimelineToken,
    /// Where the next page begins; `None` once a page has nothing to show.
    pub end: Option<TimelineToken>,
}

/// What a reader asks of the history.
#[derive(Debug)]
pub struct PageRequest<'a> {
    /// From where; `None` is the newest event going back, the oldest going forward.
    pub from: Option<TimelineToken>,
    /// Where to stop at the latest.
    pub to: Option<TimelineToken>,
    /// Back to the past or forward.
    pub direction: Direction,
    /// How many events at most.
    pub limit: usize,
    /// Which events.
    pub filter: &'a RoomEventFilter,
}

/// An event with its surroundings.
#[derive(Debug)]
pub struct Context {
    /// The event.
    pub event: Seen,
    /// What came before it, newest first.
    pub before: Vec<Seen>,
    /// What came after it, oldest first.
    pub after: Vec<Seen>,
    /// Where to go on backwards.
    pub start: TimelineToken,
    /// Where to go on forwards.
    pub end: TimelineToken,
    /// The state at the last of the events.
    pub state: StateAt,
}

/// What a reader is shown.
#[derive(Clone, Copy)]
enum Show {
    /// What the history visibility lets them see.
    History,
    /// For a member's sync also what is part of the present state, which the member is told in any case.
    HistoryAndState,
}

/// The newest events after a position.
#[derive(Debug, Default)]
pub struct News {
    /// The events, oldest first.
    pub events: Vec<Arc<StoredEvent>>,
    /// Whether there are older ones that are news as well.
    pub limited: bool,
}

impl Rooms {
    /// The events of a stretch, nearest to its start first, whoever may see them.
    pub async fn window(&self, head: &RoomHead, window: Window) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let Window { from, to, direction, limit } = window;
        if direction == Direction::Backward
            && let Some(recent) = self.cache.at_hand(head.nid).and_then(|entry| entry.recent_up_to(from, limit))
        {
            let mut events = self.events(head, &recent).await?;
            events.retain(|event| to.is_none_or(|to| event.order.is_some_and(|order| order > to)));
            return Ok(events);
        }
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let rows = self.store.timeline(head.nid, from, to, direction, limit).await?;
        self.events.adopt(rows, &head.room_id)
    }

    /// The newest events of a room after a position: from memory as long as it reaches back that far, so that a
    /// thousand readers who are woken by one event do not ask the database a thousand times.
    pub async fn news(
        &self,
        head: &RoomHead,
        since: StreamPosition,
        until: StreamPosition,
        limit: usize,
    ) -> Result<News, MatrixError> {
        if head.last_position <= since {
            return Ok(News::default());
        }
        let recent = self.cache.at_hand(head.nid).and_then(|entry| entry.recent_after(since));
        let mut events = if let Some(nids) = recent {
            self.events(head, &nids).await?
        } else {
            let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
            let slice = self.store.timeline_after(head.nid, since, limit).await?;
            self.events.adopt(slice.events, &head.room_id)?
        };
        events.retain(|event| event.position().is_some_and(|position| position <= until));
        let limited = events.len() > limit;
        events.drain(..events.len().saturating_sub(limit));
        Ok(News { events, limited })
    }

    /// The newest events up to `until` that a reader may see and wants, oldest first, but none up to `after`; and whether
    /// there are more.
    pub async fn latest(
        &self,
        head: &RoomHead,
        actor: &Actor,
        stretch: (Option<RoomOrder>, RoomOrder),
        limit: usize,
        wanted: &RoomEventFilter,
    ) -> Result<(Vec<Seen>, bool), MatrixError> {
        let (after, until) = stretch;
        // One more than asked for tells whether there are more.
        let window = Window::up_to(until, limit.min(MAX_PAGE) + 1).until(after);
        let (mut events, end) = self.collect(head, actor, window, wanted, Show::HistoryAndState).await?;
        let limited = events.len() > limit || end.is_some_and(|end| after.is_none_or(|after| end > after));
        events.truncate(limit);
        events.reverse();
        Ok((events, limited))
    }

    /// The place in a room's timeline that a position of the stream means.
    pub async fn order_at(&self, head: &RoomHead, position: StreamPosition) -> Result<RoomOrder, MatrixError> {
        self.order_of(head, TimelineToken::After(position)).await
    }

    /// The state of a room at a place of its timeline; `None` if we have nothing from before.
    pub async fn state_at(&self, head: &RoomHead, order: RoomOrder) -> Result<Option<StateAt>, MatrixError> {
        if order >= head.last_order {
            return Ok(Some(self.current_state(head)));
        }
        let event = self.window(head, Window::up_to(order, 1)).await?.pop();
        if let Some(event) = event {
            return Ok(Some(self.snapshots.once_there(&event).await?));
        }
        // What we have begins later, as with a join by way of another server: it is what that follows on.
        match self.window(head, Window::after(order, 1)).await?.pop() {
            Some(first) => Ok(Some(self.state_before(&first).await?)),
            None => Ok(None),
        }
    }

    /// A page of a room's history for a reader.
    pub async fn page(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        request: &PageRequest<'_>,
    ) -> Result<(Arc<RoomHead>, Page), MatrixError> {
        let head = self.known(room_id).await?;
        self.check_may_read(&head, actor).await?;
        let default = match request.direction {
            Direction::Backward => head.last_order,
            Direction::Forward => RoomOrder(head.first_order.get() - 1),
        };
        let from = match request.from {
            Some(token) => self.order_of(&head, token).await?,
            None => default,
        };
        let to = match request.to {
            Some(token) => Some(self.order_of(&head, token).await?),
            None => None,
        };
        let limit = request.limit.clamp(1, MAX_PAGE);
        let window = Window { from, to, direction: request.direction, limit };
        let (events, end) = self.collect(&head, actor, window, request.filter, Show::History).await?;
        // Clients expect an end with every page that has events, and stop at the first that has none.
        let last = events.last().and_then(|seen| window.far_side(&seen.event));
        let end = end.or(last).map(TimelineToken::Gap);
        let page = Page { events, start: TimelineToken::Gap(from), end };
        Ok((head, page))
    }

    /// Fills a page with events that the reader may see and wants. Returns where to go on, if there may be more.
    async fn collect(
        &self,
        head: &RoomHead,
        actor: &Actor,
        mut window: Window,
        wanted: &RoomEventFilter,
        show: Show,
    ) -> Result<(Vec<Seen>, Option<RoomOrder>), MatrixError> {
        let limit = window.limit;
        let mut page = Vec::new();
        let mut looked_at = 0;
        loop {
            let rows = self.window(head, window).await?;
            let is_last = rows.len() < window.limit;
            looked_at += rows.len();
            let far_side = rows.last().and_then(|event| window.far_side(event)).unwrap_or(window.from);
            let wanted = rows.into_iter().filter(|event| filter::wants_event(wanted, &event.pdu)).collect();
            let seen = match show {
                Show::History => self.visible(head, actor, wanted).await?,
                Show::HistoryAndState => self.visible_or_current(head, actor, wanted).await?,
            };
            for seen in seen {
                page.push(seen);
                if page.len() == limit {
                    // The row limit may have been reached by events after this one: go on right behind it.
                    let end = page.last().and_then(|seen| window.far_side(&seen.event));
                    return Ok((page, end));
                }
            }
            if is_last {
                return Ok((page, None));
            }
            if looked_at >= PATIENCE {
                return Ok((page, Some(far_side)));
            }
            window.from = far_side;
            window.limit = limit.max(100);
        }
    }

    /// The place in a room's timeline that a token means.
    pub(crate) async fn order_of(&self, head: &RoomHead, token: TimelineToken) -> Result<RoomOrder, MatrixError> {
        match token {
            TimelineToken::Gap(order) => Ok(order),
            TimelineToken::After(position) if position >= head.last_position => Ok(head.last_order),
            TimelineToken::After(position) => {
                let order = self.store.order_at(head.nid, position).await?;
                Ok(order.unwrap_or(RoomOrder(head.first_order.get() - 1)))
            }
        }
    }

    /// One event, if the reader may see it.
    pub async fn event(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        event_id: &EventId,
    ) -> Result<(Arc<RoomHead>, Seen), MatrixError> {
        let not_found = || MatrixError::not_found("There is no such event, or you may not see it");
        let room = self.find(room_id).await?.ok_or_else(not_found)?;
        let head = self.head(room).await?;
        let event = self.events.by_id(event_id, head.nid, &head.room_id).await?.ok_or_else(not_found)?;
        if event.order.is_none() || event.status != hs_storage::EventStatus::Accepted {
            return Err(not_found());
        }
        let seen = self.visible_event(&head, actor, event).await?.ok_or_else(not_found)?;
        Ok((head, seen))
    }

    /// One event of whichever room, if the reader may see it.
    pub async fn event_anywhere(
        &self,
        actor: &Actor,
        event_id: &EventId,
    ) -> Result<(Arc<RoomHead>, Seen), MatrixError> {
        let not_found = || MatrixError::not_found("There is no such event, or you may not see it");
        let nid = self.store.event_nids(&[event_id]).await?.remove(event_id).ok_or_else(not_found)?;
        let row = self.store.events(&[nid]).await?.pop().ok_or_else(not_found)?;
        let room_id = self.head(row.room).await?.room_id.clone();
        self.event(actor, &room_id, event_id).await
    }

    /// An event and what was said around it; `limit` counts before and after together.
    pub async fn context(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        event_id: &EventId,
        limit: usize,
        wanted: &RoomEventFilter,
    ) -> Result<(Arc<RoomHead>, Context), MatrixError> {
        self.check_may_read(&*self.known(room_id).await?, actor).await?;
        let (head, event) = self.event(actor, room_id, event_id).await?;
        let order = event.event.order.unwrap_or(head.last_order);
        let just_before = RoomOrder(order.get() - 1);
        let limit = limit.min(MAX_PAGE);
        let (mut before, mut after) = ((Vec::new(), None), (Vec::new(), None));
        if limit > 1 {
            before = self.collect(&head, actor, Window::up_to(just_before, limit / 2), wanted, Show::History).await?;
        }
        if limit > 0 {
            after = self.collect(&head, actor, Window::after(order, limit - limit / 2), wanted, Show::History).await?;
        }
        let edge = |events: &[Seen], fallback| events.last().and_then(|seen| seen.event.order).unwrap_or(fallback);
        let start = TimelineToken::Gap(RoomOrder(edge(&before.0, order).get() - 1));
        let end = TimelineToken::Gap(edge(&after.0, order));
        let last = after.0.last().unwrap_or(&event);
        let state = self.state_after(&last.event).await?;
        Ok((head, Context { event, before: before.0, after: after.0, start, end, state }))
    }
}
