//! Invitations: taken, turned down, and taken back.

use federation_tests::{eventually, hears, sync_until};
use hs_testkit::{Client, Value, json};

use crate::{
    agreement::{agree, is_seen_as},
    stage::{ALL, ONE, Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(taken, ALL),
    scenario!(turned_down, ALL),
    scenario!(taken_back, ALL),
    scenario!(into_a_direct_chat, ONE),
    scenario!(by_a_guest, ALL),
];

/// Waits for an invitation, and gives back what it shows of the room.
fn is_invited(client: &Client, room: &str) -> Vec<Value> {
    sync_until(client, "the invitation", |sync| {
        sync["rooms"]["invite"][room]["invite_state"]["events"].as_array().cloned()
    })
}

fn private_room(stage: &Stage<'_>, creator: &Client) -> String {
    stage.room(creator, json!({ "preset": "private_chat", "name": "Secret" }))
}

fn taken(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = private_room(stage, &alice);
    stage.join(&bob, &room).refused(403, "M_FORBIDDEN");
    alice.moderate(&room, "invite", &bob).ok();
    let shown = is_invited(&bob, &room);
    let shows = |kind: &str, key: &str| shown.iter().find(|event| event["type"] == kind && event["state_key"] == key);
    assert_eq!(shows("m.room.name", "").expect("the name is shown")["content"]["name"], "Secret");
    assert_eq!(shows("m.room.create", "").expect("the beginning is shown")["sender"], alice.user_id.as_str());
    let own = shows("m.room.member", &bob.user_id).expect("the invitation is shown");
    assert_eq!((&own["content"]["membership"], &own["sender"]), (&json!("invite"), &json!(alice.user_id)));
    bob.join(&room).ok();
    bob.say(&room, "thank you");
    hears(&alice, &room, "thank you");
    agree(&room, &[&alice, &bob]);
}

fn turned_down(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = private_room(stage, &alice);
    alice.moderate(&room, "invite", &bob).ok();
    is_invited(&bob, &room);
    bob.leave(&room).ok();
    is_seen_as(&room, &bob, "leave", &[&alice]);
    assert!(bob.sync("")["rooms"]["invite"][&room].is_null(), "the invitation is gone");
    stage.join(&bob, &room).refused(403, "M_FORBIDDEN");
    alice.moderate(&room, "invite", &bob).ok();
    is_invited(&bob, &room);
    bob.join(&room).ok();
    agree(&room, &[&alice, &bob]);
}

fn taken_back(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = private_room(stage, &alice);
    alice.moderate(&room, "invite", &bob).ok();
    is_invited(&bob, &room);
    alice.moderate(&room, "kick", &bob).ok();
    eventually("the invitation is gone", || bob.sync("")["rooms"]["invite"][&room].is_null().then_some(()));
    stage.join(&bob, &room).refused(403, "M_FORBIDDEN");
}

fn into_a_direct_chat(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let options = json!({ "preset": "trusted_private_chat", "is_direct": true, "invite": [bob.user_id] });
    let room = stage.room(&alice, options);
    let shown = is_invited(&bob, &room);
    let own = shown.iter().find(|event| event["state_key"] == bob.user_id.as_str()).expect("the invitation is shown");
    assert_eq!(own["content"]["is_direct"], true);
    bob.join(&room).ok();
    let set = json!({ "topic": "both may do everything here" });
    bob.set_state(&room, "m.room.topic", "", set).ok();
    agree(&room, &[&alice, &bob]);
}

/// Whoever came from elsewhere invites others, of both servers.
fn by_a_guest(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let (carol, dan) = (stage.at_host("carol"), stage.at_guest("dan"));
    let room = private_room(stage, &alice);
    alice.moderate(&room, "invite", &bob).ok();
    is_invited(&bob, &room);
    bob.join(&room).ok();
    for other in [&carol, &dan] {
        bob.moderate(&room, "invite", other).ok();
        is_invited(other, &room);
        other.join(&room).ok();
    }
    carol.say(&room, "so many of us");
    hears(&dan, &room, "so many of us");
    agree(&room, &[&alice, &bob, &carol, &dan]);
}
