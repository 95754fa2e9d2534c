//! What the rules cost that every event goes through. `make bench` prints it.

#![expect(clippy::expect_used, reason = "a benchmark that goes wrong ends")]

use std::{collections::HashMap, sync::Arc};

use divan::{Bencher, black_box};
use hs_core::{
    auth,
    nid::{EventNid, SnapshotNid, StateKeyNid},
    pdu::{Draft, Parents, Pdu, Place, SharedPdu, check, redact},
    resolve::{Forks, Spot},
    room_version,
    signing::{ServerIdentity, SigningKey},
    state::{delta::StateDelta, layers::Layers},
};
use ruma::{
    OwnedEventId, OwnedRoomId, OwnedUserId, RoomVersionId,
    events::{StateEventType, TimelineEventType},
    owned_user_id,
    room_version_rules::RoomVersionRules,
    serde::Base64,
    server_name,
    signatures::PublicKeyMap,
};
use serde_json::{Value, json, value::to_raw_value};

fn main() {
    divan::main();
}

fn message() -> Draft {
    let content = json!({ "msgtype": "m.text", "body": "x".repeat(200) });
    Draft::message(alice(), TimelineEventType::RoomMessage, to_raw_value(&content).expect("JSON"))
}

/// A room of version 11 as one server builds it.
struct Room {
    identity: ServerIdentity,
    rules: RoomVersionRules,
    id: OwnedRoomId,
    state: HashMap<Spot, SharedPdu>,
    events: HashMap<OwnedEventId, SharedPdu>,
    last: Vec<OwnedEventId>,
    depth: u64,
}

fn alice() -> OwnedUserId {
    owned_user_id!("@alice:example.org")
}

impl Room {
    fn new() -> Self {
        let key = SigningKey::from_seed([7; 32]).expect("a key");
        let mut room = Self {
            identity: ServerIdentity::new(server_name!("example.org").to_owned(), key),
            rules: room_version::rules(&RoomVersionId::V11).expect("known"),
            id: "!bench:example.org".try_into().expect("an id"),
            state: HashMap::new(),
            events: HashMap::new(),
            last: Vec::new(),
            depth: 0,
        };
        room.put("m.room.create", "", &json!({ "room_version": "11" }));
        room.put("m.room.member", "@alice:example.org", &json!({ "membership": "join" }));
        room.put("m.room.power_levels", "", &json!({ "users": { "@alice:example.org": 100 } }));
        room.put("m.room.join_rules", "", &json!({ "join_rule": "public" }));
        room
    }

    fn build(&self, draft: Draft) -> Pdu {
        let spots =
            auth::auth_types(&draft.kind, &draft.sender, draft.state_key.as_deref(), &draft.content, &self.rules);
        let spots = spots.expect("auth types");
        let auth_events: Vec<_> = spots.iter().filter_map(|spot| self.state.get(spot).cloned()).collect();
        let parents =
            Parents { prev_events: &self.last, auth_events: &auth_events, depth: self.depth, prev_hashes: &[] };
        let place = Place { room_id: Some(&self.id), rules: &self.rules, now_ms: 1_700_000_000_000, nonce: 1 };
        Pdu::build(draft, place, &parents, &self.identity).expect("an event")
    }

    /// An event of the state that could stand after the last one, without being put there.
    fn candidate(&self, kind: &str, key: &str, content: &Value) -> SharedPdu {
        let content = to_raw_value(content).expect("JSON");
        let sender = if kind == "m.room.member" { key.try_into().expect("a user") } else { alice() };
        Arc::new(self.build(Draft::state(sender, TimelineEventType::from(kind), key, content)))
    }

    fn put(&mut self, kind: &str, key: &str, content: &Value) {
        let pdu = self.candidate(kind, key, content);
        self.last = vec![pdu.event_id().clone()];
        self.depth += 1;
        self.events.insert(pdu.event_id().clone(), Arc::clone(&pdu));
        self.state.insert((StateEventType::from(kind), key.to_owned()), pdu);
    }

    fn keys(&self) -> PublicKeyMap {
        let key = self.identity.key();
        let keys = [(key.id().to_string(), Base64::new(key.public_key().to_vec()))].into_iter().collect();
        [(self.identity.name().to_string(), keys)].into_iter().collect()
    }
}

#[divan::bench]
fn build_and_sign_a_message(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    bencher.with_inputs(message).bench_values(|draft| room.build(draft));
}

#[divan::bench]
fn allow_a_message(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    let message = room.build(message());
    bencher.bench(|| {
        auth::check(
            black_box(&message),
            &room.rules,
            |id| room.events.get(id).cloned(),
            |kind, key| room.state.get(&(kind.clone(), key.to_owned())).cloned(),
        )
    });
}

#[divan::bench]
fn read_and_verify_a_message_of_another_server(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    let (message, keys) = (room.build(message()), room.keys());
    bencher.bench(|| {
        let read = check::read(black_box(message.json()), &room.rules).expect("an event");
        read.verify(&keys, &room.rules).expect("a signed event")
    });
}

#[divan::bench]
fn read_a_stored_message(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    let message = room.build(message());
    bencher
        .with_inputs(|| message.json().to_owned())
        .bench_values(|json| Pdu::from_json(message.event_id().clone(), &room.id, json));
}

#[divan::bench]
fn redact_a_message(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    let message = room.build(message());
    bencher.bench(|| redact(black_box(&message), &room.rules));
}

/// Two forks of a room, in each of which that many topics have been set by power levels of its own.
#[divan::bench(args = [1, 10, 100, 1_000])]
fn resolve_forks_that_differ_in(bencher: Bencher<'_, '_>, places: usize) {
    let mut room = Room::new();
    let mut forks = Forks::default();
    for fork in 0..2 {
        let mut differing = HashMap::new();
        for place in 0..places {
            let (kind, key) = ("org.example.topic", format!("{place}"));
            let pdu = room.candidate(kind, &key, &json!({ "fork": fork }));
            differing.insert((StateEventType::from(kind), key), pdu.event_id().clone());
            room.events.insert(pdu.event_id().clone(), pdu);
        }
        forks.differing.push(differing);
    }
    forks.events.clone_from(&room.events);
    for spot in forks.spots_that_matter(&room.rules) {
        if let Some(pdu) = room.state.get(&spot) {
            forks.agreed.insert(spot, pdu.event_id().clone());
        }
    }
    bencher.bench(|| black_box(&forks).resolve(&room.rules).expect("a state"));
}

/// One more change of a state that has had that many.
#[divan::bench(args = [100, 10_000, 100_000])]
fn change_a_state_of(bencher: Bencher<'_, '_>, entries: i64) {
    let first = (1..=entries).map(|nid| (StateKeyNid(nid), Some(EventNid(nid)))).collect::<StateDelta>();
    let state = Layers::default().push(SnapshotNid(1), first);
    bencher.bench(|| state.push(SnapshotNid(2), StateDelta::of(StateKeyNid(5), EventNid(entries + 1))));
}

#[divan::bench(args = [100, 10_000])]
fn write_and_read_a_state_of(bencher: Bencher<'_, '_>, entries: i64) {
    let delta = (1..=entries).map(|nid| (StateKeyNid(nid), Some(EventNid(nid * 3)))).collect::<StateDelta>();
    bencher.bench(|| StateDelta::decode(&black_box(&delta).encode()).expect("what was written"));
}
