//! What it costs to write an event and to tell of it, in one process on a database in memory: what is left when the disk
//! and the wire are taken away. `make bench` prints it.

#![expect(clippy::expect_used, reason = "a benchmark that goes wrong ends")]

use std::{cell::Cell, sync::Arc, time::Duration};

use divan::{Bencher, counter::ItemsCount};
use hs_accounts::{Accounts, Contact, NewDevice, Settings};
use hs_config::{AccessTokens, HashCost, Passwords, Registration, RegistrationMode};
use hs_core::{
    clock::Clock,
    entropy::Entropy,
    signing::{ServerIdentity, SigningKey},
    sync::token::SyncToken,
};
use hs_rooms::{Actor, NewRoom, Rooms, RoomsOptions};
use hs_storage::Store;
use hs_sync::{Sync, SyncRequest, response::Response};
use ruma::{OwnedRoomId, events::TimelineEventType, owned_server_name, owned_user_id};
use serde_json::{json, value::to_raw_value};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;

fn main() {
    divan::main();
}

/// How many messages each room has at the beginning.
const MESSAGES: usize = 20;

/// A server with one user, who is in some rooms.
struct Server {
    runtime: Runtime,
    rooms: Rooms,
    sync: Sync,
    actor: Actor,
    room_ids: Vec<OwnedRoomId>,
    said: Cell<u64>,
}

impl Server {
    fn new(room_count: usize) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let (rooms, sync, actor) = runtime.block_on(services());
        let mut server = Self { runtime, rooms, sync, actor, room_ids: Vec::new(), said: Cell::default() };
        for _ in 0..room_count {
            let room = server.runtime.block_on(server.rooms.create(&server.actor, &NewRoom::default()));
            server.room_ids.push(room.expect("a room"));
            (0..MESSAGES).for_each(|_| server.say());
        }
        server
    }

    /// Says something in the newest room.
    fn say(&self) {
        let room_id = self.room_ids.last().expect("a room");
        self.said.set(self.said.get() + 1);
        let transaction = self.said.get().to_string();
        let content = to_raw_value(&json!({ "msgtype": "m.text", "body": "x".repeat(200) })).expect("JSON");
        let kind = TimelineEventType::RoomMessage;
        let sent = self.rooms.send_message(&self.actor, room_id, kind, content, transaction.as_str().into(), None);
        self.runtime.block_on(sent).expect("sent");
    }

    fn sync(&self, since: Option<SyncToken>) -> Response {
        let request = SyncRequest { since, ..SyncRequest::default() };
        self.runtime.block_on(self.sync.respond(&self.actor, &request)).expect("an answer")
    }
}

async fn services() -> (Rooms, Sync, Actor) {
    let name = owned_server_name!("example.org");
    let identity = Arc::new(ServerIdentity::new(name.clone(), SigningKey::from_seed([7; 32]).expect("a key")));
    let (store, clock, entropy) = (Store::memory().await.expect("a database"), Clock::system(), Entropy::seeded(7));
    let settings = Settings {
        server_name: name,
        registration: Registration {
            mode: RegistrationMode::Open,
            guests: false,
            requires_email: false,
            shared_secret: None,
            terms: Vec::new(),
        },
        passwords: Passwords { hash_cost: HashCost::Minimum },
        access_tokens: AccessTokens { lifetime: None, refreshable_lifetime: Duration::from_hours(1) },
        presence: false,
        app_services: Vec::new(),
        contact: Contact::default(),
    };
    let accounts = Accounts::new(store.clone(), settings, clock.clone(), entropy.clone()).expect("accounts");
    let options = RoomsOptions::default();
    let rooms = Rooms::new(store.clone(), accounts.clone(), identity, clock.clone(), entropy.clone(), options);
    accounts.user.create_directly("alice", "correct horse", false, Some(NewDevice::default())).await.expect("a user");
    let user_id = owned_user_id!("@alice:example.org");
    let user = *store.intern_users(&[&user_id]).await.expect("known").first().expect("one");
    let actor = Actor { user_id, user, device_id: None, is_guest: false };
    let sync = Sync::new(store, accounts, rooms.clone(), clock, entropy, CancellationToken::new());
    (rooms, sync, actor)
}

#[divan::bench]
fn persist_a_message(bencher: Bencher<'_, '_>) {
    let server = Server::new(1);
    bencher.bench_local(|| server.say());
}

#[divan::bench(args = [1, 100])]
fn assemble_one_message_among_rooms(bencher: Bencher<'_, '_>, rooms: usize) {
    let server = Server::new(rooms);
    let since = || {
        let token = server.sync(None).next_batch.parse().expect("a token");
        server.say();
        Some(token)
    };
    bencher.with_inputs(since).bench_local_values(|since| server.sync(since));
}

#[divan::bench(args = [1, 100])]
fn assemble_a_first_sync_of_rooms(bencher: Bencher<'_, '_>, rooms: usize) {
    let server = Server::new(rooms);
    bencher.counter(ItemsCount::new(rooms * MESSAGES)).bench_local(|| server.sync(None));
}

#[divan::bench(args = [1, 100])]
fn write_a_first_sync_of_rooms(bencher: Bencher<'_, '_>, rooms: usize) {
    let response = Server::new(rooms).sync(None);
    bencher.counter(ItemsCount::new(rooms * MESSAGES)).bench_local(|| serde_json::to_vec(&response).expect("JSON"));
}
