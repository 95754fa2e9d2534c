//! Finding messages: <https://spec.matrix.org/v1.19/client-server-api/#server-side-search>.

use hs_testkit::{Answer, Client, Value, bodies, json};

use crate::on_each_database;

fn post(client: &Client, criteria: &Value, from: &str) -> Answer {
    let from = if from.is_empty() { String::new() } else { format!("?next_batch={from}") };
    let body = json!({ "search_categories": { "room_events": criteria } });
    client.post(&format!("/_matrix/client/v3/search{from}"), body)
}

#[track_caller]
fn search(client: &Client, criteria: &Value) -> Value {
    post(client, criteria, "").ok()["search_categories"]["room_events"].clone()
}

/// The newest messages with these words.
#[track_caller]
fn found(client: &Client, term: &str) -> Vec<String> {
    texts(&search(client, &json!({ "search_term": term, "order_by": "recent" })))
}

fn texts(results: &Value) -> Vec<String> {
    let results = results["results"].as_array().cloned().unwrap_or_default();
    bodies(&results.iter().map(|result| result["result"].clone()).collect())
}

#[test]
fn messages_are_found_by_their_words() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let room = alice.create_room(json!({ "name": "Tea house", "topic": "All about leaves" }));
        alice.bring(&room, &bob);
        for text in ["Green tea, please", "Black TEA!", "green grass", "お茶をください", "Ünïcödé tea"] {
            alice.say(&room, text);
        }
        assert_eq!(found(&bob, "tea"), ["Ünïcödé tea", "Black TEA!", "Green tea, please"]);
        assert_eq!(found(&bob, "tea GREEN"), ["Green tea, please"]);
        assert_eq!(found(&bob, "ünïcödé"), ["Ünïcödé tea"]);
        assert_eq!(found(&bob, "お茶"), ["お茶をください"]);
        assert_eq!(found(&bob, "茶お"), [""; 0]);
        for term in ["te", "tea absent", "", "…", "tea* OR", "\"", "'", "\\", "NOT tea-", "\0"] {
            assert_eq!(found(&bob, term), [""; 0], "{term}");
        }
        let results = search(&bob, &json!({ "search_term": "Green tea" }));
        assert_eq!((&results["count"], &results["highlights"]), (&json!(1), &json!(["green", "tea"])));
        let result = &results["results"][0];
        assert_eq!(result["result"]["content"]["body"], "Green tea, please");
        assert_eq!(result["result"]["room_id"], *room);
        assert!(result["rank"].is_number() && result["context"].is_null());

        // Names and topics as well, and only those if that is asked for.
        let all = search(&bob, &json!({ "search_term": "tea" }));
        assert_eq!(all["count"], 4);
        let names = search(&bob, &json!({ "search_term": "house", "keys": ["content.name"] }));
        assert_eq!(names["results"][0]["result"]["content"]["name"], "Tea house");
        assert_eq!(search(&bob, &json!({ "search_term": "house", "keys": ["content.body"] }))["count"], 0);
        assert_eq!(search(&bob, &json!({ "search_term": "leaves", "keys": ["content.topic"] }))["count"], 1);
        let rich = json!([{ "mimetype": "text/html", "body": "<i>oolong</i>" }, { "body": "pu-erh" }]);
        alice.set_state(&room, "m.room.topic", "", json!({ "topic": "Tea", "m.topic": { "m.text": rich } })).ok();
        let topics =
            |term: &str| search(&bob, &json!({ "search_term": term, "keys": ["content.topic"] }))["count"].clone();
        assert_eq!((topics("erh"), topics("tea"), topics("oolong")), (json!(1), json!(1), json!(0)));
        let server = server.restart();
        assert_eq!(found(&server.client().with_token(&bob.token()), "black"), ["Black TEA!"]);
        server.assert_sound();
    });
}

#[test]
fn nothing_is_found_that_could_not_be_read() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let private = json!([{ "type": "m.room.history_visibility", "content": { "history_visibility": "joined" } }]);
        let room = alice.create_room(json!({ "preset": "public_chat", "initial_state": private }));
        alice.say(&room, "secret before");
        bob.join(&room).ok();
        alice.say(&room, "secret between");
        bob.leave(&room).ok();
        alice.say(&room, "secret after");
        assert_eq!(found(&bob, "secret"), ["secret between"]);
        // The number would tell as much.
        assert_eq!(search(&bob, &json!({ "search_term": "secret" }))["count"], 1);
        assert_eq!(found(&carl, "secret"), [""; 0]);
        assert_eq!(found(&alice, "secret"), ["secret after", "secret between", "secret before"]);
        let elsewhere = json!({ "search_term": "secret", "filter": { "rooms": [room] } });
        assert_eq!(search(&carl, &elsewhere)["count"], 0);
        bob.post(&hs_testkit::in_room(&room, "forget"), json!({})).ok();
        assert_eq!(found(&bob, "secret"), [""; 0]);

        // What is taken back is gone, and an invitation lets nobody in.
        let event = alice.say(&room, "secret mistake");
        assert_eq!(found(&alice, "mistake"), ["secret mistake"]);
        alice.redact(&room, &event, json!({})).ok();
        assert_eq!(search(&alice, &json!({ "search_term": "mistake" }))["count"], 0);
        alice.moderate(&room, "invite", &carl).ok();
        assert_eq!(found(&carl, "secret"), [""; 0]);
        // Rooms that are encrypted are not searched, with whatever was said in them before.
        let algorithm = json!({ "algorithm": "m.megolm.v1.aes-sha2" });
        alice.set_state(&room, "m.room.encryption", "", algorithm).ok();
        assert_eq!(found(&alice, "secret"), [""; 0]);
        server.assert_sound();
    });
}

