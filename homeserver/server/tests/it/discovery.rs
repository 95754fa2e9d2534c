//! What anybody can ask.

use hs_testkit::{encode, in_room, json};

use crate::setup;

#[test]
fn every_version_is_listed_and_may_be_cached() {
    let server = setup().start();
    let answer = server.client().get("/_matrix/client/versions");
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=600"));
    let versions = answer.ok()["versions"].clone();
    for version in ["r0.6.1", "v1.1", "v1.10", "v1.19"] {
        assert!(versions.as_array().expect("a list").contains(&json!(version)), "{version}");
    }
}

#[test]
fn well_known_tells_the_configured_url() {
    let server = setup().with("public_base_url", "https://matrix.example.org/").start();
    let expected = json!({ "m.homeserver": { "base_url": "https://matrix.example.org" } });
    assert_eq!(server.client().get("/.well-known/matrix/client").ok(), expected);
}

#[test]
fn it_is_told_whom_to_ask() {
    let support = "/.well-known/matrix/support";
    setup().start().client().get(support).refused(404, "M_NOT_FOUND");
    let setup = setup().with("support.page", "https://example.org/help").with("support.admin_email", "me@example.org");
    let server = setup.with("support.security_matrix_id", "@safe:example.org").start();
    let expected = json!({
        "support_page": "https://example.org/help",
        "contacts": [
            { "role": "m.role.admin", "email_address": "me@example.org" },
            { "role": "m.role.security", "matrix_id": "@safe:example.org" },
        ],
    });
    assert_eq!(server.client().get(support).ok(), expected);
}

#[test]
fn rooms_learn_the_key_of_a_policy_server() {
    let policy_server = "/.well-known/matrix/policy_server";
    setup().start().client().get(policy_server).refused(404, "M_NOT_FOUND");
    let key = "6yhHGKhCiXTSEN2ksjV7kX/N6rBQZ3Xb+M7LlC6NS+s";
    let server = setup().with("policy_server.public_key", key).start();
    assert_eq!(server.client().get(policy_server).ok(), json!({ "public_keys": { "ed25519": key } }));
}

#[test]
fn capabilities_name_the_room_versions() {
    let server = setup().with("rooms.default_version", "11").start();
    server.client().get("/_matrix/client/v3/capabilities").refused(401, "M_MISSING_TOKEN");
    let capabilities = server.register("alice").get("/_matrix/client/v3/capabilities").ok();
    let versions = &capabilities["capabilities"]["m.room_versions"];
    assert_eq!(versions["default"], "11");
    assert_eq!(versions["available"]["12"], "stable");
    assert_eq!(capabilities["capabilities"]["m.3pid_changes"]["enabled"], false);
}

#[test]
fn unknown_paths_and_methods_are_told_apart() {
    let server = setup().start();
    let client = server.client();
    client.get("/_matrix/client/v3/nonsense").refused(404, "M_UNRECOGNIZED");
    client.delete("/_matrix/client/versions").refused(405, "M_UNRECOGNIZED");
    let preflight = client.send("OPTIONS", "/_matrix/client/v3/sync", b"");
    assert_eq!(preflight.status, 204);
    assert!(preflight.header("access-control-allow-headers").expect("allowed headers").contains("Authorization"));
}

#[test]
fn a_listener_offers_what_it_was_told_to() {
    let server = setup().with_raw("listeners", "[{ bind = \"127.0.0.1:0\", apis = [\"metrics\"] }]").start();
    assert_eq!(server.client().get("/health").ok(), json!({ "status": "ok" }));
    assert!(server.client().get("/metrics").text.contains("process_resident_memory_bytes"));
    server.client().get("/_matrix/client/versions").refused(404, "M_UNRECOGNIZED");
    server.client().get("/").refused(404, "M_UNRECOGNIZED");
}

