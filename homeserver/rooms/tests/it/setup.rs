//! Servers in one process, each with a database of its own, and what carries events from one to the other.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use hs_accounts::{Accounts, Contact, NewDevice, Settings};
use hs_config::{AccessTokens, HashCost, Passwords, Registration, RegistrationMode};
use hs_core::{
    clock::Clock,
    entropy::Entropy,
    error::MatrixError,
    pdu::{Draft, SharedPdu, check},
    room_version,
    signing::{ServerIdentity, SigningKey},
};
use hs_rooms::{
    Actor, Completion, Import, Incoming, NewRoom, NoPolicyServers, Outcome, PolicyServers, RoomHead, Rooms,
    RoomsOptions, Window,
};
use hs_storage::Store;
use ruma::{
    EventId, OwnedEventId, OwnedRoomId, OwnedServerName, OwnedUserId, RoomId, RoomVersionId, UserId,
    events::{StateEventType, TimelineEventType},
    serde::Base64,
    signatures::{PublicKeyMap, PublicKeySet},
};
use serde_json::{Value, json, value::to_raw_value};

/// A server with one user.
pub(crate) struct Server {
    pub(crate) rooms: Rooms,
    pub(crate) store: Store,
    pub(crate) actor: Actor,
    pub(crate) name: OwnedServerName,
    pub(crate) clock: Clock,
    identity: Arc<ServerIdentity>,
}

/// The state of a room in words: event ids by type and state key.
pub(crate) type Words = BTreeMap<(String, String), OwnedEventId>;

impl Server {
    pub(crate) async fn new(name: &str, user: &str) -> Self {
        Self::asking(name, user, Arc::new(NoPolicyServers)).await
    }

    /// A server that asks policy servers.
    pub(crate) async fn asking(name: &str, user: &str, policy_servers: Arc<dyn PolicyServers>) -> Self {
        let name = OwnedServerName::try_from(name).unwrap();
        let seed = name.as_str().bytes().fold(7_u8, u8::wrapping_add);
        let key = SigningKey::from_seed([seed; 32]).unwrap();
        let identity = Arc::new(ServerIdentity::new(name.clone(), key));
        let store = Store::memory().await.unwrap();
        let clock = Clock::manual(1_700_000_000_000 + i64::from(seed));
        let settings = Settings {
            server_name: name.clone(),
            registration: Registration {
                mode: RegistrationMode::Open,
                guests: false,
                shared_secret: None,
                requires_email: false,
                terms: Vec::new(),
            },
            passwords: Passwords { hash_cost: HashCost::Minimum },
            access_tokens: AccessTokens { lifetime: None, refreshable_lifetime: Duration::from_hours(1) },
            presence: true,
            app_services: Vec::new(),
            contact: Contact::default(),
        };
        let entropy = Entropy::seeded(seed.into());
        let accounts = Accounts::new(store.clone(), settings, clock.clone(), entropy.clone()).unwrap();
        let options = RoomsOptions { policy_servers, ..RoomsOptions::default() };
        let rooms = Rooms::new(store.clone(), accounts.clone(), Arc::clone(&identity), clock.clone(), entropy, options);
        let device = Some(NewDevice::default());
        accounts.user.create_directly(user, "correct horse", false, device).await.unwrap();
        let user_id = OwnedUserId::try_from(format!("@{user}:{name}")).unwrap();
        let nid = store.intern_users(&[&user_id]).await.unwrap()[0];
        let actor = Actor { user_id, user: nid, device_id: None, is_guest: false };
        Self { rooms, store, actor, name, clock, identity }
    }

    pub(crate) fn me(&self) -> &UserId {
        &self.actor.user_id
    }

    /// A public room of this server.
    pub(crate) async fn room(&self, version: RoomVersionId) -> OwnedRoomId {
        let wanted = NewRoom { version: Some(version), is_public: true, ..NewRoom::default() };
        self.rooms.create(&self.actor, &wanted).await.unwrap()
    }

    pub(crate) async fn head(&self, room_id: &RoomId) -> Arc<RoomHead> {
        let room = self.rooms.find(room_id).await.unwrap().unwrap();
        self.rooms.head(room).await.unwrap()
    }

    /// Says something.
    pub(crate) async fn say(&self, room_id: &RoomId, body: &str) -> SharedPdu {
        let id = self.try_say(room_id, body).await.unwrap();
        self.pdu(&id).await
    }

    /// Says something, if it may.
    pub(crate) async fn try_say(&self, room_id: &RoomId, body: &str) -> Result<OwnedEventId, MatrixError> {
        let content = to_raw_value(&json!({ "msgtype": "m.text", "body": body })).unwrap();
        self.rooms.send_message(&self.actor, room_id, TimelineEventType::RoomMessage, content, body.into(), None).await
    }

    /// What this server's user is shown of a room, the newest first.
    pub(crate) async fn shown(&self, room_id: &RoomId) -> Vec<OwnedEventId> {
        let head = self.head(room_id).await;
        let events = self.rooms.window(&head, Window::up_to(head.last_order, 50)).await.unwrap();
        let seen = self.rooms.visible(&head, &self.actor, events).await.unwrap();
        seen.iter().map(|seen| seen.event.pdu.event_id().clone()).collect()
    }

    /// Sets a piece of state.
    pub(crate) async fn set(&self, room_id: &RoomId, kind: &str, key: &str, content: Value) -> SharedPdu {
        let kind = StateEventType::from(kind);
        let content = to_raw_value(&content).unwrap();
        let id = self.rooms.send_state(&self.actor, room_id, &kind, key, content, None).await.unwrap();
        self.pdu(&id).await
    }

