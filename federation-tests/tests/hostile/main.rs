//! A server that means us ill: forged events, broken ones, and ones that lie, in transactions and wherever else an event
//! may stand. Each line of the corpus is one that a server may send.
#![expect(clippy::indexing_slicing, clippy::panic, reason = "what is not in an answer fails the test, as it should")]

mod endless;
mod membership;
mod reset;
mod state;
mod transaction;

use std::sync::{Arc, Mutex, PoisonError};

use federation_tests::{Asked, Homeserver, Network, Peer, Reply};
use hs_testkit::{Answer, Client, Value, encode, in_room, json};
use ruma::{RoomVersionId, room_version_rules::RoomVersionRules};

/// A server of ours with a public room, and one that means it ill.
pub(crate) struct Stage {
    pub(crate) server: Homeserver,
    pub(crate) alice: Client,
    pub(crate) peer: Peer,
    pub(crate) room: String,
    pub(crate) script: Script,
    // It has the certificates, which are gone when it is.
    pub(crate) network: Network,
}

/// What the peer answers. It is honest about all else.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<Vec<(String, Line)>>>);

type Line = Arc<dyn Fn() -> Reply + Send + Sync>;

impl Script {
    /// Says what is answered from now on to requests whose path begins like this.
    pub(crate) fn say(&self, path: &str, line: impl Fn() -> Reply + Send + Sync + 'static) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.insert(0, (path.to_owned(), Arc::new(line)));
    }

    fn answer(&self, asked: &Asked) -> Option<Reply> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.iter().find(|(path, _)| asked.path.starts_with(path)).map(|(_, line)| Arc::clone(line));
        drop(lines);
        line.map(|line| line())
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        let network = Network::new();
        let server = network.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({ "preset": "public_chat", "room_version": "11" }));
        let script = Script::default();
        let says = script.clone();
        let peer = Peer::new(network.authority(), move |asked| says.answer(asked));
        Self { server, alice, peer, room, script, network }
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
        self.make_join_of(&self.room, user)
    }

    fn make_join_of(&self, room: &str, user: &str) -> Value {
        let path = format!("/_matrix/federation/v1/make_join/{}/{}?ver=11", encode(room), encode(user));
        self.ask("GET", &path, None).ok()["event"].clone()
    }

    /// An event with the peer's signature.
    pub(crate) fn sign(&self, event: Value) -> Value {
        self.peer.sign_event(event, &rules())
    }

    /// Has a user of the peer join as a good server would.
    pub(crate) fn join(&self, user: &str) -> Value {
        self.join_to(&self.room, user)
    }

    /// The same in another room.
    pub(crate) fn join_to(&self, room: &str, user: &str) -> Value {
        let event = self.sign(self.make_join_of(room, user));
        self.send_as("join", room, &id_of(&event), &event).ok();
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
        self.message_in(&self.room, user, body)
    }

    /// The same in another room.
    pub(crate) fn message_in(&self, room: &str, user: &str, body: &str) -> Value {
        let mut event = self.make_join_of(room, user);
        // The rule for joins allows no messages: naming it would be a lie of its own.
        let rule = self.state_id(room, "m.room.join_rules", "");
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

    /// The id of what stands at a place of a room's state.
    pub(crate) fn state_id(&self, room: &str, kind: &str, key: &str) -> Value {
        let state = self.alice.get(&in_room(room, "state")).ok();
        let found =
            state.as_array().into_iter().flatten().find(|event| event["type"] == kind && event["state_key"] == key);
        found.map_or(Value::Null, |event| event["event_id"].clone())
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
