//! Whom people do not want to hear of: <https://spec.matrix.org/v1.19/client-server-api/#ignoring-users>, and
//! invitations that nobody wants: <https://spec.matrix.org/v1.19/client-server-api/#invite-permission>.

use hs_testkit::{Client, Value, bodies, encode, in_room, json, next_batch};

use crate::on_each_database;

fn write(client: &Client, kind: &str, content: Value) {
    let path = format!("/_matrix/client/v3/user/{}/account_data/{kind}", encode(&client.user_id));
    client.put(&path, content).ok();
}

fn ignore(client: &Client, whom: &[&Client]) {
    let users: serde_json::Map<_, _> = whom.iter().map(|user| (user.user_id.clone(), json!({}))).collect();
    write(client, "m.ignored_user_list", json!({ "ignored_users": users }));
}

fn unread(sync: &Value, room: &str) -> u64 {
    sync["rooms"]["join"][room]["unread_notifications"]["notification_count"].as_u64().expect("a count")
}

#[test]
fn what_ignored_users_say_is_not_told_and_does_not_count() {
    on_each_database(|setup| {
        let server = setup.with_raw("presence.enabled", "false").start();
        let (alice, bob, eve) = (server.register("alice"), server.register("bob"), server.register("eve"));
        let anybody = json!({ "events": { "m.room.topic": 0 } });
        let room = alice.create_room(json!({ "power_level_content_override": anybody }));
        alice.bring(&room, &bob);
        alice.bring(&room, &eve);
        let before = eve.say(&room, "Nonsense");
        bob.post(&in_room(&room, &format!("receipt/m.read/{}", encode(&before))), json!({})).ok();
        ignore(&bob, &[&eve]);
        let since = next_batch(&bob.sync(""));
        let said = eve.say(&room, "More nonsense");
        eve.put(&in_room(&room, &format!("typing/{}", encode(&eve.user_id))), json!({ "typing": true })).ok();
        alice.post(&in_room(&room, &format!("receipt/m.read/{}", encode(&said))), json!({})).ok();
        alice.say(&room, "Sense");
        eve.set_state(&room, "m.room.topic", "", json!({ "topic": "Tea" })).ok();
        let sync = bob.sync(&since);
        let section = &sync["rooms"]["join"][&room];
        assert_eq!(bodies(&section["timeline"]["events"]), ["Sense"]);
        let topics = section["timeline"]["events"].as_array().expect("events").iter();
        assert_eq!(topics.filter(|event| event["content"]["topic"] == "Tea").count(), 1, "state is told");
        let ephemeral = section["ephemeral"]["events"].as_array().expect("events");
        let typing = ephemeral.iter().find(|event| event["type"] == "m.typing").expect("typing");
        assert_eq!(typing["content"]["user_ids"], json!([]));
        assert_eq!(unread(&sync, &room), 1, "Nonsense does not count");
        assert_eq!(bodies(&json!(bob.history(&room, 10))), ["Sense"]);
        bob.event(&room, &before).refused(404, "M_NOT_FOUND");
        ignore(&bob, &[]);
        assert_eq!(bodies(&json!(bob.history(&room, 10))), ["Sense", "More nonsense", "Nonsense"]);
        assert_eq!(bodies(&bob.sync("")["rooms"]["join"][&room]["timeline"]["events"]).len(), 3);
    });
}

#[test]
fn invitations_by_ignored_users_are_not_told() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, eve) = (server.register("alice"), server.register("eve"));
        let since = alice.now();
        ignore(&alice, &[&eve]);
        let trap = eve.create_room(json!({ "invite": [alice.user_id] }));
        assert_eq!(alice.sync(&since)["rooms"]["invite"], Value::Null);
        assert_eq!(alice.sync("")["rooms"]["invite"], Value::Null);
        ignore(&alice, &[]);
        assert!(alice.sync("")["rooms"]["invite"][&trap].is_object());
    });
}

#[test]
fn who_wants_no_invitations_gets_none() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, eve) = (server.register("alice"), server.register("eve"));
        let (before, after) = (eve.create_room(json!({})), eve.create_room(json!({})));
        eve.moderate(&before, "invite", &alice).ok();
        write(&alice, "m.invite_permission_config", json!({ "default_action": "block" }));
        assert_eq!(alice.sync("")["rooms"]["invite"], Value::Null);
        let refused = |answer: hs_testkit::Answer| drop(answer.refused(403, "M_INVITE_BLOCKED"));
        refused(eve.moderate(&after, "invite", &alice));
        refused(eve.set_state(&after, "m.room.member", &alice.user_id, json!({ "membership": "invite" })));
        refused(eve.post("/_matrix/client/v3/createRoom", json!({ "invite": [alice.user_id] })));
        write(&alice, "m.invite_permission_config", json!({}));
        assert!(alice.sync("")["rooms"]["invite"][&before].is_object());
        eve.moderate(&after, "invite", &alice).ok();
    });
}
