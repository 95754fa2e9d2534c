use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use ruma::{OwnedEventId, RoomVersionId, events::StateEventType, room_id};
use serde_json::{Value, json, value::to_raw_value};

use super::{Forks, Spot};
use crate::{
    pdu::{Pdu, SharedPdu},
    room_version,
};

/// State events that name each other by short ids.
#[derive(Default)]
struct Room(HashMap<OwnedEventId, SharedPdu>);

const CREATE: (&str, &str, &str, &str) = ("create", "@alice:a", "m.room.create", "");

impl Room {
    #[expect(clippy::needless_pass_by_value, reason = "callers write the content where they call")]
    fn add(&mut self, (id, sender, kind, key): (&str, &str, &str, &str), auth: &[&str], depth: u64, content: Value) {
        let json = json!({
            "room_id": "!r:a", "sender": sender, "type": kind, "state_key": key, "content": content, "depth": depth,
            "origin_server_ts": depth * 1000, "prev_events": [],
            "auth_events": auth.iter().map(|id| format!("${id}:a")).collect::<Vec<_>>(),
        });
        let id = name(id);
        let pdu = Pdu::from_json(id.clone(), room_id!("!r:a"), to_raw_value(&json).unwrap()).unwrap();
        self.0.insert(id, Arc::new(pdu));
    }

    /// A room of alice, where bob may do half of what she may.
    fn of_alice_and_bob() -> Self {
        let mut room = Self::default();
        room.add(CREATE, &[], 1, json!({ "creator": "@alice:a", "room_version": "10" }));
        room.add(("alice", "@alice:a", "m.room.member", "@alice:a"), &["create"], 2, json!({ "membership": "join" }));
        let users = json!({ "@alice:a": 100, "@bob:b": 50 });
        let levels = ("levels", "@alice:a", "m.room.power_levels", "");
        room.add(levels, &["create", "alice"], 3, json!({ "users": users }));
        let rules = ("rules", "@alice:a", "m.room.join_rules", "");
        room.add(rules, &["create", "alice", "levels"], 4, json!({ "join_rule": "public" }));
        let bob = ("bob", "@bob:b", "m.room.member", "@bob:b");
        room.add(bob, &["create", "levels", "rules"], 5, json!({ "membership": "join" }));
        room
    }

    fn forks(&self, agreed: &[&str], differing: &[&[&str]]) -> Forks {
        let state = |ids: &[&str]| -> HashMap<Spot, OwnedEventId> {
            let pdus = ids.iter().map(|id| &self.0[&name(id)]);
            pdus.map(|pdu| (spot(pdu), pdu.event_id().clone())).collect()
        };
        Forks {
            differing: differing.iter().map(|ids| state(ids)).collect(),
            agreed: state(agreed),
            auth_difference: HashSet::new(),
            events: self.0.clone(),
        }
    }
}

fn name(id: &str) -> OwnedEventId {
    OwnedEventId::try_from(format!("${id}:a")).unwrap()
}

fn spot(pdu: &Pdu) -> Spot {
    let (kind, key) = pdu.state_pair().unwrap();
    (kind, key.to_owned())
}

fn winner(forks: &Forks, version: &RoomVersionId, kind: &str, key: &str) -> Option<OwnedEventId> {
    let rules = room_version::rules(version).unwrap();
    forks.resolve(&rules).unwrap().remove(&(StateEventType::from(kind), key.to_owned()))
}

const AGREED: [&str; 5] = ["create", "alice", "levels", "rules", "bob"];

