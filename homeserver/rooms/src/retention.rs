//! How long messages are kept, where a room or this server says so: `m.room.retention`.
//!
//! What is too old is not shown from that moment on. A job then takes its content from the database, as a redaction
//! would, and marks it as redacted by itself: the graph of the room keeps its shape, other servers can still check it,
//! and nothing is left to read. State stays as it is, and so do the ends of the graph until something follows on them.
//!
//! See <https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/1763-configurable-retention-periods.md>.

use std::{sync::Arc, time::Duration};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder},
};
use hs_storage::{Redaction, RetentionRow};
use serde::Deserialize;

use crate::{
    append::{Change, Tries},
    event::StoredEvent,
    head::RoomHead,
    service::Rooms,
    timeline::Window,
};

/// The state event that says how long.
const KIND: &str = "m.room.retention";
/// How often it is looked for what is too old.
const EVERY: Duration = Duration::from_mins(1);
/// How many events are dealt with at a time.
const PAGE: usize = 200;

/// What this server says about how long messages are kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct RetentionLimits {
    /// In rooms that say nothing; for ever where it is `None`.
    pub default: Option<Duration>,
    /// No room can have its messages gone earlier.
    pub shortest: Option<Duration>,
    /// No room that wants them gone can keep its messages for longer.
    pub longest: Option<Duration>,
}

impl RetentionLimits {
    /// How long messages are kept in a room that says so, in milliseconds.
    fn lifetime(&self, wished: Option<i64>) -> Option<i64> {
        let in_ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let Some(wished) = wished else { return self.default.map(in_ms) };
        let longest = self.longest.map_or(i64::MAX, in_ms);
        Some(wished.max(self.shortest.map_or(0, in_ms)).min(longest))
    }
}

#[derive(Deserialize)]
struct Content {
    max_lifetime: Option<i64>,
    min_lifetime: Option<i64>,
}

impl Content {
    /// How long the room wants its messages kept, if what it says makes sense.
    fn wished(&self) -> Option<i64> {
        let max = self.max_lifetime.filter(|max| *max >= 0)?;
        (self.min_lifetime.unwrap_or(0) <= max).then_some(max)
    }
}

impl Rooms {
    /// Before which time messages of a room are too old, if any are.
    pub(crate) async fn expired_before(&self, head: &RoomHead) -> Result<Option<i64>, MatrixError> {
        let lifetime = head.lifetime.get_or_try_init(async || {
            let content = self.state_pdu(head, &KIND.into(), "").await?.and_then(|pdu| pdu.content_as::<Content>());
            Ok::<_, MatrixError>(self.options.retention.lifetime(content.and_then(|content| content.wished())))
        });
        Ok(lifetime.await?.map(|lifetime| self.now().saturating_sub(lifetime)))
    }

    /// Leaves out messages that are too old.
    pub(crate) async fn without_expired(
        &self,
        head: &RoomHead,
        mut events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        if let Some(before) = self.expired_before(head).await? {
            events.retain(|event| !is_too_old(event, before));
        }
        Ok(events)
    }

    /// Takes away what is too old, again and again.
    pub(crate) async fn expire_messages(&self) {
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = self.take_away_expired().await {
                tracing::warn!(%error, "messages that are too old were not taken away; trying again in a minute");
            }
        }
    }

    /// Takes the content of all messages that are too old.
    pub async fn take_away_expired(&self) -> Result<(), MatrixError> {
        let rooms = match self.options.retention.default {
            Some(_) => self.store.all_rooms().await?,
            None => self.store.rooms_with_state(KIND).await?,
        };
        for room in rooms {
            self.take_away_in(room).await?;
        }
        Ok(())
    }

    async fn take_away_in(&self, room: RoomNid) -> Result<(), MatrixError> {
        let head = self.head(room).await?;
        let Some(before) = self.expired_before(&head).await? else { return Ok(()) };
        let done = self.store.retention(room).await?;
        let mut from = done.unwrap_or_else(|| RoomOrder(head.first_order.get() - 1));
        let mut is_prefix = true;
        loop {
            let events = self.window(&head, Window::after(from, PAGE)).await?;
            let Some(last) = events.last().and_then(|event| event.order) else { return Ok(()) };
            let is_kept = |event: &StoredEvent| head.extremities.iter().any(|(nid, _)| *nid == event.nid);
            let goes = |event: &StoredEvent| is_too_old(event, before) && !is_settled(event) && !is_kept(event);
            // What has been dealt with need not be looked at again; where something stays, the next look begins.
            let settled = events.iter().take_while(|event| goes(event) || is_settled(event));
            let settled = settled.last().and_then(|event| event.order).filter(|_| is_prefix);
            is_prefix &= settled == Some(last);
            let expired: Vec<_> = events.iter().filter(|event| goes(event)).cloned().collect();
            if expired.is_empty() && settled.is_none() {
                return Ok(());
            }
            let row = settled.map(|order| RetentionRow { room, order });
            self.take_away(room, &expired, row).await?;
            from = last;
        }
    }

    async fn take_away(
        &self,
        room: RoomNid,
        events: &[Arc<StoredEvent>],
        row: Option<RetentionRow>,
    ) -> Result<(), MatrixError> {
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(room).await?;
            change.batch.retention.rows.extend(row.clone());
            for event in events {
                self.take_away_one(&mut change, event).await?;
            }
            if self.commit(change, &mut tries).await? {
                return Ok(());
            }
        }
    }

    async fn take_away_one(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        let pdu = hs_core::pdu::redact(&event.pdu, &change.head.rules).map_err(MatrixError::internal)?;
        let json = pdu.json().get().to_owned();
        change.batch.event.redactions.push(Redaction { event: event.nid, by: event.nid, json });
        change.batch.search.removed.push(event.nid);
        self.discount_unread(change, event).await?;
        change.renewed.push(Arc::new(event.redacted(event.nid, Arc::new(pdu))));
        Ok(())
    }
}

/// Whether a message was sent too long ago.
pub(crate) fn is_too_old(event: &StoredEvent, before: i64) -> bool {
    event.state_key.is_none() && i64::from(event.pdu.origin_server_ts().get()) < before
}

/// Whether there is nothing to take away.
fn is_settled(event: &StoredEvent) -> bool {
    event.state_key.is_some() || event.redacted_by.is_some()
}

#[cfg(test)]
mod tests;
