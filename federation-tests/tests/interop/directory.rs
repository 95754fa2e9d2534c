//! Rooms as they are found from elsewhere: by alias, in lists, in spaces, and seen from outside.

use federation_tests::eventually;
use hs_testkit::{Client, Value, encode, json, unique};

use crate::{
    agreement::agree,
    stage::{ALL, ONE, Scenario, Stage, scenario},
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(by_alias, ALL),
    scenario!(in_a_list, ONE),
    scenario!(in_a_space, &["11", "12"]),
    scenario!(seen_from_outside, ONE),
    scenario!(people_of_a_room, ONE),
];

fn by_alias(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let local = format!("tea-{}", unique());
    let alias = format!("#{local}:{}", stage.host.name());
    let room = stage.room(&alice, json!({ "preset": "public_chat", "room_alias_name": local }));
    let path = format!("/_matrix/client/v3/directory/room/{}", encode(&alias));
    let found = bob.get(&path).ok();
    assert_eq!(found["room_id"], room.as_str());
    assert!(found["servers"].as_array().is_some_and(|servers| servers.contains(&json!(stage.host.name()))), "{found}");
    let joined = bob.post(&format!("/_matrix/client/v3/join/{}", encode(&alias)), json!({})).ok();
    assert_eq!(joined["room_id"], room.as_str());
    agree(&room, &[&alice, &bob]);
    alice.delete(&path).ok();
    bob.get(&path).refused(404, "M_NOT_FOUND");
}

/// What is listed on a server, as somebody of another sees it.
fn listed(client: &Client, server: &str, term: &str) -> Vec<Value> {
    let path = format!("/_matrix/client/v3/publicRooms?server={}", encode(server));
    let body = json!({ "limit": 50, "filter": { "generic_search_term": term } });
    client.post(&path, body).ok()["chunk"].as_array().cloned().unwrap_or_default()
}

fn in_a_list(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let name = format!("Listed {}", unique());
    let options = json!({ "preset": "public_chat", "visibility": "public", "name": name, "topic": "for all" });
    let room = stage.room(&alice, options);
    let hidden = stage.room(&alice, json!({ "preset": "public_chat", "name": name }));
    let found = eventually("the room is listed", || listed(&bob, stage.host.name(), &name).into_iter().next());
    assert_eq!((&found["room_id"], &found["name"], &found["topic"]), (&json!(room), &json!(name), &json!("for all")));
    assert_eq!(found["num_joined_members"], 1);
    assert_eq!(found["join_rule"].as_str().unwrap_or("public"), "public");
    let all = listed(&bob, stage.host.name(), &name);
    assert!(
        all.iter().all(|listed| listed["room_id"] != hidden.as_str()),
        "a room that is not published is not listed"
    );
    assert!(listed(&bob, stage.host.name(), "no room has this name").is_empty());
}

/// A space of the host with a room that is open, one that is not, and one on the guest.
fn in_a_space(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let open = stage.room(&alice, json!({ "preset": "public_chat", "name": "Open" }));
    let closed = stage.room(&alice, json!({ "preset": "private_chat", "name": "Closed" }));
    let afar = stage.room(&bob, json!({ "preset": "public_chat", "name": "Afar" }));
    let space = json!({ "preset": "public_chat", "name": "Space", "creation_content": { "type": "m.space" } });
    let space = stage.room(&alice, space);
    for (room, server) in [(&open, stage.host), (&closed, stage.host), (&afar, stage.guest)] {
        alice.set_state(&space, "m.space.child", room, json!({ "via": [server.name()] })).ok();
    }
    stage.join(&bob, &space).ok();
    agree(&space, &[&alice, &bob]);
    let seen = |client: &Client| {
        let path = format!("/_matrix/client/v1/rooms/{}/hierarchy?limit=20", encode(&space));
        let mut rooms: Vec<String> = client.get(&path).ok()["rooms"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|room| room["name"].as_str().unwrap_or_default().to_owned())
            .collect();
        rooms.sort();
        rooms
    };
    assert_eq!(seen(&bob), ["Afar", "Open", "Space"]);
    assert_eq!(seen(&alice), ["Afar", "Closed", "Open", "Space"]);
}

fn seen_from_outside(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let room = stage.room(&alice, json!({ "preset": "public_chat", "name": "From outside", "topic": "t" }));
    let secret = stage.room(&alice, json!({ "preset": "private_chat", "name": "Secret" }));
    let summary = |room: &str| bob.get(&format!("/_matrix/client/v1/room_summary/{}?{}", encode(room), stage.via()));
    let seen = summary(&room).ok();
    assert_eq!((&seen["name"], &seen["num_joined_members"]), (&json!("From outside"), &json!(1)));
    assert_eq!(summary(&secret).status, 404);
}

/// People of other servers are found by who shares a room with them, and by nobody else.
fn people_of_a_room(stage: &Stage<'_>) {
    let (alice, bob) = stage.alice_and_bob();
    let name = format!("Ada {}", unique());
    let profile = format!("/_matrix/client/v3/profile/{}/displayname", encode(&alice.user_id));
    alice.put(&profile, json!({ "displayname": name })).ok();
    let finds = |term: &str| {
        let found = bob.post("/_matrix/client/v3/user_directory/search", json!({ "search_term": term })).ok();
        found["results"]
            .as_array()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .find(|found| found["user_id"] == *alice.user_id)
    };
    let room = stage.room(&alice, json!({ "preset": "public_chat" }));
    assert_eq!(finds(&name), None);
    for _ in 0..2 {
        stage.join(&bob, &room).ok();
        let found = eventually("she is found", || finds(&name));
        assert_eq!(found["display_name"], name.as_str());
        bob.leave(&room).ok();
        eventually("she is not found any more", || finds(&name).is_none().then_some(()));
    }
}