#[test]
fn results_come_in_pages_in_groups_and_in_context() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let (one, two) = (alice.create_room(json!({})), alice.create_room(json!({})));
        alice.bring(&one, &bob);
        for number in 0..5 {
            alice.say(&one, &format!("tea number {number}"));
            bob.say(&one, &format!("between {number}"));
        }
        bob.say(&one, "tea of mine");
        alice.say(&two, "tea elsewhere");

        for order_by in ["recent", "rank"] {
            let criteria = json!({ "search_term": "tea", "order_by": order_by, "filter": { "limit": 3 } });
            let (mut seen, mut from) = (Vec::new(), String::new());
            loop {
                let page = post(&alice, &criteria, &from).ok()["search_categories"]["room_events"].clone();
                assert_eq!(page["count"], 7);
                seen.extend(texts(&page));
                let Some(next) = page["next_batch"].as_str() else { break };
                next.clone_into(&mut from);
            }
            assert_eq!(seen.len(), 7, "{order_by}: {seen:?}");
            if order_by == "recent" {
                assert_eq!(seen[..3], ["tea elsewhere", "tea of mine", "tea number 4"]);
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 7);
        }
        post(&alice, &json!({ "search_term": "tea" }), "nonsense").refused(400, "M_INVALID_PARAM");

        let groupings = json!({ "group_by": [{ "key": "room_id" }, { "key": "sender" }] });
        let grouped = search(&alice, &json!({ "search_term": "tea", "order_by": "recent", "groupings": groupings }));
        let groups = &grouped["groups"];
        assert_eq!(groups["room_id"][&one]["results"].as_array().map(Vec::len), Some(6));
        assert_eq!(groups["room_id"][&two]["order"], 1);
        assert_eq!(groups["sender"][&bob.user_id]["results"].as_array().map(Vec::len), Some(1));

        let filtered =
            |filter: Value| search(&alice, &json!({ "search_term": "tea", "filter": filter }))["count"].clone();
        assert_eq!(filtered(json!({ "rooms": [two] })), 1);
        assert_eq!(filtered(json!({ "not_rooms": [one] })), 1);
        assert_eq!(filtered(json!({ "senders": [bob.user_id] })), 1);
        assert_eq!(filtered(json!({ "types": ["m.room.name"] })), 0);

        let context = json!({ "before_limit": 1, "after_limit": 2, "include_profile": true });
        let criteria = json!({ "search_term": "number 2", "event_context": context, "include_state": true });
        let results = search(&alice, &criteria);
        let context = &results["results"][0]["context"];
        assert_eq!(bodies(&context["events_before"]), ["between 1"]);
        assert_eq!(bodies(&context["events_after"]), ["between 2", "tea number 3"]);
        assert_eq!(context["profile_info"][&bob.user_id]["displayname"], "bob");
        let (start, end) = (context["start"].as_str().expect("a token"), context["end"].as_str().expect("a token"));
        assert_eq!(bodies(&alice.messages(&one, &format!("dir=b&limit=1&from={start}"))["chunk"]), ["tea number 1"]);
        assert_eq!(bodies(&alice.messages(&one, &format!("dir=f&limit=1&from={end}"))["chunk"]), ["between 3"]);
        assert!(hs_testkit::types(&results["state"][&one]).contains(&"m.room.create".to_owned()));
        let usual = search(&alice, &json!({ "search_term": "number 2", "event_context": {} }));
        assert_eq!(usual["results"][0]["context"]["events_before"].as_array().map(Vec::len), Some(5));
        server.assert_sound();
    });
}

#[test]
fn a_search_goes_on_in_the_room_that_was_replaced() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let old = alice.create_room(json!({ "room_version": "11" }));
        alice.say(&old, "tea of old");
        let upgraded = alice.post(&hs_testkit::in_room(&old, "upgrade"), json!({ "new_version": "12" })).ok();
        let new = upgraded["replacement_room"].as_str().expect("a room id");
        alice.say(new, "tea anew");
        let criteria = json!({ "search_term": "tea", "order_by": "recent", "filter": { "rooms": [new] } });
        assert_eq!(texts(&search(&alice, &criteria)), ["tea anew", "tea of old"]);
    });
}

#[test]
fn searches_that_make_no_sense_are_refused() {
    let server = crate::setup().start();
    let alice = server.register("alice");
    alice.create_room(json!({}));
    post(&alice, &json!({}), "").refused(400, "M_BAD_JSON");
    post(&alice, &json!({ "search_term": 3 }), "").refused(400, "M_BAD_JSON");
    post(&alice, &json!({ "search_term": "a", "order_by": "colour" }), "").refused(400, "M_INVALID_PARAM");
    alice.post("/_matrix/client/v3/search", json!({})).refused(400, "M_BAD_JSON");
    assert_eq!(
        alice.post("/_matrix/client/v3/search", json!({ "search_categories": {} })).ok(),
        json!({ "search_categories": {} })
    );
    post(&server.client(), &json!({ "search_term": "a" }), "").refused(401, "M_MISSING_TOKEN");
}
