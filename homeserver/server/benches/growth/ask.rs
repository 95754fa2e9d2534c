//! One request, timed.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use hs_testkit::Client;

/// Each time is the median of so many.
pub(crate) const ROUNDS: usize = 31;

/// One request on a connection of its own: how long until the whole answer was there, and its length. Nothing of it is
/// read, which would cost this program more than the server.
pub(crate) fn ask(server: SocketAddr, client: &Client, method: &str, path: &str, body: &str) -> (Duration, usize) {
    let mut stream = TcpStream::connect(server).expect("a connection");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-length: {}\r\n\r\n{body}",
        client.token(),
        body.len(),
    );
    let started = Instant::now();
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let taken = started.elapsed();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    (taken, answer.len())
}

/// The time in the middle, in milliseconds.
pub(crate) fn median(times: impl Iterator<Item = Duration>) -> f64 {
    let mut times: Vec<_> = times.collect();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}
