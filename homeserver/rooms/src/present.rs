//! Events as one reader sees them: in client format, with what the server adds for this reader.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::EventNid,
    pdu::{ClientFormat, Pdu, SharedPdu, Unsigned},
};
use ruma::{
    EventId, OwnedEventId, UserId,
    events::{StateEventType, room::member::MembershipState},
    serde::Raw,
};
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    event::{Origin, StoredEvent},
    head::RoomHead,
    service::{Actor, Rooms},
    visibility::Seen,
};

/// In which shape events are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// For clients, where the answer says elsewhere which room it is about.
    #[default]
    WithoutRoom,
    /// For clients.
    WithRoom,
    /// As servers exchange them, for clients that ask for it: signatures, hashes and all.
    Federation,
}

fn write<T>(pdu: &Pdu, unsigned: &Unsigned, shape: Shape) -> Result<Raw<T>, MatrixError> {
    let raw = match shape {
        Shape::Federation => pdu.to_federation(unsigned),
        Shape::WithRoom => ClientFormat { pdu, unsigned, with_room_id: true }.to_raw(),
        Shape::WithoutRoom => ClientFormat { pdu, unsigned, with_room_id: false }.to_raw(),
    };
    raw.map_err(MatrixError::internal)
}

/// What other events say about events, as clients find it in `unsigned`.
pub(crate) type Bundles = HashMap<EventNid, Box<RawValue>>;

/// What those may know of a room who are invited.
const STRIPPED: [&str; 8] = [
    "m.room.create",
    "m.room.join_rules",
    "m.room.name",
    "m.room.topic",
    "m.room.avatar",
    "m.room.canonical_alias",
    "m.room.encryption",
    "m.room.history_visibility",
];

impl Rooms {
    /// Writes events for a reader.
    pub async fn present<T>(
        &self,
        head: &RoomHead,
        reader: &Actor,
        events: &[Seen],
        shape: Shape,
    ) -> Result<Vec<Raw<T>>, MatrixError> {
        let bundles = self.bundles(head, reader, events).await?;
        self.present_with(head, reader, events, shape, bundles).await
    }

    /// Writes events with what is bundled with them.
    pub(crate) async fn present_with<T>(
        &self,
        head: &RoomHead,
        reader: &Actor,
        events: &[Seen],
        shape: Shape,
        mut bundles: Bundles,
    ) -> Result<Vec<Raw<T>>, MatrixError> {
        let replaced = self.replaced(head, events).await?;
        let redactions = self.redactions(head, events).await?;
        self.find_origins(reader, events).await?;
        let now = self.now();
        let erased = self.accounts.user.erased().await?;
        let mut written = Vec::with_capacity(events.len());
        for Seen { event, membership } in events {
            // Who was there at the time has seen it; for all others it is as if it had been taken back.
            let is_erased = *membership != MembershipState::Join && erased.contains(&event.sender);
            let pdu = if is_erased && event.state_key.is_none() {
                &Arc::new(hs_core::pdu::redact(&event.pdu, &head.rules).map_err(MatrixError::internal)?)
            } else {
                &event.pdu
            };
            let (transaction_id, delay_id) = match event.origin().filter(|_| event.sender == reader.user) {
                Some(Origin::Request(by)) if reader.device() == Some(&*by.device) => (Some(by.txn_id.clone()), None),
                Some(Origin::Delay(delay_id)) => (None, Some(delay_id.clone())),
                _ => (None, None),
            };
            let mut unsigned = Unsigned {
                age: u64::try_from(now - i64::from(event.pdu.origin_server_ts().get())).ok(),
                membership: Some(membership.clone()),
                transaction_id,
                delay_id,
                relations: bundles.remove(&event.nid),
                ..Unsigned::default()
            };
            if let Some(before) = replaced.get(&event.nid) {
                unsigned.prev_content = Some(before.pdu.content().to_owned());
                unsigned.prev_sender = Some(before.pdu.sender().clone());
                unsigned.replaces_state = Some(before.pdu.event_id().clone());
            }
            if let Some((by, redaction)) = event.redacted_by.and_then(|nid| redactions.get(&nid)) {
                unsigned.redacted_by = Some(by.clone());
                unsigned.redacted_because = Some(Box::clone(redaction));
            }
            written.push(write(pdu, &unsigned, shape)?);
        }
        Ok(written)
    }

    /// Writes state events for whoever asks for the state, with nothing but when and, if told, where they were sent.
    pub fn present_state<T>(&self, events: &[Arc<StoredEvent>], shape: Shape) -> Result<Vec<Raw<T>>, MatrixError> {
        let now = self.now();
        events
            .iter()
            .map(|event| {
                let age = u64::try_from(now - i64::from(event.pdu.origin_server_ts().get())).ok();
                let unsigned = Unsigned { age, ..Unsigned::default() };
                write(&event.pdu, &unsigned, shape)
            })
            .collect()
    }

