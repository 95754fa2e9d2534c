//! Taking events back: <https://spec.matrix.org/v1.19/client-server-api/#redactions>.

use hs_testkit::{event_id, json};

use crate::on_each_database;

#[test]
fn a_redaction_is_seen_wherever_the_event_is() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({}));
        alice.bring(&room, &bob);
        let message = alice.say(&room, "oops");
        let since = bob.now();
        let redaction = event_id(&alice.redact(&room, &message, json!({ "reason": "typo" })).ok());
        let event = bob.event(&room, &message).ok();
        assert_eq!(event["content"], json!({}));
        assert_eq!(event["type"], "m.room.message");
        let because = &event["unsigned"]["redacted_because"];
        assert_eq!((&because["event_id"], &because["content"]["reason"]), (&json!(redaction), &json!("typo")));
        let synced = &bob.sync(&since)["rooms"]["join"][&room]["timeline"]["events"][0];
        assert_eq!((&synced["type"], &synced["content"]["redacts"]), (&json!("m.room.redaction"), &json!(message)));
        // Clients of old look for the field outside the content.
        assert_eq!(synced["redacts"], *message);
        let fresh = bob.sync("");
        let timeline = fresh["rooms"]["join"][&room]["timeline"]["events"].as_array().expect("events").clone();
        let event = timeline.iter().find(|event| event["event_id"] == *message).expect("the message");
        assert_eq!(event["content"], json!({}));
        let server = server.restart();
        let bob = server.client().with_token(&bob.token());
        let event = bob.event(&room, &message).ok();
        assert_eq!(event["content"], json!({}));
        assert_eq!(event["unsigned"]["redacted_because"]["event_id"], *redaction);
    });
}

#[test]
fn people_take_back_what_is_theirs_and_moderators_anything() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carol) = (server.register("alice"), server.register("bob"), server.register("carol"));
        for version in ["1", "2", "3", "10", "11", "12"] {
            let room = alice.create_room(json!({ "room_version": version, "preset": "public_chat" }));
            bob.join(&room).ok();
            carol.join(&room).ok();
            let (by_alice, by_bob, again) = (alice.say(&room, "a"), bob.say(&room, "b"), bob.say(&room, "c"));
            carol.redact(&room, &by_bob, json!({})).refused(403, "M_FORBIDDEN");
            bob.redact(&room, &by_alice, json!({})).refused(403, "M_FORBIDDEN");
            bob.send_event(&room, "m.room.redaction", json!({ "redacts": by_alice })).refused(403, "M_FORBIDDEN");
            bob.redact(&room, &by_bob, json!({})).ok();
            alice.redact(&room, &again, json!({})).ok();
            assert_eq!(carol.event(&room, &by_alice).ok()["content"]["body"], "a");
            assert_eq!(carol.event(&room, &by_bob).ok()["content"], json!({}), "version {version}");
            assert_eq!(carol.event(&room, &again).ok()["content"], json!({}), "version {version}");
            bob.redact(&room, &by_bob, json!({})).ok();
        }
        server.assert_sound();
    });
}

#[test]
fn what_a_redaction_leaves_depends_on_the_version() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        for (version, aliases, invite, join) in [
            ("1", true, false, false),
            ("5", true, false, false),
            ("6", false, false, false),
            ("8", false, false, false),
            ("9", false, false, true),
            ("11", false, true, true),
            ("12", false, true, true),
        ] {
            let room = alice.create_room(json!({ "room_version": version }));
            let redacted = |kind: &str, key: &str, content: serde_json::Value| {
                let id = event_id(&alice.set_state(&room, kind, key, content).ok());
                alice.redact(&room, &id, json!({})).ok();
                alice.event(&room, &id).ok()["content"].clone()
            };
            let content = redacted("m.room.aliases", "localhost", json!({ "aliases": ["#a:localhost"], "x": 1 }));
            assert_eq!(content, if aliases { json!({ "aliases": ["#a:localhost"] }) } else { json!({}) }, "{version}");
            assert_eq!(redacted("m.room.name", "", json!({ "name": "gone" })), json!({}));
            let rules = json!({ "join_rule": "invite", "x": 1 });
            assert_eq!(redacted("m.room.join_rules", "", rules), json!({ "join_rule": "invite" }));
            let mut levels = alice.state(&room, "m.room.power_levels", "").ok();
            levels["invite"] = json!(7);
            levels["org.example.x"] = json!(1);
            let kept = redacted("m.room.power_levels", "", levels);
            assert_eq!(kept["invite"], if invite { json!(7) } else { json!(null) }, "{version}");
            assert_eq!((&kept["ban"], &kept["org.example.x"]), (&json!(50), &json!(null)));
            let member = json!({ "membership": "join", "displayname": "A", "join_authorised_via_users_server": "@alice:localhost" });
            let kept = redacted("m.room.member", &alice.user_id, member);
            assert_eq!(kept["membership"], "join");
            assert_eq!(kept.get("displayname"), None);
            assert_eq!(kept.get("join_authorised_via_users_server").is_some(), join, "{version}");
            let created = alice.history(&room, 100).pop().expect("a create event");
            let created = created["event_id"].as_str().expect("an id");
            alice.redact(&room, created, json!({})).refused(403, "M_FORBIDDEN");
        }
        server.assert_sound();
    });
}
