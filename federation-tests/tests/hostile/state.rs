//! State that stood for a while, until what happened elsewhere took it away.

use federation_tests::eventually;
use hs_testkit::{Value, json};

use crate::{Stage, id_of};

#[test]
fn a_client_hears_of_state_that_stands_no_more() {
    let stage = Stage::new();
    let (bob, carol) = (stage.user("bob"), stage.user("carol"));
    stage.join(&bob);
    stage.join(&carol);
    let mut levels = stage.alice.state(&stage.room, "m.room.power_levels", "").ok();
    levels["users"][&bob] = json!(50);
    levels["users"][&carol] = json!(90);
    levels["state_default"] = json!(50);
    stage.alice.set_state(&stage.room, "m.room.power_levels", "", levels).ok();
    stage.alice.set_state(&stage.room, "m.room.name", "", json!({ "name": "Alice's" })).ok();
    let slide = |pos: Option<&Value>| {
        let pos = pos.and_then(Value::as_str).map(|pos| format!("pos={pos}&")).unwrap_or_default();
        let rules = json!({ "required_state": [["m.room.topic", ""], ["m.room.name", ""]], "timeline_limit": 10 });
        let path = format!("/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?{pos}timeout=0");
        stage.alice.post(&path, json!({ "room_subscriptions": { &stage.room: rules } })).ok()
    };
    let required = |answer: &Value, kind: &str| {
        let events = answer["rooms"][&stage.room]["required_state"].as_array().cloned().unwrap_or_default();
        events.into_iter().find(|event| event["type"] == kind).unwrap_or_default()
    };
    let first = slide(None);
    assert_eq!(required(&first, "m.room.topic"), Value::Null);
    assert_eq!(required(&first, "m.room.name")["content"]["name"], "Alice's");
    // At the same time, Bob sets a topic and another name, and Carol bans him.
    let (mut topic, mut ban) = (stage.message(&bob, ""), stage.message(&carol, ""));
    topic["type"] = "m.room.topic".into();
    topic["state_key"] = "".into();
    topic["content"] = json!({ "topic": "Bob was here" });
    let mut name = topic.clone();
    name["type"] = "m.room.name".into();
    name["content"] = json!({ "name": "Bob's" });
    ban["type"] = "m.room.member".into();
    ban["state_key"] = bob.into();
    ban["content"] = json!({ "membership": "ban" });
    let allows_both = [&topic, &ban].map(|event| event["auth_events"].as_array().cloned().unwrap_or_default());
    let mut allowing = allows_both.concat();
    allowing.sort_by_key(Value::to_string);
    allowing.dedup();
    ban["auth_events"] = allowing.into();
    let has_topic = || stage.alice.state(&stage.room, "m.room.topic", "").status == 200;
    let topic = stage.sign(topic);
    name["prev_events"] = json!([id_of(&topic)]);
    stage.transact("topic", &[topic, stage.sign(name)], &[]).ok();
    let named = |name: &str| stage.alice.state(&stage.room, "m.room.name", "").ok()["name"] == name;
    eventually("both stand", || (has_topic() && named("Bob's")).then_some(()));
    let second = slide(Some(&first["pos"]));
    assert_eq!(required(&second, "m.room.topic")["content"]["topic"], "Bob was here");
    assert_eq!(required(&second, "m.room.name")["content"]["name"], "Bob's");
    let since = stage.alice.now();
    stage.transact("ban", &[stage.sign(ban)], &[]).ok();
    eventually("both are gone", || (!has_topic() && named("Alice's")).then_some(()));
    let third = slide(Some(&second["pos"]));
    assert_eq!(required(&third, "m.room.topic"), json!({ "type": "m.room.topic", "state_key": "" }));
    assert_eq!(required(&third, "m.room.name")["content"]["name"], "Alice's");
    // Who syncs in the other way hears at least of what stands again.
    let synced = stage.alice.sync(&since);
    let state = synced["rooms"]["join"][&stage.room]["state"]["events"].clone();
    let is_name = |event: &&Value| event["type"] == "m.room.name";
    let name = state.as_array().into_iter().flatten().find(is_name).cloned().unwrap_or_default();
    assert_eq!(name["content"]["name"], "Alice's");
    stage.server.assert_sound();
}
