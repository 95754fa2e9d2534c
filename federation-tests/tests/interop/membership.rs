//! Coming, going, and being sent away.

use federation_tests::{hears, sync_after, sync_until};
use hs_testkit::{Client, Value, in_room, json};

use crate::{
    agreement::{agree, is_seen_as},
    stage::{ALL, Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(come_and_go, ALL),
    scenario!(thrown_out_and_back, ALL),
    scenario!(banned_and_forgiven, ALL),
    scenario!(knock_and_enter, &["9", "10", "11", "12"]),
    scenario!(
        knock_in_vain,
        &["9", "10", "11", "12"],
        not_with_synapse: "it keeps to itself that a knock was taken back, or turned down"
    ),
    scenario!(by_another_room, &["9", "10", "11", "12"]),
    scenario!(by_another_room_or_knock, &["10", "11", "12"]),
    scenario!(move_to_a_new_version, ALL),
];

/// Somebody ends another's stay in a room, who hears of it.
fn end(room: &str, by: &Client, how: &str, whom: &Client) {
    let since = whom.now();
    by.moderate(room, how, whom).ok();
    hears_of_the_end(whom, &since, room);
}

/// Waits until somebody is out of a room in which they were at `since`.
pub(crate) fn hears_of_the_end(client: &Client, since: &str, room: &str) {
    let is_over = |sync: &Value| sync["rooms"]["leave"][room].is_object().then_some(());
    sync_after(client, since, "that the room is over", is_over);
}

fn come_and_go(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = stage.room(&alice, json!({ "preset": "public_chat", "name": "Tea", "topic": "hot" }));
    alice.say(&room, "nobody is here yet");
    stage.join(&bob, &room).ok();
    bob.say(&room, "here I am");
    hears(&alice, &room, "here I am");
    alice.say(&room, "welcome");
    hears(&bob, &room, "welcome");
    // A second one needs nobody's help any more.
    let carol = stage.at_guest("carol");
    stage.join(&carol, &room).ok();
    agree(&room, &[&alice, &bob, &carol]);
    bob.leave(&room).ok();
    carol.leave(&room).ok();
    is_seen_as(&room, &bob, "leave", &[&alice]);
    is_seen_as(&room, &carol, "leave", &[&alice]);
    alice.say(&room, "they have gone");
    alice.set_state(&room, "m.room.topic", "", json!({ "topic": "cold" })).ok();
    stage.join(&bob, &room).ok();
    assert_eq!(bob.state(&room, "m.room.topic", "").ok()["topic"], "cold");
    agree(&room, &[&alice, &bob]);
}

fn thrown_out_and_back(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    is_seen_as(&room, &bob, "join", &[&alice]);
    end(&room, &alice, "kick", &bob);
    bob.send_event(&room, "m.room.message", json!({ "msgtype": "m.text", "body": "but" })).refused(403, "M_FORBIDDEN");
    stage.join(&bob, &room).ok();
    bob.say(&room, "back again");
    hears(&alice, &room, "back again");
    agree(&room, &[&alice, &bob]);
}

fn banned_and_forgiven(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    is_seen_as(&room, &bob, "join", &[&alice]);
    end(&room, &alice, "ban", &bob);
    stage.join(&bob, &room).refused(403, "M_FORBIDDEN");
    alice.moderate(&room, "unban", &bob).ok();
    is_seen_as(&room, &bob, "leave", &[&alice]);
    stage.join(&bob, &room).ok();
    agree(&room, &[&alice, &bob]);
}

fn knock_and_enter(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = stage.room(&alice, json!({ "name": "Club", "initial_state": [join_rule("knock")] }));
    stage.join(&bob, &room).refused(403, "M_FORBIDDEN");
    stage.knock(&bob, &room).ok();
    is_seen_as(&room, &bob, "knock", &[&alice]);
    sync_until(&bob, "of the knock", |sync| {
        let events = sync["rooms"]["knock"][&room]["knock_state"]["events"].as_array()?;
        events.iter().any(|event| event["type"] == "m.room.name" && event["content"]["name"] == "Club").then_some(())
    });
    alice.moderate(&room, "invite", &bob).ok();
    sync_until(&bob, "the invitation", |sync| sync["rooms"]["invite"][&room].is_object().then_some(()));
    stage.join(&bob, &room).ok();
    agree(&room, &[&alice, &bob]);
}

fn knock_in_vain(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = stage.room(&alice, json!({ "initial_state": [join_rule("knock")] }));
    stage.knock(&bob, &room).ok();
    is_seen_as(&room, &bob, "knock", &[&alice]);
    bob.leave(&room).ok();
    is_seen_as(&room, &bob, "leave", &[&alice]);
    stage.knock(&bob, &room).ok();
    is_seen_as(&room, &bob, "knock", &[&alice]);
    end(&room, &alice, "kick", &bob);
    stage.join(&bob, &room).refused(403, "M_FORBIDDEN");
}

fn join_rule(rule: &str) -> Value {
    json!({ "type": "m.room.join_rules", "state_key": "", "content": { "join_rule": rule } })
}

/// A room for the members of another.
fn restricted_to(stage: &Stage<'_>, creator: &Client, rule: &str, club: &str) -> String {
    let mut rules = join_rule(rule);
    rules["content"]["allow"] = json!([{ "type": "m.room_membership", "room_id": club }]);
    stage.room(creator, json!({ "initial_state": [rules] }))
}

fn by_another_room(stage: &Stage<'_>) {
    let (alice, bob, club) = stage.shared_room();
    let carol = stage.at_guest("carol");
    let room = restricted_to(stage, &alice, "restricted", &club);
    stage.join(&carol, &room).refused(403, "M_FORBIDDEN");
    stage.join(&bob, &room).ok();
    agree(&room, &[&alice, &bob]);
    // Now their server is in the room, and still has to ask those who may invite.
    stage.join(&carol, &room).refused(403, "M_FORBIDDEN");
    stage.join(&carol, &club).ok();
    is_seen_as(&club, &carol, "join", &[&alice]);
    stage.join(&carol, &room).ok();
    agree(&room, &[&alice, &bob, &carol]);
}

fn by_another_room_or_knock(stage: &Stage<'_>) {
    let (alice, bob, club) = stage.shared_room();
    let carol = stage.at_guest("carol");
    let room = restricted_to(stage, &alice, "knock_restricted", &club);
    stage.join(&bob, &room).ok();
    stage.knock(&carol, &room).ok();
    is_seen_as(&room, &carol, "knock", &[&alice, &bob]);
    alice.moderate(&room, "invite", &carol).ok();
    sync_until(&carol, "the invitation", |sync| sync["rooms"]["invite"][&room].is_object().then_some(()));
    // It comes to the invited one first, and into the room a moment later.
    is_seen_as(&room, &carol, "invite", &[&bob]);
    stage.join(&carol, &room).ok();
    agree(&room, &[&alice, &bob, &carol]);
}

fn move_to_a_new_version(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    is_seen_as(&room, &bob, "join", &[&alice]);
    let next = if stage.version == "12" { "11" } else { "12" };
    let upgraded = alice.post(&in_room(&room, "upgrade"), json!({ "new_version": next })).ok();
    let replacement = upgraded["replacement_room"].as_str().unwrap_or_default().to_owned();
    let told = sync_until(&bob, "the tombstone", |sync| {
        let joined = &sync["rooms"]["join"][&room];
        let events = ["timeline", "state"].iter().filter_map(|part| joined[part]["events"].as_array()).flatten();
        let tombstone = events.into_iter().find(|event| event["type"] == "m.room.tombstone")?;
        Some(tombstone["content"]["replacement_room"].clone())
    });
    assert_eq!(told, replacement.as_str());
    stage.join(&bob, &replacement).ok();
    let create = bob.state(&replacement, "m.room.create", "").ok();
    assert_eq!((&create["predecessor"]["room_id"], &create["room_version"]), (&json!(room), &json!(next)));
    agree(&replacement, &[&alice, &bob]);
    agree(&room, &[&alice, &bob]);
}
