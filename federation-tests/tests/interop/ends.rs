//! A server that lets a room's graph fray: many events at once that all follow on the same one.

use federation_tests::{Participant, Peer, eventually, id_of};
use hs_testkit::{Value, bodies, encode, json, unique};
use ruma::RoomVersionId;

use crate::{
    agreement::{agree, is_seen_as},
    stage::{Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[scenario!(many_ends, &["6", "11"])];

/// More than an event may have parents.
const ENDS: usize = 40;

/// Asks a server as the peer.
fn ask(peer: &Peer, server: &dyn Participant, method: &str, uri: &str, body: Option<&Value>) -> Value {
    peer.ask(&server.client(), server.name(), method, uri, body).ok()
}

/// Joins a room of the host's as a user of the peer. Returns the join with its id, and what allows messages after it.
fn join(peer: &Peer, stage: &Stage<'_>, room: &str, user: &str) -> (String, Value, Vec<String>) {
    let version = RoomVersionId::try_from(stage.version).expect("a version");
    let uri = format!("/_matrix/federation/v1/make_join/{}/{}?ver={version}", encode(room), encode(user));
    let made = ask(peer, stage.host, "GET", &uri, None);
    let mut event = made["event"].clone();
    event["origin"] = json!(peer.name());
    event["content"] = json!({ "membership": "join" });
    let event = peer.sign_event(event, &version.rules().expect("its rules"));
    let id = id_of(&version, &event);
    let uri = format!("/_matrix/federation/v2/send_join/{}/{}", encode(room), encode(&id));
    let joined = ask(peer, stage.host, "PUT", &uri, Some(&event));
    let state = joined["state"].as_array().cloned().unwrap_or_default();
    let allows = |event: &&Value| ["m.room.create", "m.room.power_levels"].iter().any(|kind| event["type"] == *kind);
    let mut allowing: Vec<String> = state.iter().filter(allows).map(|event| id_of(&version, event)).collect();
    allowing.push(id.clone());
    (id, event, allowing)
}

fn many_ends(stage: &Stage<'_>) {
    let peer = Peer::new(stage.network.authority(), |_| None);
    let (alice, bob, room) = stage.shared_room();
    let mallory = format!("@mallory:{}", peer.name());
    let (join_id, join, allowing) = join(&peer, stage, &room, &mallory);
    let mut known = alice.clone();
    known.user_id.clone_from(&mallory);
    is_seen_as(&room, &known, "join", &[&alice, &bob]);
    let version = RoomVersionId::try_from(stage.version).expect("a version");
    let rules = version.rules().expect("its rules");
    let depth = join["depth"].as_i64().unwrap_or_default() + 1;
    let pdus: Vec<Value> = (0..ENDS)
        .map(|number| {
            let event = json!({
                "type": "m.room.message", "sender": mallory, "room_id": room, "origin": peer.name(),
                "content": { "msgtype": "m.text", "body": format!("end {number}") },
                "prev_events": [join_id], "auth_events": allowing, "depth": depth,
                "origin_server_ts": join["origin_server_ts"],
            });
            peer.sign_event(event, &rules)
        })
        .collect();
    for server in [stage.host, stage.guest] {
        let uri = format!("/_matrix/federation/v1/send/{}", unique());
        let body = json!({ "origin": peer.name(), "origin_server_ts": join["origin_server_ts"], "pdus": pdus });
        let answer = ask(&peer, server, "PUT", &uri, Some(&body));
        let results = answer["pdus"].as_object().expect("a result for each event");
        assert!(results.values().all(|result| result.get("error").is_none()), "{answer}");
    }
    for client in [&alice, &bob] {
        eventually("all ends are there", || {
            let history = bodies(&Value::Array(client.history(&room, 100)));
            (history.iter().filter(|body| body.starts_with("end ")).count() == ENDS).then_some(())
        });
    }
    // Who goes on ties the ends together.
    for speaker in [&alice, &bob, &alice, &bob] {
        speaker.say(&room, "one thread again");
        agree(&room, &[&alice, &bob]);
    }
}
