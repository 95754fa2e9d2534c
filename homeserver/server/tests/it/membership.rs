//! Coming and going: <https://spec.matrix.org/v1.19/client-server-api/#room-membership>.

use hs_testkit::{Client, Value, in_room, json, members, next_batch};

use crate::{on_each_database, setup};

fn joined(client: &Client) -> Vec<Value> {
    client.get("/_matrix/client/v3/joined_rooms").ok()["joined_rooms"].as_array().cloned().unwrap_or_default()
}

#[test]
fn people_are_invited_join_leave_and_come_back() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        bob.join(&room).refused(403, "M_FORBIDDEN");
        bob.leave(&room).refused(403, "M_FORBIDDEN");
        bob.moderate(&room, "invite", &bob).refused(403, "M_FORBIDDEN");
        alice.moderate(&room, "invite", &bob).ok();
        assert_eq!(alice.membership(&room, &bob), "invite");
        assert_eq!(joined(&bob), Vec::<Value>::new());
        assert_eq!(bob.join(&room).ok(), json!({ "room_id": room }));
        assert_eq!(bob.join(&room).ok(), json!({ "room_id": room }));
        assert_eq!(joined(&bob), [json!(room)]);
        alice.moderate(&room, "invite", &bob).refused(403, "M_FORBIDDEN");
        bob.leave(&room).ok();
        bob.leave(&room).ok();
        assert_eq!(alice.membership(&room, &bob), "leave");
        bob.join(&room).refused(403, "M_FORBIDDEN");
        // An invitation can be turned down, and taken back.
        alice.moderate(&room, "invite", &bob).ok();
        bob.leave(&room).ok();
        alice.moderate(&room, "invite", &bob).ok();
        alice.moderate(&room, "kick", &bob).ok();
        bob.join(&room).refused(403, "M_FORBIDDEN");
        let path = format!("/_matrix/client/v3/join/{}", hs_testkit::encode(&room));
        alice.moderate(&room, "invite", &bob).ok();
        let body = json!({ "reason": "because" });
        assert_eq!(bob.post(&path, body).ok(), json!({ "room_id": room }));
        assert_eq!(alice.state(&room, "m.room.member", &bob.user_id).ok()["reason"], "because");
        server.assert_sound();
    });
}

#[test]
fn a_room_is_joined_by_its_alias() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.create_room(json!({ "preset": "public_chat", "room_alias_name": "tea" }));
    assert_eq!(bob.post("/_matrix/client/v3/join/%23tea:localhost", json!({})).ok(), json!({ "room_id": room }));
    bob.post("/_matrix/client/v3/join/%23coffee:localhost", json!({})).refused(404, "M_NOT_FOUND");
    bob.post("/_matrix/client/v3/join/!nowhere:localhost", json!({})).refused(404, "M_NOT_FOUND");
    bob.post("/_matrix/client/v3/join/tea", json!({})).refused(400, "M_INVALID_PARAM");
}

#[test]
fn members_are_put_out_kept_out_and_let_in_again() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        carol.join(&room).ok();
        bob.moderate(&room, "kick", &carol).refused(403, "M_FORBIDDEN");
        bob.moderate(&room, "ban", &carol).refused(403, "M_FORBIDDEN");
        bob.moderate(&room, "kick", &alice).refused(403, "M_FORBIDDEN");
        let body = json!({ "user_id": bob.user_id, "reason": "too loud" });
        alice.post(&in_room(&room, "kick"), body).ok();
        let member = alice.state(&room, "m.room.member", &bob.user_id).ok();
        assert_eq!((&member["membership"], &member["reason"]), (&json!("leave"), &json!("too loud")));
        alice.moderate(&room, "kick", &bob).refused(403, "M_FORBIDDEN");
        bob.join(&room).ok();
        alice.moderate(&room, "ban", &bob).ok();
        assert_eq!(alice.membership(&room, &bob), "ban");
        bob.join(&room).refused(403, "M_FORBIDDEN");
        alice.moderate(&room, "invite", &bob).refused(403, "M_FORBIDDEN");
        bob.leave(&room).refused(403, "M_FORBIDDEN");
        carol.moderate(&room, "unban", &bob).refused(403, "M_FORBIDDEN");
        alice.moderate(&room, "unban", &carol).refused(403, "M_BAD_STATE");
        alice.moderate(&room, "unban", &bob).ok();
        assert_eq!(alice.membership(&room, &bob), "leave");
        bob.join(&room).ok();
        server.assert_sound();
    });
}

