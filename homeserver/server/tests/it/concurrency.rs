//! Many at once: a reader who follows with small limits loses nothing and sees nothing twice, however much is written
//! meanwhile.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use hs_testkit::{Client, Value, ids, in_room, json, next_batch};

use crate::on_each_database;

const WRITERS: usize = 8;
const MESSAGES: usize = 25;

/// Follows some rooms with a sync that shows at most two events of each, closing every gap by paging back.
struct Follower<'a> {
    client: &'a Client,
    since: String,
    seen: BTreeMap<String, Vec<String>>,
}

impl Follower<'_> {
    fn step(&mut self, timeout: u32) {
        let filter = json!({ "room": { "timeline": { "limit": 2 } } });
        let query = format!("timeout={timeout}&filter={}", hs_testkit::encode(&filter.to_string()));
        let sync = self.client.sync_with(&self.since, &query);
        let rooms = sync["rooms"]["join"].as_object().cloned().unwrap_or_default();
        for (room, section) in rooms {
            let timeline = &section["timeline"];
            let mut new = ids(&timeline["events"]);
            if timeline["limited"] == true {
                let gap = self.gap(&room, timeline["prev_batch"].as_str().expect("prev_batch"));
                new.splice(0..0, gap);
            }
            self.seen.entry(room).or_default().extend(new);
        }
        self.since = next_batch(&sync);
    }

    /// What lies between the last sync and the timeline of this one, oldest first.
    fn gap(&self, room: &str, prev_batch: &str) -> Vec<String> {
        let mut events = Vec::new();
        let mut from = prev_batch.to_owned();
        loop {
            let page = self.client.messages(room, &format!("dir=b&limit=3&from={from}&to={}", self.since));
            events.extend(ids(&page["chunk"]));
            match page["end"].as_str() {
                Some(end) => end.clone_into(&mut from),
                None => break,
            }
        }
        events.reverse();
        events
    }
}

#[test]
fn a_follower_sees_every_acknowledged_event_once_and_in_order() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, reader) = (server.register("alice"), server.register("reader"));
        let rooms: Vec<_> = (0..3).map(|_| alice.create_room(json!({ "preset": "public_chat" }))).collect();
        let writers: Vec<_> = (0..WRITERS).map(|number| server.register(&format!("writer{number}"))).collect();
        for room in &rooms {
            reader.join(room).ok();
            for writer in &writers {
                writer.join(room).ok();
            }
        }
        let mut follower = Follower { client: &reader, since: reader.now(), seen: BTreeMap::new() };
        let busy = AtomicUsize::new(WRITERS);
        let written = thread::scope(|scope| {
            let write = |number: usize| {
                let sent = (0..MESSAGES).map(|message| {
                    let room = &rooms[(number + message) % rooms.len()];
                    (room.clone(), writers[number].say(room, &format!("{number}/{message}")))
                });
                let sent = sent.collect::<Vec<_>>();
                busy.fetch_sub(1, Ordering::SeqCst);
                sent
            };
            let tasks: Vec<_> = (0..WRITERS).map(|number| scope.spawn(move || write(number))).collect();
            while busy.load(Ordering::SeqCst) > 0 {
                follower.step(1000);
            }
            tasks.into_iter().flat_map(|task| task.join().expect("written")).collect::<Vec<_>>()
        });
        // Everything was acknowledged before this one began.
        follower.step(0);
        for room in &rooms {
            let seen = &follower.seen[room];
            let unique: BTreeSet<_> = seen.iter().collect();
            assert_eq!(unique.len(), seen.len(), "nothing comes twice");
            let acknowledged: BTreeSet<_> = written.iter().filter(|(of, _)| of == room).map(|(_, id)| id).collect();
            assert_eq!(unique, acknowledged);
            let history: Vec<_> = alice.history(room, 50).iter().rev().map(|event| event["event_id"].clone()).collect();
            let tail: Vec<_> = history[history.len() - seen.len()..].iter().filter_map(Value::as_str).collect();
            assert_eq!(*seen, tail, "the order is that of the room");
        }
        server.assert_sound();
    });
}

