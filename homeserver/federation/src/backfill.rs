//! History that we do not have, fetched when somebody of ours reads back that far.
//! See <https://spec.matrix.org/v1.19/server-server-api/#backfilling-and-retrieving-missing-events>.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_core::{error::MatrixError, nid::RoomOrder, pdu::SharedPdu, sync::token::TimelineToken};
use hs_rooms::{Actor, Context, Gap, History, Page, PageRequest, RoomHead};
use ruma::{
    EventId, MilliSecondsSinceUnixEpoch, OwnedEventId, OwnedServerName, RoomId, UInt,
    api::{
        Direction,
        client::filter::RoomEventFilter,
        error::ErrorKind,
        federation::{backfill::get_backfill, event::get_event_by_timestamp},
    },
};

use crate::service::Federation;

/// How many events are asked for at once.
const PORTION: u32 = 100;
/// How often a page is filled up.
const MAX_ROUNDS: usize = 3;
/// How many servers are asked for the same history.
const MAX_SERVERS: usize = 4;
/// How often more history is fetched to come to an event that somebody looks for by its time.
const MAX_REACH: usize = 10;
/// For how many of the oldest events of an answer the state is asked for.
const MAX_STATES: usize = 3;

/// An event near a time.
struct Near {
    /// Its place, if it is here.
    order: Option<RoomOrder>,
    event_id: OwnedEventId,
    ts: MilliSecondsSinceUnixEpoch,
}

impl Near {
    fn distance(&self, ts: MilliSecondsSinceUnixEpoch) -> u64 {
        i64::from(self.ts.get()).abs_diff(i64::from(ts.get()))
    }
}

impl Federation {
    /// A page of a room's history for a reader of ours, filled up from other servers where we lack something.
    pub async fn page(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        request: &PageRequest<'_>,
    ) -> Result<(Arc<RoomHead>, Page), MatrixError> {
        let mut answer = self.rooms.page(reader, room_id, request).await?;
        for _ in 0..MAX_ROUNDS {
            let (head, page) = &answer;
            let Some(stretch) = stretch_of(head, page, request) else { break };
            if !self.fill_gap(room_id, stretch).await? {
                break;
            }
            answer = self.rooms.page(reader, room_id, request).await?;
        }
        Ok(answer)
    }

    /// What was said around an event, filled up from other servers where we lack something.
    pub async fn context(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        event_id: &EventId,
        limit: usize,
        filter: &RoomEventFilter,
    ) -> Result<(Arc<RoomHead>, Context), MatrixError> {
        let mut answer = self.rooms.context(reader, room_id, event_id, limit, filter).await?;
        for _ in 0..MAX_ROUNDS {
            let (_, context) = &answer;
            let (TimelineToken::Gap(start), TimelineToken::Gap(end)) = (context.start, context.end) else { break };
            // What is missing before the oldest event of a full half is for the next page to ask for.
            let is_full = context.before.len() >= limit / 2;
            let from = if is_full { RoomOrder(start.get().saturating_add(2)) } else { RoomOrder(i64::MIN) };
            if !self.fill_gap(room_id, (from, end)).await? {
                break;
            }
            answer = self.rooms.context(reader, room_id, event_id, limit, filter).await?;
        }
        Ok(answer)
    }

    /// Fetches what is missing from a room's timeline between two places. Returns whether anything came.
    pub async fn fill_gap(&self, room_id: &RoomId, (from, to): (RoomOrder, RoomOrder)) -> Result<bool, MatrixError> {
        let head = self.head_of(room_id).await?;
        if !head.is_resident() || head.is_ours_alone() {
            return Ok(false);
        }
        // Many readers who come to the same gap cause one question.
        let turn = self.backfilling.of(&head.room_id);
        let _turn = turn.lock().await;
        let Some(gap) = self.rooms.gap_between(&head, from, to).await? else { return Ok(false) };
        for server in self.who_may_know(&head, &gap.missing).await? {
            match self.backfill(&server, &head, &gap).await {
                Ok(0) => {}
                Ok(_) => return Ok(true),
                Err(error) => tracing::debug!(%server, %error, "history was not to be had"),
            }
        }
        Ok(false)
    }

