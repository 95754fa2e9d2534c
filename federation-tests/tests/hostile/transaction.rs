//! Transactions.

use federation_tests::Homeserver;
use hs_testkit::{Value, json};

use crate::{Stage, id_of};

const PDUS: &str = include_str!("corpus/pdus.jsonl");
const EDUS: &str = include_str!("corpus/edus.jsonl");
/// What may stand in any place instead of what belongs there.
const VALUES: [&str; 9] =
    ["null", "true", "-1", "9007199254740991", "\"\"", "\"\\u0000\"", "[]", "{}", "[[[[{\"a\":[null]}]]]]"];

fn corpus(stage: &Stage, lines: &str, event: &str) -> Vec<Value> {
    let names = [
        ("ROOM", stage.room.as_str()),
        ("EVENT", event),
        ("USER", &stage.user("mallory")),
        ("PEER", stage.peer.name()),
        ("OURS", stage.server.name()),
    ];
    let fill = |line: &str| names.iter().fold(line.to_owned(), |line, (name, value)| line.replace(name, value));
    lines
        .lines()
        .map(|line| serde_json::from_str(&fill(line)).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// Every transaction is answered in a way that the specification knows, and the server is as well as before.
fn assert_answered(stage: &Stage, id: &str, pdus: &[Value], edus: &[Value]) {
    let answer = stage.transact(id, pdus, edus);
    assert!(matches!(answer.status, 200 | 400), "{id}: {} {}", answer.status, answer.text);
}

fn assert_alive(server: &Homeserver) {
    server.client().get("/_matrix/client/versions").ok();
    server.assert_sound();
}

#[test]
fn whatever_is_sent_is_answered_and_harms_nobody() {
    let stage = Stage::new();
    let said = stage.alice.say(&stage.room, "before all that");
    let ids = || hs_testkit::ids(&stage.alice.messages(&stage.room, "dir=b&limit=100")["chunk"]);
    let before = ids();
    let (pdus, edus) = (corpus(&stage, PDUS, &said), corpus(&stage, EDUS, &said));
    for (nth, pdu) in pdus.iter().enumerate() {
        assert_answered(&stage, &format!("pdu{nth}"), std::slice::from_ref(pdu), &[]);
    }
    for (nth, edu) in edus.iter().enumerate() {
        assert_answered(&stage, &format!("edu{nth}"), &[], std::slice::from_ref(edu));
    }
    assert_answered(&stage, "all", &pdus, &edus);
    // Each field of a good event in turn is something else, signed or not.
    let good = stage.message(&stage.user("mallory"), "a pattern");
    let fields: Vec<String> = good.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    for value in VALUES {
        let value: Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{value}: {error}"));
        let broken = fields.iter().map(|field| {
            let mut event = good.clone();
            event[field] = value.clone();
            stage.sign(event)
        });
        assert_answered(
            &stage,
            &format!("broken {value}").replace(|c: char| !c.is_alphanumeric(), "x"),
            &broken.collect::<Vec<_>>(),
            &[],
        );
    }
    assert_alive(&stage.server);
    assert_eq!(before, ids(), "nothing of it is in the room");
    assert_eq!(stage.alice.sync("")["presence"]["events"].as_array().map_or(0, Vec::len), 0);
}

#[test]
fn only_so_much_fits_into_a_transaction() {
    let stage = Stage::new();
    let many = vec![json!({}); 51];
    stage.transact("pdus", &many, &[]).refused(400, "M_INVALID_PARAM");
    stage.transact("edus", &[], &vec![json!({}); 101]).refused(400, "M_INVALID_PARAM");
    stage.server.assert_sound();
}

#[test]
fn what_is_sent_twice_is_taken_in_once() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.join(&user);
    let event = stage.sign(stage.message(&user, "hello"));
    let since = stage.alice.now();
    let first = stage.transact("t", std::slice::from_ref(&event), &[]).ok();
    assert_eq!(first["pdus"][id_of(&event)], json!({}));
    // The same transaction, whatever is in it now, and the same event in another one.
    let other = stage.sign(stage.message(&user, "never heard of"));
    assert_eq!(stage.transact("t", &[other], &[]).ok(), first);
    stage.transact("u", std::slice::from_ref(&event), &[]).ok();
    let said = || {
        let history = stage.alice.history(&stage.room, 50);
        history.iter().filter(|event| event["type"] == "m.room.message").cloned().collect::<Vec<_>>()
    };
    stage.alice.sync_with(&since, "timeout=10000");
    let said = said();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0]["content"]["body"], "hello");
    stage.server.assert_sound();
}

#[test]
fn events_that_lie_are_not_shown() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.join(&user);
    let honest = stage.sign(stage.message(&user, "honest"));
    let mut another_body = stage.sign(stage.message(&user, "signed"));
    another_body["content"]["body"] = "changed on the way".into();
    let mut another_depth = stage.sign(stage.message(&user, "deep"));
    another_depth["depth"] = 77.into();
    let mut of_alice = stage.message(&user, "in the name of Alice");
    of_alice["sender"] = stage.alice.user_id.clone().into();
    let of_alice = stage.sign(of_alice);
    let mut without_power = stage.message(&user, "");
    without_power["type"] = "m.room.power_levels".into();
    without_power["state_key"] = "".into();
    without_power["content"] = json!({ "users": { &user: 100 } });
    let without_power = stage.sign(without_power);
    let mut allowed_by_nothing = stage.message(&user, "allowed by nothing");
    allowed_by_nothing["auth_events"] = json!([]);
    let allowed_by_nothing = stage.sign(allowed_by_nothing);
    let mut after_nothing = stage.message(&user, "after nothing that is there");
    after_nothing["prev_events"] = (0..20).map(|nth| format!("$nowhere{nth}")).collect::<Value>();
    let after_nothing = stage.sign(after_nothing);
    let lies =
        [another_body, another_depth.clone(), of_alice.clone(), without_power, allowed_by_nothing, after_nothing];
    let results = stage.transact("lies", &lies, &[]).ok();
    for forged in [&another_depth, &of_alice] {
        let error = &results["pdus"][id_of(forged)]["error"];
        assert!(error.as_str().is_some_and(|error| !error.is_empty()), "{results}");
    }
    stage.transact("honest", &[honest], &[]).ok();
    let mut since = stage.alice.now();
    let mut shown = stage.alice.history(&stage.room, 50);
    while !shown.iter().any(|event| event["content"]["body"] == "honest") {
        since = hs_testkit::next_batch(&stage.alice.sync_with(&since, "timeout=10000"));
        shown = stage.alice.history(&stage.room, 50);
    }
    let bodies: Vec<&Value> =
        shown.iter().map(|event| &event["content"]["body"]).filter(|body| !body.is_null()).collect();
    assert_eq!(bodies, ["honest"], "{shown:?}");
    let levels = stage.alice.state(&stage.room, "m.room.power_levels", "").ok();
    assert_eq!(levels["users"][&user], Value::Null);
    stage.server.assert_sound();
}
