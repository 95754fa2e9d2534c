//! What people say to each other, what passes without being kept, and who they say they are.

use federation_tests::{eventually, hears, sync_until};
use hs_testkit::{Client, Value, encode, event_id, in_room, json};

use crate::{
    agreement::agree,
    stage::{ALL, ONE, Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(messages_keep_their_order, ALL),
    scenario!(edits_reactions_and_threads, &["6", "11"]),
    scenario!(taken_back_on_all_servers, ALL),
    scenario!(state_of_either_side, ALL),
    scenario!(typing_and_receipts, ONE),
    scenario!(who_is_there, ONE),
    scenario!(names_and_pictures, ONE),
];

/// The texts of all messages in a room, oldest first.
fn said(client: &Client, room: &str) -> Vec<String> {
    let messages = client.history(room, 100).into_iter().rev().filter(|event| event["type"] == "m.room.message");
    messages.filter_map(|event| event["content"]["body"].as_str().map(str::to_owned)).collect()
}

fn messages_keep_their_order(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    let mut wanted = Vec::new();
    for turn in 0..5 {
        for (speaker, listener, name) in [(&alice, &bob, "alice"), (&bob, &alice, "bob")] {
            let text = format!("{name} {turn}");
            speaker.say(&room, &text);
            hears(listener, &room, &text);
            wanted.push(text);
        }
    }
    for turn in 0..20 {
        let text = format!("at once {turn}");
        bob.say(&room, &text);
        wanted.push(text);
    }
    agree(&room, &[&alice, &bob]);
    for client in [&alice, &bob] {
        assert_eq!(said(client, &room), wanted);
    }
}

fn edits_reactions_and_threads(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    let first = alice.say(&room, "helo");
    hears(&bob, &room, "helo");
    let relate = |who: &Client, kind: &str, content: Value| event_id(&who.send_event(&room, kind, content).ok());
    let edited = json!({
        "msgtype": "m.text",
        "body": "* hello",
        "m.new_content": { "msgtype": "m.text", "body": "hello" },
        "m.relates_to": { "rel_type": "m.replace", "event_id": first },
    });
    let edit = relate(&alice, "m.room.message", edited);
    let like = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": first, "key": "👍" } });
    relate(&bob, "m.reaction", like);
    let thread = json!({ "rel_type": "m.thread", "event_id": first });
    let answer = json!({ "msgtype": "m.text", "body": "in the thread", "m.relates_to": thread });
    let answer = relate(&bob, "m.room.message", answer);
    hears(&alice, &room, "in the thread");
    agree(&room, &[&alice, &bob]);
    for client in [&alice, &bob] {
        let seen = client.event(&room, &first).ok();
        let relations = &seen["unsigned"]["m.relations"];
        assert_eq!(relations["m.replace"]["event_id"], edit.as_str(), "{seen}");
        assert_eq!(relations["m.thread"]["latest_event"]["event_id"], answer.as_str(), "{seen}");
        let path = format!("/_matrix/client/v1/rooms/{}/relations/{}/m.annotation", encode(&room), encode(&first));
        assert_eq!(client.get(&path).ok()["chunk"][0]["sender"], bob.user_id.as_str());
    }
}

fn taken_back_on_all_servers(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    let own = bob.say(&room, "I did not say this");
    let rude = bob.say(&room, "rude");
    hears(&alice, &room, "rude");
    bob.redact(&room, &own, json!({ "reason": "a slip" })).ok();
    alice.redact(&room, &rude, json!({})).ok();
    for (event, client) in [(&own, &alice), (&own, &bob), (&rude, &alice), (&rude, &bob)] {
        eventually("the message is empty", || {
            let seen = client.event(&room, event).ok();
            (seen["content"] == json!({}) && seen["unsigned"]["redacted_because"].is_object()).then_some(())
        });
    }
    // Who may not take back others' words cannot.
    let kept = alice.say(&room, "stays");
    hears(&bob, &room, "stays");
    bob.redact(&room, &kept, json!({})).refused(403, "M_FORBIDDEN");
    agree(&room, &[&alice, &bob]);
}

fn state_of_either_side(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    let name = json!({ "name": "Bob's" });
    bob.set_state(&room, "m.room.name", "", name.clone()).refused(403, "M_FORBIDDEN");
    let mut levels = alice.state(&room, "m.room.power_levels", "").ok();
    levels["users"][&bob.user_id] = json!(50);
    alice.set_state(&room, "m.room.power_levels", "", levels).ok();
    sync_until(&bob, "of the power", |sync| {
        let events = sync["rooms"]["join"][&room]["timeline"]["events"].as_array()?;
        let level = |event: &Value| event["content"]["users"][&bob.user_id] == 50;
        events.iter().any(level).then_some(())
    });
    bob.set_state(&room, "m.room.name", "", name).ok();
    bob.set_state(&room, "org.example.any", "a key/with §", json!({ "deep": { "er": [1, -2, null] } })).ok();
    eventually("alice sees the name", || (alice.state(&room, "m.room.name", "").body["name"] == "Bob's").then_some(()));
    alice.set_state(&room, "m.room.name", "", json!({ "name": "Ours" })).ok();
    agree(&room, &[&alice, &bob]);
}

/// Waits until something passes in a room.
fn passes(client: &Client, room: &str, kind: &str, found: impl Fn(&Value) -> bool) {
    sync_until(client, kind, |sync| {
        let events = sync["rooms"]["join"][room]["ephemeral"]["events"].as_array()?;
        events.iter().any(|event| event["type"] == kind && found(&event["content"])).then_some(())
    });
}

fn typing_and_receipts(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        let text = format!("read this, says {}", one.user_id);
        let event = one.say(&room, &text);
        hears(other, &room, &text);
        let path = in_room(&room, &format!("typing/{}", encode(&other.user_id)));
        other.put(&path, json!({ "typing": true, "timeout": 20_000 })).ok();
        passes(one, &room, "m.typing", |content| content["user_ids"] == json!([other.user_id]));
        other.put(&path, json!({ "typing": false })).ok();
        passes(one, &room, "m.typing", |content| content["user_ids"] == json!([]));
        other.post(&in_room(&room, &format!("receipt/m.read/{}", encode(&event))), json!({})).ok();
        passes(one, &room, "m.receipt", |content| content[&event]["m.read"][&other.user_id].is_object());
    }
}

