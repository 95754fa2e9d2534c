//! What other servers send us: answered once, checked, and put where it is dealt with.
//! See <https://spec.matrix.org/v1.19/server-server-api/#transactions>.

use std::{collections::BTreeMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    pdu::check::{self, Unchecked},
};
use hs_rooms::RoomHead;
use hs_storage::{InboundRow, InboundTransactionRow, WriteBatch};
use ruma::{OwnedEventId, OwnedRoomId, ServerName, TransactionId, api::federation::transactions::edu::Edu, serde::Raw};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::service::Federation;

/// The most events of a transaction.
const MAX_PDUS: usize = 50;
/// The most other things of a transaction.
const MAX_EDUS: usize = 100;

/// What became of each event: nothing, or why it was refused.
pub type PduResults = BTreeMap<OwnedEventId, Result<(), String>>;

/// The answer to a transaction as it is kept.
#[derive(Default, Deserialize, Serialize)]
struct Answer(BTreeMap<OwnedEventId, Option<String>>);

impl Federation {
    /// Takes a transaction of another server. The same one is answered as it was the first time.
    pub async fn receive_transaction(
        &self,
        origin: &ServerName,
        txn_id: &TransactionId,
        pdus: Vec<Box<RawValue>>,
        edus: Vec<Raw<Edu>>,
    ) -> Result<PduResults, MatrixError> {
        if pdus.len() > MAX_PDUS || edus.len() > MAX_EDUS {
            return Err(MatrixError::invalid_param(format!(
                "A transaction has at most {MAX_PDUS} PDUs and {MAX_EDUS} EDUs"
            )));
        }
        // A server sends one after the other; should it not, they wait for each other here.
        let turn = self.inbound.origins.of(&origin.to_owned());
        let _turn = turn.lock().await;
        if let Some(answer) = self.store.inbound_transaction(origin, txn_id).await? {
            let Answer(results) = serde_json::from_str(&answer).map_err(MatrixError::internal)?;
            return Ok(results.into_iter().map(|(id, error)| (id, error.map_or(Ok(()), Err))).collect());
        }
        self.wait_for_room(origin).await;
        let mut results = PduResults::new();
        let staged = self.check_pdus(origin, pdus, &mut results).await?;
        // Keys come before what they open. Should we not get as far as to answer, all of it comes once more.
        let (receipts, others): (Vec<_>, Vec<_>) = edus.into_iter().partition(is_receipt);
        self.receive_edus(origin, others).await;
        let rooms: Vec<OwnedRoomId> = staged.iter().map(|row| row.room_id.clone()).collect();
        let answer = Answer(results.iter().map(|(id, result)| (id.clone(), result.clone().err())).collect());
        let mut batch = WriteBatch::default();
        batch.inbound.transactions.push(InboundTransactionRow {
            origin: origin.to_owned(),
            txn_id: txn_id.to_string(),
            response: serde_json::to_string(&answer).map_err(MatrixError::internal)?,
            created_ts: self.clock.now_ms(),
        });
        batch.inbound.staged = staged;
        self.store.commit(batch).await?;
        for room_id in &rooms {
            self.work_on(origin, room_id.clone(), false);
        }
        self.receive_receipts_after(origin, rooms, receipts).await;
        Ok(results)
    }

    /// What was read may have come with the same transaction: receipts wait for it a little.
    async fn receive_receipts_after(&self, origin: &ServerName, rooms: Vec<OwnedRoomId>, receipts: Vec<Raw<Edu>>) {
        if receipts.is_empty() || rooms.is_empty() {
            return self.receive_edus(origin, receipts).await;
        }
        let (federation, origin) = (self.clone(), origin.to_owned());
        self.tasks.spawn(async move {
            federation.wait_until_taken_in(&origin, &rooms).await;
            federation.receive_edus(&origin, receipts).await;
        });
    }

    /// Checks form, access, signatures and hashes of events, and says which are to be taken in.
    async fn check_pdus(
        &self,
        origin: &ServerName,
        pdus: Vec<Box<RawValue>>,
        results: &mut PduResults,
    ) -> Result<Vec<InboundRow>, MatrixError> {
        let mut by_room: BTreeMap<OwnedRoomId, Vec<Unchecked>> = BTreeMap::new();
        let mut heads: BTreeMap<OwnedRoomId, Arc<RoomHead>> = BTreeMap::new();
        for json in pdus {
            // Without the room's version, not even the id of the event is known: there is nothing to answer.
            let Some(room_id) = check::room_of(&json) else { continue };
            if !heads.contains_key(&room_id) {
                let Some(room) = self.rooms.find(&room_id).await? else { continue };
                heads.insert(room_id.clone(), self.rooms.head(room).await?);
            }
            let Some(head) = heads.get(&room_id) else { continue };
            match check::read(&json, &head.rules) {
                Ok(event) => by_room.entry(room_id).or_default().push(event),
                Err(refusal) => tracing::debug!(%origin, %room_id, %refusal, "an event is dropped"),
            }
        }
        let mut staged = Vec::new();
        for (room_id, events) in by_room {
            let Some(head) = heads.get(&room_id) else { continue };
            if let Err(error) = self.rooms.check_acl(origin, &room_id).await {
                results.extend(events.iter().map(|event| (event.event_id().clone(), Err(error.message().to_owned()))));
                continue;
            }
            let ids: Vec<OwnedEventId> = events.iter().map(|event| event.event_id().clone()).collect();
            for (event_id, checked) in ids.into_iter().zip(self.keys.verify(events, &head.rules).await?) {
                let received = match checked {
                    Ok(received) => received,
                    Err(refusal) => {
                        tracing::debug!(%origin, %event_id, %refusal, "an event is dropped");
                        results.insert(event_id, Err(refusal.to_string()));
                        continue;
                    }
                };
                results.insert(event_id.clone(), Ok(()));
                if !head.is_resident() {
                    // All that concerns us of a room that we are not in is that an invitation is no more.
                    self.rooms.rescind(&Arc::new(received.pdu)).await?;
                    continue;
                }
                staged.push(InboundRow {
                    room_id: room_id.clone(),
                    event_id,
                    origin: origin.to_owned(),
                    json: received.pdu.json().get().to_owned(),
                    received_ts: self.clock.now_ms(),
                    tries: 0,
                });
            }
        }
        Ok(staged)
    }
}

fn is_receipt(edu: &Raw<Edu>) -> bool {
    edu.get_field::<&str>("edu_type").is_ok_and(|kind| kind == Some("m.receipt"))
}
