//! Joins, leaves, knocks and invitations that are not what they say.

use hs_testkit::{Value, encode, json};

use crate::{Stage, id_of};

/// What makes something else of an event.
type Change = fn(&mut Value);

fn changed(event: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut event = event.clone();
    change(&mut event);
    event
}

#[test]
fn templates_are_for_ones_own_users_and_known_versions() {
    let stage = Stage::new();
    let path = |room: &str, user: &str, versions: &str| {
        format!("/_matrix/federation/v1/make_join/{}/{}?{versions}", encode(room), encode(user))
    };
    let user = stage.user("mallory");
    let refused = |path: String, status, errcode: &str| stage.ask("GET", &path, None).refused(status, errcode);
    refused(path(&stage.room, &stage.alice.user_id, "ver=11"), 403, "M_FORBIDDEN");
    refused(path("!nowhere:localhost", &user, "ver=11"), 404, "M_NOT_FOUND");
    let other = refused(path(&stage.room, &user, "ver=3&ver=4"), 400, "M_INCOMPATIBLE_ROOM_VERSION");
    assert_eq!(other["room_version"], "11");
    let private = stage.alice.create_room(json!({ "room_version": "11" }));
    refused(path(&private, &user, "ver=11"), 403, "M_FORBIDDEN");
    stage.server.assert_sound();
}

#[test]
fn only_real_joins_let_in() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    let template = stage.make_join(&user);
    let good = stage.sign(template.clone());
    // Elsewhere than its address says, or with an id that is not its own.
    let other_room = stage.alice.create_room(json!({ "preset": "public_chat", "room_version": "11" }));
    stage
        .send_as("join", &stage.room, "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &good)
        .refused(400, "M_INVALID_PARAM");
    stage.send_as("join", &other_room, &id_of(&good), &good).refused(400, "M_INVALID_PARAM");
    // Something else than a join of a user of the server that sends it.
    let wrong: [Change; 5] = [
        |event| event["content"]["membership"] = "leave".into(),
        |event| event["type"] = "m.room.topic".into(),
        |event| event["state_key"] = "@somebody:else.example".into(),
        |event| event["room_id"] = "!other:localhost".into(),
        |event| event["content"] = json!({}),
    ];
    for change in wrong {
        let answer = stage.send("join", &stage.sign(changed(&template, change)));
        assert!(matches!(answer.status, 400 | 403), "{} {}", answer.status, answer.text);
    }
    let of_alice = changed(&template, |event| {
        event["sender"] = stage.alice.user_id.clone().into();
        event["state_key"] = stage.alice.user_id.clone().into();
    });
    stage.send("join", &stage.sign(of_alice)).refused(403, "M_FORBIDDEN");
    // Not signed, or changed since.
    let unsigned = changed(&good, |event| event["signatures"] = json!({}));
    stage.send("join", &unsigned).refused(403, "M_FORBIDDEN");
    let later = changed(&good, |event| event["origin_server_ts"] = 7.into());
    stage.send("join", &later).refused(403, "M_FORBIDDEN");
    assert_eq!(stage.alice.state(&stage.room, "m.room.member", &user).status, 404, "nobody was let in");
    let room = stage.send("join", &good).ok();
    assert!(room["state"].as_array().is_some_and(|state| !state.is_empty()));
    assert_eq!(stage.alice.state(&stage.room, "m.room.member", &user).ok()["membership"], "join");
    stage.server.assert_sound();
}

#[test]
fn an_invitation_by_address_is_for_the_room_that_it_names() {
    let stage = Stage::new();
    let exchange = |room: &str| {
        let body = json!({
            "type": "m.room.member", "room_id": room, "sender": stage.alice.user_id, "state_key": stage.user("mallory"),
            "content": { "membership": "invite", "third_party_invite": {
                "display_name": "m", "signed": { "mxid": stage.user("mallory"), "token": "t", "signatures": {} },
            } },
        });
        let path = format!("/_matrix/federation/v1/exchange_third_party_invite/{}", encode(&stage.room));
        stage.ask("PUT", &path, Some(&body))
    };
    exchange("!other:localhost").refused(400, "M_INVALID_PARAM");
    // Nobody was invited into the right one, either.
    exchange(&stage.room).refused(403, "M_FORBIDDEN");
    stage.server.assert_sound();
}

