//! State that stood for a while, until what happened elsewhere took it away.

use federation_tests::eventually;
use hs_testkit::{Value, json};

use crate::Stage;

#[test]
fn a_client_hears_of_state_that_stands_no_more() {
    let stage = Stage::new();
    let (bob, carol) = (stage.user("bob"), stage.user("carol"));
    stage.join(&bob);
    stage.join(&carol);
    let mut levels = stage.alice.state(&stage.room, "m.room.power_levels", "").ok();
    levels["users"][&bob] = json!(50);
    levels["users"][&carol] = json!(90);
    stage.alice.set_state(&stage.room, "m.room.power_levels", "", levels).ok();
    let slide = |pos: Option<&Value>| {
        let pos = pos.and_then(Value::as_str).map(|pos| format!("pos={pos}&")).unwrap_or_default();
        let rules = json!({ "required_state": [["m.room.topic", ""]], "timeline_limit": 10 });
        let path = format!("/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?{pos}timeout=0");
        stage.alice.post(&path, json!({ "room_subscriptions": { &stage.room: rules } })).ok()
    };
    let required = |answer: &Value| answer["rooms"][&stage.room]["required_state"].clone();
    let first = slide(None);
    assert_eq!(required(&first), Value::Null);
    // At the same time, Bob sets a topic and Carol bans him.
    let (mut topic, mut ban) = (stage.message(&bob, ""), stage.message(&carol, ""));
    topic["type"] = "m.room.topic".into();
    topic["state_key"] = "".into();
    topic["content"] = json!({ "topic": "Bob was here" });
    ban["type"] = "m.room.member".into();
    ban["state_key"] = bob.into();
    ban["content"] = json!({ "membership": "ban" });
    let allows_both = [&topic, &ban].map(|event| event["auth_events"].as_array().cloned().unwrap_or_default());
    let mut allowing = allows_both.concat();
    allowing.sort_by_key(Value::to_string);
    allowing.dedup();
    ban["auth_events"] = allowing.into();
    let has_topic = || stage.alice.state(&stage.room, "m.room.topic", "").status == 200;
    stage.transact("topic", &[stage.sign(topic)], &[]).ok();
    eventually("the topic stands", || has_topic().then_some(()));
    let second = slide(Some(&first["pos"]));
    assert_eq!(required(&second)[0]["content"]["topic"], "Bob was here");
    stage.transact("ban", &[stage.sign(ban)], &[]).ok();
    eventually("the topic is gone", || (!has_topic()).then_some(()));
    let third = slide(Some(&second["pos"]));
    assert_eq!(required(&third), json!([{ "type": "m.room.topic", "state_key": "" }]));
    stage.server.assert_sound();
}
