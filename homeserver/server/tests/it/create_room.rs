//! Making rooms: <https://spec.matrix.org/v1.19/client-server-api/#creation>.

use hs_testkit::{Client, Value, in_room, json};

use crate::{on_each_database, setup};

const CREATE: &str = "/_matrix/client/v3/createRoom";

/// The content of a piece of state that must be there.
#[track_caller]
fn content(client: &Client, room: &str, kind: &str) -> Value {
    client.state(room, kind, "").ok()
}

#[test]
fn every_option_shows_in_the_state() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({
            "visibility": "public",
            "room_alias_name": "tea",
            "name": "Tea",
            "topic": "Leaves and water",
            "invite": [bob.user_id, bob.user_id, alice.user_id],
            "is_direct": true,
            "preset": "private_chat",
            "room_version": "11",
            "creation_content": { "m.federate": false, "org.example.colour": "green", "creator": "@mallory:localhost" },
            "initial_state": [
                { "type": "m.room.history_visibility", "content": { "history_visibility": "joined" } },
                { "type": "org.example.kettle", "state_key": "kitchen", "content": { "hot": true } },
                { "type": "m.room.name", "content": { "name": "Coffee" } },
            ],
            "power_level_content_override": { "users_default": 10, "events": { "m.room.name": 0 } },
        }));
        let create = content(&alice, &room, "m.room.create");
        assert_eq!(create, json!({ "room_version": "11", "m.federate": false, "org.example.colour": "green" }));
        assert_eq!(content(&alice, &room, "m.room.name"), json!({ "name": "Tea" }));
        assert_eq!(content(&alice, &room, "m.room.topic")["topic"], "Leaves and water");
        assert_eq!(content(&alice, &room, "m.room.join_rules")["join_rule"], "invite");
        assert_eq!(content(&alice, &room, "m.room.guest_access")["guest_access"], "can_join");
        assert_eq!(content(&alice, &room, "m.room.history_visibility")["history_visibility"], "joined");
        assert_eq!(content(&alice, &room, "m.room.canonical_alias")["alias"], "#tea:localhost");
        assert_eq!(alice.state(&room, "org.example.kettle", "kitchen").ok(), json!({ "hot": true }));
        let levels = content(&alice, &room, "m.room.power_levels");
        assert_eq!(levels["users_default"], 10);
        assert_eq!(levels["events"], json!({ "m.room.name": 0 }));
        assert_eq!(levels["users"], json!({ "@alice:localhost": 100 }));
        assert_eq!((&levels["ban"], &levels["kick"], &levels["redact"]), (&json!(50), &json!(50), &json!(50)));
        let invite = alice.state(&room, "m.room.member", &bob.user_id).ok();
        assert_eq!((&invite["membership"], &invite["is_direct"]), (&json!("invite"), &json!(true)));
        let listed = server.client().get("/_matrix/client/v3/publicRooms").ok();
        assert_eq!(listed["chunk"][0]["room_id"], *room);
        let found = server.client().get("/_matrix/client/v3/directory/room/%23tea:localhost").ok();
        assert_eq!(found, json!({ "room_id": room, "servers": ["localhost"] }));
        // A room begins with its create event and its creator; what the creator named replaces what was there.
        let history = alice.history(&room, 5);
        let kinds: Vec<_> = history.iter().rev().map(|event| event["type"].as_str().expect("a type")).collect();
        assert_eq!(kinds[..4], ["m.room.create", "m.room.member", "m.room.power_levels", "m.room.canonical_alias"]);
        assert_eq!(kinds.last(), Some(&"m.room.member"));
        server.assert_sound();
    });
}

