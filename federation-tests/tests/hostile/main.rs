//! A server that means us ill: forged events, broken ones, and ones that lie, in transactions and wherever else an event
//! may stand. Each line of the corpus is one that a server may send.
#![expect(clippy::indexing_slicing, clippy::panic, reason = "what is not in an answer fails the test, as it should")]

mod membership;
mod state;
mod transaction;

use federation_tests::{Homeserver, Network, Peer};
use hs_testkit::{Answer, Client, Value, encode, in_room, json};
use ruma::{RoomVersionId, room_version_rules::RoomVersionRules};

/// A server of ours with a public room, and one that means it ill.
pub(crate) struct Stage {
    pub(crate) server: Homeserver,
    pub(crate) alice: Client,
    pub(crate) peer: Peer,
    pub(crate) room: String,
    // It has the certificates, which are gone when it is.
    _network: Network,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let network = Network::new();
        let server = network.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({ "preset": "public_chat", "room_version": "11" }));
        let peer = Peer::new(network.authority(), |_| None);
        Self { server, alice, peer, room, _network: network }
    }

    /// A user of the peer.
    pub(crate) fn user(&self, name: &str) -> String {
        format!("@{name}:{}", self.peer.name())
    }

    /// Asks the server as the peer does.
    pub(crate) fn ask(&self, method: &str, uri: &str, body: Option<&Value>) -> Answer {
        self.peer.ask(&self.server.client(), self.server.name(), method, uri, body)
    }

    /// The template of a join.
    pub(crate) fn make_join(&self, user: &str) -> Value {
        let path = format!("/_matrix/federation/v1/make_join/{}/{}?ver=11", encode(&self.room), encode(user));
        self.ask("GET", &path, None).ok()["event"].clone()
    }

    /// An event with the peer's signature.
    pub(crate) fn sign(&self, event: Value) -> Value {
        self.peer.sign_event(event, &rules())
    }

    /// Has a user of the peer join as a good server would.
    pub(crate) fn join(&self, user: &str) -> Value {
        let event = self.sign(self.make_join(user));
        self.send("join", &event).ok();
        event
    }

    /// Hands in an event to `send_join` and the like, under its own id.
    pub(crate) fn send(&self, what: &str, event: &Value) -> Answer {
        self.send_as(what, &self.room, &id_of(event), event)
    }

    /// Hands it in under another address.
    pub(crate) fn send_as(&self, what: &str, room: &str, id: &str, event: &Value) -> Answer {
        let version = if what == "knock" { 1 } else { 2 };
        let path = format!("/_matrix/federation/v{version}/send_{what}/{}/{}", encode(room), encode(id));
        self.ask("PUT", &path, Some(event))
    }

    /// Sends a transaction.
    pub(crate) fn transact(&self, id: &str, pdus: &[Value], edus: &[Value]) -> Answer {
        let body = json!({ "origin": self.peer.name(), "origin_server_ts": 1_700_000_000_000_i64, "pdus": pdus, "edus": edus });
        self.ask("PUT", &format!("/_matrix/federation/v1/send/{id}"), Some(&body))
    }

    /// A message of a user, after the newest event of the room.
    pub(crate) fn message(&self, user: &str, body: &str) -> Value {
        let mut event = self.make_join(user);
        // The rule for joins allows no messages: naming it would be a lie of its own.
        let state = self.alice.get(&in_room(&self.room, "state")).ok();
        let rule = state.as_array().into_iter().flatten().find(|event| event["type"] == "m.room.join_rules");
        let rule = rule.map_or(Value::Null, |event| event["event_id"].clone());
        if let Some(allowing) = event["auth_events"].as_array_mut() {
            allowing.retain(|id| *id != rule);
        }
        event["type"] = "m.room.message".into();
        event["content"] = json!({ "msgtype": "m.text", "body": body });
        event["origin_server_ts"] = json!(1_700_000_000_000_i64);
        if let Some(event) = event.as_object_mut() {
            event.remove("state_key");
        }
        event
    }
}

pub(crate) fn rules() -> RoomVersionRules {
    RoomVersionId::V11.rules().unwrap_or_else(|| panic!("version 11 has rules"))
}

/// The id of an event, which its hash makes.
pub(crate) fn id_of(event: &Value) -> String {
    let object = serde_json::from_value(event.clone()).unwrap_or_else(|error| panic!("not canonical: {error}"));
    let hash = ruma::signatures::reference_hash(&object, &rules());
    format!("${}", hash.unwrap_or_else(|error| panic!("no hash: {error}")))
}
