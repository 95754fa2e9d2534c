//! Rooms that one is not in, or not any more, as a sync tells them; and what one's name is where one is.

use hs_testkit::{Value, encode, in_room, json, next_batch};

use crate::on_each_database;

#[test]
fn an_invitation_comes_goes_and_becomes_a_room() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Tea" }));
        let since = bob.now();
        alice.moderate(&room, "invite", &bob).ok();
        let invited = bob.sync_with(&since, "timeout=10000");
        assert!(invited["rooms"]["invite"][&room]["invite_state"]["events"].is_array());
        assert_eq!(invited["rooms"]["join"][&room], Value::Null);
        assert!(bob.sync("")["rooms"]["invite"][&room].is_object());
        // It is told once, and nothing of what happens in the room.
        alice.say(&room, "private");
        assert_eq!(bob.sync(&next_batch(&invited))["rooms"]["invite"][&room], Value::Null);
        bob.leave(&room).ok();
        let turned_down = bob.sync(&next_batch(&invited));
        assert!(turned_down["rooms"]["leave"][&room].is_object(), "{turned_down}");
        let text = turned_down.to_string();
        assert!(!text.contains("private") && !text.contains("m.room.power_levels"), "{text}");
        assert_eq!(bob.sync("")["rooms"]["invite"][&room], Value::Null);
        alice.moderate(&room, "invite", &bob).ok();
        bob.join(&room).ok();
        let joined = bob.sync(&next_batch(&turned_down));
        assert!(joined["rooms"]["join"][&room].is_object() && joined["rooms"]["invite"][&room].is_null());
        alice.moderate(&room, "kick", &bob).ok();
        let kicked = bob.sync(&next_batch(&joined));
        let last = &kicked["rooms"]["leave"][&room]["timeline"]["events"][0];
        assert_eq!((&last["sender"], &last["content"]["membership"]), (&json!(alice.user_id), &json!("leave")));
        assert_eq!(bob.sync("")["rooms"]["leave"], Value::Null);
    });
}

#[test]
fn another_name_shows_in_every_room() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let rooms: Vec<_> = (0..3).map(|_| alice.create_room(json!({ "preset": "public_chat" }))).collect();
        for room in &rooms {
            bob.join(room).ok();
        }
        let since = bob.now();
        let path = |field: &str| format!("/_matrix/client/v3/profile/{}/{field}", encode(&alice.user_id));
        alice.put(&path("displayname"), json!({ "displayname": "Alice Liddell" })).ok();
        alice.put(&path("avatar_url"), json!({ "avatar_url": "mxc://localhost/cat" })).ok();
        let sync = bob.sync(&since);
        for room in &rooms {
            let events = sync["rooms"]["join"][room]["timeline"]["events"].as_array().expect("events").clone();
            let last = events.last().expect("an event");
            assert_eq!(last["content"]["displayname"], "Alice Liddell");
            assert_eq!(last["content"]["avatar_url"], "mxc://localhost/cat");
            assert_eq!(last["content"]["membership"], "join");
            assert_eq!(last["unsigned"]["prev_content"]["displayname"], "Alice Liddell");
            let member = bob.state(room, "m.room.member", &alice.user_id).ok();
            assert_eq!(member["displayname"], "Alice Liddell");
        }
        // The same name again is no event.
        let since = bob.now();
        alice.put(&path("displayname"), json!({ "displayname": "Alice Liddell" })).ok();
        assert_eq!(bob.sync(&since)["rooms"]["join"], Value::Null);
        // Whoever comes later brings the name along.
        let fresh = alice.create_room(json!({}));
        assert_eq!(alice.state(&fresh, "m.room.member", &alice.user_id).ok()["displayname"], "Alice Liddell");
        let shown = bob.get(&in_room(&rooms[0], "joined_members")).ok();
        assert_eq!(shown["joined"][&alice.user_id]["avatar_url"], "mxc://localhost/cat");
    });
}

#[test]
fn account_data_of_a_room_is_its_owners() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let (a, b) = (alice.now(), bob.now());
        let data = |user: &str, room: &str, kind: &str| {
            format!("/_matrix/client/v3/user/{}/rooms/{}/account_data/{kind}", encode(user), encode(room))
        };
        alice.put(&data(&alice.user_id, &room, "org.example.note"), json!({ "text": "mine" })).ok();
        let sync = alice.sync(&a);
        let told = &sync["rooms"]["join"][&room]["account_data"]["events"];
        assert_eq!(*told, json!([{ "type": "org.example.note", "content": { "text": "mine" } }]));
        assert_eq!(bob.sync(&b)["rooms"]["join"][&room], Value::Null);
        bob.get(&data(&alice.user_id, &room, "org.example.note")).refused(403, "M_FORBIDDEN");
        bob.put(&data(&alice.user_id, &room, "org.example.note"), json!({})).refused(403, "M_FORBIDDEN");
        let quiet = json!({ "room": { "account_data": { "not_types": ["org.example.*"] } } });
        assert_eq!(alice.sync_filtered(&a, &quiet)["rooms"]["join"], Value::Null);
        let global = format!("/_matrix/client/v3/user/{}/account_data/org.example.all", encode(&alice.user_id));
        alice.put(&global, json!({ "on": true })).ok();
        let sync = alice.sync(&next_batch(&sync));
        assert_eq!(sync["account_data"]["events"], json!([{ "type": "org.example.all", "content": { "on": true } }]));
        let whole = alice.sync("");
        assert_eq!(whole["rooms"]["join"][&room]["account_data"]["events"][0]["content"]["text"], "mine");
    });
}