#[test]
fn strangers_knock_and_are_let_in() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let rules = json!({ "type": "m.room.join_rules", "content": { "join_rule": "knock" } });
        let room = alice.create_room(json!({ "name": "Tea", "initial_state": [rules] }));
        let path = format!("/_matrix/client/v3/knock/{}", hs_testkit::encode(&room));
        let since = bob.now();
        assert_eq!(bob.post(&path, json!({ "reason": "thirsty" })).ok(), json!({ "room_id": room }));
        let sync = bob.sync_with(&since, "timeout=10000");
        let stripped = &sync["rooms"]["knock"][&room]["knock_state"]["events"];
        assert!(stripped.as_array().is_some_and(|events| events.iter().any(|event| event["type"] == "m.room.name")));
        assert_eq!(alice.state(&room, "m.room.member", &bob.user_id).ok()["reason"], "thirsty");
        bob.join(&room).refused(403, "M_FORBIDDEN");
        // A knock can be taken back, and denied.
        bob.leave(&room).ok();
        bob.post(&path, json!({})).ok();
        alice.moderate(&room, "kick", &bob).ok();
        bob.post(&path, json!({})).ok();
        alice.moderate(&room, "invite", &bob).ok();
        bob.join(&room).ok();
        bob.post(&path, json!({})).refused(403, "M_FORBIDDEN");
        let closed = alice.create_room(json!({}));
        bob.post(&format!("/_matrix/client/v3/knock/{}", hs_testkit::encode(&closed)), json!({}))
            .refused(403, "M_FORBIDDEN");
    });
}

#[test]
fn members_of_one_room_are_let_into_another() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        let club = alice.create_room(json!({ "preset": "public_chat" }));
        let allow = json!([{ "type": "m.room_membership", "room_id": club }]);
        let rules = json!({ "join_rule": "restricted", "allow": allow });
        let rules = json!({ "type": "m.room.join_rules", "content": rules });
        for version in ["8", "9", "10", "11", "12"] {
            let options = json!({ "room_version": version, "initial_state": [rules] });
            let back_room = alice.create_room(options);
            carol.join(&back_room).refused(403, "M_FORBIDDEN");
            bob.join(&club).ok();
            bob.join(&back_room).ok();
            let member = alice.state(&back_room, "m.room.member", &bob.user_id).ok();
            assert_eq!(member["join_authorised_via_users_server"], *alice.user_id);
            bob.leave(&club).ok();
            bob.leave(&back_room).ok();
            bob.join(&back_room).refused(403, "M_FORBIDDEN");
        }
    });
}

#[test]
fn a_room_that_was_left_can_be_forgotten() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let forget = |client: &Client| client.post(&in_room(&room, "forget"), json!({}));
        bob.join(&room).ok();
        alice.say(&room, "Hello");
        forget(&bob).refused(400, "M_UNKNOWN");
        bob.leave(&room).ok();
        assert_eq!(bob.history(&room, 100).len(), alice.history(&room, 100).len());
        forget(&bob).ok();
        forget(&bob).ok();
        bob.get(&in_room(&room, "messages?dir=b")).refused(403, "M_FORBIDDEN");
        bob.get(&in_room(&room, "state")).refused(403, "M_FORBIDDEN");
        let everything = json!({ "room": { "include_leave": true } });
        assert_eq!(bob.sync_filtered("", &everything)["rooms"]["leave"], Value::Null);
        let server = server.restart();
        let bob = server.client().with_token(&bob.token());
        assert_eq!(bob.sync_filtered("", &everything)["rooms"]["leave"], Value::Null);
        bob.join(&room).ok();
        assert_eq!(bob.messages(&room, "dir=b")["chunk"][0]["type"], "m.room.member");
        assert!(bob.sync("")["rooms"]["join"][&room].is_object());
    });
}