#[test]
fn people_who_come_and_go_at_once_leave_a_room_in_order() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let people: Vec<_> = (0..8).map(|number| server.register(&format!("user{number}"))).collect();
        thread::scope(|scope| {
            for (number, person) in people.iter().enumerate() {
                let room = &room;
                scope.spawn(move || {
                    for _ in 0..4 {
                        person.join(room).ok();
                        person.say(room, "here");
                        person.leave(room).ok();
                    }
                    if number % 2 == 0 {
                        person.join(room).ok();
                    }
                });
            }
        });
        let joined = alice.get(&in_room(&room, "joined_members")).ok()["joined"].clone();
        assert_eq!(joined.as_object().map(serde_json::Map::len), Some(5));
        let summary = alice.sync("")["rooms"]["join"][&room]["summary"].clone();
        assert_eq!(summary["m.joined_member_count"], 5);
        let server = server.restart();
        let alice = server.client().with_token(&alice.token());
        assert_eq!(alice.get(&in_room(&room, "joined_members")).ok()["joined"], joined);
        assert_eq!(alice.sync("")["rooms"]["join"][&room]["summary"], summary);
        server.assert_sound();
    });
}

#[test]
fn one_alias_goes_to_one_room() {
    on_each_database(|setup| {
        let server = setup.start();
        let people: Vec<_> = (0..8).map(|number| server.register(&format!("user{number}"))).collect();
        let statuses = thread::scope(|scope| {
            let options = json!({ "room_alias_name": "popular" });
            let tasks: Vec<_> = people
                .iter()
                .map(|person| {
                    let options = options.clone();
                    scope.spawn(move || person.post("/_matrix/client/v3/createRoom", options))
                })
                .collect();
            tasks.into_iter().map(|task| task.join().expect("an answer").status).collect::<Vec<_>>()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 7, "{statuses:?}");
        let made = people.iter().flat_map(|person| {
            person.get("/_matrix/client/v3/joined_rooms").ok()["joined_rooms"].as_array().cloned().unwrap_or_default()
        });
        assert_eq!(made.count(), 1);
        // The same for names of people.
        let register = |_| {
            let auth = json!({ "type": "m.login.dummy" });
            let body = json!({ "username": "same", "password": "correct horse battery", "auth": auth });
            server.client().post("/_matrix/client/v3/register", body).status
        };
        let statuses = thread::scope(|scope| {
            let tasks: Vec<_> = (0..8).map(|number| scope.spawn(move || register(number))).collect();
            tasks.into_iter().map(|task| task.join().expect("an answer")).collect::<Vec<_>>()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        server.assert_sound();
    });
}

#[test]
fn a_memory_that_holds_next_to_nothing_is_enough() {
    on_each_database(|setup| {
        let server = setup.with("database.event_cache", "4 KiB").start();
        let host = server.register("host");
        let room = host.create_room(json!({ "preset": "public_chat" }));
        let people: Vec<Client> = (0..WRITERS).map(|number| server.register(&format!("writer{number}"))).collect();
        thread::scope(|scope| {
            for (number, person) in people.iter().enumerate() {
                let room = &room;
                scope.spawn(move || {
                    person.join(room).ok();
                    for line in 0..MESSAGES {
                        person.say(room, &format!("{number} says {line}"));
                    }
                });
            }
        });
        let said = host.history(&room, 1_000).iter().filter(|event| event["type"] == "m.room.message").count();
        assert_eq!(said, WRITERS * MESSAGES);
        server.assert_sound();
    });
}

#[test]
fn rooms_that_are_made_in_the_same_moment_are_different_rooms() {
    on_each_database(|setup| {
        let server = setup.start();
        let host = server.register("host");
        let rooms: BTreeSet<String> = thread::scope(|scope| {
            let made: Vec<_> = (0..24).map(|_| scope.spawn(|| host.create_room(json!({})))).collect();
            made.into_iter().map(|room| room.join().expect("a room")).collect()
        });
        assert_eq!(rooms.len(), 24);
        server.assert_sound();
    });
}
