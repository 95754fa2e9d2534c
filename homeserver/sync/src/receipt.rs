//! Receipts in the form that clients are told of them.
//! See <https://spec.matrix.org/v1.19/client-server-api/#receipts>.

use std::collections::BTreeMap;

use hs_accounts::Blocked;
use hs_core::error::MatrixError;
use hs_storage::ReceiptRow;
use ruma::{
    OwnedEventId, OwnedUserId,
    events::{AnySyncEphemeralRoomEvent, receipt::ReceiptType},
    serde::Raw,
};
use serde_json::{Value, json};

use crate::{joined::raw, service::Sync};

type Content = BTreeMap<OwnedEventId, BTreeMap<ReceiptType, BTreeMap<OwnedUserId, Value>>>;

impl Sync {
    /// Receipts as events: one, and another for each thread of which the first cannot hold a receipt because it has
    /// one of the same user for the same event.
    pub(crate) async fn receipt_events(
        &self,
        rows: Vec<ReceiptRow>,
        blocked: &Blocked,
    ) -> Result<Vec<Raw<AnySyncEphemeralRoomEvent>>, MatrixError> {
        let nids: Vec<_> = rows.iter().map(|row| row.user).collect();
        let users = self.store.user_ids(&nids).await?;
        let mut events: Vec<Content> = Vec::new();
        for (row, user) in rows.into_iter().zip(users).filter(|(_, user)| !blocked.ignores(user)) {
            let mut receipt = json!({ "ts": row.ts });
            if let (false, Some(receipt)) = (row.thread.is_empty(), receipt.as_object_mut()) {
                receipt.insert("thread_id".to_owned(), row.thread.into());
            }
            let holds = |content: &Content| {
                let of_event = content.get(&row.event_id).and_then(|kinds| kinds.get(&row.kind));
                of_event.is_some_and(|users| users.contains_key(&user))
            };
            let place = events.iter().position(|content| !holds(content)).unwrap_or_else(|| {
                events.push(Content::new());
                events.len() - 1
            });
            let Some(content) = events.get_mut(place) else { continue };
            content.entry(row.event_id).or_default().entry(row.kind).or_default().insert(user, receipt);
        }
        events.iter().map(|content| raw(&json!({ "type": "m.receipt", "content": content }))).collect()
    }
}
