//! Uploaded files: <https://spec.matrix.org/v1.19/client-server-api/#content-repository>.
#![expect(clippy::expect_used, clippy::panic, reason = "what is not as expected fails the test")]

mod bad_input;
mod moderation;
mod preview;
mod thumbnail;
mod wire;

use std::{fs, path::Path, thread, time::Duration};

use hs_testkit::{Setup, json};

use self::wire::Wire;
use crate::{on_each_database, setup};

const CREATE: &str = "/_matrix/media/v1/create";

/// Server name and media id of an `mxc://` URI, as they stand in paths.
fn parts(uri: &str) -> &str {
    uri.strip_prefix("mxc://").expect("an mxc URI")
}

fn download(uri: &str) -> String {
    format!("/_matrix/client/v1/media/download/{}", parts(uri))
}

fn frozen(uri: &str) -> String {
    format!("/_matrix/media/v3/download/{}", parts(uri))
}

/// Where a file for this URI goes.
fn upload_to(uri: &str) -> String {
    format!("/_matrix/media/v3/upload/{}", parts(uri))
}

/// The files that are kept, and those that are just arriving.
fn kept(setup: &Setup) -> (usize, usize) {
    let media = setup.folder().join("data/media");
    let arriving = count(&media.join("incoming"));
    (count(&media) - arriving, arriving)
}

/// Waits until no more and no less is kept: the server clears up after it has answered.
#[track_caller]
fn settles_at(setup: &Setup, wanted: (usize, usize)) {
    for _ in 0..250 {
        if kept(setup) == wanted {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(kept(setup), wanted);
}

fn count(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

#[test]
fn a_file_comes_back_as_it_went() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = Wire::of(&server, &server.register("alice"));
        let uri = alice.upload("image/png", "?filename=two%20words.png", b"0123456789");
        let whole = alice.get(&download(&uri), &[]);
        assert_eq!((whole.status, &*whole.body), (200, b"0123456789".as_slice()));
        for (name, value) in [
            ("content-type", "image/png"),
            ("content-length", "10"),
            ("content-disposition", "inline; filename=\"two words.png\""),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
            ("accept-ranges", "bytes"),
            ("cache-control", "private, max-age=86400, immutable"),
        ] {
            assert_eq!(whole.header(name), Some(value), "{name}");
        }
        assert!(whole.header("content-security-policy").is_some_and(|policy| policy.starts_with("sandbox;")));
        let named = alice.get(&format!("{}/%E7%8C%AB.png", download(&uri)), &[]);
        assert_eq!(named.header("content-disposition"), Some("inline; filename*=utf-8''%E7%8C%AB.png"));

        let etag = whole.header("etag").expect("an ETag");
        let known = alice.get(&download(&uri), &[("if-none-match", etag)]);
        assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, Some(etag)));
        let part = alice.get(&download(&uri), &[("range", "bytes=2-4")]);
        assert_eq!((part.status, &*part.body), (206, b"234".as_slice()));
        assert_eq!(part.header("content-range"), Some("bytes 2-4/10"));
        let beyond = alice.get(&download(&uri), &[("range", "bytes=10-")]);
        assert_eq!((beyond.status, beyond.header("content-range")), (416, Some("bytes */10")));
        let head = alice.ask("HEAD", &download(&uri), &[], b"");
        assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some("10"), 0));

        let bob = Wire::of(&server, &server.register("bob"));
        let again = bob.upload("text/plain", "", b"0123456789");
        assert_ne!(uri, again);
        assert_eq!(kept(&setup), (1, 0), "equal files are one file");
        let plain = alice.get(&download(&again), &[]);
        assert_eq!(
            (plain.header("content-type"), plain.header("content-disposition")),
            (Some("text/plain"), Some("inline"))
        );
        let config = alice.get("/_matrix/client/v1/media/config", &[]);
        assert_eq!(config.json(), json!({ "m.upload.size": 100 << 20 }));
        let empty = alice.upload("", "", b"");
        let empty = alice.get(&download(&empty), &[]);
        assert_eq!((empty.status, empty.body.len()), (200, 0));
        assert_eq!(empty.header("content-type"), Some("application/octet-stream"));
        assert_eq!(empty.header("content-disposition"), Some("attachment"));

        let server = server.restart();
        let alice = Wire { token: alice.token, ..Wire::of(&server, &server.client()) };
        assert_eq!(alice.get(&download(&uri), &[]).body, b"0123456789");
    });
}

