//! Upgrading rooms: <https://spec.matrix.org/v1.19/client-server-api/#room-upgrades>.

use hs_testkit::{Client, Value, encode, in_room, json};

use crate::on_each_database;

#[track_caller]
fn upgrade(client: &Client, room: &str, version: &str) -> String {
    let upgraded = client.post(&in_room(room, "upgrade"), json!({ "new_version": version })).ok();
    upgraded["replacement_room"].as_str().expect("a room id").to_owned()
}

#[test]
fn a_new_room_takes_the_place_of_the_old_one() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let old = alice.create_room(json!({
            "room_version": "10", "preset": "public_chat", "visibility": "public", "name": "Tea", "topic": "Leaves",
            "room_alias_name": "tea", "power_level_content_override": { "users": { &alice.user_id: 100, "@x:y.org": 7 } },
        }));
        bob.join(&old).ok();
        carl.join(&old).ok();
        alice.moderate(&old, "ban", &carl).ok();
        let state = [
            ("m.room.encryption", json!({ "algorithm": "m.megolm.v1.aes-sha2" })),
            ("m.room.avatar", json!({ "url": "mxc://localhost/a" })),
            ("m.room.server_acl", json!({ "allow": ["*"], "deny": ["evil.org"] })),
            ("m.room.guest_access", json!({ "guest_access": "can_join" })),
            ("m.room.history_visibility", json!({ "history_visibility": "joined" })),
        ];
        for (kind, content) in &state {
            alice.set_state(&old, kind, "", content.clone()).ok();
        }
        let levels = alice.state(&old, "m.room.power_levels", "").ok();
        let tag = |who: &Client, room: &str| {
            format!("/_matrix/client/v3/user/{}/rooms/{}/tags", encode(&who.user_id), encode(room))
        };
        bob.put(&format!("{}/u.tea", tag(&bob, &old)), json!({})).ok();
        let rule = |room: &str| format!("/_matrix/client/v3/pushrules/global/room/{}", encode(room));
        bob.put(&rule(&old), json!({ "actions": ["notify"] })).ok();
        let direct = format!("/_matrix/client/v3/user/{}/account_data/m.direct", encode(&bob.user_id));
        bob.put(&direct, json!({ &alice.user_id: [old], "@x:y.org": ["!z:y.org"] })).ok();

        let new = upgrade(&alice, &old, "11");

        let tombstone = alice.state(&old, "m.room.tombstone", "").ok();
        assert_eq!(tombstone["replacement_room"], *new);
        let create = alice.state(&new, "m.room.create", "").ok();
        assert_eq!(create["room_version"], "11");
        assert_eq!(create["predecessor"]["room_id"], *old);
        let event = alice.event(&old, create["predecessor"]["event_id"].as_str().expect("an event id")).ok();
        assert_eq!(event["type"], "m.room.tombstone");
        for (kind, content) in &state {
            assert_eq!(alice.state(&new, kind, "").ok(), *content, "{kind}");
        }
        assert_eq!(alice.state(&new, "m.room.name", "").ok()["name"], "Tea");
        assert_eq!(alice.state(&new, "m.room.topic", "").ok()["topic"], "Leaves");
        assert_eq!(alice.state(&new, "m.room.join_rules", "").ok()["join_rule"], "public");
        assert_eq!(alice.state(&new, "m.room.power_levels", "").ok(), levels);
        assert_eq!(alice.membership(&new, &carl), "ban");

        // Names lead to the new room, and it is the new one that is listed.
        let alias = server.client().get("/_matrix/client/v3/directory/room/%23tea:localhost").ok();
        assert_eq!(alias["room_id"], *new);
        assert_eq!(alice.state(&new, "m.room.canonical_alias", "").ok(), json!({ "alias": "#tea:localhost" }));
        assert_eq!(alice.state(&old, "m.room.canonical_alias", "").ok(), json!({}));
        let listed = server.client().get("/_matrix/client/v3/publicRooms").ok()["chunk"].clone();
        let listed: Vec<_> = listed.as_array().expect("a list").iter().map(|room| room["room_id"].clone()).collect();
        assert_eq!(listed, [json!(new)]);

        // In the old one nobody says anything any more.
        let closed = alice.state(&old, "m.room.power_levels", "").ok();
        assert_eq!((&closed["events_default"], &closed["invite"]), (&json!(50), &json!(50)));
        bob.send_event(&old, "m.room.message", json!({ "body": "still here", "msgtype": "m.text" }))
            .refused(403, "M_FORBIDDEN");
        bob.join(&new).ok();
        carl.join(&new).refused(403, "M_FORBIDDEN");
        bob.say(&new, "here now");

        // Members take along how they keep the room and what they want to hear of it.
        assert_eq!(bob.get(&tag(&bob, &new)).ok()["tags"], json!({ "u.tea": {} }));
        assert_eq!(bob.get(&rule(&new)).ok()["actions"], json!(["notify"]));
        assert_eq!(bob.get(&direct).ok(), json!({ &alice.user_id: [old, new], "@x:y.org": ["!z:y.org"] }));
        let server = server.restart();
        let bob = server.client().with_token(&bob.token());
        assert_eq!(bob.state(&new, "m.room.name", "").ok()["name"], "Tea");
        server.assert_sound();
    });
}