#[test]
fn a_ban_undoes_what_the_banned_did_beside_it() {
    let mut room = Room::of_alice_and_bob();
    let ban = ("ban", "@alice:a", "m.room.member", "@bob:b");
    room.add(ban, &["create", "alice", "levels", "bob"], 6, json!({ "membership": "ban" }));
    let topic = ("topic", "@bob:b", "m.room.topic", "");
    room.add(topic, &["create", "levels", "bob"], 7, json!({ "topic": "mine" }));
    for states in [[&["ban"][..], &["bob", "topic"]], [&["bob", "topic"], &["ban"]]] {
        let forks = room.forks(&AGREED[..4], &states);
        for version in [RoomVersionId::V2, RoomVersionId::V6, RoomVersionId::V10] {
            assert_eq!(winner(&forks, &version, "m.room.member", "@bob:b"), Some(name("ban")), "{version}");
            assert_eq!(winner(&forks, &version, "m.room.topic", ""), None, "{version}");
        }
    }
}

#[test]
fn the_later_of_two_ordinary_events_wins() {
    let mut room = Room::of_alice_and_bob();
    for (id, sender, member, depth) in [("t1", "@bob:b", "bob", 6), ("t2", "@alice:a", "alice", 8)] {
        room.add((id, sender, "m.room.topic", ""), &["create", "levels", member], depth, json!({ "topic": id }));
    }
    let forks = room.forks(&AGREED, &[&["t1"], &["t2"]]);
    for version in [RoomVersionId::V1, RoomVersionId::V2, RoomVersionId::V10] {
        assert_eq!(winner(&forks, &version, "m.room.topic", ""), Some(name("t2")), "{version}");
    }
}

#[test]
fn version_1_takes_what_only_one_fork_has_and_the_oldest_chain_of_powers() {
    let mut room = Room::of_alice_and_bob();
    let auth = ["create", "alice", "levels"];
    room.add(("name", "@alice:a", "m.room.name", ""), &auth, 6, json!({ "name": "room" }));
    // Bob may not change the power levels beyond his own: his event is not allowed by the older one.
    let more = json!({ "users": { "@alice:a": 100, "@bob:b": 50 }, "ban": 60 });
    room.add(("levels2", "@alice:a", "m.room.power_levels", ""), &auth, 7, more);
    let grab = json!({ "users": { "@bob:b": 100 } });
    room.add(("grab", "@bob:b", "m.room.power_levels", ""), &["create", "bob", "levels"], 9, grab);
    let agreed = ["create", "alice", "rules", "bob"];
    let forks = room.forks(&agreed, &[&["levels2", "name"], &["grab"]]);
    assert_eq!(winner(&forks, &RoomVersionId::V1, "m.room.power_levels", ""), Some(name("levels2")));
    assert_eq!(winner(&forks, &RoomVersionId::V1, "m.room.name", ""), Some(name("name")));
}

#[test]
fn what_matters_of_the_agreed_state_is_named() {
    let mut room = Room::of_alice_and_bob();
    room.add(("t1", "@bob:b", "m.room.topic", ""), &["create", "levels", "bob"], 6, json!({}));
    let forks = room.forks(&[], &[&["t1"], &[]]);
    let spots = forks.spots_that_matter(&room_version::rules(&RoomVersionId::V10).unwrap());
    let member = |user: &str| (StateEventType::RoomMember, user.to_owned());
    assert!(spots.contains(&member("@bob:b")) && !spots.contains(&member("@alice:a")));
    assert!(spots.contains(&(StateEventType::RoomPowerLevels, String::new())));
}

#[test]
fn the_way_between_conflicted_events_is_part_of_the_conflict_in_version_12() {
    let mut room = Room::of_alice_and_bob();
    let levels = |id| (id, "@alice:a", "m.room.power_levels", "");
    room.add(levels("l2"), &["alice", "levels"], 6, json!({}));
    room.add(levels("l3"), &["alice", "l2"], 7, json!({}));
    room.add(levels("l4"), &["alice", "l3"], 8, json!({}));
    let forks = room.forks(&[], &[&["l2"], &["l4"]]);
    let conflicted = HashSet::from([name("l2"), name("l4")]);
    let subgraph = forks.conflicted_subgraph(&conflicted);
    assert_eq!(subgraph, HashSet::from([name("l2"), name("l3"), name("l4")]));
}