    /// What servers are shown of a room to which one of their users is invited by `sender`, or at which one knocks.
    pub async fn invite_state(&self, head: &RoomHead, sender: &UserId) -> Result<Vec<SharedPdu>, MatrixError> {
        let mut keys: Vec<(StateEventType, &str)> = STRIPPED.into_iter().map(|kind| (kind.into(), "")).collect();
        keys.push((StateEventType::RoomMember, sender.as_str()));
        let mut nids = Vec::new();
        for (kind, key) in keys {
            nids.extend(self.state_key(&kind, key).await?.and_then(|key| head.state_event(key)));
        }
        let events = self.events.get(&nids, &head.room_id).await?;
        Ok(events.iter().map(|event| Arc::clone(&event.pdu)).collect())
    }

    /// What those see of a room who are not in it yet: its name and face, and the event that concerns them.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#stripped-state>.
    pub async fn stripped_state<T>(&self, head: &RoomHead, about: EventNid) -> Result<Vec<Raw<T>>, MatrixError> {
        let Some(event) = self.events.one(about, &head.room_id).await? else { return Ok(Vec::new()) };
        if !event.has_state() {
            let shown = self.shown_outside(head, &event.pdu).await?.into_iter().map(Raw::from_json);
            let own = event.pdu.to_stripped().map_err(MatrixError::internal)?;
            return Ok(shown.chain([own]).collect());
        }
        let state = self.state_before(&event).await?;
        let mut nids = Vec::new();
        for kind in STRIPPED {
            nids.extend(self.state_key(&kind.into(), "").await?.and_then(|key| state.get(key)));
        }
        if let Some(sender) = self.state_key(&StateEventType::RoomMember, event.pdu.sender().as_str()).await? {
            nids.extend(state.get(sender).filter(|nid| *nid != about));
        }
        nids.push(about);
        let events = self.events.get(&nids, &head.room_id).await?;
        events.iter().map(|event| event.pdu.to_stripped().map_err(MatrixError::internal)).collect()
    }

    /// For each state event among these the one that it replaced.
    async fn replaced(
        &self,
        head: &RoomHead,
        events: &[Seen],
    ) -> Result<HashMap<EventNid, Arc<StoredEvent>>, MatrixError> {
        let mut before = Vec::new();
        for Seen { event, .. } in events {
            if let Some(key) = event.state_key
                && let Some(nid) = self.state_before(event).await?.get(key)
            {
                before.push((event.nid, nid));
            }
        }
        let nids: Vec<_> = before.iter().map(|(_, nid)| *nid).collect();
        let found = self.events.get(&nids, &head.room_id).await?;
        let found: HashMap<_, _> = found.into_iter().map(|event| (event.nid, event)).collect();
        Ok(before.into_iter().filter_map(|(nid, before)| Some((nid, found.get(&before).cloned()?))).collect())
    }

    /// The redactions of those that were taken back: their ids, and in client format.
    async fn redactions(
        &self,
        head: &RoomHead,
        events: &[Seen],
    ) -> Result<HashMap<EventNid, (OwnedEventId, Box<RawValue>)>, MatrixError> {
        // What time has taken names itself.
        let by = |seen: &Seen| seen.event.redacted_by.filter(|nid| *nid != seen.event.nid);
        let nids: Vec<_> = events.iter().filter_map(by).collect();
        let found = self.events.get(&nids, &head.room_id).await?;
        let unsigned = Unsigned::default();
        found
            .iter()
            .map(|event| {
                let format = ClientFormat { pdu: &event.pdu, unsigned: &unsigned, with_room_id: true };
                let json = to_raw_value(&format).map_err(MatrixError::internal)?;
                Ok((event.nid, (event.pdu.event_id().clone(), json)))
            })
            .collect()
    }

    /// Finds out where those came from that the reader sent, unless somebody has before.
    async fn find_origins(&self, reader: &Actor, events: &[Seen]) -> Result<(), MatrixError> {
        let own = events.iter().map(|seen| &seen.event).filter(|event| event.sender == reader.user);
        let unknown: Vec<_> = own.filter(|event| event.is_origin_unknown()).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let nids: Vec<_> = unknown.iter().map(|event| event.nid).collect();
        let mut requests = self.store.transactions_of_events(reader.user, &nids).await?;
        let others = unknown.iter().filter(|event| !requests.contains_key(&event.nid));
        let others: Vec<&EventId> = others.map(|event| &**event.pdu.event_id()).collect();
        let mut delays = self.store.delays_of_events(reader.user, &others).await?;
        for event in unknown {
            let request = requests.remove(&event.nid).map(Origin::Request);
            event.came_from(request.or_else(|| delays.remove(event.pdu.event_id()).map(Origin::Delay)));
        }
        Ok(())
    }
}