#[test]
fn what_is_listed_as_unstable_is_served() {
    let server = setup().start();
    let (alice, bob) = (server.register("alice"), server.register("bob"));
    let room = alice.create_room(json!({}));
    let event = encode(&alice.say(&room, "hello"));
    let (of_room, of_bob) = (encode(&room), encode(&bob.user_id));
    let unstable = |rest: &str| format!("/_matrix/client/unstable/{rest}");
    let asked = [
        ("org.matrix.msc2285.stable", "POST", in_room(&room, &format!("receipt/m.read.private/{event}")), "{}"),
        (
            "org.matrix.msc3440.stable",
            "GET",
            format!("/_matrix/client/v1/rooms/{of_room}/relations/{event}/m.thread"),
            "",
        ),
        ("org.matrix.msc3814", "GET", unstable("org.matrix.msc3814.v1/dehydrated_device"), ""),
        ("org.matrix.msc3856", "GET", unstable(&format!("org.matrix.msc3856/rooms/{of_room}/threads")), ""),
        ("org.matrix.msc3882", "POST", unstable("org.matrix.msc3882/login/get_token"), "{}"),
        ("org.matrix.msc3916.stable", "GET", "/_matrix/client/v1/media/config".to_owned(), ""),
        ("org.matrix.msc4140", "GET", unstable("org.matrix.msc4140/delayed_events"), ""),
        ("org.matrix.simplified_msc3575", "POST", unstable("org.matrix.simplified_msc3575/sync?timeout=0"), "{}"),
        (
            "uk.half-shot.msc2666.query_mutual_rooms",
            "GET",
            unstable(&format!("uk.half-shot.msc2666/user/mutual_rooms?user_id={of_bob}")),
            "",
        ),
        (
            "uk.tcpip.msc4133",
            "PUT",
            unstable("uk.tcpip.msc4133/profile/@alice:localhost/m.tz"),
            r#"{"m.tz":"Europe/Berlin"}"#,
        ),
        ("uk.tcpip.msc4133.stable", "GET", "/_matrix/client/v3/profile/@alice:localhost/m.tz".to_owned(), ""),
    ];
    let listed = server.client().get("/_matrix/client/versions").ok()["unstable_features"].clone();
    let listed: Vec<_> = listed.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(listed, asked.each_ref().map(|(feature, ..)| *feature), "each is asked for here");
    for (feature, method, path, body) in asked {
        let answer = alice.send(method, &path, body.as_bytes());
        let is_served = match answer.status {
            200 => true,
            401 => answer.body["flows"].is_array(),
            status => status == 404 && answer.body["errcode"] == "M_NOT_FOUND",
        };
        assert!(is_served, "{feature}: {} {}", answer.status, answer.text);
    }
}

/// What Element, Cinny, Element X, `FluffyChat` and Nheko ask for at sign-in and start.
#[test]
fn clients_find_what_they_look_for_at_the_start() {
    let server = setup().start();
    let alice = server.register("alice");
    let room = alice.create_room(json!({ "preset": "public_chat" }));
    let (of_room, of_alice) = (encode(&room), encode(&alice.user_id));
    let secret = format!("/_matrix/client/v3/user/{of_alice}/account_data/m.secret_storage.default_key");
    alice.put(&secret, json!({ "key": "abc" })).ok();
    let version =
        json!({ "algorithm": "m.megolm_backup.v1.curve25519-aes-sha2", "auth_data": { "public_key": "abc" } });
    alice.get("/_matrix/client/v3/room_keys/version").refused(404, "M_NOT_FOUND");
    alice.post("/_matrix/client/v3/room_keys/version", version).ok();
    for path in [
        "/.well-known/matrix/client",
        "/_matrix/client/versions",
        "/_matrix/client/v3/login",
        "/_matrix/client/v3/voip/turnServer",
        "/_matrix/client/v3/pushrules/",
        "/_matrix/client/v3/sync",
        "/_matrix/client/v3/capabilities",
        "/_matrix/client/v3/room_keys/version",
        &secret,
        "/_matrix/client/v1/media/config",
        "/_matrix/media/v3/config",
        "/_matrix/client/v3/thirdparty/protocols",
        "/_matrix/client/v3/pushers",
        "/_matrix/client/v3/devices",
        "/_matrix/client/v3/notifications",
        "/_matrix/client/v3/joined_rooms",
        "/_matrix/client/v3/account/whoami",
        "/_matrix/client/v3/account/3pid",
        &format!("/_matrix/client/v3/profile/{of_alice}"),
        &format!("/_matrix/client/v1/room_summary/{of_room}"),
        &format!("/_matrix/client/unstable/im.nheko.summary/rooms/{of_room}/summary"),
        &format!("/_matrix/client/v1/rooms/{of_room}/hierarchy"),
        &format!("/_matrix/client/v1/rooms/{of_room}/threads"),
    ] {
        alice.get(path).ok();
    }
    for (path, body) in [
        (format!("/_matrix/client/v3/user/{of_alice}/filter"), json!({})),
        ("/_matrix/client/v3/keys/upload".to_owned(), json!({})),
        ("/_matrix/client/v3/keys/query".to_owned(), json!({ "device_keys": {} })),
        ("/_matrix/client/v3/keys/claim".to_owned(), json!({ "one_time_keys": {} })),
        ("/_matrix/client/v3/keys/signatures/upload".to_owned(), json!({})),
        ("/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=0".to_owned(), json!({})),
        ("/_matrix/client/v3/user_directory/search".to_owned(), json!({ "search_term": "a" })),
        (in_room(&room, "report"), json!({ "reason": "x" })),
    ] {
        alice.post(&path, body).ok();
    }
    // People sign in with passwords here: that there is no other server for it is said by the path's not being there.
    for path in ["v1/auth_metadata", "unstable/org.matrix.msc2965/auth_metadata"] {
        server.client().get(&format!("/_matrix/client/{path}")).refused(404, "M_UNRECOGNIZED");
    }
}
