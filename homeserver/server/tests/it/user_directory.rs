//! Finding people: <https://spec.matrix.org/v1.19/client-server-api/#user-directory>.

use hs_testkit::{Client, Value, encode, json};

use crate::on_each_database;

#[track_caller]
fn search(client: &Client, term: &str, limit: u64) -> Value {
    let body = json!({ "search_term": term, "limit": limit });
    client.post("/_matrix/client/v3/user_directory/search", body).ok()
}

#[track_caller]
fn found(client: &Client, term: &str) -> Vec<String> {
    let results = search(client, term, 10)["results"].as_array().cloned().unwrap_or_default();
    results.iter().map(|user| user["user_id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[track_caller]
fn call(client: &Client, key: &str, value: &str) {
    let path = format!("/_matrix/client/v3/profile/{}/{key}", encode(&client.user_id));
    client.put(&path, json!({ key: value })).ok();
}

#[test]
fn people_in_public_rooms_are_found_by_the_beginnings_of_their_words() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice.b"), server.register("bob"), server.register("carl"));
        call(&bob, "displayname", "Zoë Öztürk-Alison");
        call(&bob, "avatar_url", "mxc://localhost/a");
        let lounge = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&lounge).ok();

        let result = search(&carl, "öztürk", 10);
        let expected = json!({
            "user_id": bob.user_id, "display_name": "Zoë Öztürk-Alison", "avatar_url": "mxc://localhost/a",
        });
        assert_eq!(result, json!({ "results": [expected], "limited": false }));
        for term in ["zoë", "ZO", "ali öz", "öztürk zoë", "bob", "@bob:localhost", "bo zoë"] {
            assert!(found(&carl, term).contains(&bob.user_id), "{term}");
        }
        for term in ["oe", "zoë smith", "turk", "", "  ", "@", "localhost", "%", "'; --", "\0"] {
            assert_eq!(found(&carl, term), [""; 0], "{term}");
        }
        // Who has the whole word comes first, then who says more of themselves.
        call(&carl, "displayname", "Alice Smith");
        carl.join(&lounge).ok();
        assert_eq!(found(&alice, "ali"), [&*bob.user_id, &*alice.user_id, &*carl.user_id]);
        assert_eq!(found(&alice, "alison"), [&*bob.user_id]);
        assert_eq!(found(&alice, "alice"), [&*alice.user_id, &*carl.user_id]);
        let limited = search(&alice, "ali", 2);
        assert_eq!((limited["results"].as_array().map(Vec::len), &limited["limited"]), (Some(2), &json!(true)));

        call(&bob, "displayname", "Somebody Else");
        assert_eq!(found(&carl, "öztürk"), [""; 0]);
        assert_eq!(found(&carl, "somebody"), [&*bob.user_id]);
        let server = server.restart();
        assert_eq!(found(&server.client().with_token(&carl.token()), "somebody"), [&*bob.user_id]);
        server.client().post("/_matrix/client/v3/user_directory/search", json!({})).refused(401, "M_MISSING_TOKEN");
        server.assert_sound();
    });
}

#[test]
fn people_are_found_while_they_are_in_a_public_room_or_in_one_with_the_reader() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let den = alice.create_room(json!({}));
        assert_eq!(found(&carl, "alice"), [""; 0]);
        alice.bring(&den, &bob);
        assert_eq!(found(&bob, "alice"), [&*alice.user_id]);
        assert_eq!(found(&alice, "bob"), [&*bob.user_id]);
        assert_eq!(found(&carl, "bob"), [""; 0]);

        for (kind, open, shut) in [
            ("m.room.join_rules", json!({ "join_rule": "public" }), json!({ "join_rule": "invite" })),
            (
                "m.room.history_visibility",
                json!({ "history_visibility": "world_readable" }),
                json!({ "history_visibility": "shared" }),
            ),
        ] {
            alice.set_state(&den, kind, "", open).ok();
            assert_eq!(found(&carl, "bob"), [&*bob.user_id], "{kind}");
            alice.set_state(&den, kind, "", shut).ok();
            assert_eq!(found(&carl, "bob"), [""; 0], "{kind}");
        }
        bob.leave(&den).ok();
        assert_eq!(found(&alice, "bob"), [""; 0]);
        // An invitation is not yet being there.
        alice.moderate(&den, "invite", &bob).ok();
        assert_eq!(found(&alice, "bob"), [""; 0]);
    });
}

#[test]
fn whoever_closes_their_account_is_found_no_more() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let lounge = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&lounge).ok();
        assert_eq!(found(&alice, "bob"), [&*bob.user_id]);
        let auth = json!({
            "type": "m.login.password", "identifier": { "type": "m.id.user", "user": "bob" },
            "password": "correct horse battery",
        });
        bob.post("/_matrix/client/v3/account/deactivate", json!({ "auth": auth })).ok();
        assert_eq!(found(&alice, "bob"), [""; 0]);
    });
}

#[test]
fn the_rooms_that_two_are_in_are_listed() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let shared = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&shared).ok();
        alice.create_room(json!({}));
        bob.create_room(json!({}));
        let mutual = |client: &Client, other: &str| {
            client.get(&format!("/_matrix/client/v1/mutual_rooms?user_id={}", encode(other)))
        };
        let expected = json!({ "joined": [shared], "count": 1 });
        assert_eq!(mutual(&alice, &bob.user_id).ok(), expected);
        assert_eq!(mutual(&bob, &alice.user_id).ok(), expected);
        assert_eq!(mutual(&alice, "@nobody:localhost").ok(), json!({ "joined": [], "count": 0 }));
        mutual(&alice, &alice.user_id).refused(400, "M_INVALID_PARAM");
        mutual(&alice, "nonsense").refused(400, "M_INVALID_PARAM");
        mutual(&alice, &format!("{}&from=x", bob.user_id)).refused(400, "M_INVALID_PARAM");
        bob.leave(&shared).ok();
        assert_eq!(mutual(&alice, &bob.user_id).ok(), json!({ "joined": [], "count": 0 }));
        server.assert_sound();
    });
}

#[test]
fn long_lists_of_shared_rooms_come_in_pages() {
    let server = crate::setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    for _ in 0..101 {
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
    }
    let path = format!("/_matrix/client/v1/mutual_rooms?user_id={}", encode(&bob.user_id));
    let first = alice.get(&path).ok();
    assert_eq!((first["joined"].as_array().map(Vec::len), &first["count"]), (Some(100), &json!(101)));
    let next = first["next_batch"].as_str().expect("a token");
    let second = alice.get(&format!("{path}&from={next}")).ok();
    assert_eq!((second["joined"].as_array().map(Vec::len), &second["count"]), (Some(1), &json!(101)));
    assert_eq!(second["next_batch"], Value::Null);
}
