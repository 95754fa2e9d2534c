//! Finding what was said at a time:
//! <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event>.

use hs_testkit::{encode, json};

use crate::on_each_database;

fn path(room: &str, ts: i64, dir: &str) -> String {
    format!("/_matrix/client/v1/rooms/{}/timestamp_to_event?ts={ts}&dir={dir}", encode(room))
}

#[test]
fn the_nearest_event_that_a_reader_may_see_is_found() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let private = json!([{ "type": "m.room.history_visibility", "content": { "history_visibility": "joined" } }]);
        let room = alice.create_room(json!({ "initial_state": private }));
        let first = alice.say(&room, "first");
        alice.bring(&room, &bob);
        let last = alice.say(&room, "last");
        let at = |event: &str| alice.event(&room, event).ok()["origin_server_ts"].as_i64().expect("a time");

        let found = alice.get(&path(&room, at(&last) + 1000, "b")).ok();
        assert_eq!(found, json!({ "event_id": last, "origin_server_ts": at(&last) }));
        let created = alice.get(&path(&room, 0, "f")).ok();
        let created = alice.event(&room, created["event_id"].as_str().expect("an id")).ok();
        assert_eq!(created["type"], "m.room.create");
        let exact = alice.get(&path(&room, at(&first), "f")).ok();
        assert_eq!(exact["origin_server_ts"], at(&first));

        // What was said before one's own time is not found.
        let found = bob.get(&path(&room, at(&first), "f")).ok();
        let found = bob.event(&room, found["event_id"].as_str().expect("an id")).ok();
        assert_eq!((&found["type"], &found["state_key"]), (&json!("m.room.member"), &json!(bob.user_id)));
        alice.get(&path(&room, 0, "b")).refused(404, "M_NOT_FOUND");
        alice.get(&path(&room, at(&last) + 60_000, "f")).refused(404, "M_NOT_FOUND");
        carl.get(&path(&room, 0, "f")).refused(403, "M_FORBIDDEN");
        alice.get(&path("!absent:localhost", 0, "f")).refused(403, "M_FORBIDDEN");
        alice.get(&path(&room, 0, "sideways")).refused(400, "M_INVALID_PARAM");
        alice.get(&path(&room, -1, "f")).refused(400, "M_INVALID_PARAM");
        server.assert_sound();
    });
}
