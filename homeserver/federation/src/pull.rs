//! What events refer to and we do not have, fetched from those who do: what came before, what allows them, and, where
//! too much came before, the state at that point.
//! See <https://spec.matrix.org/v1.19/server-server-api/#backfilling-and-retrieving-missing-events>.

use std::{collections::HashSet, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use hs_core::{
    dag,
    error::MatrixError,
    pdu::{Pdu, SharedPdu, check},
};
use hs_outbound::{Bounds, OutboundError};
use hs_rooms::{Incoming, Outcome, RoomHead, Told};
use ruma::{
    OwnedEventId, RoomId, ServerName, UInt,
    api::federation::{
        authorization::get_event_authorization,
        event::{get_event, get_missing_events, get_room_state, get_room_state_ids},
    },
};
use serde_json::value::RawValue;
use tokio::time::timeout;

use crate::service::Federation;

/// How many missing events are asked for at once.
const MISSING_AT_ONCE: u32 = 20;
/// How many events are fetched one by one, and how many of them at the same time. What is more is fetched as a whole.
const MAX_SINGLE: usize = 64;
const SINGLE_AT_ONCE: usize = 8;
/// For how many events before a gap the state is asked for on behalf of one event.
const MAX_STATES: usize = 20;
/// How long one event may keep us busy.
const LONGEST: Duration = Duration::from_mins(5);
/// The most events of a state, or of an auth chain, that is believed.
const MAX_STATE: usize = 200_000;

impl Federation {
    /// Takes in an event of another server, with all that it refers to. A server that is slow to tell what that is, or
    /// tells ever more, is heard for so long and no longer.
    pub async fn take_in(&self, origin: &ServerName, pdu: &SharedPdu) -> Result<Outcome, MatrixError> {
        let taken_in = timeout(LONGEST, Box::pin(self.pull_in(origin, pdu))).await;
        taken_in.unwrap_or_else(|_| Err(OutboundError::Timeout.into()))
    }

    async fn pull_in(&self, origin: &ServerName, pdu: &SharedPdu) -> Result<Outcome, MatrixError> {
        let outcome = self.receive_allowed(origin, pdu, Vec::new()).await?;
        let Outcome::Missing { prev, .. } = &outcome else { return Ok(outcome) };
        if prev.is_empty() {
            return Ok(outcome);
        }
        let head = self.head_of(pdu.room_id()).await?;
        let mut events = match self.ask_for_missing(origin, &head, pdu).await {
            Ok(events) => events,
            Err(error) => {
                tracing::debug!(%origin, %error, "missing events were not to be had");
                Vec::new()
            }
        };
        events.retain(|event| event.event_id() != pdu.event_id());
        let mut states_left = MAX_STATES;
        for event in dag::sort_by_references(&events, Pdu::prev_events) {
            let outcome = self.receive_allowed(origin, &event, Vec::new()).await?;
            if let Outcome::Missing { mut prev, .. } = outcome {
                prev.truncate(states_left);
                states_left -= prev.len();
                let told = self.fetch_states_after(origin, &head, &prev).await?;
                self.receive_allowed(origin, &event, told).await?;
            }
        }
        let outcome = self.receive_allowed(origin, pdu, Vec::new()).await?;
        match &outcome {
            Outcome::Missing { prev, .. } if !prev.is_empty() => {}
            _ => return Ok(outcome),
        }
        // What is right before it was kept back, or cannot be believed: its server only says what it has led to.
        let state = self.fetch_state(origin, &head, pdu.event_id()).await?;
        self.receive_allowed(origin, pdu, vec![Told { state, then: None }]).await
    }

    /// What events that we lack have led to. Asked for one by one, so that their states meet ours in state resolution,
    /// rather than that another server's word stands for the whole.
    async fn fetch_states_after(
        &self,
        origin: &ServerName,
        head: &RoomHead,
        events: &[OwnedEventId],
    ) -> Result<Vec<Told>, MatrixError> {
        let mut told = Vec::with_capacity(events.len());
        for id in events {
            let state = self.fetch_state(origin, head, id).await?;
            let event = self.fetch_single(origin, head, vec![id.clone()]).await?;
            self.rooms.add_outliers(&head.room_id, event).await?;
            told.push(Told { state, then: Some(id.clone()) });
        }
        Ok(told)
    }

    /// Hands an event to the room. If what allows it is missing, it is fetched first.
    async fn receive_allowed(
        &self,
        origin: &ServerName,
        pdu: &SharedPdu,
        told: Vec<Told>,
    ) -> Result<Outcome, MatrixError> {
        let incoming = Incoming { pdu: Arc::clone(pdu), told };
        let outcome = self.rooms.receive(incoming.clone()).await?;
        let Outcome::Missing { auth, .. } = &outcome else { return Ok(outcome) };
        if auth.is_empty() {
            return Ok(outcome);
        }
        let head = self.head_of(pdu.room_id()).await?;
        self.fetch_auth(origin, &head, pdu.event_id(), auth).await?;
        self.rooms.receive(incoming).await
    }

    /// Events between what we have and one that we do not understand, the signatures checked.
    async fn ask_for_missing(
        &self,
        origin: &ServerName,
        head: &RoomHead,
        pdu: &SharedPdu,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let earliest = head.extremities.iter().map(|(_, id)| id.clone()).take(MISSING_AT_ONCE as usize).collect();
        let latest = vec![pdu.event_id().clone()];
        let mut request = get_missing_events::v1::Request::new(head.room_id.clone(), earliest, latest);
        request.limit = UInt::from(MISSING_AT_ONCE);
        let answer = self.client.request(origin, request).await?;
        let events = answer.events.into_iter().take(MISSING_AT_ONCE as usize);
        self.check_all(head, events).await
    }

    /// The state before an event as another server tells it. All of its events are here then, those that it keeps to
    /// itself aside.
    pub(crate) async fn fetch_state(
        &self,
        origin: &ServerName,
        head: &RoomHead,
        event_id: &OwnedEventId,
    ) -> Result<Vec<OwnedEventId>, MatrixError> {
        let request = get_room_state_ids::v1::Request::new(event_id.clone(), head.room_id.clone());
        let answer = self.client.request(origin, request).await?;
        let (state, auth) = (answer.pdu_ids, answer.auth_chain_ids);
        if state.len() > MAX_STATE || auth.len() > MAX_STATE {
            return Err(MatrixError::unknown("The other server tells of a state that is too large to be true"));
        }
        let mut wanted: Vec<OwnedEventId> = state.iter().chain(&auth).cloned().collect();
        let known = self.rooms.known_events(&wanted).await?;
        wanted.retain(|id| !known.contains(id));
        let found = if wanted.len() > MAX_SINGLE {
            let request = get_room_state::v1::Request::new(event_id.clone(), head.room_id.clone());
            let answer = self.client.request_within(origin, request, Bounds::JOIN).await?;
            let missing: HashSet<&OwnedEventId> = wanted.iter().collect();
            let events = answer.auth_chain.into_iter().chain(answer.pdus);
            let mut found = self.check_all(head, events).await?;
            found.retain(|pdu| missing.contains(pdu.event_id()));
            found
        } else {
            self.fetch_single(origin, head, wanted).await?
        };
        self.rooms.add_outliers(&head.room_id, found).await?;
        let known = self.rooms.known_events(&state).await?;
        Ok(state.into_iter().filter(|id| known.contains(id)).collect())
    }

    /// Brings here what allows an event.
    pub(crate) async fn fetch_auth(
        &self,
        origin: &ServerName,
        head: &RoomHead,
        event_id: &OwnedEventId,
        missing: &[OwnedEventId],
    ) -> Result<(), MatrixError> {
        let request = get_event_authorization::v1::Request::new(head.room_id.clone(), event_id.clone());
        let chain = match self.client.request_within(origin, request, Bounds::USUAL).await {
            Ok(answer) if answer.auth_chain.len() <= MAX_STATE => self.check_all(head, answer.auth_chain).await?,
            Ok(_) => Vec::new(),
            Err(error) => {
                tracing::debug!(%origin, %error, "an auth chain was not to be had");
                Vec::new()
            }
        };
        let brought: HashSet<OwnedEventId> = chain.iter().map(|pdu| pdu.event_id().clone()).collect();
        self.rooms.add_outliers(&head.room_id, chain).await?;
        let rest: Vec<_> = missing.iter().filter(|id| !brought.contains(*id)).take(MAX_SINGLE).cloned().collect();
        if !rest.is_empty() {
            let found = self.fetch_single(origin, head, rest).await?;
            self.rooms.add_outliers(&head.room_id, found).await?;
        }
        Ok(())
    }

    /// Fetches events one by one; those that are not to be had are left out.
    async fn fetch_single(
        &self,
        origin: &ServerName,
        head: &RoomHead,
        ids: Vec<OwnedEventId>,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let asked = ids.into_iter().map(|id| async move {
            let answer = self.client.request(origin, get_event::v1::Request::new(id.clone())).await;
            answer.inspect_err(|error| tracing::debug!(%origin, %id, %error, "an event was not to be had")).ok()
        });
        let answers: Vec<_> = stream::iter(asked).buffer_unordered(SINGLE_AT_ONCE).collect().await;
        self.check_all(head, answers.into_iter().flatten().map(|answer| answer.pdu)).await
    }

    /// Reads events of a room and checks their signatures and hashes. What does not pass is left out.
    pub(crate) async fn check_all(
        &self,
        head: &RoomHead,
        events: impl IntoIterator<Item = Box<RawValue>>,
    ) -> Result<Vec<SharedPdu>, MatrixError> {
        let room_id = &head.room_id;
        let mut seen = HashSet::new();
        let mut unchecked = Vec::new();
        for json in events {
            match check::read(&json, &head.rules) {
                Ok(event) if event.room_id() == room_id && seen.insert(event.event_id().clone()) => {
                    unchecked.push(event);
                }
                Ok(_) => {}
                Err(refusal) => tracing::debug!(%room_id, %refusal, "an event is dropped"),
            }
        }
        let checked = self.keys.verify(unchecked, &head.rules).await?;
        let passed = checked.into_iter().filter_map(|result| {
            let received = result.inspect_err(|refusal| tracing::debug!(%room_id, %refusal, "an event is dropped"));
            received.ok().map(|received| Arc::new(received.pdu))
        });
        Ok(passed.collect())
    }

    pub(crate) async fn head_of(&self, room_id: &RoomId) -> Result<Arc<RoomHead>, MatrixError> {
        let room = self.rooms.find(room_id).await?;
        let room = room.ok_or_else(|| MatrixError::not_found("This server does not know this room"))?;
        self.rooms.head(room).await
    }
}
