//! What is told of a room.

use hs_testkit::{Value, bodies, json, members, types};

use super::{ask, pos, rooms, slide, subscription, window};
use crate::{on_each_database, setup};

#[test]
fn required_state_knows_wildcards_lazy_members_and_me() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        let room = alice.create_room(json!({ "name": "Tea", "topic": "Leaves" }));
        alice.bring(&room, &bob);
        alice.bring(&room, &carol);
        alice.set_state(&room, "org.example", "a", json!({})).ok();
        alice.set_state(&room, "org.example", "b", json!({})).ok();
        carol.say(&room, "hello");
        let state = |required: Value| {
            let answer = slide(&bob, "", &subscription(&room, &required, 1));
            answer["rooms"][&room]["required_state"].clone()
        };
        let lazy = state(json!([["m.room.member", "$LAZY"]]));
        assert_eq!(members(&lazy), [&*carol.user_id]);
        assert_eq!(members(&state(json!([["m.room.member", "$ME"]]))), [&*bob.user_id]);
        assert_eq!(members(&state(json!([["m.room.member", "*"]]))).len(), 3);
        assert_eq!(types(&state(json!([["org.example", "*"]]))), ["org.example", "org.example"]);
        assert_eq!(types(&state(json!([["*", "a"]]))), ["org.example"]);
        let all = state(json!([["*", "*"]]));
        assert!(types(&all).contains(&"m.room.create".to_owned()) && members(&all).len() == 3);
        let all_but_members = state(json!([["*", "*"], ["m.room.member", "$LAZY"], ["m.room.member", "$ME"]]));
        assert!(types(&all_but_members).contains(&"m.room.topic".to_owned()));
        assert_eq!(members(&all_but_members), [&*bob.user_id, &*carol.user_id]);
        assert_eq!(state(json!([["m.room.nothing", ""]])), Value::Null);

        // Who speaks is told of once; who comes is told of though they are silent; state is told when it is asked for.
        let body = subscription(&room, &json!([["m.room.member", "$LAZY"]]), 5);
        let first = slide(&bob, "", &subscription(&room, &json!([["m.room.member", "$LAZY"]]), 1));
        alice.say(&room, "one");
        let second = slide(&bob, pos(&first), &body);
        assert_eq!(members(&second["rooms"][&room]["required_state"]), [&*alice.user_id]);
        alice.say(&room, "two");
        carol.say(&room, "three");
        let third = slide(&bob, pos(&second), &body);
        assert_eq!(bodies(&third["rooms"][&room]["timeline"]), ["two", "three"]);
        assert_eq!(third["rooms"][&room]["required_state"], Value::Null);
        let dave = server.register("dave");
        alice.bring(&room, &dave);
        let fourth = slide(&bob, pos(&third), &body);
        assert_eq!(members(&fourth["rooms"][&room]["required_state"]), [&*dave.user_id]);
        assert_eq!(fourth["rooms"][&room]["joined_count"], 4);
        let more = json!([["m.room.member", "$LAZY"], ["m.room.topic", ""]]);
        let fifth = slide(&bob, pos(&fourth), &subscription(&room, &more, 5));
        assert_eq!(types(&fifth["rooms"][&room]["required_state"]), ["m.room.topic"]);
        assert_eq!(rooms(&slide(&bob, pos(&fifth), &body)).len(), 0);
    });
}

#[test]
fn a_longer_timeline_is_given_when_it_is_asked_for() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        for text in ["a", "b", "c", "d"] {
            alice.say(&room, text);
        }
        let list = window(5, &json!([]), 1);
        let first = slide(&alice, "", &list);
        assert_eq!(bodies(&first["rooms"][&room]["timeline"]), ["d"]);
        let mut both = list.clone();
        both["room_subscriptions"] = subscription(&room, &json!([]), 3)["room_subscriptions"].clone();
        let second = slide(&alice, pos(&first), &both);
        let told = &second["rooms"][&room];
        assert_eq!(bodies(&told["timeline"]), ["b", "c", "d"]);
        assert_eq!((&told["unstable_expanded_timeline"], &told["initial"]), (&json!(true), &Value::Null));
        assert_eq!((&told["num_live"], &told["limited"]), (&json!(0), &json!(true)));
        // It is given once, and again only after a gap.
        assert_eq!(rooms(&slide(&alice, pos(&second), &both)).len(), 0);
        let third = slide(&alice, pos(&second), &list);
        assert_eq!(rooms(&third).len(), 0);
        alice.say(&room, "e");
        let fourth = slide(&alice, pos(&third), &both);
        assert_eq!(bodies(&fourth["rooms"][&room]["timeline"]), ["e"]);
        alice.say(&room, "f");
        alice.say(&room, "g");
        let fifth = slide(&alice, pos(&fourth), &list);
        assert_eq!(bodies(&fifth["rooms"][&room]["timeline"]), ["g"]);
        let sixth = slide(&alice, pos(&fifth), &both);
        assert_eq!(bodies(&sixth["rooms"][&room]["timeline"]), ["e", "f", "g"]);
    });
}