fn who_is_there(stage: &Stage<'_>) {
    let (alice, bob, _) = stage.shared_room();
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        let path = format!("/_matrix/client/v3/presence/{}/status", encode(&other.user_id));
        other.put(&path, json!({ "presence": "online", "status_msg": "at tea" })).ok();
        sync_until(one, "of the other's presence", |sync| {
            let events = sync["presence"]["events"].as_array()?;
            let status =
                |event: &Value| event["sender"] == other.user_id.as_str() && event["content"]["status_msg"] == "at tea";
            events.iter().any(status).then_some(())
        });
    }
}

fn names_and_pictures(stage: &Stage<'_>) {
    let (alice, bob, room) = stage.shared_room();
    let carol = stage.at_guest("carol");
    for (who, name) in [(&alice, "Alice L."), (&bob, "Bob B."), (&carol, "Carol")] {
        let profile = |field: &str| format!("/_matrix/client/v3/profile/{}/{field}", encode(&who.user_id));
        who.put(&profile("displayname"), json!({ "displayname": name })).ok();
        who.put(&profile("avatar_url"), json!({ "avatar_url": "mxc://example.org/picture" })).ok();
    }
    for (who, by) in [(&alice, &bob), (&bob, &alice), (&carol, &alice)] {
        let profile = by.get(&format!("/_matrix/client/v3/profile/{}", encode(&who.user_id))).ok();
        assert_eq!(profile["avatar_url"], "mxc://example.org/picture", "{profile}");
    }
    for client in [&alice, &bob] {
        eventually("the names are in the room", || {
            let joined = client.get(&in_room(&room, "joined_members")).ok();
            let name = |who: &Client| joined["joined"][&who.user_id]["display_name"].clone();
            (name(&alice) == "Alice L." && name(&bob) == "Bob B.").then_some(())
        });
    }
    agree(&room, &[&alice, &bob]);
    let nobody = format!("/_matrix/client/v3/profile/{}", encode(&format!("@nobody:{}", stage.guest.name())));
    alice.get(&nobody).refused(404, "M_NOT_FOUND");
}