#[test]
fn who_is_kept_out_gets_nothing() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.join(&user);
    let said = stage.alice.say(&stage.room, "for friends only");
    let acl = json!({ "allow": ["*"], "deny": ["localhost"], "allow_ip_literals": false });
    let message = stage.sign(stage.message(&user, "let me in"));
    stage.alice.set_state(&stage.room, "m.room.server_acl", "", acl).ok();
    let (room, event) = (encode(&stage.room), encode(&said));
    for path in [
        format!("v1/make_join/{room}/{}?ver=11", encode(&user)),
        format!("v1/make_leave/{room}/{}", encode(&user)),
        format!("v1/make_knock/{room}/{}?ver=11", encode(&user)),
        format!("v1/state/{room}?event_id={event}"),
        format!("v1/state_ids/{room}?event_id={event}"),
        format!("v1/event_auth/{room}/{event}"),
        format!("v1/backfill/{room}?v={event}&limit=10"),
        format!("v1/event/{event}"),
        format!("v1/timestamp_to_event/{room}?ts=0&dir=f"),
    ] {
        stage.ask("GET", &format!("/_matrix/federation/{path}"), None).refused(403, "M_FORBIDDEN");
    }
    let missing = json!({ "earliest_events": [], "latest_events": [said] });
    let path = format!("/_matrix/federation/v1/get_missing_events/{room}");
    stage.ask("POST", &path, Some(&missing)).refused(403, "M_FORBIDDEN");
    let answer = stage.transact("t", std::slice::from_ref(&message), &[]).ok();
    assert!(answer["pdus"][id_of(&message)]["error"].is_string(), "{answer}");
    stage.server.assert_sound();
}

#[test]
fn only_invitations_are_signed() {
    let stage = Stage::new();
    let room = format!("!far:{}", stage.peer.name());
    let mallory = stage.user("mallory");
    let invite = json!({
        "type": "m.room.member", "room_id": room, "sender": mallory, "state_key": stage.alice.user_id,
        "content": { "membership": "invite" }, "depth": 5, "origin_server_ts": 1_700_000_000_000_i64,
        "prev_events": ["$one"], "auth_events": ["$two"],
    });
    let send = |event: &Value, state: Value| {
        let path = format!("/_matrix/federation/v2/invite/{}/{}", encode(&room), encode(&id_of(event)));
        let body = json!({ "room_version": "11", "event": event, "invite_room_state": state });
        stage.ask("PUT", &path, Some(&body))
    };
    let wrong: [Change; 5] = [
        |event| event["content"]["membership"] = "join".into(),
        |event| event["type"] = "m.room.topic".into(),
        |event| event["sender"] = "@somebody:else.example".into(),
        |event| event["state_key"] = "@somebody:else.example".into(),
        |event| event["room_id"] = "!other:else.example".into(),
    ];
    for change in wrong {
        send(&stage.sign(changed(&invite, change)), json!([])).refused(400, "M_INVALID_PARAM");
    }
    let mut unsigned = stage.sign(invite.clone());
    unsigned["origin_server_ts"] = 7.into();
    send(&unsigned, json!([])).refused(400, "M_INVALID_PARAM");
    let invites = |stage: &Stage| stage.alice.sync("")["rooms"]["invite"].as_object().map_or(0, serde_json::Map::len);
    assert_eq!(invites(&stage), 0);
    // One that is as deep as events go, and refers to as much as they may, can be turned down like any other.
    let deep = stage.sign(changed(&invite, |event| {
        event["depth"] = json!(9_007_199_254_740_991_i64);
        event["auth_events"] = (0..10).map(|nth| format!("$auth{nth}")).collect();
    }));
    let signed = send(&deep, json!([])).ok();
    assert!(signed["event"]["signatures"][stage.server.name()].is_object());
    assert_eq!(invites(&stage), 1);
    stage.alice.leave(&room).ok();
    assert_eq!(invites(&stage), 0);
    // Whoever wants no invitations gets none, and the other server is told.
    let config = json!({ "default_action": "block" });
    let path =
        format!("/_matrix/client/v3/user/{}/account_data/m.invite_permission_config", encode(&stage.alice.user_id));
    stage.alice.put(&path, config).ok();
    send(&stage.sign(invite), json!([])).refused(403, "M_INVITE_BLOCKED");
    stage.server.assert_sound();
}
