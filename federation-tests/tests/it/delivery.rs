//! What one server tells another: events, what passes, messages to devices; through outages and power cuts.

use std::{
    thread,
    time::{Duration, Instant},
};

use federation_tests::{Homeserver, Network, Peer, eventually, hears, id_of, sync_after, sync_until};
use hs_testkit::{Client, Value, bodies, encode, json};
use ruma::RoomVersionId;

/// How long news may be on its way.
const PATIENCE: Duration = Duration::from_secs(30);

/// Two servers with a person each, who share a room that lives on both.
struct Pair {
    /// Its authority's files are read again at each start.
    _network: Network,
    here: Homeserver,
    there: Homeserver,
    alice: Client,
    bob: Client,
    room: String,
}

impl Pair {
    fn new() -> Self {
        let network = Network::new();
        let (here, there) = (network.start(), network.start());
        let (alice, bob) = (here.register("alice"), there.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        join(&bob, &room, &here);
        Self { _network: network, here, there, alice, bob, room }
    }

    fn assert_sound(&self) {
        self.here.assert_sound();
        self.there.assert_sound();
    }
}

fn join(client: &Client, room: &str, via: &Homeserver) {
    let path = format!("/_matrix/client/v3/join/{}?via={1}&server_name={1}", encode(room), encode(via.name()));
    client.post(&path, json!({})).ok();
}

/// Waits until all of these messages are in the history of a room.
#[track_caller]
fn has_all(client: &Client, room: &str, texts: &[String]) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let history = Value::Array(client.history(room, 1_000));
        let known = bodies(&history);
        let missing: Vec<_> = texts.iter().filter(|text| !known.contains(text)).collect();
        if missing.is_empty() {
            assert_eq!(known.iter().filter(|text| texts.contains(text)).count(), texts.len(), "each message once");
            return;
        }
        assert!(Instant::now() < deadline, "these never came: {missing:?}");
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn what_is_said_on_one_server_is_heard_on_the_other() {
    let pair = Pair::new();
    pair.alice.say(&pair.room, "there");
    hears(&pair.bob, &pair.room, "there");
    pair.bob.say(&pair.room, "and back");
    hears(&pair.alice, &pair.room, "and back");
    pair.assert_sound();
}

#[test]
fn typing_and_receipts_pass_from_server_to_server() {
    let pair = Pair::new();
    let event = pair.alice.say(&pair.room, "read this");
    hears(&pair.bob, &pair.room, "read this");
    let room = encode(&pair.room);
    let bob = pair.bob.user_id.clone();
    let typing = |is_typing: bool| {
        let path = format!("/_matrix/client/v3/rooms/{room}/typing/{}", encode(&bob));
        pair.bob.put(&path, json!({ "typing": is_typing, "timeout": 20_000 })).ok();
    };
    let ephemeral = |kind: &str, found: &dyn Fn(&Value) -> bool| {
        sync_until(&pair.alice, kind, |sync| {
            let events = sync["rooms"]["join"][&pair.room]["ephemeral"]["events"].as_array()?;
            events.iter().any(|event| event["type"] == kind && found(&event["content"])).then_some(())
        });
    };
    typing(true);
    ephemeral("m.typing", &|content| content["user_ids"] == json!([bob]));
    typing(false);
    ephemeral("m.typing", &|content| content["user_ids"] == json!([]));
    pair.bob.post(&format!("/_matrix/client/v3/rooms/{room}/receipt/m.read/{}", encode(&event)), json!({})).ok();
    ephemeral("m.receipt", &|content| content[&event]["m.read"][&bob].is_object());
    pair.assert_sound();
}

#[test]
fn who_comes_to_a_room_brings_their_devices_along() {
    let network = Network::new();
    let server = network.start();
    let peer = Peer::new(network.authority(), |_| None);
    let (carol, alice) = (server.register("carol"), server.register("alice"));
    let room = carol.create_room(json!({ "preset": "public_chat", "room_version": "11" }));
    let mallory = format!("@mallory:{}", peer.name());
    let rules = RoomVersionId::V11.rules().expect("version 11 has rules");
    let make = format!("/_matrix/federation/v1/make_join/{}/{}?ver=11", encode(&room), encode(&mallory));
    let template = peer.ask(&server.client(), server.name(), "GET", &make, None).ok()["event"].clone();
    let join = peer.sign_event(template, &rules);
    let id = id_of(&RoomVersionId::V11, &join);
    let send = format!("/_matrix/federation/v2/send_join/{}/{}", encode(&room), encode(&id));
    peer.ask(&server.client(), server.name(), "PUT", &send, Some(&join)).ok();
    // What the peer was told of Alice's devices, the newest last.
    let told = || {
        let edus = peer.asked().into_iter().filter_map(|asked| asked.body["edus"].as_array().cloned()).flatten();
        let updates = edus.filter(|edu| edu["edu_type"] == "m.device_list_update");
        let of_alice = updates.filter(|edu| edu["content"]["user_id"] == alice.user_id.as_str());
        of_alice.map(|edu| edu["content"].clone()).collect::<Vec<_>>()
    };
    let rename = |name: &str| {
        let path = format!("/_matrix/client/v3/devices/{}", encode(&alice.device_id));
        alice.put(&path, json!({ "display_name": name })).ok();
    };
    let hears_of =
        |name: &str| eventually(name, || told().pop().filter(|update| update["device_display_name"] == name));
    rename("of before");
    carol.say(&room, "alone");
    eventually("the message", || {
        peer.asked().iter().any(|asked| asked.body.to_string().contains("alone")).then_some(())
    });
    assert_eq!(told(), Vec::<Value>::new(), "a server that shares no room hears nothing");
    alice.join(&room).ok();
    let first = hears_of("of before");
    alice.leave(&room).ok();
    rename("meanwhile");
    alice.join(&room).ok();
    let second = hears_of("meanwhile");
    assert_eq!(second["prev_id"], json!([first["stream_id"]]));
    server.assert_sound();
}

/// Alice sends something to all devices of Bob's.
fn tell_devices(pair: &Pair, text: &str) {
    let path = format!("/_matrix/client/v3/sendToDevice/m.test/{}", encode(text));
    let messages = json!({ &pair.bob.user_id: { "*": { "text": text } } });
    pair.alice.put(&path, json!({ "messages": messages })).ok();
}

#[test]
fn messages_to_devices_arrive_once_also_after_an_outage() {
    let mut pair = Pair::new();
    let mut got = Vec::new();
    let mut collect = |bob: &Client, count: usize| {
        sync_until(bob, "messages to the device", |sync| {
            let events = sync["to_device"]["events"].as_array().cloned().unwrap_or_default();
            got.extend(events.iter().map(|event| event["content"]["text"].as_str().unwrap_or_default().to_owned()));
            got.dedup();
            (got.len() >= count).then_some(())
        });
        got.clone()
    };
    tell_devices(&pair, "one");
    assert_eq!(collect(&pair.bob, 1), ["one"]);
    pair.there.stop();
    tell_devices(&pair, "two");
    tell_devices(&pair, "three");
    pair.here.kill();
    pair.here.start();
    pair.there.start();
    pair.bob = pair.there.client().with_session(&session(&pair.bob));
    assert_eq!(collect(&pair.bob, 3), ["one", "two", "three"]);
    pair.assert_sound();
}

/// What somebody signed in with, for a server that listens elsewhere now.
fn session(client: &Client) -> Value {
    json!({ "access_token": client.token(), "user_id": client.user_id, "device_id": client.device_id })
}

#[test]
fn a_server_that_was_away_is_told_what_it_missed() {
    let mut pair = Pair::new();
    pair.alice.say(&pair.room, "before");
    hears(&pair.bob, &pair.room, "before");
    pair.there.stop();
    let missed: Vec<String> = (0..20).map(|n| format!("missed {n}")).collect();
    for text in &missed {
        pair.alice.say(&pair.room, text);
    }
    pair.here.log_with("does not take what we send");
    pair.there.start();
    pair.bob = pair.there.client().with_session(&session(&pair.bob));
    // It speaks to us: that is reason enough to try again at once.
    pair.bob.say(&pair.room, "I am back");
    hears(&pair.alice, &pair.room, "I am back");
    has_all(&pair.bob, &pair.room, &missed);
    pair.assert_sound();
}

#[test]
fn after_a_week_nothing_is_lost() {
    const WEEK: Duration = Duration::from_hours(7 * 24);
    let mut pair = Pair::new();
    pair.alice.say(&pair.room, "before");
    hears(&pair.bob, &pair.room, "before");
    pair.there.stop();
    // More than are sent as they are: of these, the server asks for some itself.
    let missed: Vec<String> = (0..70).map(|n| format!("missed {n}")).collect();
    for text in &missed {
        pair.alice.say(&pair.room, text);
    }
    tell_devices(&pair, "while they are away");
    pair.here.log_with("does not take what we send");
    pair.here.let_pass(WEEK);
    pair.alice = pair.here.client().with_session(&session(&pair.alice));
    pair.alice.say(&pair.room, "a week later");
    pair.there.let_pass(WEEK);
    pair.there.start();
    pair.bob = pair.there.client().with_session(&session(&pair.bob));
    pair.bob.say(&pair.room, "back from far away");
    hears(&pair.alice, &pair.room, "back from far away");
    has_all(&pair.bob, &pair.room, &missed);
    has_all(&pair.bob, &pair.room, &["a week later".to_owned()]);
    sync_until(&pair.bob, "the message to the device", |sync| {
        (sync["to_device"]["events"][0]["content"]["text"] == "while they are away").then_some(())
    });
    pair.assert_sound();
}

#[test]
fn a_power_cut_loses_nothing_that_was_said() {
    let mut pair = Pair::new();
    let said: Vec<String> = (0..60).map(|n| format!("said {n}")).collect();
    for (n, text) in said.iter().enumerate() {
        pair.alice.say(&pair.room, text);
        if n % 20 == 13 {
            pair.here.kill();
            pair.here.start();
            pair.alice = pair.here.client().with_session(&session(&pair.alice));
        }
    }
    has_all(&pair.bob, &pair.room, &said);
    pair.assert_sound();
}

#[test]
fn who_has_left_hears_no_more_and_who_is_thrown_out_hears_that() {
    let pair = Pair::new();
    pair.alice.say(&pair.room, "welcome");
    hears(&pair.bob, &pair.room, "welcome");
    let since = pair.bob.now();
    pair.alice.moderate(&pair.room, "kick", &pair.bob).ok();
    sync_after(&pair.bob, &since, "the kick", |sync| sync["rooms"]["leave"][&pair.room].is_object().then_some(()));
    let before = pair.here.metric("heliograph_delivery_items_total");
    pair.alice.say(&pair.room, "now that they are gone");
    thread::sleep(Duration::from_secs(1));
    let after = pair.here.metric("heliograph_delivery_items_total");
    assert!((after - before).abs() < 0.5, "nothing was sent to a server that is not in the room");
    pair.assert_sound();
}

#[test]
fn who_joins_is_shown_the_room() {
    let network = Network::new();
    let (here, there) = (network.start(), network.start());
    let (alice, bob) = (here.register("alice"), there.register("bob"));
    let encryption = json!({
        "type": "m.room.encryption", "state_key": "", "content": { "algorithm": "m.megolm.v1.aes-sha2" },
    });
    let room = alice.create_room(json!({
        "preset": "private_chat", "invite": [bob.user_id], "initial_state": [encryption],
    }));
    let invited = sync_until(&bob, "the invitation", |sync| {
        sync["rooms"]["invite"][&room].is_object().then(|| hs_testkit::next_batch(sync))
    });
    join(&bob, &room, &here);
    for since in ["", &invited] {
        let sync = sync_after(&bob, since, "the room", |sync| {
            sync["rooms"]["join"][&room].is_object().then(|| sync["rooms"]["join"][&room].clone())
        });
        let kinds = hs_testkit::types(&sync["state"]["events"]);
        for kind in ["m.room.create", "m.room.encryption", "m.room.member", "m.room.power_levels"] {
            assert!(kinds.iter().any(|known| known == kind), "{since:?}: {sync:#}");
        }
    }
}
