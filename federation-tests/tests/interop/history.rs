//! What was said before somebody came, and after they went.

use federation_tests::{hears, sync_until};
use hs_testkit::{Client, Value, bodies, json};

use crate::{
    agreement::{agree, is_seen_as},
    stage::{ALL, ONE, Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(all_of_a_long_past, ALL),
    scenario!(since_the_invitation, &["6", "11", "12"]),
    scenario!(since_the_join, &["6", "11", "12"]),
    scenario!(until_the_end, &["11", "12"]),
    scenario!(a_gap_between_two_stays, &["11", "12"]),
    scenario!(around_an_event_of_the_past, ONE),
];

/// The texts that somebody can page back to, oldest first.
fn read(client: &Client, room: &str) -> Vec<String> {
    let mut events = client.history(room, 30);
    events.reverse();
    bodies(&Value::Array(events))
}

fn numbered(what: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{what} {n}")).collect()
}

fn say_all(client: &Client, room: &str, texts: &[String]) {
    for text in texts {
        client.say(room, text);
    }
}

fn all_of_a_long_past(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = stage.room(&alice, json!({ "preset": "public_chat" }));
    let past = numbered("long ago", 70);
    say_all(&alice, &room, &past);
    stage.join(&bob, &room).ok();
    assert_eq!(read(&bob, &room), past);
    agree(&room, &[&alice, &bob]);
}

/// A private room in which history is visible as `visibility` says, with words before Bob was invited, before he
/// joined, and after.
fn visible(stage: &Stage<'_>, visibility: &str) -> (Client, Client, String) {
    let (alice, bob) = stage.alice_and_bob();
    let setting = json!({
        "type": "m.room.history_visibility", "state_key": "", "content": { "history_visibility": visibility },
    });
    let room = stage.room(&alice, json!({ "preset": "private_chat", "initial_state": [setting] }));
    alice.say(&room, "before the invitation");
    alice.moderate(&room, "invite", &bob).ok();
    alice.say(&room, "before the join");
    sync_until(&bob, "the invitation", |sync| sync["rooms"]["invite"][&room].is_object().then_some(()));
    bob.join(&room).ok();
    is_seen_as(&room, &bob, "join", &[&alice]);
    alice.say(&room, "after the join");
    hears(&bob, &room, "after the join");
    (alice, bob, room)
}

fn since_the_invitation(stage: &Stage<'_>) {
    let (_, bob, room) = visible(stage, "invited");
    assert_eq!(read(&bob, &room), ["before the join", "after the join"]);
}

fn since_the_join(stage: &Stage<'_>) {
    let (_, bob, room) = visible(stage, "joined");
    assert_eq!(read(&bob, &room), ["after the join"]);
}

/// Who has left reads what was said until then, and nothing of what came after.
fn until_the_end(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    let carol = stage.at_guest("carol");
    stage.join(&carol, &room).ok();
    alice.say(&room, "with bob");
    hears(&bob, &room, "with bob");
    bob.leave(&room).ok();
    is_seen_as(&room, &bob, "leave", &[&alice, &carol]);
    alice.say(&room, "without bob");
    hears(&carol, &room, "without bob");
    assert_eq!(read(&bob, &room), ["with bob"]);
    assert_eq!(read(&carol, &room), ["with bob", "without bob"]);
}

/// A server that was in a room, and is again, reads what was said between.
fn a_gap_between_two_stays(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    alice.say(&room, "first stay");
    hears(&bob, &room, "first stay");
    bob.leave(&room).ok();
    is_seen_as(&room, &bob, "leave", &[&alice]);
    let between = numbered("between", 40);
    say_all(&alice, &room, &between);
    stage.join(&bob, &room).ok();
    bob.say(&room, "second stay");
    hears(&alice, &room, "second stay");
    let mut wanted = between;
    wanted.insert(0, "first stay".to_owned());
    wanted.push("second stay".to_owned());
    assert_eq!(read(&bob, &room), wanted);
    agree(&room, &[&alice, &bob]);
}

/// The middle of a past that this server has not got.
fn around_an_event_of_the_past(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = stage.room(&alice, json!({ "preset": "public_chat" }));
    say_all(&alice, &room, &numbered("early", 20));
    let middle = alice.say(&room, "the middle");
    let ts = alice.event(&room, &middle).ok()["origin_server_ts"].as_u64().unwrap_or_default();
    std::thread::sleep(std::time::Duration::from_millis(5));
    say_all(&alice, &room, &numbered("late", 60));
    stage.join(&bob, &room).ok();
    let path = format!("/_matrix/client/v1/rooms/{}/timestamp_to_event?dir=f&ts={ts}", hs_testkit::encode(&room));
    assert_eq!(bob.get(&path).ok()["event_id"], middle.as_str());
    let context =
        bob.get(&hs_testkit::in_room(&room, &format!("context/{}?limit=4", hs_testkit::encode(&middle)))).ok();
    assert_eq!(context["event"]["content"]["body"], "the middle");
    // Synapse fetches what is around it only when somebody reads back.
    let nearest = |side: &str, wanted: &str| {
        let found = bodies(&context[side]);
        assert_eq!(found.first().map_or(wanted, String::as_str), wanted);
    };
    nearest("events_before", "early 19");
    nearest("events_after", "late 0");
    let mut wanted = numbered("early", 20);
    wanted.push("the middle".to_owned());
    wanted.extend(numbered("late", 60));
    assert_eq!(read(&bob, &room), wanted);
}