#[test]
fn without_a_token_only_what_was_meant_for_everybody_is_seen() {
    let setup = setup();
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    let uri = alice.upload("text/plain", "", b"for us");
    let anybody = Wire::of(&server, &server.client());
    anybody.get(&download(&uri), &[]).refused(401, "M_MISSING_TOKEN");
    anybody.get(&frozen(&uri), &[]).refused(404, "M_NOT_FOUND");
    alice.get(&frozen(&uri), &[]).refused(404, "M_NOT_FOUND");
    anybody
        .get(&format!("/_matrix/media/v3/thumbnail/{}?width=9&height=9", parts(&uri)), &[])
        .refused(404, "M_NOT_FOUND");
    anybody.ask("POST", "/_matrix/media/v3/upload", &[], b"x").refused(401, "M_MISSING_TOKEN");
    drop(server);

    let server = setup.with_raw("media.unauthenticated_access", "true").start();
    let (alice, anybody) =
        (Wire { token: alice.token, ..Wire::of(&server, &server.client()) }, Wire::of(&server, &server.client()));
    anybody.get(&frozen(&uri), &[]).refused(404, "M_NOT_FOUND");
    let open = alice.upload("text/plain", "", b"for all");
    let seen = anybody.get(&frozen(&open), &[]);
    assert_eq!((seen.status, &*seen.body), (200, b"for all".as_slice()));
    assert_eq!(seen.header("cache-control"), Some("public, max-age=86400, immutable"));
    assert_eq!(anybody.get(&frozen(&open).replace("/v3/", "/r0/"), &[]).status, 200);
    anybody.get(&download(&open), &[]).refused(401, "M_MISSING_TOKEN");
}

#[test]
fn a_uri_may_come_before_its_file() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let created = alice.post(CREATE, json!({})).ok();
        assert!(created["unused_expires_at"].as_i64().is_some_and(|end| end > 1_700_000_000_000));
        let uri = created["content_uri"].as_str().expect("a URI").to_owned();
        let (alice, bob) = (Wire::of(&server, &alice), Wire::of(&server, &bob));
        bob.get(&format!("{}?timeout_ms=0", download(&uri)), &[]).refused(504, "M_NOT_YET_UPLOADED");
        bob.ask("PUT", &upload_to(&uri), &[], b"mine").refused(403, "M_FORBIDDEN");
        thread::scope(|scope| {
            let waiting = scope.spawn(|| bob.get(&download(&uri), &[]));
            thread::sleep(Duration::from_millis(100));
            assert_eq!(
                alice.ask("PUT", &upload_to(&uri), &[("content-type", "text/plain")], b"late").json(),
                json!({})
            );
            assert_eq!(waiting.join().expect("an answer").body, b"late");
        });
        alice.ask("PUT", &upload_to(&uri), &[], b"other").refused(409, "M_CANNOT_OVERWRITE_MEDIA");
        alice.ask("PUT", &upload_to("mxc://localhost/madeUp"), &[], b"x").refused(404, "M_NOT_FOUND");
        alice.ask("PUT", &upload_to("mxc://elsewhere.org/madeUp"), &[], b"x").refused(404, "M_NOT_FOUND");
        assert_eq!(bob.get(&download(&uri), &[]).body, b"late");
    });
}

#[test]
fn nobody_keeps_more_than_they_may() {
    on_each_database(|setup| {
        let server = setup.with("media.quota_per_user", "1 KiB").start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let created = alice.post(CREATE, json!({})).ok()["content_uri"].as_str().expect("a URI").to_owned();
        let (alice, bob) = (Wire::of(&server, &alice), Wire::of(&server, &bob));
        alice.upload("", "", &[1; 1000]);
        alice.ask("POST", "/_matrix/media/v3/upload", &[], &[2; 25]).refused(403, "M_FORBIDDEN");
        alice.ask("PUT", &upload_to(&created), &[], &[2; 25]).refused(403, "M_FORBIDDEN");
        alice.upload("", "", &[2; 24]);
        bob.upload("", "", &[2; 1024]);
    });
}

#[test]
fn not_many_uris_wait_for_a_file() {
    let server = setup().start();
    let alice = server.register("alice");
    for _ in 0..100 {
        alice.post(CREATE, json!({})).ok();
    }
    alice.post(CREATE, json!({})).refused(429, "M_LIMIT_EXCEEDED");
}