    /// Fetches the history before some events from one server.
    async fn backfill(&self, server: &OwnedServerName, head: &RoomHead, gap: &Gap) -> Result<usize, MatrixError> {
        let request = get_backfill::v1::Request::new(head.room_id.clone(), gap.missing.clone(), UInt::from(PORTION));
        let answer = self.client.request(server, request).await?;
        let mut pdus = self.check_all(head, answer.pdus.into_iter().take(PORTION as usize)).await?;
        let ids: HashSet<OwnedEventId> = pdus.iter().map(|pdu| pdu.event_id().clone()).collect();
        pdus.retain(|pdu| pdu.room_id() == &head.room_id);
        self.fetch_what_allows(server, head, &pdus, &ids).await?;
        let mut states = HashMap::new();
        for pdu in self.oldest(&pdus, &ids).await?.into_iter().take(MAX_STATES) {
            match self.fetch_state(server, head, pdu.event_id()).await {
                Ok(state) => drop(states.insert(pdu.event_id().clone(), state)),
                Err(error) => tracing::debug!(%server, %error, "the state of history was not to be had"),
            }
        }
        self.rooms.add_history(&head.room_id, &History { pdus, states, nowhere: Vec::new() }).await
    }

    /// Brings here what allows events, where it is not among them.
    async fn fetch_what_allows(
        &self,
        server: &OwnedServerName,
        head: &RoomHead,
        pdus: &[SharedPdu],
        ids: &HashSet<OwnedEventId>,
    ) -> Result<(), MatrixError> {
        let auth: HashSet<OwnedEventId> = pdus.iter().flat_map(|pdu| pdu.auth_events()).cloned().collect();
        let auth: Vec<OwnedEventId> = auth.into_iter().filter(|id| !ids.contains(id)).collect();
        let known = self.rooms.known_events(&auth).await?;
        let lacking = |pdu: &&SharedPdu| pdu.auth_events().iter().any(|id| !known.contains(id) && !ids.contains(id));
        // The newest has nearly all of what allows the others in its chain.
        let Some(newest) = pdus.iter().filter(lacking).max_by_key(|pdu| pdu.depth()) else { return Ok(()) };
        let missing: Vec<OwnedEventId> = auth.iter().filter(|id| !known.contains(*id)).cloned().collect();
        self.fetch_auth(server, head, newest.event_id(), &missing).await
    }

    /// The events whose parents are not all here or among them.
    async fn oldest(&self, pdus: &[SharedPdu], ids: &HashSet<OwnedEventId>) -> Result<Vec<SharedPdu>, MatrixError> {
        let parents: Vec<OwnedEventId> = pdus.iter().flat_map(|pdu| pdu.prev_events()).cloned().collect();
        let known = self.rooms.known_events(&parents).await?;
        let is_here = |id: &OwnedEventId| known.contains(id) || ids.contains(id);
        Ok(pdus.iter().filter(|pdu| !pdu.prev_events().iter().all(is_here)).cloned().collect())
    }

    /// The servers to ask about events of a room: those that are in it, those that made the events first where their
    /// ids say so, and then those that have been there longest by what we know.
    async fn who_may_know(
        &self,
        head: &Arc<RoomHead>,
        ids: &[OwnedEventId],
    ) -> Result<Vec<OwnedServerName>, MatrixError> {
        let makers: Vec<OwnedServerName> =
            ids.iter().filter_map(|id| id.server_name()).map(ToOwned::to_owned).collect();
        let of_room = head.room_id.server_name().map(ToOwned::to_owned);
        let servers = self.rooms.servers_in(head).await?;
        let mut asked = HashSet::new();
        let candidates = makers.into_iter().chain(of_room).chain(self.rooms.powerful_servers(head).await?);
        let present = candidates.filter(|server| servers.contains(server));
        let all = present.chain(servers.iter().cloned());
        Ok(all.filter(|server| !self.is_ours(server) && asked.insert(server.clone())).take(MAX_SERVERS).collect())
    }

