//! Nothing that another server sends is believed before its form, its signatures and its hash have been checked.

use std::{collections::HashSet, sync::Arc};

use hs_core::{
    error::MatrixError,
    pdu::{
        SharedPdu,
        check::{Refusal, Unchecked, read},
    },
};
use ruma::{
    OwnedEventId, RoomId, api::error::ErrorKind, exports::http::StatusCode, room_version_rules::RoomVersionRules,
};
use serde_json::value::RawValue;

use crate::service::Federation;

impl Federation {
    /// The events of a room that have the right form and hold what their servers signed, each once and in no particular
    /// order: the state, and what it rests on. Others are left out: a room need not die of one broken event.
    pub(super) async fn check_room(
        &self,
        room_id: &RoomId,
        rules: &Arc<RoomVersionRules>,
        state: Vec<Box<RawValue>>,
        auth_chain: Vec<Box<RawValue>>,
    ) -> Result<(Vec<SharedPdu>, Vec<SharedPdu>), MatrixError> {
        let (room_id, its_rules) = (room_id.to_owned(), Arc::clone(rules));
        let parse = move || {
            let mut seen = HashSet::new();
            let mut parse = |list: Vec<Box<RawValue>>| {
                let read = list.iter().filter_map(|json| readable(json, &room_id, &its_rules));
                read.filter(|event| seen.insert(event.event_id().clone())).collect::<Vec<_>>()
            };
            let state = parse(state);
            (parse(auth_chain), state)
        };
        // Thousands of events are worth a thread of their own.
        let (chain, state) = tokio::task::spawn_blocking(parse).await.map_err(MatrixError::internal)?;
        let in_state: HashSet<OwnedEventId> = state.iter().map(|event| event.event_id().clone()).collect();
        let all = state.into_iter().chain(chain).collect();
        let checked = self.keys.verify(all, rules).await?;
        let found = checked.into_iter().filter_map(|received| match received {
            Ok(received) => Some(SharedPdu::new(received.pdu)),
            Err(refusal) => {
                tracing::debug!(%refusal, "an event of a room is not taken over");
                None
            }
        });
        Ok(found.partition(|pdu| in_state.contains(pdu.event_id())))
    }

    /// The signatures and the hash of an event that has the right form.
    pub(super) async fn check_one(
        &self,
        event: Unchecked,
        rules: &Arc<RoomVersionRules>,
    ) -> Result<Result<SharedPdu, Refusal>, MatrixError> {
        let checked = self.keys.verify(vec![event], rules).await?.pop();
        let checked = checked.ok_or_else(|| MatrixError::internal("nobody looked at an event"))?;
        Ok(checked.map(|received| SharedPdu::new(received.pdu)))
    }

    /// Our own event as another server hands it back, with its signature beside ours.
    pub(super) async fn check_signed(
        &self,
        signed: &RawValue,
        ours: &SharedPdu,
        rules: &Arc<RoomVersionRules>,
    ) -> Result<SharedPdu, MatrixError> {
        let signed = read(signed, rules).map_err(|refusal| nonsense(&refusal.to_string()))?;
        let signed = self.check_one(signed, rules).await?.map_err(|refusal| nonsense(&refusal.to_string()))?;
        if signed.event_id() == ours.event_id() { Ok(signed) } else { Err(nonsense("another event than ours")) }
    }
}

/// An event that has the right form and is of the right room.
fn readable(json: &RawValue, room_id: &RoomId, rules: &RoomVersionRules) -> Option<Unchecked> {
    match read(json, rules) {
        Ok(event) if event.room_id() == room_id => Some(event),
        Ok(_) => None,
        Err(refusal) => {
            tracing::debug!(%refusal, "an event of a room cannot be read");
            None
        }
    }
}

/// What is said of an answer that makes no sense.
pub(super) fn nonsense(what: &str) -> MatrixError {
    MatrixError::new(ErrorKind::Unknown, format!("The other server sent what cannot be right: {what}"))
        .with_status(StatusCode::BAD_GATEWAY)
}
