use ruma::{OwnedUserId, events::room::power_levels::RoomPowerLevels, push::Ruleset, room_id, user_id};
use serde_json::{json, value::to_raw_value};

use super::{Judge, Outcome};
use crate::{pdu::Pdu, power, room_version};

fn event(kind: &str, content: &serde_json::Value) -> Pdu {
    let json = json!({
        "type": kind, "sender": "@alice:localhost", "room_id": "!room:localhost", "origin_server_ts": 1,
        "content": content,
    });
    Pdu::from_json("$event".try_into().unwrap(), room_id!("!room:localhost"), to_raw_value(&json).unwrap()).unwrap()
}

fn levels() -> RoomPowerLevels {
    let rules = room_version::rules(&room_version::DEFAULT).unwrap();
    power::power_levels(&event("m.room.create", &json!({})), None, &rules)
}

fn judged(content: &serde_json::Value) -> (Outcome, Outcome) {
    let pdu = event("m.room.message", content);
    let mut judge = Judge::new(&pdu, 3, levels());
    let bob: OwnedUserId = user_id!("@bob:localhost").to_owned();
    let own = judge.judge(&bob, "Bob", &Ruleset::server_default(&bob));
    (judge.unmentioned(), own)
}

const NOTIFY: Outcome = Outcome { notify: true, highlight: false };
const HIGHLIGHT: Outcome = Outcome { notify: true, highlight: true };

#[test]
fn a_message_notifies_and_a_mention_stands_out() {
    assert_eq!(judged(&json!({ "msgtype": "m.text", "body": "hi" })), (NOTIFY, NOTIFY));
    let mention = json!({ "msgtype": "m.text", "body": "hi", "m.mentions": { "user_ids": ["@bob:localhost"] } });
    assert_eq!(judged(&mention), (NOTIFY, HIGHLIGHT));
}

#[test]
fn a_notice_is_quiet() {
    assert_eq!(judged(&json!({ "msgtype": "m.notice", "body": "hi" })), (Outcome::default(), Outcome::default()));
}

#[test]
fn nobody_is_notified_of_their_own_words() {
    let pdu = event("m.room.message", &json!({ "msgtype": "m.text", "body": "hi" }));
    let alice = user_id!("@alice:localhost");
    let outcome = Judge::new(&pdu, 2, levels()).judge(alice, "Alice", &Ruleset::server_default(alice));
    assert_eq!(outcome, Outcome::default());
}

#[test]
fn mentions_of_the_wrong_shape_are_no_mentions() {
    assert_eq!(judged(&json!({ "msgtype": "m.text", "body": "hi", "m.mentions": 7 })), (NOTIFY, NOTIFY));
}
