//! What users say in rooms: messages and state, each once.

use hs_core::{error::MatrixError, pdu::Draft};
use hs_storage::{SentBy, TransactionRow, WriteBatch};
use ruma::{
    OwnedEventId, OwnedRoomAliasId, RoomAliasId, RoomId, TransactionId,
    events::{StateEventType, TimelineEventType},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    append::{Change, Tries},
    event::{Origin, StoredEvent},
    head::RoomHead,
    service::{Actor, Rooms},
    upgrade::check_tombstone,
};

impl Rooms {
    /// Sends a message event, as if at that time where one is given. The same transaction id from the same device means
    /// the same event.
    pub async fn send_message(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        kind: TimelineEventType,
        content: Box<RawValue>,
        txn_id: &TransactionId,
        sent_ts: Option<u64>,
    ) -> Result<OwnedEventId, MatrixError> {
        check_tombstone(room_id, &kind.to_string(), &content)?;
        let scope = format!("send {room_id} {kind}");
        let draft = Draft { sent_ts, ..Draft::message(actor.user_id.clone(), kind, content) };
        self.send_once(actor, room_id, draft, txn_id, &scope).await
    }

    /// Sets a piece of state. What is so already stays so, without a new event.
    pub async fn send_state(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        kind: &StateEventType,
        state_key: &str,
        content: Box<RawValue>,
        sent_ts: Option<u64>,
    ) -> Result<OwnedEventId, MatrixError> {
        let head = self.known(room_id).await?;
        check_tombstone(room_id, &kind.to_string(), &content)?;
        if *kind == StateEventType::RoomCanonicalAlias {
            self.check_canonical_alias(&head, &content).await?;
        }
        let draft = Draft::state(actor.user_id.clone(), kind.to_string().into(), state_key, content);
        let draft = Draft { sent_ts, ..draft };
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(head.nid).await?;
            if let Some(event_id) = self.unchanged(&change, kind, &draft).await? {
                return Ok(event_id);
            }
            let event = self.add(&mut change, draft.clone()).await?;
            if self.commit(change, &mut tries).await? {
                if *kind == StateEventType::RoomGuestAccess {
                    self.put_guests_out(head.nid).await?;
                }
                return Ok(event.pdu.event_id().clone());
            }
        }
    }

    /// Sends an event unless this device has done so before with this transaction id.
    pub(crate) async fn send_once(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        draft: Draft,
        txn_id: &TransactionId,
        scope: &str,
    ) -> Result<OwnedEventId, MatrixError> {
        let room = self.known(room_id).await?.nid;
        if let Some(event_id) = self.sent_before(actor, scope, txn_id).await? {
            return Ok(event_id);
        }
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(room).await?;
            self.check_redaction(&change, &draft).await?;
            self.check_relation(&change.head, actor.user, &draft).await?;
            let event = self.add(&mut change, draft.clone()).await?;
            self.note_transaction(&mut change.batch, actor, scope, txn_id, &event);
            match self.commit(change, &mut tries).await {
                Ok(true) => return Ok(event.pdu.event_id().clone()),
                Ok(false) => {}
                // The same request at the same time: it has been carried out by the other.
                Err(error) => return self.sent_before(actor, scope, txn_id).await?.ok_or(error),
            }
        }
    }

    async fn sent_before(
        &self,
        actor: &Actor,
        scope: &str,
        txn_id: &TransactionId,
    ) -> Result<Option<OwnedEventId>, MatrixError> {
        let Some(device) = actor.device() else { return Ok(None) };
        let Some(row) = self.store.transaction(actor.user, device, scope, txn_id).await? else { return Ok(None) };
        let Some(nid) = row.event else { return Ok(None) };
        Ok(self.store.events(&[nid]).await?.pop().map(|event| event.event_id))
    }

    fn note_transaction(
        &self,
        batch: &mut WriteBatch,
        actor: &Actor,
        scope: &str,
        txn_id: &TransactionId,
        event: &StoredEvent,
    ) {
        let Some(device) = actor.device_id.clone() else { return };
        event.came_from(Some(Origin::Request(SentBy { device: device.clone(), txn_id: txn_id.to_owned() })));
        batch.transaction.rows.push(TransactionRow {
            user: actor.user,
            device,
            scope: scope.to_owned(),
            txn_id: txn_id.to_owned(),
            event: Some(event.nid),
            response: None,
            created_ts: self.now(),
        });
    }

    /// The event that says already what a state draft wants to say, if its author said it.
    async fn unchanged(
        &self,
        change: &Change,
        kind: &StateEventType,
        draft: &Draft,
    ) -> Result<Option<OwnedEventId>, MatrixError> {
        let state_key = draft.state_key.as_deref().unwrap_or_default();
        let Some(key) = self.state_key(kind, state_key).await? else { return Ok(None) };
        let Some(nid) = change.head.state_event(key) else { return Ok(None) };
        let pdu = self.pdu_in(change, nid).await?;
        let is_same = *pdu.sender() == draft.sender && equal(pdu.content(), &draft.content);
        // Whoever may not say it any more is told so, even if they said it once.
        Ok((is_same && change.head.is_joined(self.intern_user(&draft.sender).await?)).then(|| pdu.event_id().clone()))
    }

    /// A room may only call itself by names that lead to it.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#mroomcanonical_alias>.
    pub(crate) async fn check_canonical_alias(&self, head: &RoomHead, content: &RawValue) -> Result<(), MatrixError> {
        #[derive(Default, Deserialize)]
        struct Aliases {
            alias: Option<String>,
            #[serde(default)]
            alt_aliases: Vec<String>,
        }
        let new: Aliases = serde_json::from_str(content.get())
            .map_err(|_| MatrixError::bad_json("`alias` must be a string and `alt_aliases` a list of strings"))?;
        let old = self.state_pdu(head, &StateEventType::RoomCanonicalAlias, "").await?;
        let old: Aliases = old.and_then(|pdu| pdu.content_as()).unwrap_or_default();
        let known = |alias: &String| old.alias.as_ref() == Some(alias) || old.alt_aliases.contains(alias);
        let named = new.alias.iter().filter(|alias| !alias.is_empty()).chain(&new.alt_aliases);
        for alias in named.filter(|alias| !known(alias)) {
            let parsed: OwnedRoomAliasId = RoomAliasId::parse(alias)
                .map_err(|_| MatrixError::invalid_param(format!("{alias:?} is not a room alias")))?;
            let found = self.store.alias(&parsed).await?;
            if found.is_none_or(|found| found.room != head.nid) {
                return Err(MatrixError::bad_alias(format!("{parsed} does not lead to this room")));
            }
        }
        Ok(())
    }
}

/// Whether two JSON texts say the same.
fn equal(a: &RawValue, b: &RawValue) -> bool {
    let parse = |raw: &RawValue| serde_json::from_str::<serde_json::Value>(raw.get()).ok();
    a.get() == b.get() || parse(a).is_some_and(|a| Some(a) == parse(b))
}
