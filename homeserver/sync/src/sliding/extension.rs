//! What is said besides rooms: messages to the device, keys, account data, receipts, typing.

use std::collections::{BTreeMap, HashMap, HashSet};

use hs_accounts::{KeyCounts, MESSAGES_AT_A_TIME as BATCH};
use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
    sync::{sliding::RoomExtensionRequest, token::SyncToken},
};
use hs_storage::{AccountDataRow, ReceiptRow};
use ruma::{
    OwnedRoomId,
    api::client::filter::{Filter, RoomEventFilter},
    serde::Raw,
};
use serde::Deserialize;
use serde_json::json;

use super::{
    Round,
    list::Wanted,
    response::{AccountData, E2ee, Extensions, OfRooms, Response, ToDevice},
};
use crate::{joined::raw, service::Sync};

/// Rooms that an extension is about, by how much of them is to be told.
#[derive(Default)]
struct Scope {
    /// All there is.
    whole: Vec<RoomNid>,
    /// What came after the client's position.
    live: Vec<RoomNid>,
    /// What came after another position.
    back: Vec<(RoomNid, StreamPosition)>,
}

impl Sync {
    /// Everything besides the rooms of an answer.
    pub(super) async fn extensions(
        &self,
        round: &Round<'_>,
        wanted: &Wanted,
        response: &Response,
    ) -> Result<Extensions, MatrixError> {
        let asked = &round.request.body.extensions;
        let mut extensions = Extensions::default();
        if asked.to_device.enabled {
            extensions.to_device = self.sliding_messages(round).await?;
        }
        if asked.e2ee.enabled {
            extensions.e2ee = Some(self.sliding_keys(round).await?);
        }
        let enabled = round.told.enabled;
        if asked.account_data.enabled {
            let scope = scope(round, wanted, &asked.account_data, enabled.account_data);
            extensions.account_data = Some(self.sliding_account_data(round, &scope).await?);
        }
        if asked.receipts.enabled {
            let scope = scope(round, wanted, &asked.receipts, enabled.receipts);
            extensions.receipts = Some(self.sliding_receipts(round, &scope, response).await?);
        }
        if asked.typing.enabled {
            let scope = scope(round, wanted, &asked.typing, enabled.typing);
            extensions.typing = Some(self.sliding_typing(round, &scope).await?);
        }
        if asked.threads.enabled {
            extensions.threads = self.sliding_threads(round, response).await?;
        }
        Ok(extensions)
    }

    async fn sliding_messages(&self, round: &Round<'_>) -> Result<Option<ToDevice>, MatrixError> {
        let asked = &round.request.body.extensions.to_device;
        let Some(device) = round.actor.device() else { return Ok(None) };
        let bad = |_| MatrixError::invalid_param("`since` is not a token of this server");
        let since = asked.since.as_ref().map(|since| since.parse::<SyncToken>()).transpose().map_err(bad)?;
        let after = since.map_or(StreamPosition(0), |since| since.position);
        if since.is_some() {
            self.accounts.to_device.acknowledge(round.actor.user, device, after.min(round.until)).await?;
        }
        let is_quiet = since.is_some()
            && round.since.is_some_and(|since| since <= after)
            && round.changed.as_ref().is_some_and(|changed| !changed.private);
        if is_quiet {
            return Ok(Some(ToDevice { next_batch: SyncToken::at(round.until).to_string(), events: Vec::new() }));
        }
        let limit = asked.limit.map_or(BATCH, |limit| usize::try_from(limit).unwrap_or(BATCH));
        let found = self.accounts.to_device.messages(round.actor.user, device, (after, round.until), limit).await?;
        Ok(Some(ToDevice { next_batch: SyncToken::at(found.until).to_string(), events: found.events }))
    }

