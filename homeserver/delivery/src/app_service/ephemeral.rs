//! What passes in the rooms of an application service: receipts, typing and presence.
//! See <https://spec.matrix.org/v1.19/application-service-api/#pushing-ephemeral-data>.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_rooms::RoomHead;
use hs_storage::{PresenceRow, ReceiptRow};
use ruma::{EventId, OwnedUserId, UserId, events::receipt::ReceiptType};
use serde_json::{Value, json};

use super::{
    AppServicesDelivery, AppServicesParts,
    interest::{Covered, Interest},
};

/// How many rooms of a user are looked at to find out whether a service has to do with them.
const MAX_ROOMS: usize = 100;

/// The content of a receipt event.
type Content<'a> = BTreeMap<&'a EventId, BTreeMap<ReceiptType, BTreeMap<&'a UserId, Value>>>;

impl AppServicesDelivery {
    /// What has passed after a position and up to another; `heads` are the rooms in which that is for the service.
    pub(super) async fn ephemeral(
        &self,
        interest: &mut Interest,
        covered: &mut Covered,
        heads: &[Arc<RoomHead>],
        range: (StreamPosition, StreamPosition),
    ) -> Result<Vec<Value>, MatrixError> {
        let mut events = self.receipts(interest, heads, range).await?;
        events.extend(self.typing(heads, range).await?);
        events.extend(self.presence(interest, covered, range).await?);
        Ok(events)
    }

    async fn receipts(
        &self,
        interest: &mut Interest,
        heads: &[Arc<RoomHead>],
        (since, until): (StreamPosition, StreamPosition),
    ) -> Result<Vec<Value>, MatrixError> {
        let store = &self.parts().store;
        let rooms: Vec<RoomNid> = heads.iter().map(|head| head.nid).collect();
        let mut rows = store.receipts_after(&rooms, since).await?;
        rows.retain(|row| row.position <= until);
        let private = |row: &&ReceiptRow| row.kind == ReceiptType::ReadPrivate;
        let readers: Vec<UserNid> = rows.iter().filter(private).map(|row| row.user).collect();
        // Only they themselves may know of private receipts.
        let owned = interest.owned(store, readers).await?;
        rows.retain(|row| !private(&row) || owned.contains(&row.user));
        let users = self.names(rows.iter().map(|row| row.user)).await?;
        let mut events = Vec::new();
        for head in heads {
            // One event for each thread: one user may have a receipt for the same event in several.
            let mut by_thread: BTreeMap<&str, Content<'_>> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.room == head.nid) {
                let Some(user) = users.get(&row.user) else { continue };
                let receipt = match row.thread.as_str() {
                    "" => json!({ "ts": row.ts }),
                    thread => json!({ "ts": row.ts, "thread_id": thread }),
                };
                let of_event = by_thread.entry(&row.thread).or_default().entry(&row.event_id).or_default();
                of_event.entry(row.kind.clone()).or_default().insert(user, receipt);
            }
            let room_id = &head.room_id;
            let of_room = by_thread.into_values();
            events
                .extend(of_room.map(|content| json!({ "type": "m.receipt", "room_id": room_id, "content": content })));
        }
        Ok(events)
    }

    async fn typing(
        &self,
        heads: &[Arc<RoomHead>],
        (since, until): (StreamPosition, StreamPosition),
    ) -> Result<Vec<Value>, MatrixError> {
        let AppServicesParts { store, clock, .. } = self.parts();
        let rooms: Vec<RoomNid> = heads.iter().map(|head| head.nid).collect();
        let mut rows = store.typing(&rooms).await?;
        rows.retain(|row| row.position > since && row.position <= until);
        let now = clock.now_ms();
        let mut events = Vec::new();
        for row in rows {
            let Some(head) = heads.iter().find(|head| head.nid == row.room) else { continue };
            let typing: Vec<UserNid> =
                row.users.iter().filter(|(_, until)| *until > now).map(|(user, _)| *user).collect();
            let users = store.user_ids(&typing).await?;
            events.push(json!({ "type": "m.typing", "room_id": head.room_id, "content": { "user_ids": users } }));
        }
        Ok(events)
    }

    async fn presence(
        &self,
        interest: &mut Interest,
        covered: &mut Covered,
        (since, until): (StreamPosition, StreamPosition),
    ) -> Result<Vec<Value>, MatrixError> {
        let AppServicesParts { store, accounts, .. } = self.parts();
        let mut rows = store.presence_after(since).await?;
        rows.retain(|row| row.position <= until);
        let own = rows.iter().filter(|row| row.is_local).map(|row| row.user).collect();
        let own: HashSet<UserNid> = interest.owned(store, own).await?;
        let users = self.names(rows.iter().map(|row| row.user)).await?;
        let mut events = Vec::new();
        for row in &rows {
            let Some(sender) = users.get(&row.user) else { continue };
            if own.contains(&row.user) || self.is_met(interest, covered, row).await? {
                let content = accounts.presence.describe(row);
                events.push(json!({ "type": "m.presence", "sender": sender, "content": content }));
            }
        }
        Ok(events)
    }

    /// Whether somebody is in a room of the service.
    async fn is_met(
        &self,
        interest: &mut Interest,
        covered: &mut Covered,
        row: &PresenceRow,
    ) -> Result<bool, MatrixError> {
        let AppServicesParts { store, rooms, .. } = self.parts();
        let of_user: Vec<RoomNid> = rooms.rooms_of(row.user).await?.joined().take(MAX_ROOMS).collect();
        for room in of_user {
            if covered.is(interest, store, &*rooms.head(room).await?).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn names(&self, users: impl Iterator<Item = UserNid>) -> Result<HashMap<UserNid, OwnedUserId>, MatrixError> {
        let users: Vec<UserNid> = users.collect::<HashSet<_>>().into_iter().collect();
        let names = self.parts().store.user_ids(&users).await?;
        Ok(users.into_iter().zip(names).collect())
    }
}
