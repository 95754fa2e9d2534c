//! Names of rooms, and the list of rooms that anybody may find.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-aliases> and
//! <https://spec.matrix.org/v1.19/client-server-api/#published-room-directory>.

use hs_testkit::{Value, encode, in_room, json};

use crate::on_each_database;

fn alias_path(alias: &str) -> String {
    format!("/_matrix/client/v3/directory/room/{}", encode(alias))
}

#[test]
fn names_lead_to_rooms() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, anybody) = (server.register("alice"), server.register("bob"), server.client());
        let room = alice.create_room(json!({}));
        let tea = alias_path("#tea:localhost");
        anybody.get(&tea).refused(404, "M_NOT_FOUND");
        anybody.put(&tea, json!({ "room_id": room })).refused(401, "M_MISSING_TOKEN");
        bob.put(&tea, json!({ "room_id": room })).refused(403, "M_FORBIDDEN");
        alice.put(&tea, json!({ "room_id": room })).ok();
        alice.put(&tea, json!({ "room_id": room })).refused(409, "M_ROOM_IN_USE");
        assert_eq!(anybody.get(&tea).ok(), json!({ "room_id": room, "servers": ["localhost"] }));
        alice.put(&alias_path("#tea:example.org"), json!({ "room_id": room })).refused(400, "M_INVALID_PARAM");
        alice.put(&alias_path("tea"), json!({ "room_id": room })).refused(400, "M_INVALID_PARAM");
        alice
            .put(&alias_path(&format!("#{}:localhost", "x".repeat(300))), json!({ "room_id": room }))
            .refused(400, "M_INVALID_PARAM");
        alice.put(&alias_path("#nul\0:localhost"), json!({ "room_id": room })).refused(400, "M_INVALID_PARAM");
        alice
            .put(&alias_path("#coffee:localhost"), json!({ "room_id": "!nowhere:localhost" }))
            .refused(403, "M_FORBIDDEN");
        let mut aliases = alice.get(&in_room(&room, "aliases")).ok();
        aliases["aliases"].as_array_mut().expect("a list").sort_by_key(ToString::to_string);
        assert_eq!(aliases, json!({ "aliases": ["#tea:localhost"] }));
        bob.get(&in_room(&room, "aliases")).refused(403, "M_FORBIDDEN");
        bob.delete(&tea).refused(403, "M_FORBIDDEN");
        bob.delete(&alias_path("#absent:localhost")).refused(404, "M_NOT_FOUND");
        alice.delete(&tea).ok();
        anybody.get(&tea).refused(404, "M_NOT_FOUND");
        server.assert_sound();
    });
}

#[test]
fn a_room_calls_itself_only_by_names_that_lead_to_it() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let room = alice.create_room(json!({}));
        alice.create_room(json!({ "room_alias_name": "other" }));
        let set = |content: Value| alice.set_state(&room, "m.room.canonical_alias", "", content);
        set(json!({ "alias": "#absent:localhost" })).refused(400, "M_BAD_ALIAS");
        set(json!({ "alias": "#other:localhost" })).refused(400, "M_BAD_ALIAS");
        set(json!({ "alt_aliases": ["#absent:localhost"] })).refused(400, "M_BAD_ALIAS");
        set(json!({ "alias": "absent" })).refused(400, "M_INVALID_PARAM");
        set(json!({ "alt_aliases": ["x".repeat(300)] })).refused(400, "M_INVALID_PARAM");
        set(json!({ "alias": 3 })).refused(400, "M_BAD_JSON");
        for alias in ["#one:localhost", "#two:localhost"] {
            alice.put(&alias_path(alias), json!({ "room_id": room })).ok();
        }
        set(json!({ "alias": "#one:localhost", "alt_aliases": ["#two:localhost"] })).ok();
        // What the state names already may stay, and a name that is taken away goes from the state, too.
        alice.delete(&alias_path("#two:localhost")).ok();
        assert_eq!(alice.state(&room, "m.room.canonical_alias", "").ok(), json!({ "alias": "#one:localhost" }));
        alice.delete(&alias_path("#one:localhost")).ok();
        assert_eq!(alice.state(&room, "m.room.canonical_alias", "").ok(), json!({}));
        set(json!({ "alias": "#one:localhost" })).refused(400, "M_BAD_ALIAS");
    });
}

