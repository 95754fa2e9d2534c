//! Rooms from outside: <https://spec.matrix.org/v1.19/client-server-api/#room-summaries>.

use hs_testkit::{encode, json};

use crate::on_each_database;

fn path(room: &str) -> String {
    format!("/_matrix/client/v1/room_summary/{}", encode(room))
}

#[test]
fn a_room_is_seen_by_those_who_could_come() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, anybody) = (server.register("alice"), server.register("bob"), server.client());
        let open = alice.create_room(json!({
            "preset": "public_chat", "name": "Tea", "topic": "Leaves", "room_alias_name": "tea", "room_version": "11",
            "initial_state": [{ "type": "m.room.encryption", "content": { "algorithm": "m.megolm.v1.aes-sha2" } }],
        }));
        let seen = json!({
            "room_id": open, "name": "Tea", "topic": "Leaves", "canonical_alias": "#tea:localhost",
            "num_joined_members": 1, "join_rule": "public", "world_readable": false, "guest_can_join": false,
            "encryption": "m.megolm.v1.aes-sha2", "room_version": "11",
        });
        assert_eq!(anybody.get(&path(&open)).ok(), seen);
        assert_eq!(anybody.get(&path("#tea:localhost")).ok(), seen);
        let unstable = format!("/_matrix/client/unstable/im.nheko.summary/rooms/{}/summary", encode(&open));
        assert_eq!(anybody.get(&unstable).ok(), seen);
        assert_eq!(bob.get(&path(&open)).ok()["membership"], "leave");
        assert_eq!(alice.get(&path(&open)).ok()["membership"], "join");

        let closed = alice.create_room(json!({ "name": "Den" }));
        anybody.get(&path(&closed)).refused(404, "M_NOT_FOUND");
        bob.get(&path(&closed)).refused(404, "M_NOT_FOUND");
        alice.moderate(&closed, "invite", &bob).ok();
        let invited = bob.get(&path(&closed)).ok();
        assert_eq!((&invited["membership"], &invited["join_rule"]), (&json!("invite"), &json!("invite")));
        let readable = json!({ "history_visibility": "world_readable" });
        alice.set_state(&closed, "m.room.history_visibility", "", readable).ok();
        assert_eq!(anybody.get(&path(&closed)).ok()["world_readable"], true);

        for absent in ["!absent:localhost", "#absent:localhost"] {
            anybody.get(&path(absent)).refused(404, "M_NOT_FOUND");
        }
        anybody.get(&path("tea")).refused(400, "M_INVALID_PARAM");
        anybody.with_token("nonsense").get(&path(&open)).refused(401, "M_UNKNOWN_TOKEN");
        server.assert_sound();
    });
}

#[test]
fn members_of_the_rooms_that_a_rule_names_see_the_room() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let space = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&space).ok();
        let rule = |kind: &str| {
            let allow = json!([{ "type": "m.room_membership", "room_id": space }]);
            json!([{ "type": "m.room.join_rules", "content": { "join_rule": kind, "allow": allow } }])
        };
        let restricted = alice.create_room(json!({ "initial_state": rule("restricted") }));
        let seen = bob.get(&path(&restricted)).ok();
        assert_eq!((&seen["join_rule"], &seen["allowed_room_ids"]), (&json!("restricted"), &json!([space])));
        carl.get(&path(&restricted)).refused(404, "M_NOT_FOUND");
        server.client().get(&path(&restricted)).refused(404, "M_NOT_FOUND");
        let knocked = alice.create_room(json!({ "initial_state": rule("knock_restricted") }));
        assert_eq!(server.client().get(&path(&knocked)).ok()["join_rule"], "knock_restricted");
    });
}