    /// An event as it is on disk.
    pub(crate) async fn pdu(&self, id: &EventId) -> SharedPdu {
        let row = self.store.event_by_id(id).await.unwrap().unwrap();
        let head = self.rooms.head(row.room).await.unwrap();
        let event = self.rooms.events(&head, &[row.nid]).await.unwrap().pop().unwrap();
        Arc::clone(&event.pdu)
    }

    /// Takes in events of another server, checked as if they had come by wire.
    pub(crate) async fn hear(&self, from: &Self, pdus: &[&SharedPdu]) -> Vec<Outcome> {
        assert_ne!(from.name, self.name, "events are heard from others");
        let mut outcomes = Vec::new();
        for pdu in pdus {
            let head = self.head(pdu.room_id()).await;
            let pdu = transmit(pdu, &head.version);
            outcomes.push(self.rooms.receive(Incoming::new(pdu)).await.unwrap());
        }
        outcomes
    }

    /// The join of this server's user by way of another server, which hears of it, too.
    pub(crate) async fn join(&self, host: &Self, room_id: &RoomId) -> SharedPdu {
        let import = self.join_import(host, room_id).await;
        self.rooms.import(&import).await.unwrap();
        import.event
    }

    /// What another server answers to a join.
    pub(crate) async fn join_import(&self, host: &Self, room_id: &RoomId) -> Import {
        let content = to_raw_value(&json!({ "membership": "join" })).unwrap();
        let draft = Draft::state(self.me().to_owned(), TimelineEventType::RoomMember, self.me(), content.clone());
        let template = host.rooms.template(room_id, draft).await.unwrap();
        let wanted = Completion { room_id, user: self.me(), content: &content };
        let event = self.rooms.complete(&template.event, &template.version, wanted).unwrap();
        assert_eq!(host.hear(self, &[&event]).await, [Outcome::Accepted]);
        let (_, state) = host.rooms.state_for_join(room_id, event.event_id()).await.unwrap();
        let version = template.version;
        let wire = |pdus: Vec<SharedPdu>| pdus.iter().map(|pdu| transmit(pdu, &version)).collect();
        let (state, auth_chain) = (wire(state.state), wire(state.auth_chain));
        Import { room_id: room_id.to_owned(), version, state, auth_chain, event }
    }

    /// The present state of a room, from memory.
    pub(crate) async fn state(&self, room_id: &RoomId) -> Words {
        let head = self.head(room_id).await;
        let state = self.rooms.current_state(&head);
        let words = self.words(&state.entries()).await;
        let room = self.rooms.find(room_id).await.unwrap().unwrap();
        let on_disk = self.store.current_state(room).await.unwrap();
        assert_eq!(words, self.words(&on_disk).await, "memory and disk agree");
        let joined = self.store.membership_count(room, &"join".into()).await.unwrap();
        assert_eq!(joined, head.joined);
        words
    }

    async fn words(&self, entries: &[(hs_core::nid::StateKeyNid, hs_core::nid::EventNid)]) -> Words {
        let keys: Vec<_> = entries.iter().map(|(key, _)| *key).collect();
        let spots = self.store.state_keys(&keys).await.unwrap();
        let nids: Vec<_> = entries.iter().map(|(_, nid)| *nid).collect();
        let rows = self.store.events(&nids).await.unwrap();
        let ids: BTreeMap<_, _> = rows.into_iter().map(|row| (row.nid, row.event_id)).collect();
        let entries = spots.into_iter().zip(nids);
        entries
            .map(|(spot, nid)| ((spot.event_type.to_string(), spot.state_key.to_string()), ids[&nid].clone()))
            .collect()
    }

    /// The ends of a room's graph.
    pub(crate) async fn ends(&self, room_id: &RoomId) -> Vec<OwnedEventId> {
        let mut ends: Vec<_> = self.head(room_id).await.extremities.iter().map(|(_, id)| id.clone()).collect();
        ends.sort();
        ends
    }

    /// The same event with a change that its server has not signed.
    pub(crate) fn sign(&self, mut event: Value, version: &RoomVersionId) -> SharedPdu {
        let rules = room_version::rules(version).unwrap();
        for field in ["hashes", "signatures"] {
            event.as_object_mut().unwrap().remove(field);
        }
        let mut object = serde_json::from_value(event).unwrap();
        self.identity.sign_event(&mut object, &rules).unwrap();
        let json = to_raw_value(&object).unwrap();
        let unchecked = check::read(&json, &rules).unwrap();
        Arc::new(unchecked.verify(&keys(&["a.example", "b.example", "c.example"]), &rules).unwrap().pdu)
    }
}

/// An event after the way over the wire: its signatures are checked with the keys of all servers of the test.
fn transmit(pdu: &SharedPdu, version: &RoomVersionId) -> SharedPdu {
    let rules = room_version::rules(version).unwrap();
    let unchecked = check::read(pdu.json(), &rules).unwrap();
    assert_eq!(unchecked.event_id(), pdu.event_id());
    let keys = keys(&["a.example", "b.example", "c.example"]);
    let received = unchecked.verify(&keys, &rules).unwrap();
    assert!(!received.was_redacted || pdu.json().get().len() < 2000, "the hash holds unless it was redacted");
    Arc::new(received.pdu)
}

fn keys(names: &[&str]) -> PublicKeyMap {
    let key = |name: &&str| {
        let seed = name.bytes().fold(7_u8, u8::wrapping_add);
        let key = SigningKey::from_seed([seed; 32]).unwrap();
        let set = PublicKeySet::from([(key.id().to_string(), Base64::new(key.public_key().to_vec()))]);
        ((*name).to_owned(), set)
    };
    names.iter().map(key).collect()
}