#[test]
fn public_rooms_are_listed_found_and_paged() {
    on_each_database(|setup| {
        const PUBLIC: &str = "/_matrix/client/v3/publicRooms";
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        assert_eq!(server.client().get(PUBLIC).ok(), json!({ "chunk": [], "total_room_count_estimate": 0 }));
        let mut rooms = Vec::new();
        for number in 0..7 {
            let options = json!({
                "visibility": "public", "name": format!("Room {number}"), "topic": format!("About {number}"),
                "room_alias_name": format!("room{number}"),
            });
            rooms.push(alice.create_room(options));
        }
        let space = json!({ "visibility": "public", "name": "Space", "creation_content": { "type": "m.space" } });
        let space = alice.create_room(space);
        alice.create_room(json!({ "name": "Room of one's own" }));
        bob.join(&rooms[4]).ok();

        let all = server.client().get(PUBLIC).ok();
        assert_eq!(all["total_room_count_estimate"], 8);
        let largest = &all["chunk"][0];
        assert_eq!(largest["room_id"], *rooms[4]);
        assert_eq!((&largest["name"], &largest["topic"]), (&json!("Room 4"), &json!("About 4")));
        assert_eq!(largest["num_joined_members"], 2);
        // Left out, it is `public`.
        assert_eq!(largest["join_rule"].as_str().unwrap_or("public"), "public");
        assert_eq!(largest["canonical_alias"], "#room4:localhost");
        assert_eq!((&largest["world_readable"], &largest["guest_can_join"]), (&json!(false), &json!(false)));

        let mut seen = Vec::new();
        let mut since = String::new();
        loop {
            let page = alice.get(&format!("{PUBLIC}?limit=3{since}")).ok();
            let chunk = page["chunk"].as_array().expect("a chunk");
            assert!(!chunk.is_empty() && chunk.len() <= 3);
            seen.extend(chunk.iter().map(|room| room["room_id"].as_str().expect("an id").to_owned()));
            match page["next_batch"].as_str() {
                Some(next) => since = format!("&since={next}"),
                None => break,
            }
        }
        assert_eq!(seen.iter().collect::<std::collections::BTreeSet<_>>().len(), 8);
        assert_eq!(seen.len(), 8);

        let search = |body: Value| {
            let found = bob.post(PUBLIC, body).ok();
            let found = found["chunk"].as_array().expect("a chunk").clone();
            found.iter().map(|room| room["room_id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(search(json!({ "filter": { "generic_search_term": "ROOM 3" } })), [&*rooms[3]]);
        assert_eq!(search(json!({ "filter": { "generic_search_term": "about 5" } })), [&*rooms[5]]);
        assert_eq!(search(json!({ "filter": { "generic_search_term": "#room6:" } })), [&*rooms[6]]);
        assert_eq!(search(json!({ "filter": { "generic_search_term": "absent" } })), Vec::<String>::new());
        assert_eq!(search(json!({ "filter": { "room_types": ["m.space"] } })), [&*space]);
        assert_eq!(search(json!({ "filter": { "room_types": [null] }, "limit": 100 })).len(), 7);
        assert_eq!(search(json!({ "limit": 2 })).len(), 2);
        bob.post(PUBLIC, json!({ "since": "nonsense" })).refused(400, "M_INVALID_PARAM");
        // Which is what a server says that keeps to itself, as this one does.
        bob.get(&format!("{PUBLIC}?server=example.org")).refused(403, "M_FORBIDDEN");
        server.assert_sound();
    });
}

#[test]
fn a_room_is_put_into_the_list_by_those_who_may() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let path = format!("/_matrix/client/v3/directory/list/room/{}", encode(&room));
        assert_eq!(server.client().get(&path).ok(), json!({ "visibility": "private" }));
        bob.put(&path, json!({ "visibility": "public" })).refused(403, "M_FORBIDDEN");
        alice.put(&path, json!({ "visibility": "public" })).ok();
        assert_eq!(bob.get(&path).ok(), json!({ "visibility": "public" }));
        let server = server.restart();
        assert_eq!(server.client().get(&path).ok(), json!({ "visibility": "public" }));
        let alice = server.client().with_token(&alice.token());
        alice.put(&path, json!({ "visibility": "private" })).ok();
        assert_eq!(alice.get("/_matrix/client/v3/publicRooms").ok()["chunk"], json!([]));
        let absent = "/_matrix/client/v3/directory/list/room/!nowhere:localhost";
        alice.get(absent).refused(404, "M_NOT_FOUND");
        alice.put(absent, json!({ "visibility": "public" })).refused(403, "M_FORBIDDEN");
    });
}
