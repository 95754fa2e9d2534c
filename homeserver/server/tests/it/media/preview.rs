//! Previews of web pages, and of what must not be looked at.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use hs_testkit::json;

use super::{download, wire::Wire};
use crate::{on_each_database, setup};

const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A web site that counts how often it was asked.
fn site() -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            counted.fetch_add(1, Ordering::Relaxed);
            // Who hangs up is no concern of the site's.
            let _ = answer(stream);
        }
    });
    (base, count)
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let (status, kind, body) = match request.split(' ').nth(1).unwrap_or_default() {
        "/page" => (
            "200 OK",
            "text/html; charset=utf-8",
            "<title>T</title><meta property='og:title' content='A &lt;b&gt;'><meta property='og:image' content='pic'>"
                .as_bytes(),
        ),
        "/pic" => ("200 OK", "image/gif", GIF),
        "/moved" => ("302 Found\r\nlocation: /page", "text/html", b"".as_slice()),
        "/circle" => ("302 Found\r\nlocation: /circle", "text/html", b"".as_slice()),
        "/pdf" => ("200 OK", "application/pdf", b"%PDF".as_slice()),
        "/inside" => (
            "200 OK",
            "text/html",
            b"<meta property='og:image' content='file:///etc/passwd'><title>x</title>".as_slice(),
        ),
        _ => ("404 Not Found", "text/html", b"gone".as_slice()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat())?;
    stream.shutdown(Shutdown::Write)
}

fn preview(url: &str) -> String {
    format!("/_matrix/client/v1/media/preview_url?url={}", url.replace(':', "%3A").replace('/', "%2F"))
}

#[test]
fn a_page_is_shown_as_it_wants_to_be() {
    on_each_database(|setup| {
        let server = setup.with_raw("outbound.allow_private_addresses", "true").start();
        let alice = Wire::of(&server, &server.register("alice"));
        let (base, count) = site();
        let shown = alice.get(&preview(&format!("{base}/moved")), &[]).json();
        assert_eq!(shown["og:title"], "A <b>");
        let size = (&shown["og:image:width"], &shown["og:image:height"], &shown["matrix:image:size"]);
        assert_eq!(size, (&json!(1), &json!(1), &json!(GIF.len())));
        let picture = alice.get(&download(shown["og:image"].as_str().expect("a URI")), &[]);
        assert_eq!((&*picture.body, picture.header("content-type")), (GIF, Some("image/gif")));
        assert_eq!(count.load(Ordering::Relaxed), 3);
        assert_eq!(alice.get(&preview(&format!("{base}/moved#part")), &[]).json(), shown);
        assert_eq!(count.load(Ordering::Relaxed), 3, "it is remembered");
        let picture = alice.get(&preview(&format!("{base}/pic")), &[]).json();
        assert_eq!(picture["og:image:type"], "image/gif");
        assert_eq!(alice.get(&preview(&format!("{base}/pdf")), &[]).json(), json!({}));
        assert_eq!(alice.get(&preview(&format!("{base}/inside")), &[]).json(), json!({ "og:title": "x" }));
        alice.get(&preview(&format!("{base}/circle")), &[]).refused(502, "M_CONNECTION_FAILED");
        alice.get(&preview(&format!("{base}/none")), &[]).refused(502, "M_UNKNOWN");
    });
}

#[test]
fn what_only_this_server_can_see_is_not_looked_at() {
    let server = setup().start();
    let alice = Wire::of(&server, &server.register("alice"));
    let (base, count) = site();
    for url in [
        format!("{base}/page"),
        base.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        base.replace("127.0.0.1", "2130706433"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "http://user:password@example.org/".to_owned(),
    ] {
        alice.get(&preview(&url), &[]).refused(403, "M_FORBIDDEN");
    }
    alice.get(&preview(&base.replace("127.0.0.1", "localhost")), &[]).refused(502, "M_CONNECTION_FAILED");
    assert_eq!(count.load(Ordering::Relaxed), 0);
    for nonsense in ["", "nonsense", "http://", "http://%00/"] {
        alice.get(&preview(nonsense), &[]).refused(400, "M_INVALID_PARAM");
    }
    alice.get(&preview(&format!("http://example.org/{}", "x".repeat(3000))), &[]).refused(400, "M_INVALID_PARAM");
    let anybody = Wire::of(&server, &server.client());
    anybody.get(&preview("http://example.org/"), &[]).refused(401, "M_MISSING_TOKEN");
}