#[test]
fn presets_decide_who_comes_in_and_who_is_trusted() {
    on_each_database(|setup| {
        let server = setup.with("rooms.default_version", "11").start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        for (options, join_rule, guests, bob_level) in [
            (json!({ "preset": "private_chat" }), "invite", "can_join", Value::Null),
            (json!({ "preset": "trusted_private_chat" }), "invite", "can_join", json!(100)),
            (json!({ "preset": "public_chat" }), "public", "", Value::Null),
            (json!({ "visibility": "public" }), "public", "", Value::Null),
            (json!({ "visibility": "private" }), "invite", "can_join", Value::Null),
            (json!({}), "invite", "can_join", Value::Null),
        ] {
            let mut options = options;
            options["invite"] = json!([bob.user_id]);
            let room = alice.create_room(options.clone());
            assert_eq!(content(&alice, &room, "m.room.join_rules")["join_rule"], join_rule, "{options}");
            // Without a word guests are kept out, so for a public room there may be none.
            let access = alice.state(&room, "m.room.guest_access", "").body["guest_access"].clone();
            assert_eq!(
                access.as_str().filter(|access| *access != "forbidden").unwrap_or_default(),
                guests,
                "{options}"
            );
            assert_eq!(content(&alice, &room, "m.room.history_visibility")["history_visibility"], "shared");
            let levels = content(&alice, &room, "m.room.power_levels");
            assert_eq!(levels["users"][&alice.user_id], 100);
            assert_eq!(levels["users"][&bob.user_id], bob_level, "{options}");
        }
    });
}

#[test]
fn every_version_can_be_made_and_talked_in() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        for version in 1..=12 {
            let room = alice.create_room(json!({ "room_version": version.to_string(), "preset": "public_chat" }));
            let create = content(&alice, &room, "m.room.create");
            assert_eq!(create["room_version"], version.to_string());
            assert_eq!(create["creator"], if version < 11 { json!("@alice:localhost") } else { Value::Null });
            bob.join(&room).ok();
            let hello = bob.say(&room, "Hello");
            assert_eq!(hello.contains(':'), version < 3, "{version}: {hello}");
            assert_eq!(room.contains(':'), version < 12, "{version}: {room}");
            assert_eq!(alice.event(&room, &hello).ok()["content"]["body"], "Hello");
            // Whoever may not is refused in each version, and a redaction works in each.
            bob.set_state(&room, "m.room.name", "", json!({ "name": "Mine" })).refused(403, "M_FORBIDDEN");
            alice.redact(&room, &hello, json!({})).ok();
            assert_eq!(bob.event(&room, &hello).ok()["content"], json!({}));
        }
        let room = alice.create_room(json!({}));
        assert_eq!(content(&alice, &room, "m.room.create")["room_version"], "12");
        server.assert_sound();
    });
}

#[test]
fn creators_of_version_12_stand_above_all_levels() {
    let server = setup().start();
    let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
    let room = alice.create_room(json!({ "preset": "trusted_private_chat", "invite": [bob.user_id] }));
    let create = content(&alice, &room, "m.room.create");
    assert_eq!(create["additional_creators"], json!(["@bob:localhost"]));
    let levels = content(&alice, &room, "m.room.power_levels");
    assert_eq!(levels["users"], json!({}));
    bob.join(&room).ok();
    let mut raised = levels.clone();
    raised["users"] = json!({ "@alice:localhost": 100 });
    bob.set_state(&room, "m.room.power_levels", "", raised.clone()).refused(403, "M_FORBIDDEN");
    raised["users"] = json!({ "@carol:localhost": 99 });
    bob.set_state(&room, "m.room.power_levels", "", raised).ok();
    alice.bring(&room, &carol);
    carol.moderate(&room, "kick", &bob).refused(403, "M_FORBIDDEN");
    carol.set_state(&room, "m.room.tombstone", "", json!({ "body": "moved" })).refused(403, "M_FORBIDDEN");
    bob.set_state(&room, "m.room.tombstone", "", json!({ "body": "moved" })).ok();
    let options =
        json!({ "room_version": "12", "power_level_content_override": { "users": { "@alice:localhost": 9 } } });
    alice.post(CREATE, options).refused(400, "M_INVALID_ROOM_STATE");
    let options = json!({ "room_version": "12", "creation_content": { "additional_creators": ["not a user"] } });
    let refused = alice.post(CREATE, options);
    assert_eq!(refused.status, 400, "{}", refused.text);
}

