//! What others tell of the past changes the present: whoever was put out before they did something has not done it, and
//! all who saw it are told.

use federation_tests::{eventually, reply_json, sync_after};
use hs_testkit::{Client, Value, in_room, json};

use crate::{Stage, id_of};

/// A room in which a user of the peer puts Carol out before she sets the topic.
struct Story {
    stage: Stage,
    mallory: String,
    carol: Client,
    /// A template of what follows on the room as it was before Carol set the topic.
    before: Value,
    /// The state then.
    state: Vec<Value>,
    /// Carol's departure then.
    kick: Value,
    /// Before Carol set the topic, and after.
    since: [String; 2],
}

impl Story {
    fn begin() -> Self {
        let stage = Stage::new();
        let mallory = stage.user("mallory");
        let carol = stage.server.register("carol");
        carol.join(&stage.room).ok();
        stage.join(&mallory);
        let levels = json!({ "users": { &stage.alice.user_id: 100, &mallory: 90, &carol.user_id: 50 } });
        stage.alice.set_state(&stage.room, "m.room.power_levels", "", levels).ok();
        stage.alice.set_state(&stage.room, "m.room.topic", "", json!({ "topic": "of before" })).ok();
        let before = stage.make_join(&mallory);
        let state = stage.alice.get(&in_room(&stage.room, "state")).ok();
        let state = state.as_array().cloned().unwrap_or_default();
        let allowing = [
            ("m.room.create", ""),
            ("m.room.power_levels", ""),
            ("m.room.member", mallory.as_str()),
            ("m.room.member", carol.user_id.as_str()),
        ];
        let kick = stage.sign(json!({
            "type": "m.room.member", "state_key": carol.user_id, "sender": mallory, "room_id": stage.room,
            "content": { "membership": "leave" }, "origin_server_ts": 1_700_000_000_000_i64,
            "prev_events": before["prev_events"], "depth": before["depth"],
            "auth_events": allowing.map(|(kind, key)| stage.state_id(&stage.room, kind, key)),
        }));
        let begun = stage.alice.now();
        carol.set_state(&stage.room, "m.room.topic", "", json!({ "topic": "of carol" })).ok();
        let since = [begun, stage.alice.now()];
        Self { stage, mallory, carol, before, state, kick, since }
    }

    /// Carol hears that she is out, and Alice that the topic is what it was, whichever way and since when she asks.
    fn assert_told(&self, carol_since: &str) {
        let Self { stage, carol, .. } = self;
        let room = &stage.room;
        sync_after(carol, carol_since, "of the end", |sync| sync["rooms"]["leave"][room].is_object().then_some(()));
        let topic = || stage.alice.state(room, "m.room.topic", "").ok()["topic"].clone();
        eventually("the topic of before", || (topic() == "of before").then_some(()));
        for (since, known) in self.since.iter().zip(["of before", "of carol"]) {
            for (query, parts) in [("", &["state", "timeline"][..]), ("use_state_after=true", &["state_after"])] {
                let sync = stage.alice.sync_with(since, query);
                let told = parts.iter().filter_map(|part| sync["rooms"]["join"][room][part]["events"].as_array());
                let told: Vec<Value> = told.flatten().cloned().collect();
                let topic = told.iter().rev().find(|event| event["type"] == "m.room.topic");
                let topic = topic.map_or(&json!(known), |event| &event["content"]["topic"]).clone();
                assert_eq!(topic, "of before", "{query}: {sync:#}");
                let member = told.iter().rev().find(|event| event["state_key"] == carol.user_id.as_str());
                assert_eq!(
                    member.map(|event| &event["content"]["membership"]),
                    Some(&json!("leave")),
                    "{query}: {sync:#}"
                );
            }
        }
        stage.server.assert_sound();
    }
}

#[test]
fn a_departure_beside_the_present() {
    let story = Story::begin();
    let since = story.carol.now();
    let answer = story.stage.transact("kick", std::slice::from_ref(&story.kick), &[]).ok();
    assert_eq!(answer["pdus"][id_of(&story.kick)], json!({}));
    story.assert_told(&since);
}

#[test]
fn a_departure_that_is_only_part_of_a_state() {
    let story = Story::begin();
    let Story { stage, mallory, carol, before, state, kick, .. } = &story;
    let since = carol.now();
    let is_of_carol = |event: &&Value| event["state_key"] == carol.user_id.as_str();
    let mut ids: Vec<Value> =
        state.iter().filter(|event| !is_of_carol(event)).map(|event| event["event_id"].clone()).collect();
    ids.push(id_of(kick).into());
    let answers = [
        ("get_missing_events/", json!({ "events": [] })),
        ("state_ids/", json!({ "pdu_ids": ids, "auth_chain_ids": [] })),
        ("event/", json!({ "origin": stage.peer.name(), "origin_server_ts": 1, "pdus": [kick] })),
    ];
    for (path, answer) in answers {
        stage.script.say(&format!("/_matrix/federation/v1/{path}"), move || reply_json(200, &answer));
    }
    let mut message = stage.message(mallory, "she has gone");
    message["prev_events"] = json!(["$nobodyhasthis"]);
    message["depth"] = json!(before["depth"].as_i64().unwrap_or_default() + 2);
    stage.transact("message", &[stage.sign(message)], &[]).ok();
    story.assert_told(&since);
    let asked: Vec<String> = stage.peer.asked().into_iter().map(|asked| asked.path).collect();
    assert!(asked.iter().any(|path| path.contains(&id_of(kick))), "{asked:?}");
}
