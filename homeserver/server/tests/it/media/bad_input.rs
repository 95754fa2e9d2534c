//! Files that mean harm, and requests that make no sense.

use std::{net::Shutdown, thread, time::Duration};

use super::{
    download, kept, settles_at,
    wire::{Wire, finish},
};
use crate::setup;

const UPLOAD: &str = "/_matrix/media/v3/upload";

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let setup = setup().with("media.max_upload_size", "1 MiB");
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    // Nothing of the body is ever sent.
    let announced = alice.begin("POST", UPLOAD, &[("content-length", "1048577")], b"");
    finish(announced).refused(413, "M_TOO_LARGE");
    // And where nobody says how long it is, it is read until it is too long.
    let mut chunks = Vec::new();
    for _ in 0..17 {
        chunks.extend_from_slice(b"10000\r\n");
        chunks.extend_from_slice(&vec![7; 0x10000]);
        chunks.extend_from_slice(b"\r\n");
    }
    let endless = alice.begin("POST", UPLOAD, &[("transfer-encoding", "chunked")], &chunks);
    finish(endless).refused(413, "M_TOO_LARGE");
    settles_at(&setup, (0, 0));
    alice.upload("", "", &vec![7; 1 << 20]);
    settles_at(&setup, (1, 0));
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let setup = setup();
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    let half = vec![1; 3 << 20];
    let stream = alice.begin("POST", UPLOAD, &[("content-length", "10000000")], &half);
    let mut arriving = 0;
    for _ in 0..100 {
        arriving = kept(&setup).1;
        if arriving > 0 {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(arriving, 1, "it is on its way");
    stream.shutdown(Shutdown::Both).expect("broken off");
    drop(stream);
    settles_at(&setup, (0, 0));
}

#[test]
fn what_could_run_in_a_page_is_only_for_saving() {
    let setup = setup();
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for content_type in [
        "text/html",
        "image/svg+xml",
        "application/xhtml+xml",
        "text/xml",
        "application/pdf",
        "Text/HTML; charset=utf-8",
    ] {
        let uri = alice.upload(content_type, "?filename=x.html", script);
        let file = alice.get(&download(&uri), &[]);
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=x.html"), "{content_type}");
        assert_eq!(file.header("content-type"), Some(content_type));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("content-security-policy").is_some_and(|policy| policy.contains("script-src 'none'")));
    }
    // One that is a picture and a page at once is what it was uploaded as, and browsers are told not to guess.
    let polyglot = [b"GIF89a/*".as_slice(), script].concat();
    let uri = alice.upload("image/gif", "", &polyglot);
    let file = alice.get(&download(&uri), &[]);
    assert_eq!((file.header("content-type"), file.header("content-disposition")), (Some("image/gif"), Some("inline")));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn names_and_ids_lead_nowhere() {
    let setup = setup();
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    for id in ["..%2F..%2Fetc%2Fpasswd", "%00", "a%00b", "..", "%2e%2e%2fconfig.toml", "a%0d%0ab", "%ff", "ä"] {
        let path = format!("/_matrix/client/v1/media/download/localhost/{id}");
        let reply = alice.get(&path, &[]);
        assert!(matches!(reply.status, 400 | 404), "{id}: {}", reply.status);
        assert!(reply.json()["errcode"].is_string(), "{id}");
    }
    let path = "/_matrix/client/v1/media/download/..%2F..%2Fetc/passwd";
    assert!(matches!(alice.get(path, &[]).status, 400 | 404));
    for (asked, offered) in [
        ("..%2F..%2Fetc%2Fpasswd", "attachment; filename=passwd"),
        ("C:%5Cx%5Cevil.exe", "attachment; filename=evil.exe"),
        ("a%0d%0aset-cookie:%20b", "attachment; filename=\"aset-cookie: b\""),
        ("a%22;%20filename=b", "attachment; filename=\"a\\\"; filename=b\""),
        ("%00", "attachment"),
        ("..", "attachment"),
    ] {
        let uri = alice.upload("application/x-thing", &format!("?filename={asked}"), b"x");
        let file = alice.get(&download(&uri), &[]);
        assert_eq!((file.status, file.header("content-disposition")), (200, Some(offered)), "{asked}");
    }
    let uri = alice.upload("nonsense", "", b"x");
    assert_eq!(alice.get(&download(&uri), &[]).header("content-type"), Some("application/octet-stream"));
}
