//! Spaces: <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy>.

use hs_testkit::{Client, Value, encode, json};

use crate::on_each_database;

fn path(space: &str, query: &str) -> String {
    format!("/_matrix/client/v1/rooms/{}/hierarchy?{query}", encode(space))
}

fn space(of: &Client, name: &str) -> String {
    of.create_room(json!({ "name": name, "preset": "public_chat", "creation_content": { "type": "m.space" } }))
}

#[track_caller]
fn add(of: &Client, space: &str, child: &str, more: &Value) {
    let mut content = json!({ "via": ["localhost"] });
    content.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    of.set_state(space, "m.space.child", child, content).ok();
}

fn names(page: &Value) -> Vec<String> {
    let rooms = page["rooms"].as_array().expect("a list of rooms");
    rooms.iter().map(|room| room["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_space_is_walked_through_depth_first_and_in_its_order() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (root, inner) = (space(&alice, "root"), space(&alice, "inner"));
        let room = |name: &str| alice.create_room(json!({ "name": name, "preset": "public_chat" }));
        let (one, two, three, four) = (room("one"), room("two"), room("three"), room("four"));
        let hidden = alice.create_room(json!({ "name": "hidden" }));
        add(&alice, &root, &three, &json!({}));
        add(&alice, &root, &two, &json!({ "order": "b", "suggested": true }));
        add(&alice, &root, &inner, &json!({ "order": "a" }));
        add(&alice, &root, &hidden, &json!({ "order": "0" }));
        add(&alice, &root, "!unknown:localhost", &json!({ "order": "1" }));
        add(&alice, &root, "no room", &json!({}));
        alice.set_state(&root, "m.space.child", &four, json!({})).ok();
        add(&alice, &inner, &one, &json!({ "order": "not \u{e4} valid" }));
        // A circle, and a room that is in both.
        add(&alice, &inner, &root, &json!({}));
        add(&alice, &inner, &two, &json!({}));

        let walked = bob.get(&path(&root, "")).ok();
        assert_eq!(names(&walked), ["root", "inner", "one", "two", "three"]);
        assert_eq!(walked["next_batch"], Value::Null);
        let top = &walked["rooms"][0];
        assert_eq!((&top["room_type"], &top["join_rule"]), (&json!("m.space"), &json!("public")));
        let children = top["children_state"].as_array().expect("children");
        let keys: Vec<_> = children.iter().map(|child| child["state_key"].as_str().expect("a key")).collect();
        assert_eq!(keys, [&*hidden, "!unknown:localhost", &*inner, &*two, &*three]);
        let child = &children[2];
        assert_eq!(child["type"], "m.space.child");
        assert_eq!(child["content"], json!({ "via": ["localhost"], "order": "a" }));
        assert_eq!(child["sender"], *alice.user_id);
        assert!(child["origin_server_ts"].is_i64() && child["event_id"].is_null());
        assert_eq!(walked["rooms"][2]["children_state"], json!([]));

        // Its creator sees what others do not.
        assert_eq!(names(&alice.get(&path(&root, "")).ok()), ["root", "hidden", "inner", "one", "two", "three"]);
        assert_eq!(names(&bob.get(&path(&root, "max_depth=1")).ok()), ["root", "inner", "two", "three"]);
        assert_eq!(names(&bob.get(&path(&root, "max_depth=0")).ok()), ["root"]);
        assert_eq!(names(&bob.get(&path(&root, "suggested_only=true")).ok()), ["root", "two"]);

        let mut from = String::new();
        let mut all = Vec::new();
        loop {
            let page = bob.get(&path(&root, &format!("limit=2{from}"))).ok();
            assert!(names(&page).len() <= 2);
            all.extend(names(&page));
            let Some(next) = page["next_batch"].as_str() else { break };
            from = format!("&from={next}");
        }
        assert_eq!(all, ["root", "inner", "one", "two", "three"]);
        bob.get(&path(&root, &format!("max_depth=1{from}"))).refused(400, "M_INVALID_PARAM");
        bob.get(&path(&root, &format!("suggested_only=true{from}"))).refused(400, "M_INVALID_PARAM");
        alice.get(&path(&root, &format!("limit=2{from}"))).refused(400, "M_INVALID_PARAM");
        // A walk goes on after a restart.
        let server = server.restart();
        let bob = server.client().with_token(&bob.token());
        assert_eq!(names(&bob.get(&path(&root, &format!("limit=9{from}"))).ok()), ["three"]);
        server.assert_sound();
    });
}

#[test]
fn rooms_are_shown_to_members_of_the_rooms_that_let_them_in() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let root = space(&alice, "root");
        let allow = json!([{ "type": "m.room_membership", "room_id": root }]);
        let rule = json!({ "join_rule": "restricted", "allow": allow });
        let state = json!([{ "type": "m.room.join_rules", "content": rule }]);
        let room = alice.create_room(json!({ "name": "restricted", "initial_state": state }));
        add(&alice, &root, &room, &json!({}));
        assert_eq!(names(&bob.get(&path(&root, "")).ok()), ["root"]);
        bob.join(&root).ok();
        let walked = bob.get(&path(&root, "")).ok();
        assert_eq!(names(&walked), ["root", "restricted"]);
        assert_eq!(walked["rooms"][1]["allowed_room_ids"], json!([root]));
    });
}

#[test]
fn walks_that_cannot_be_are_refused() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Den" }));
        assert_eq!(names(&alice.get(&path(&room, "")).ok()), ["Den"]);
        bob.get(&path(&room, "")).refused(403, "M_FORBIDDEN");
        alice.get(&path("!absent:localhost", "")).refused(403, "M_FORBIDDEN");
        for query in ["limit=0", "limit=-1", "limit=x", "max_depth=-1", "from=nonsense", "from=%00"] {
            alice.get(&path(&room, query)).refused(400, "M_INVALID_PARAM");
        }
        server.client().get(&path(&room, "")).refused(401, "M_MISSING_TOKEN");
        server.assert_sound();
    });
}
