//! How far users have read. See <https://spec.matrix.org/v1.19/client-server-api/#receipts>.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
};
use hs_storage::{AccountDataRow, ReadUpTo, ReceiptRow, WriteBatch};
use ruma::{
    EventId, OwnedEventId, OwnedUserId, RoomId,
    events::receipt::{ReceiptThread, ReceiptType},
    serde::Raw,
};
use serde_json::{json, value::to_raw_value};

use crate::{
    append::Tries,
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms, not_in_room},
};

/// How far a user of another server has read.
#[derive(Clone, Debug)]
pub struct RemoteReceipt {
    /// Who.
    pub user_id: OwnedUserId,
    /// The last event that they read.
    pub event_id: OwnedEventId,
    /// In which thread.
    pub thread: ReceiptThread,
    /// When, in milliseconds.
    pub ts: i64,
}

impl Rooms {
    /// Notes that a user has read up to an event. A receipt never goes back.
    pub async fn set_receipt(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        kind: &ReceiptType,
        event_id: &EventId,
        thread: &ReceiptThread,
    ) -> Result<(), MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        let event = self.readable(&head, actor, event_id).await?;
        let Some(order) = event.order else { return Ok(()) };
        let thread = thread.as_str().unwrap_or_default();
        self.check_thread(&head, &event, thread).await?;
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(head.nid).await?;
            let own = self.store.receipts_of_user(actor.user, &[head.nid]).await?;
            let is_back = |row: &ReceiptRow| row.kind == *kind && row.thread == thread && row.order >= order;
            if own.iter().any(is_back) {
                return Ok(());
            }
            change.batch.receipt.rows.push(ReceiptRow {
                room: head.nid,
                user: actor.user,
                kind: kind.clone(),
                thread: thread.to_owned(),
                event: event.nid,
                event_id: event_id.to_owned(),
                order,
                ts: self.now(),
                position: StreamPosition(0),
            });
            // The user's other devices look at the room anew, so that their badges go, also for a private receipt.
            change.batch.touch_room(head.nid);
            self.recount(&mut change, actor.user, ReadUpTo { thread, order }).await?;
            if self.commit(change, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// A receipt for a thread is one for an event of that thread. The root of a thread counts as both: clients mark a
    /// thread without answers as read by it.
    async fn check_thread(&self, head: &RoomHead, event: &StoredEvent, thread: &str) -> Result<(), MatrixError> {
        let is_in = thread.is_empty()
            || event.pdu.event_id().as_str() == thread
            || self.thread_of(head, &event.pdu).await? == thread;
        if is_in { Ok(()) } else { Err(MatrixError::invalid_param("`thread_id` is not the thread of this event")) }
    }

    /// Another server says how far users of its own have read. Who is not in the room, and events that have not come
    /// here, are passed over.
    pub async fn receive_receipts(&self, room_id: &RoomId, receipts: Vec<RemoteReceipt>) -> Result<(), MatrixError> {
        let Some(room) = self.find(room_id).await? else { return Ok(()) };
        let head = self.head(room).await?;
        let mut batch = WriteBatch::default();
        for receipt in receipts {
            let Some(user) = self.store.find_user(&receipt.user_id).await?.filter(|user| head.is_joined(*user)) else {
                continue;
            };
            let Some(event) = self.events.by_id(&receipt.event_id, room, &head.room_id).await? else { continue };
            let Some(order) = event.order else { continue };
            let thread = receipt.thread.as_str().unwrap_or_default().to_owned();
            let kind = ReceiptType::Read;
            let own = self.store.receipts_of_user(user, &[room]).await?;
            if own.iter().any(|row| row.kind == kind && row.thread == thread && row.order >= order) {
                continue;
            }
            let (event, event_id, ts) = (event.nid, receipt.event_id, receipt.ts);
            let position = StreamPosition(0);
            batch.receipt.rows.push(ReceiptRow { room, user, kind, thread, event, event_id, order, ts, position });
        }
        if batch.receipt.rows.is_empty() {
            return Ok(());
        }
        batch.touch_room(room);
        let rooms = self.clone();
        batch.after_commit(move |committed| {
            if let Some(entry) = rooms.cache.at_hand(room) {
                entry.receipts_changed(committed.position);
            }
        });
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The event of a receipt or a read marker: one that the user can have read.
    pub(crate) async fn readable(
        &self,
        head: &RoomHead,
        actor: &Actor,
        event_id: &EventId,
    ) -> Result<Arc<StoredEvent>, MatrixError> {
        let unknown = || MatrixError::not_found("There is no such event in this room");
        let event = self.events.by_id(event_id, head.nid, &head.room_id).await?.ok_or_else(unknown)?;
        Ok(self.visible_event(head, actor, event).await?.ok_or_else(unknown)?.event)
    }

    /// Notes the place up to which the user has read everything, which only they see.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#fully-read-markers>.
    pub async fn set_fully_read(&self, actor: &Actor, room_id: &RoomId, event_id: &EventId) -> Result<(), MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        self.readable(&head, actor, event_id).await?;
        let content = to_raw_value(&json!({ "event_id": event_id })).map_err(MatrixError::internal)?;
        let mut batch = WriteBatch::default();
        batch.account_data.rows.push(AccountDataRow {
            user: actor.user,
            room: Some(head.nid),
            data_type: "m.fully_read".to_owned(),
            content: Raw::from_json(content),
            position: StreamPosition::default(),
        });
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The receipts of these rooms that came after a position, as far as `actor` may know: everybody's public ones and
    /// their own private ones.
    pub async fn receipts(
        &self,
        actor: &Actor,
        rooms: &[RoomNid],
        since: StreamPosition,
    ) -> Result<Vec<ReceiptRow>, MatrixError> {
        let quiet = |room: &RoomNid| self.cache.at_hand(*room).is_some_and(|entry| !entry.receipts_after(since));
        let rooms: Vec<_> = rooms.iter().copied().filter(|room| since.get() == 0 || !quiet(room)).collect();
        if rooms.is_empty() {
            return Ok(Vec::new());
        }
        let mut receipts = self.store.receipts_after(&rooms, since).await?;
        receipts.retain(|row| row.kind != ReceiptType::ReadPrivate || row.user == actor.user);
        Ok(receipts)
    }
}