#[test]
fn the_creators_of_version_12_are_above_the_levels() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let levels = json!({ "users": { &alice.user_id: 100, &bob.user_id: 100 } });
        let old = alice.create_room(json!({ "room_version": "11", "power_level_content_override": levels }));
        alice.bring(&old, &bob);
        let body = json!({ "new_version": "12", "additional_creators": [&bob.user_id] });
        let new = bob.post(&in_room(&old, "upgrade"), json!({ "new_version": "12" })).ok()["replacement_room"].clone();
        let new = new.as_str().expect("a room id").to_owned();
        let create = bob.state(&new, "m.room.create", "").ok();
        assert_eq!(create["predecessor"], json!({ "room_id": old }));
        assert_eq!(create["additional_creators"], Value::Null);
        assert_eq!(bob.state(&new, "m.room.power_levels", "").ok()["users"], json!({ &alice.user_id: 100 }));
        assert_eq!(bob.state(&old, "m.room.tombstone", "").ok()["replacement_room"], *new);

        // Once more, now with somebody beside the upgrader.
        let newer = bob.post(&in_room(&new, "upgrade"), body).ok()["replacement_room"].clone();
        let newer = newer.as_str().expect("a room id").to_owned();
        let create = bob.state(&newer, "m.room.create", "").ok();
        assert_eq!(create["additional_creators"], json!([&bob.user_id]));
        // And back to where creators need a level.
        let back = upgrade(&bob, &newer, "11");
        let users = bob.state(&back, "m.room.power_levels", "").ok()["users"].clone();
        assert!(users[&bob.user_id].as_i64() >= Some(100), "{users}");
        assert_eq!(users[&alice.user_id], 100);
        bob.set_state(&back, "m.room.name", "", json!({ "name": "Back" })).ok();
        server.assert_sound();
    });
}

#[test]
fn a_moderator_has_the_same_power_in_the_new_room() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let levels = json!({
            "users": { &alice.user_id: 100, &bob.user_id: 50 },
            "events": { "m.room.tombstone": 50, "m.room.name": 90, "m.room.power_levels": 100 },
        });
        let options = json!({ "room_version": "9", "name": "Tea", "power_level_content_override": levels });
        let old = alice.create_room(options);
        alice.bring(&old, &bob);
        let before = alice.state(&old, "m.room.power_levels", "").ok();
        let new = upgrade(&bob, &old, "10");
        assert_eq!(bob.state(&new, "m.room.power_levels", "").ok(), before);
        assert_eq!(alice.state(&old, "m.room.power_levels", "").ok(), before);
        assert_eq!(bob.state(&new, "m.room.name", "").ok()["name"], "Tea");
        bob.set_state(&new, "m.room.name", "", json!({ "name": "Coffee" })).refused(403, "M_FORBIDDEN");
    });
}

#[test]
fn spaces_keep_their_rooms() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        let space = alice.create_room(json!({ "creation_content": { "type": "m.space", "m.federate": false } }));
        let child = json!({ "via": ["localhost"], "suggested": true });
        alice.set_state(&space, "m.space.child", &room, child.clone()).ok();
        alice.set_state(&space, "m.space.child", "!gone:localhost", json!({})).ok();
        let new = upgrade(&alice, &space, "12");
        assert_eq!(alice.state(&new, "m.space.child", &room).ok(), child);
        alice.state(&new, "m.space.child", "!gone:localhost").refused(404, "M_NOT_FOUND");
        let create = alice.state(&new, "m.room.create", "").ok();
        assert_eq!((&create["type"], &create["m.federate"]), (&json!("m.space"), &json!(false)));
    });
}

#[test]
fn upgrades_that_cannot_be_are_refused() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let post = |who: &Client, room: &str, body: Value| who.post(&in_room(room, "upgrade"), body);
        post(&alice, &room, json!({ "new_version": "nonsense" })).refused(400, "M_UNSUPPORTED_ROOM_VERSION");
        post(&alice, &room, json!({ "new_version": "no_version\u{0}" })).refused(400, "M_UNSUPPORTED_ROOM_VERSION");
        post(&alice, &room, json!({})).refused(400, "M_BAD_JSON");
        post(&alice, "!absent:localhost", json!({ "new_version": "12" })).refused(404, "M_NOT_FOUND");
        post(&bob, &room, json!({ "new_version": "12" })).refused(403, "M_FORBIDDEN");
        post(&carl, &room, json!({ "new_version": "12" })).refused(403, "M_FORBIDDEN");
        alice.state(&room, "m.room.tombstone", "").refused(404, "M_NOT_FOUND");
        let itself = json!({ "body": "", "replacement_room": room });
        alice.set_state(&room, "m.room.tombstone", "", itself.clone()).refused(400, "M_INVALID_PARAM");
        alice.send_event(&room, "m.room.tombstone", itself).refused(400, "M_INVALID_PARAM");
        // Only the two rooms that there were before are joined.
        assert_eq!(alice.get("/_matrix/client/v3/joined_rooms").ok()["joined_rooms"], json!([room]));
    });
}