#[test]
fn who_left_sees_the_room_as_it_was() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        let room = alice.create_room(json!({ "preset": "public_chat", "name": "Before" }));
        bob.join(&room).ok();
        let before = next_batch(&bob.sync(""));
        bob.leave(&room).ok();
        alice.set_state(&room, "m.room.name", "", json!({ "name": "After" })).ok();
        carol.join(&room).ok();
        let after = alice.say(&room, "Is he gone?");
        assert_eq!(bob.state(&room, "m.room.name", "").ok(), json!({ "name": "Before" }));
        bob.state(&room, "m.room.member", &carol.user_id).refused(404, "M_NOT_FOUND");
        let seen = bob.get(&in_room(&room, "members")).ok();
        assert_eq!(members(&seen["chunk"]), [alice.user_id.clone(), bob.user_id.clone()]);
        bob.get(&in_room(&room, "joined_members")).refused(403, "M_FORBIDDEN");
        // The room is `shared`: what was said after the departure is for those who are there.
        bob.event(&room, &after).refused(404, "M_NOT_FOUND");
        assert!(bob.history(&room, 3).iter().all(|event| event["content"]["name"] != "After"));
        let sync = bob.sync(&before);
        let left = &sync["rooms"]["leave"][&room];
        assert_eq!(left["timeline"]["events"].as_array().map(Vec::len), Some(1), "{left}");
        assert_eq!(left["timeline"]["events"][0]["content"]["membership"], "leave");
        assert_eq!(bob.sync(&next_batch(&sync))["rooms"]["leave"], Value::Null);
        carol.get(&in_room(&room, &format!("members?at={before}"))).ok();
    });
}

#[test]
fn members_are_listed_as_asked() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let at = alice.now();
        bob.join(&room).ok();
        bob.leave(&room).ok();
        carol.join(&room).ok();
        let list = |query: &str| members(&alice.get(&in_room(&room, &format!("members{query}"))).ok()["chunk"]);
        assert_eq!(list(""), [&*alice.user_id, &*bob.user_id, &*carol.user_id]);
        assert_eq!(list("?membership=join"), [&*alice.user_id, &*carol.user_id]);
        assert_eq!(list("?not_membership=join"), [&*bob.user_id]);
        assert_eq!(list(&format!("?at={at}")), [&*alice.user_id]);
        let here = alice.get(&in_room(&room, "joined_members")).ok()["joined"].clone();
        let names: Vec<_> = here.as_object().expect("members").values().map(|member| &member["display_name"]).collect();
        assert_eq!(names, ["alice", "carol"]);
        bob.put("/_matrix/client/v3/profile/@bob:localhost/displayname", json!({ "displayname": "Bobby" })).ok();
        bob.join(&room).ok();
        assert_eq!(alice.get(&in_room(&room, "joined_members")).ok()["joined"][&bob.user_id]["display_name"], "Bobby");
    });
}

#[test]
fn a_join_can_be_set_like_any_state() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.create_room(json!({ "preset": "public_chat" }));
    let member = json!({ "membership": "join", "displayname": "Somebody" });
    bob.set_state(&room, "m.room.member", &bob.user_id, member.clone()).ok();
    assert_eq!(joined(&bob), [json!(room)]);
    assert_eq!(alice.state(&room, "m.room.member", &bob.user_id).ok(), member);
    bob.set_state(&room, "m.room.member", &alice.user_id, json!({ "membership": "leave" })).refused(403, "M_FORBIDDEN");
    bob.set_state(&room, "m.room.member", "@carol:localhost", member).refused(403, "M_FORBIDDEN");
    bob.set_state(&room, "m.room.member", "nobody", json!({ "membership": "join" })).refused(403, "M_FORBIDDEN");
    bob.set_state(&room, "m.room.member", &bob.user_id, json!({ "membership": "leave" })).ok();
    assert_eq!(joined(&bob), Vec::<Value>::new());
}