    async fn sliding_keys(&self, round: &Round<'_>) -> Result<E2ee, MatrixError> {
        let mut keys = E2ee::default();
        if let Some(since) = round.since {
            let changed = round.changed.as_ref();
            let sharing = self.sharing(round.actor.user, since, changed).await?;
            keys.device_lists = self.device_lists(round.actor, since, changed, sharing).await?;
        }
        if let Some(device) = round.actor.device() {
            let counts = self.accounts.keys.counts(round.actor.user, device).await?;
            let KeyCounts { one_time, unused_fallback } = KeyCounts::clone(&counts);
            (keys.device_one_time_keys_count, keys.device_unused_fallback_key_types) = (one_time, unused_fallback);
        }
        Ok(keys)
    }

    async fn sliding_account_data(&self, round: &Round<'_>, scope: &Scope) -> Result<AccountData, MatrixError> {
        let user = round.actor.user;
        let since = round.since.filter(|_| round.told.enabled.account_data);
        let start = StreamPosition::default();
        let mut rows: Vec<AccountDataRow> = Vec::new();
        match since {
            None => rows = self.store.account_data_about(user, &[None], start).await?,
            // What the user keeps is theirs alone: most of what happens does not touch it.
            Some(_) if round.changed.as_ref().is_some_and(|changed| !changed.private) => {}
            Some(since) => {
                let live: HashSet<RoomNid> = scope.live.iter().copied().collect();
                rows = self.store.account_data_after(user, since).await?;
                rows.retain(|row| row.room.is_none_or(|room| live.contains(&room)));
            }
        }
        let rooms = |rooms: &[RoomNid]| rooms.iter().copied().map(Some).collect::<Vec<_>>();
        if !scope.whole.is_empty() {
            rows.extend(self.store.account_data_about(user, &rooms(&scope.whole), start).await?);
        }
        if let Some(oldest) = scope.back.iter().map(|(_, until)| *until).min() {
            let back: HashMap<RoomNid, StreamPosition> = scope.back.iter().copied().collect();
            let keys: Vec<RoomNid> = back.keys().copied().collect();
            let found = self.store.account_data_about(user, &rooms(&keys), oldest).await?;
            let is_new =
                |row: &AccountDataRow| row.room.and_then(|room| back.get(&room)).is_some_and(|at| row.position > *at);
            rows.extend(found.into_iter().filter(is_new));
        }
        let (all, of_rooms) = (Filter::default(), RoomEventFilter::default());
        let data = self.present_account_data(round.actor, &rows, since.is_none(), (&all, &of_rooms)).await?;
        let rooms: Vec<RoomNid> = data.rooms.keys().copied().collect();
        let ids = self.rooms.room_ids(&rooms).await?;
        let named = |(room, events)| Some((ids.get(&room)?.clone(), events));
        Ok(AccountData { global: data.global, rooms: data.rooms.into_iter().filter_map(named).collect() })
    }

    async fn sliding_receipts(
        &self,
        round: &Round<'_>,
        scope: &Scope,
        response: &Response,
    ) -> Result<OfRooms, MatrixError> {
        let actor = round.actor;
        let mut rows: Vec<ReceiptRow> = Vec::new();
        if !scope.whole.is_empty() {
            // Of a room that is told whole, those of the events that are told, and the user's own.
            let told = shown_events(response);
            let mut found = self.rooms.receipts(actor, &scope.whole, StreamPosition::default()).await?;
            found.retain(|row| row.user == actor.user || told.contains(row.event_id.as_str()));
            rows.extend(found);
        }
        if let Some(since) = round.since {
            rows.extend(self.rooms.receipts(actor, &possibly_changed(round, &scope.live), since).await?);
        }
        for (room, until) in &scope.back {
            rows.extend(self.rooms.receipts(actor, &[*room], *until).await?);
        }
        let joined: HashSet<RoomNid> = self.rooms.rooms_of(actor.user).await?.joined().collect();
        let mut by_room: BTreeMap<RoomNid, Vec<ReceiptRow>> = BTreeMap::new();
        for row in rows {
            // Who is not in the room is told nothing of those who are.
            if joined.contains(&row.room) {
                by_room.entry(row.room).or_default().push(row);
            }
        }
        let rooms: Vec<RoomNid> = by_room.keys().copied().collect();
        let ids = self.rooms.room_ids(&rooms).await?;
        let blocked = self.accounts.blocking.of(actor.user).await?;
        let mut section = OfRooms::default();
        for (room, rows) in by_room {
            // There is a place for one event.
            let event = self.receipt_events(rows, &blocked).await?.into_iter().next();
            if let (Some(room_id), Some(event)) = (ids.get(&room), event) {
                section.rooms.insert(room_id.clone(), event);
            }
        }
        Ok(section)
    }

