use std::collections::VecDeque;

use super::*;

struct Pieces(VecDeque<Bytes>);

impl Source for Pieces {
    async fn next(&mut self) -> Result<Option<Bytes>, OutboundError> {
        Ok(self.0.pop_front())
    }
}

/// A body that arrives in pieces of this length.
fn parts(body: &str, piece: usize) -> Parts<Pieces> {
    let pieces = body.as_bytes().chunks(piece).map(Bytes::copy_from_slice).collect();
    Parts::of(Pieces(pieces), "b")
}

async fn read(parts: &mut Parts<Pieces>) -> Result<String, OutboundError> {
    let mut file = Vec::new();
    while let Some(bytes) = parts.chunk().await? {
        file.extend_from_slice(&bytes);
    }
    Ok(String::from_utf8(file).expect("text"))
}

#[tokio::test]
async fn the_second_part_is_the_file_however_it_arrives() {
    let body = "--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nContent-Type: text/plain\r\n\
                content-disposition: inline; filename=a.txt\r\n\r\nfirst\r\n--\r\nlast\r\n--b--\r\n";
    for piece in [1, 2, 3, 7, 1000] {
        for before in ["", "\r\n"] {
            let mut parts = parts(&format!("{before}{body}"), piece);
            let part = parts.file().await.expect("a file");
            assert_eq!(part.content_type.as_deref(), Some("text/plain"));
            assert_eq!(part.disposition.as_deref(), Some("inline; filename=a.txt"));
            assert_eq!(read(&mut parts).await.expect("all of it"), "first\r\n--\r\nlast");
        }
    }
}

#[tokio::test]
async fn an_empty_file_without_headers_is_one() {
    let mut parts = parts("--b\r\n\r\n{}\r\n--b\r\n\r\n\r\n--b--", 1000);
    assert_eq!(parts.file().await.expect("a file"), Part::default());
    assert_eq!(read(&mut parts).await.expect("nothing"), "");
}

#[tokio::test]
async fn the_file_may_be_elsewhere() {
    let body = "\r\n--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nLocation: https://cdn.example/1\r\n\r\n\r\n--b--";
    let part = parts(body, 10).file().await.expect("a file");
    assert_eq!(part.location.as_deref(), Some("https://cdn.example/1"));
}

#[tokio::test]
async fn what_breaks_off_is_no_file() {
    let mut parts = parts("--b\r\n\r\n{}\r\n--b\r\n\r\nhalf of", 4);
    parts.file().await.expect("a file");
    assert!(read(&mut parts).await.is_err());
}

#[tokio::test]
async fn what_does_not_begin_is_given_up() {
    let mut parts = parts(&"x".repeat(200_000), 1000);
    assert!(parts.file().await.is_err());
    assert!(!parts.source.0.is_empty(), "it was not read to its end");
}

#[test]
fn a_boundary_is_found() {
    assert_eq!(boundary("multipart/mixed; boundary=abc").as_deref(), Some("abc"));
    assert_eq!(boundary("Multipart/Mixed; charset=x; Boundary=\"a c\"").as_deref(), Some("a c"));
    assert_eq!(boundary("multipart/form-data; boundary=abc"), None);
    assert_eq!(boundary("multipart/mixed"), None);
}