#[test]
fn what_cannot_be_a_room_leaves_nothing_behind() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let taken = alice.create_room(json!({ "room_alias_name": "taken" }));
        for (options, status, errcode) in [
            (json!({ "room_version": "99" }), 400, "M_UNSUPPORTED_ROOM_VERSION"),
            (json!({ "room_version": "org.example.new" }), 400, "M_UNSUPPORTED_ROOM_VERSION"),
            (json!({ "room_version": 11 }), 400, "M_BAD_JSON"),
            (json!({ "room_alias_name": "taken" }), 400, "M_ROOM_IN_USE"),
            (json!({ "room_alias_name": "two words" }), 400, "M_INVALID_PARAM"),
            (json!({ "room_alias_name": "a:b" }), 400, "M_INVALID_PARAM"),
            (json!({ "room_alias_name": "nul\u{0}" }), 400, "M_INVALID_PARAM"),
            (json!({ "room_alias_name": "x".repeat(300) }), 400, "M_INVALID_PARAM"),
            (json!({ "preset": 3 }), 400, "M_BAD_JSON"),
            (json!({ "invite": ["nobody"] }), 400, "M_BAD_JSON"),
            (json!({ "invite": "@bob:localhost" }), 400, "M_BAD_JSON"),
            (json!({ "initial_state": [{ "content": {} }] }), 400, "M_BAD_JSON"),
            (json!({ "initial_state": [{ "type": "a", "content": 1 }] }), 400, "M_BAD_JSON"),
            (json!({ "initial_state": [{ "type": "a", "content": { "a": 0.5 } }] }), 400, "M_BAD_JSON"),
            (json!({ "creation_content": [] }), 400, "M_BAD_JSON"),
            (json!({ "power_level_content_override": "high" }), 400, "M_BAD_JSON"),
            (json!({ "power_level_content_override": { "users": 3 } }), 400, "M_INVALID_ROOM_STATE"),
            (json!({ "name": 3 }), 400, "M_BAD_JSON"),
            (json!({ "name": "x".repeat(70_000) }), 413, "M_TOO_LARGE"),
            (
                json!({ "invite_3pid": [{ "id_server": "a.example", "id_access_token": "t", "medium": "email",
                "address": "a@example.org" }] }),
                403,
                "M_THREEPID_DENIED",
            ),
        ] {
            let mut with_alias = options.clone();
            if with_alias.get("room_alias_name").is_none() {
                with_alias["room_alias_name"] = json!("fresh");
            }
            alice.post(CREATE, with_alias).refused(status, errcode);
        }
        assert_eq!(alice.get("/_matrix/client/v3/joined_rooms").ok(), json!({ "joined_rooms": [taken] }));
        bob.get("/_matrix/client/v3/directory/room/%23fresh:localhost").refused(404, "M_NOT_FOUND");
        assert_eq!(bob.sync("")["rooms"]["invite"], Value::Null);
        server.assert_sound();
    });
}

#[test]
fn people_who_are_invited_see_what_they_need_to_decide() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let since = bob.now();
        let options = json!({ "name": "Tea", "is_direct": true, "invite": [bob.user_id], "topic": "Leaves" });
        let room = alice.create_room(options);
        let sync = bob.sync_with(&since, "timeout=10000");
        let stripped = sync["rooms"]["invite"][&room]["invite_state"]["events"].as_array().expect("events").clone();
        let find = |kind: &str, key: &str| {
            let found = stripped.iter().find(|event| event["type"] == kind && event["state_key"] == key);
            found.map(|event| event["content"].clone())
        };
        assert_eq!(find("m.room.name", ""), Some(json!({ "name": "Tea" })));
        assert_eq!(find("m.room.join_rules", ""), Some(json!({ "join_rule": "invite" })));
        assert!(find("m.room.create", "").is_some());
        assert_eq!(
            find("m.room.member", &alice.user_id).map(|content| content["membership"].clone()),
            Some("join".into())
        );
        let own = find("m.room.member", &bob.user_id).expect("the invitation");
        assert_eq!((&own["membership"], &own["is_direct"]), (&json!("invite"), &json!(true)));
        assert!(stripped.iter().all(|event| event.get("event_id").is_none()), "stripped events have four fields");
        bob.get(&in_room(&room, "state")).refused(403, "M_FORBIDDEN");
    });
}