    async fn sliding_typing(&self, round: &Round<'_>, scope: &Scope) -> Result<OfRooms, MatrixError> {
        let joined: HashSet<RoomNid> = self.rooms.rooms_of(round.actor.user).await?.joined().collect();
        let mut typing = HashMap::new();
        let start = StreamPosition::default();
        let whole: Vec<RoomNid> = scope.whole.iter().copied().filter(|room| joined.contains(room)).collect();
        typing.extend(self.rooms.typing(&whole, start).await?.into_iter().filter(|(_, users)| !users.is_empty()));
        if let Some(since) = round.since {
            let mut live = possibly_changed(round, &scope.live);
            live.retain(|room| joined.contains(room));
            typing.extend(self.rooms.typing(&live, since).await?);
        }
        for (room, until) in scope.back.iter().filter(|(room, _)| joined.contains(room)) {
            typing.extend(self.rooms.typing(&[*room], *until).await?);
        }
        let rooms: Vec<RoomNid> = typing.keys().copied().collect();
        let ids: HashMap<RoomNid, OwnedRoomId> = self.rooms.room_ids(&rooms).await?;
        let blocked = self.accounts.blocking.of(round.actor.user).await?;
        let mut section = OfRooms::default();
        for (room, mut users) in typing {
            users.retain(|user| !blocked.ignores(user));
            let Some(room_id) = ids.get(&room) else { continue };
            let event = raw(&json!({ "type": "m.typing", "content": { "user_ids": users } }))?;
            section.rooms.insert(room_id.clone(), event);
        }
        Ok(section)
    }
}

/// The rooms that an extension is about, by what the client has of them.
fn scope(round: &Round<'_>, wanted: &Wanted, asked: &RoomExtensionRequest, was_on: bool) -> Scope {
    let mut scope = Scope::default();
    for room in wanted.rules.keys() {
        let lists = wanted.lists.get(room).into_iter().flatten().map(String::as_str);
        if !asked.covers(wanted.named.get(room).map(|id| &**id), lists) {
            continue;
        }
        match round.told.rooms.get(room).filter(|_| was_on && round.since.is_some()) {
            None => scope.whole.push(*room),
            Some(sent) => match sent.until {
                None => scope.live.push(*room),
                Some(until) => scope.back.push((*room, until)),
            },
        }
    }
    scope
}

/// Those of the rooms in which anything may have happened since the client asked last.
pub(super) fn possibly_changed(round: &Round<'_>, rooms: &[RoomNid]) -> Vec<RoomNid> {
    match &round.changed {
        Some(changed) => rooms.iter().copied().filter(|room| changed.rooms.contains(room)).collect(),
        None => rooms.to_vec(),
    }
}

/// The ids of the events in the timelines of an answer.
fn shown_events(response: &Response) -> HashSet<String> {
    #[derive(Deserialize)]
    struct Event {
        event_id: String,
    }
    let events = response.rooms.values().flat_map(|room| &room.timeline);
    let id = |event: &Raw<_>| event.deserialize_as_unchecked::<Event>().ok().map(|event| event.event_id);
    events.filter_map(id).collect()
}