    /// The event nearest to a time that a reader may see. Where history is missing on our side of it, others are asked.
    pub async fn event_near(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        ts: MilliSecondsSinceUnixEpoch,
        direction: Direction,
    ) -> Result<(OwnedEventId, MilliSecondsSinceUnixEpoch), MatrixError> {
        let ours = self.own_event_near(reader, room_id, ts, direction).await?;
        let head = self.head_of(room_id).await?;
        let until = ours.as_ref().and_then(|ours| ours.order).unwrap_or(head.last_order);
        let is_incomplete = self.rooms.gap_between(&head, RoomOrder(i64::MIN), until).await?.is_some();
        let theirs = if is_incomplete { self.event_near_elsewhere(&head, ts, direction).await? } else { None };
        let near = match (ours, theirs) {
            (Some(ours), Some(theirs)) if ours.distance(ts) <= theirs.distance(ts) => ours,
            (_, Some(theirs)) => self.bring(reader, room_id, ts, direction, (until, &theirs)).await?.unwrap_or(theirs),
            (Some(ours), None) => ours,
            (None, None) => return Err(MatrixError::not_found("There is no event near that time that you may see")),
        };
        Ok((near.event_id, near.ts))
    }

    /// Fetches history until an event that others have told of is among it, so that what is around it can be read.
    async fn bring(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        ts: MilliSecondsSinceUnixEpoch,
        direction: Direction,
        (until, theirs): (RoomOrder, &Near),
    ) -> Result<Option<Near>, MatrixError> {
        for _ in 0..MAX_REACH {
            if !self.fill_gap(room_id, (RoomOrder(i64::MIN), until)).await? {
                break;
            }
            let ours = self.own_event_near(reader, room_id, ts, direction).await?;
            if ours.as_ref().is_some_and(|ours| ours.distance(ts) <= theirs.distance(ts)) {
                return Ok(ours);
            }
        }
        Ok(None)
    }

    /// The event nearest to a time among those that are here and that a reader may see.
    async fn own_event_near(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        ts: MilliSecondsSinceUnixEpoch,
        direction: Direction,
    ) -> Result<Option<Near>, MatrixError> {
        match self.rooms.event_near(reader, room_id, ts.get().into(), direction).await {
            Ok(seen) => {
                let pdu = &seen.event.pdu;
                let (event_id, ts) = (pdu.event_id().clone(), pdu.origin_server_ts());
                Ok(Some(Near { order: seen.event.order, event_id, ts }))
            }
            Err(error) if *error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn event_near_elsewhere(
        &self,
        head: &Arc<RoomHead>,
        ts: MilliSecondsSinceUnixEpoch,
        direction: Direction,
    ) -> Result<Option<Near>, MatrixError> {
        if !head.is_resident() {
            return Ok(None);
        }
        for server in self.who_may_know(head, &[]).await? {
            let request = get_event_by_timestamp::v1::Request::new(head.room_id.clone(), ts, direction);
            match self.client.request(&server, request).await {
                Ok(answer) => {
                    let (event_id, ts) = (answer.event_id, answer.origin_server_ts);
                    return Ok(Some(Near { order: None, event_id, ts }));
                }
                Err(error) => tracing::debug!(%server, %error, "the event of a time was not to be had"),
            }
        }
        Ok(None)
    }
}

/// Between which places a page could show something that is missing.
fn stretch_of(head: &RoomHead, page: &Page, request: &PageRequest<'_>) -> Option<(RoomOrder, RoomOrder)> {
    let TimelineToken::Gap(start) = page.start else { return None };
    let is_full = page.events.len() >= request.limit;
    match (request.direction, page.end) {
        (Direction::Backward, end) => {
            // What is missing before the last event of a full page is for the next page to ask for.
            let last = match end {
                Some(TimelineToken::Gap(end)) if !page.events.is_empty() => end.get() + 1 + i64::from(is_full),
                _ => i64::MIN,
            };
            let next = start.get().saturating_add(1);
            (last <= next).then_some((RoomOrder(last), RoomOrder(next)))
        }
        (Direction::Forward, Some(TimelineToken::Gap(end))) => Some((start, end)),
        (Direction::Forward, _) => Some((start, head.last_order)),
    }
}
