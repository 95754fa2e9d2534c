//! Two ways to hear the same: whatever people do, who slides knows what who syncs knows.

use std::collections::{BTreeMap, BTreeSet};

use hs_testkit::{Client, Value, ids, json};

use super::{pos, slide};
use crate::on_each_database;

/// What a client has pieced together of one room.
#[derive(Debug, Default, PartialEq)]
struct Known {
    state: BTreeMap<(String, String), String>,
    timeline: BTreeSet<String>,
}

fn learn_state(known: &mut Known, events: &Value) {
    for event in events.as_array().into_iter().flatten() {
        let text = |key: &str| event[key].as_str().map(str::to_owned);
        if let (Some(kind), Some(key), Some(id)) = (text("type"), text("state_key"), text("event_id")) {
            known.state.insert((kind, key), id);
        }
    }
}

/// A number that looks like any other, the same in each run.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 40).expect("24 bits")
}

fn do_something(seed: &mut u64, people: &[Client], rooms: &[String]) {
    let (who, room) = (&people[next(seed) % people.len()], &rooms[next(seed) % rooms.len()]);
    // Much of this is refused, as it is when people do it.
    match next(seed) % 8 {
        0..4 => drop(who.send_event(room, "m.room.message", json!({ "msgtype": "m.text", "body": "x" }))),
        4 => drop(who.leave(room)),
        5 => drop(who.join(room)),
        6 => drop(who.set_state(room, "m.room.topic", "", json!({ "topic": next(seed).to_string() }))),
        _ => drop(who.moderate(room, "kick", &people[next(seed) % people.len()])),
    }
}

#[test]
fn who_slides_knows_what_who_syncs_knows() {
    on_each_database(|setup| {
        let server = setup.start();
        let people: Vec<Client> = ["alice", "bob", "carol"].into_iter().map(|name| server.register(name)).collect();
        let rooms: Vec<String> = (0..5)
            .map(|number| {
                people[0].create_room(json!({ "preset": "public_chat", "name": number.to_string(),
                    "power_level_content_override": { "users_default": 50 } }))
            })
            .collect();
        let bob = &people[1];
        for room in &rooms {
            bob.join(room).ok();
        }
        let mut seed = 20_261_120;
        println!("seed {seed}");
        let mut slid: BTreeMap<String, Known> = BTreeMap::new();
        let mut connection = String::new();
        for round in 0..60 {
            for _ in 0..next(&mut seed) % 6 {
                do_something(&mut seed, &people, &rooms);
            }
            let last = next(&mut seed) % 5;
            let body = json!({ "lists": { "all": {
                "ranges": [[0, last]], "required_state": [["*", "*"]], "timeline_limit": 1 + next(&mut seed) % 4,
            } } });
            let answer = slide(bob, &connection, &body);
            connection = pos(&answer).to_owned();
            for (room, told) in answer["rooms"].as_object().expect("rooms") {
                let known = slid.entry(room.clone()).or_default();
                if told["initial"] == true {
                    *known = Known::default();
                } else if told["limited"] == true {
                    known.timeline.clear();
                }
                learn_state(known, &told["required_state"]);
                known.timeline.extend(ids(&told["timeline"]));
            }
            if round % 10 != 9 {
                continue;
            }
            // Now and then the whole list, and a look at what a first sync tells.
            let all = json!({ "lists": { "all": { "required_state": [["*", "*"]], "timeline_limit": 1 } } });
            let answer = slide(bob, &connection, &all);
            connection = pos(&answer).to_owned();
            for (room, told) in answer["rooms"].as_object().expect("rooms") {
                let known = slid.entry(room.clone()).or_default();
                if told["initial"] == true {
                    *known = Known::default();
                }
                learn_state(known, &told["required_state"]);
                known.timeline.extend(ids(&told["timeline"]));
            }
            let sync = bob.sync("");
            for (room, section) in sync["rooms"]["join"].as_object().into_iter().flatten() {
                let mut expected = Known::default();
                learn_state(&mut expected, &section["state"]["events"]);
                learn_state(&mut expected, &section["timeline"]["events"]);
                let known = slid.get(room).expect("a room that one is in has been told of");
                assert_eq!(known.state, expected.state, "round {round}, {room}");
                let newest = ids(&section["timeline"]["events"]).pop().expect("an event");
                assert!(known.timeline.contains(&newest), "round {round}, {room}: {newest}");
            }
        }
    });
}
