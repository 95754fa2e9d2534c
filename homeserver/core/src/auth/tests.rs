use std::sync::Arc;

use ruma::{
    OwnedEventId, OwnedUserId, UserId,
    events::{StateEventType, TimelineEventType},
    room_version_rules::RoomVersionRules,
    server_name, user_id,
};
use serde_json::{json, value::to_raw_value};

use super::{auth_types, check};
use crate::{
    pdu::{Draft, Parents, Pdu, Place, SharedPdu},
    room_version,
    signing::{ServerIdentity, SigningKey},
};

/// A room that grows event by event, each checked against what stands before it.
struct Room {
    rules: RoomVersionRules,
    identity: ServerIdentity,
    events: Vec<SharedPdu>,
}

impl Room {
    fn new(version: &ruma::RoomVersionId) -> Self {
        let key = SigningKey::from_seed([1; 32]).unwrap();
        let identity = ServerIdentity::new(server_name!("localhost").to_owned(), key);
        Self { rules: room_version::rules(version).unwrap(), identity, events: Vec::new() }
    }

    fn state(&self, kind: &StateEventType, key: &str) -> Option<SharedPdu> {
        let found = self.events.iter().rev();
        found.into_iter().find(|pdu| pdu.state_pair() == Some((kind.clone(), key))).cloned()
    }

    fn send(
        &mut self,
        sender: &UserId,
        kind: &str,
        key: Option<&str>,
        content: &serde_json::Value,
    ) -> Result<SharedPdu, String> {
        let kind = TimelineEventType::from(kind);
        let content = to_raw_value(content).unwrap();
        let types = auth_types(&kind, sender, key, &content, &self.rules)?;
        let auth_events: Vec<_> = types.iter().filter_map(|(kind, key)| self.state(kind, key)).collect();
        let prev_events: Vec<OwnedEventId> = self.events.last().map(|pdu| pdu.event_id().clone()).into_iter().collect();
        let by_pair = self.events.last().filter(|_| self.rules.event_format.require_event_id);
        let prev_hashes: Vec<_> = by_pair.map(|pdu| pdu.reference_hash(&self.rules).unwrap()).into_iter().collect();
        let legacy = ruma::room_id!("!room:localhost");
        let by_hash = self.rules.authorization.room_create_event_id_as_room_id;
        let first = self.events.first().map(|create| create.room_id().clone());
        let room_id = if by_hash { first.as_deref() } else { Some(legacy) };
        let draft = Draft {
            sender: sender.to_owned(),
            kind,
            state_key: key.map(Into::into),
            content,
            redacts: None,
            sent_ts: None,
        };
        let place = Place { room_id, rules: &self.rules, now_ms: 1_700_000_000_000, nonce: self.events.len() as u64 };
        let parents = Parents {
            prev_events: &prev_events,
            auth_events: &auth_events,
            depth: self.events.len() as u64,
            prev_hashes: &prev_hashes,
        };
        let pdu = Arc::new(Pdu::build(draft, place, &parents, &self.identity).map_err(|error| error.to_string())?);
        let by_id = |id: &ruma::EventId| self.events.iter().find(|pdu| pdu.event_id() == id).cloned();
        check(&pdu, &self.rules, by_id, |kind, key| self.state(kind, key))?;
        self.events.push(Arc::clone(&pdu));
        Ok(pdu)
    }
}

fn alice() -> OwnedUserId {
    user_id!("@alice:localhost").to_owned()
}

fn create_content(version: &ruma::RoomVersionId, creator: &UserId) -> serde_json::Value {
    let rules = room_version::rules(version).unwrap();
    let mut content = json!({ "room_version": version });
    if !rules.authorization.use_room_create_sender {
        content["creator"] = creator.as_str().into();
    }
    content
}

#[test]
fn every_version_lets_its_creator_speak_and_strangers_not() {
    for version in room_version::SUPPORTED {
        let mut room = Room::new(&version);
        let (alice, bob) = (alice(), user_id!("@bob:localhost"));
        let create = room.send(&alice, "m.room.create", Some(""), &create_content(&version, &alice)).unwrap();
        room.send(&alice, "m.room.member", Some(alice.as_str()), &json!({ "membership": "join" })).unwrap();
        room.send(&alice, "m.room.message", None, &json!({ "body": "hi" })).unwrap();
        let refused = room.send(bob, "m.room.message", None, &json!({ "body": "hi" }));
        assert!(refused.is_err(), "version {version}: a stranger was let in");
        room.send(&alice, "m.room.join_rules", Some(""), &json!({ "join_rule": "public" })).unwrap();
        room.send(bob, "m.room.member", Some(bob.as_str()), &json!({ "membership": "join" })).unwrap();
        assert!(room.send(bob, "m.room.name", Some(""), &json!({ "name": "Bob's" })).is_err());
        if version == ruma::RoomVersionId::V12 {
            assert_eq!(create.room_id().as_str()[1..], create.event_id().as_str()[1..]);
            assert!(!create.json().get().contains("room_id"));
        }
    }
}

#[test]
fn what_is_not_canonical_json_is_refused() {
    let mut room = Room::new(&room_version::DEFAULT);
    let alice = alice();
    room.send(&alice, "m.room.create", Some(""), &create_content(&room_version::DEFAULT, &alice)).unwrap();
    room.send(&alice, "m.room.member", Some(alice.as_str()), &json!({ "membership": "join" })).unwrap();
    for content in [json!({ "f": 1.5 }), json!({ "n": 9_007_199_254_740_992_i64 }), json!([]), json!("text")] {
        assert!(room.send(&alice, "m.room.message", None, &content).is_err(), "{content}");
    }
    let large = json!({ "body": "x".repeat(70_000) });
    assert!(room.send(&alice, "m.room.message", None, &large).unwrap_err().contains("larger than"));
    let long_key = "k".repeat(300);
    assert!(room.send(&alice, "org.example", Some(&long_key), &json!({})).unwrap_err().contains("255"));
}
