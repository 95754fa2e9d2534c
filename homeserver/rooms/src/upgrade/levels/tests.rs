use ruma::{RoomVersionId, room_version_rules::RoomVersionRules, user_id};
use serde_json::{Map, Value, json};

use super::{carried, closed, needed, raised};

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

fn rules(version: &RoomVersionId) -> RoomVersionRules {
    version.rules().unwrap()
}

#[test]
fn a_closed_room_asks_for_more_than_everybody_has() {
    assert_eq!(closed(&map(json!({}))).unwrap(), map(json!({ "events_default": 50, "invite": 50 })));
    let content = map(json!({ "users_default": 80, "invite": 100 }));
    assert_eq!(closed(&content).unwrap(), map(json!({ "users_default": 80, "invite": 100, "events_default": 81 })));
    assert_eq!(closed(&map(json!({ "events_default": 50, "invite": "60" }))), None);
}

#[test]
fn creators_above_all_have_no_level_and_get_one_below_version_12() {
    let alice = [user_id!("@alice:a.org").to_owned()];
    let content = map(json!({ "users": { "@alice:a.org": 100, "@bob:a.org": "50" } }));
    let up = carried(content, &alice, &alice, &rules(&RoomVersionId::V9), &rules(&RoomVersionId::V12));
    assert_eq!(up, map(json!({ "users": { "@bob:a.org": 50 } })));
    let down = carried(up, &alice, &alice, &rules(&RoomVersionId::V12), &rules(&RoomVersionId::V11));
    assert_eq!(down, map(json!({ "users": { "@alice:a.org": 100, "@bob:a.org": 50 } })));
}

#[test]
fn an_upgrader_has_enough_while_the_room_is_furnished() {
    let bob = user_id!("@bob:a.org");
    let content = map(json!({ "users": { "@bob:a.org": 50 }, "events": { "m.room.power_levels": 100 } }));
    assert_eq!(needed(&content, &["m.room.name"]), 100);
    let raised_content = raised(&content, bob, 100, &rules(&RoomVersionId::V11)).unwrap();
    assert_eq!(raised_content["users"]["@bob:a.org"], 100);
    assert_eq!(raised(&content, bob, 50, &rules(&RoomVersionId::V11)), None);
    assert_eq!(raised(&content, bob, 100, &rules(&RoomVersionId::V12)), None);
}
