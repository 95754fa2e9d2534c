//! What anybody can ask.

use hs_testkit::json;

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