#[test]
fn invitations_knocks_and_departures_are_told() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Tea", "preset": "public_chat" }));
        let private = alice.create_room(json!({ "name": "Private" }));
        let body = window(20, &json!([["m.room.member", "$ME"]]), 10);
        let first = slide(&bob, "", &body);
        assert_eq!(rooms(&first).len(), 0);
        // What one has nothing to do with cannot be subscribed to.
        let mut stranger = subscription(&private, &json!([["*", "*"]]), 10);
        stranger["conn_id"] = json!("stranger");
        assert_eq!(rooms(&slide(&bob, "", &stranger)).len(), 0);
        alice.moderate(&private, "invite", &bob).ok();
        let invited = slide(&bob, pos(&first), &body);
        let told = &invited["rooms"][&private];
        assert!(types(&told["invite_state"]).contains(&"m.room.name".to_owned()));
        assert_eq!(
            (&told["membership"], &told["timeline"], &told["name"]),
            (&json!("invite"), &Value::Null, &Value::Null)
        );
        // What is said there is none of their business yet.
        alice.say(&private, "psst");
        assert_eq!(rooms(&slide(&bob, pos(&invited), &body)).len(), 0);
        bob.join(&private).ok();
        let joined = slide(&bob, pos(&invited), &body);
        let told = &joined["rooms"][&private];
        assert_eq!((&told["initial"], &told["name"]), (&json!(true), &json!("Private")));
        assert_eq!(members(&told["required_state"]), [&*bob.user_id]);
        // A departure of one's own.
        bob.leave(&private).ok();
        alice.say(&private, "after");
        let left = slide(&bob, pos(&joined), &body);
        let told = &left["rooms"][&private];
        assert_eq!((&told["membership"], types(&told["timeline"]).len()), (&json!("leave"), 1));
        assert_eq!(told["required_state"][0]["content"]["membership"], "leave");
        assert_eq!(rooms(&slide(&bob, pos(&left), &body)).len(), 0);
        // A new connection hears nothing of it, but does of rooms that one was put out of.
        bob.join(&room).ok();
        alice.say(&room, "bye");
        alice.moderate(&room, "kick", &bob).ok();
        alice.say(&room, "gone");
        let anew = slide(&bob, "", &body);
        assert_eq!(rooms(&anew), [&*room]);
        let told = &anew["rooms"][&room];
        assert_eq!(bodies(&told["timeline"]), ["bye"]);
        assert_eq!(told["required_state"][0]["content"]["membership"], "leave");
        // Who comes back is told the room anew.
        bob.join(&room).ok();
        let back = slide(&bob, pos(&anew), &body);
        let told = &back["rooms"][&room];
        assert_eq!(
            (&told["initial"], bodies(&told["timeline"])),
            (&json!(true), vec!["bye".to_owned(), "gone".to_owned()])
        );
        // An invitation that is turned down.
        let another = alice.create_room(json!({ "invite": [&bob.user_id] }));
        let invited = slide(&bob, pos(&back), &body);
        assert_eq!(rooms(&invited), [&*another]);
        bob.leave(&another).ok();
        let declined = slide(&bob, pos(&invited), &body);
        assert_eq!(declined["rooms"][&another]["membership"], "leave");
        // A knock.
        let door = alice.create_room(json!({ "name": "Door", "initial_state": [
            { "type": "m.room.join_rules", "content": { "join_rule": "knock" } },
        ] }));
        let knock = format!("/_matrix/client/v3/knock/{}", hs_testkit::encode(&door));
        bob.post(&knock, json!({})).ok();
        let knocked = slide(&bob, pos(&declined), &body);
        let told = &knocked["rooms"][&door];
        assert_eq!(told["membership"], "knock");
        assert!(types(&told["invite_state"]).contains(&"m.room.name".to_owned()));
        // What was forgotten is not spoken of any more.
        bob.post(&hs_testkit::in_room(&private, "forget"), json!({})).ok();
        assert_eq!(rooms(&slide(&bob, "", &subscription(&private, &json!([]), 10))).len(), 0);
    });
}

#[test]
fn heroes_come_with_name_and_picture() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let profile = format!("/_matrix/client/v3/profile/{}", hs_testkit::encode(&alice.user_id));
    alice.put(&format!("{profile}/displayname"), json!({ "displayname": "Alice" })).ok();
    alice.put(&format!("{profile}/avatar_url"), json!({ "avatar_url": "mxc://localhost/face" })).ok();
    let room = alice.create_room(json!({ "invite": [&bob.user_id] }));
    bob.join(&room).ok();
    let answer = slide(&bob, "", &window(5, &json!([]), 1));
    let heroes = &answer["rooms"][&room]["heroes"];
    assert_eq!(
        heroes,
        &json!([
            { "user_id": &alice.user_id, "displayname": "Alice", "avatar_url": "mxc://localhost/face" },
        ])
    );
    alice.set_state(&room, "m.room.avatar", "", json!({ "url": "mxc://localhost/room" })).ok();
    let answer = slide(&bob, pos(&answer), &window(5, &json!([]), 1));
    assert_eq!(answer["rooms"][&room]["avatar"], "mxc://localhost/room");
    // A place in a connection is a place in a room.
    let since = pos(&answer).to_owned();
    alice.say(&room, "later");
    let page = bob.messages(&room, &format!("dir=f&from={since}"));
    assert_eq!(bodies(&page["chunk"]), ["later"]);
    ask(&bob, &since, "", &window(5, &json!([]), 1)).ok();
}
