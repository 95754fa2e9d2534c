//! Who may see what was said: <https://spec.matrix.org/v1.19/client-server-api/#room-history-visibility>.

use std::collections::BTreeSet;

use hs_testkit::{Client, Value, bodies, encode, in_room, json};

use crate::on_each_database;

/// Somebody's way through a room whose visibility is `setting`, and what was said at each step.
struct Story {
    room: String,
    said: Vec<(&'static str, String)>,
}

/// Bob is a stranger, is invited, joins, and leaves; Alice speaks at each step.
fn tell(alice: &Client, bob: &Client, setting: &str) -> Story {
    let visibility = json!({ "type": "m.room.history_visibility", "content": { "history_visibility": setting } });
    let room = alice.create_room(json!({ "initial_state": [visibility] }));
    let mut said = Vec::new();
    let mut say = |text: &'static str| said.push((text, alice.say(&room, text)));
    say("stranger");
    alice.moderate(&room, "invite", bob).ok();
    say("invited");
    bob.join(&room).ok();
    say("joined");
    bob.leave(&room).ok();
    say("left");
    Story { room, said }
}

/// What somebody sees of the story, by every way there is to look; all ways agree.
fn seen(client: &Client, story: &Story) -> BTreeSet<String> {
    let history = client.get(&in_room(&story.room, "messages?dir=b&limit=100"));
    let by_page: BTreeSet<_> = match history.status {
        200 => bodies(&history.body["chunk"]).into_iter().collect(),
        _ => BTreeSet::new(),
    };
    let mut by_event = BTreeSet::new();
    for (text, id) in &story.said {
        let event = client.event(&story.room, id);
        let context = client.get(&in_room(&story.room, &format!("context/{}", encode(id))));
        assert_eq!(event.status == 200, context.status == 200, "{text}");
        if event.status == 200 {
            let around = &context.body;
            by_event.insert((*text).to_owned());
            let nearby = bodies(&around["events_before"]).into_iter().chain(bodies(&around["events_after"]));
            assert!(nearby.collect::<BTreeSet<_>>().is_subset(&by_page) || history.status != 200, "{around}");
        }
    }
    if history.status == 200 {
        assert_eq!(by_page, by_event);
    }
    by_event
}

fn expected(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn each_setting_shows_what_it_says() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let carol = server.register("carol");
        for (name, setting, after_leaving, stranger, after_coming_back) in [
            ("bob1", "joined", &["joined"][..], &[][..], &["joined", "back"][..]),
            ("bob2", "invited", &["invited", "joined"], &[], &["invited", "joined", "back", "reinvited"]),
            (
                "bob3",
                "shared",
                &["stranger", "invited", "joined"],
                &[],
                &["stranger", "invited", "joined", "left", "reinvited", "back"],
            ),
            (
                "bob4",
                "world_readable",
                &["stranger", "invited", "joined", "left"],
                &["stranger", "invited", "joined", "left"],
                &["stranger", "invited", "joined", "left", "reinvited", "back"],
            ),
        ] {
            let bob = server.register(name);
            let mut story = tell(&alice, &bob, setting);
            assert_eq!(seen(&bob, &story), expected(after_leaving), "{setting}, after leaving");
            assert_eq!(seen(&carol, &story), expected(stranger), "{setting}, a stranger");
            let everything = expected(&["stranger", "invited", "joined", "left"]);
            assert_eq!(seen(&alice, &story), everything, "{setting}, a member");
            alice.moderate(&story.room, "invite", &bob).ok();
            story.said.push(("reinvited", alice.say(&story.room, "reinvited")));
            bob.join(&story.room).ok();
            story.said.push(("back", alice.say(&story.room, "back")));
            assert_eq!(seen(&bob, &story), expected(after_coming_back), "{setting}, after coming back");
        }
        server.assert_sound();
    });
}

#[test]
fn a_change_of_the_setting_counts_from_then_on() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        alice.say(&room, "shared");
        alice.set_state(&room, "m.room.history_visibility", "", json!({ "history_visibility": "joined" })).ok();
        alice.say(&room, "joined");
        alice.set_state(&room, "m.room.history_visibility", "", json!({ "history_visibility": "shared" })).ok();
        alice.say(&room, "shared again");
        bob.join(&room).ok();
        let page = bob.messages(&room, "dir=b&limit=100");
        assert_eq!(bodies(&page["chunk"]), ["shared again", "shared"]);
        // Both changes are shown: each borders on a time that Bob may see.
        let changes = page["chunk"].as_array().expect("a chunk").iter();
        assert_eq!(changes.filter(|event| event["type"] == "m.room.history_visibility").count(), 3);
    });
}

#[test]
fn a_first_sync_shows_no_more_than_history_does() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        for (name, setting, wanted) in [
            ("bob1", "joined", &["now"][..]),
            ("bob2", "invited", &["invited", "now"]),
            ("bob3", "shared", &["before", "invited", "now"]),
            ("bob4", "world_readable", &["before", "invited", "now"]),
        ] {
            let bob = server.register(name);
            let since = bob.now();
            let visibility =
                json!({ "type": "m.room.history_visibility", "content": { "history_visibility": setting } });
            let room = alice.create_room(json!({ "initial_state": [visibility] }));
            alice.say(&room, "before");
            alice.moderate(&room, "invite", &bob).ok();
            alice.say(&room, "invited");
            bob.join(&room).ok();
            alice.say(&room, "now");
            for sync in [bob.sync(""), bob.sync(&since)] {
                let timeline = &sync["rooms"]["join"][&room]["timeline"];
                assert_eq!(bodies(&timeline["events"]), wanted, "{setting}");
            }
            bob.leave(&room).ok();
            alice.say(&room, "too late");
            let filter = json!({ "room": { "include_leave": true, "timeline": { "limit": 50 } } });
            let left = bob.sync_filtered("", &filter)["rooms"]["leave"][&room]["timeline"].clone();
            assert_eq!(bodies(&left["events"]), wanted, "{setting}");
        }
    });
}

#[test]
fn strangers_look_into_rooms_that_are_open_to_the_world() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, carol) = (server.register("alice"), server.register("carol"));
        let open =
            json!({ "type": "m.room.history_visibility", "content": { "history_visibility": "world_readable" } });
        let room = alice.create_room(json!({ "initial_state": [open], "name": "Square" }));
        alice.say(&room, "Hear, hear");
        assert_eq!(carol.state(&room, "m.room.name", "").ok()["name"], "Square");
        assert_eq!(bodies(&carol.messages(&room, "dir=b")["chunk"]), ["Hear, hear"]);
        carol.get(&in_room(&room, "members")).ok();
        carol.send_event(&room, "m.room.message", json!({ "body": "me too" })).refused(403, "M_FORBIDDEN");
        assert_eq!(carol.sync("")["rooms"]["join"], Value::Null);
        alice.set_state(&room, "m.room.history_visibility", "", json!({ "history_visibility": "shared" })).ok();
        carol.get(&in_room(&room, "state")).refused(403, "M_FORBIDDEN");
    });
}
